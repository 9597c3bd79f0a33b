"""Accounts that may act without their key: `dev_impersonate`."""

from collections.abc import Callable

from chain.primitives.signature import MultiSignature, verify


class Impersonation:
    """The signature check of a development chain: the real one, except for impersonated accounts."""

    def __init__(self) -> None:
        self.accounts: set[bytes] = set()

    @property
    def check(self) -> Callable[[MultiSignature, bytes, bytes], bool]:
        """The check to use now; the real one itself, whose results the runtime may remember, as long as it will do."""
        return self._check if self.accounts else verify

    def _check(self, signature: MultiSignature, message: bytes, signer: bytes) -> bool:
        return bytes(signer) in self.accounts or verify(signature, message, signer)
