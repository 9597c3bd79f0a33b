"""Accounts that may act without their key: `dev_impersonate`."""

from chain.primitives.signature import MultiSignature, verify


class Impersonation:
    """The signature check of a development chain: the real one, except for impersonated accounts."""

    def __init__(self) -> None:
        self.accounts: set[bytes] = set()

    def verify(self, signature: MultiSignature, message: bytes, signer: bytes) -> bool:
        """Say whether the signer signed the message, or is impersonated."""
        return bytes(signer) in self.accounts or verify(signature, message, signer)
