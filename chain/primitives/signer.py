"""`MultiSigner`: the public key of one of the schemes with which an account may sign."""

from typing import Annotated

from chain.codec import Bytes32, Enum, Length, TypeName
from chain.primitives.hashing import blake2_256
from chain.primitives.signature import Ecdsa, Ed25519, MultiSignature, Sr25519, verify


class MultiSigner(Enum, path="sp_runtime::MultiSigner"):
    """A public key and its scheme."""


class Ed25519Signer(MultiSigner, index=0, name="Ed25519", unnamed=True):
    """A key of ed25519."""

    key: Annotated[Bytes32, TypeName("ed25519::Public")]


class Sr25519Signer(MultiSigner, index=1, name="Sr25519", unnamed=True):
    """A key of sr25519."""

    key: Annotated[Bytes32, TypeName("sr25519::Public")]


class EcdsaSigner(MultiSigner, index=2, name="Ecdsa", unnamed=True):
    """A compressed key of secp256k1."""

    key: Annotated[bytes, Length(33), TypeName("ecdsa::Public")]


def has_signed(signer: MultiSigner, message: bytes, signature: MultiSignature) -> bool:
    """Whether the signature is of the signer's scheme and its key made it over these bytes."""
    match signer, signature:
        case (Ed25519Signer(key), Ed25519()) | (Sr25519Signer(key), Sr25519()):
            return verify(signature, message, key)
        case EcdsaSigner(key), Ecdsa():
            return verify(signature, message, blake2_256(key))
        case _:
            return False
