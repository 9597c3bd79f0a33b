"""`MultiSignature`: a signature of one of the schemes with which an account may sign, and its check.

The message is what was signed and nothing else: a signature over `<Bytes>` + message + `</Bytes>`, as wallets make
for text, is a signature of another message.
"""

from collections.abc import Callable
from typing import Annotated

import ed25519_zebra
import sr25519

from chain.codec import Bytes64, Bytes65, Enum, TypeName
from chain.primitives.hashing import blake2_256
from chain.primitives.secp256k1 import recover_compressed


class MultiSignature(Enum, path="sp_runtime::MultiSignature"):
    """A signature and its scheme."""


class Ed25519(MultiSignature, index=0, unnamed=True):
    """ed25519; the account is the public key."""

    signature: Annotated[Bytes64, TypeName("ed25519::Signature")]


class Sr25519(MultiSignature, index=1, unnamed=True):
    """sr25519 (schnorrkel, context "substrate"); the account is the public key."""

    signature: Annotated[Bytes64, TypeName("sr25519::Signature")]


class Ecdsa(MultiSignature, index=2, unnamed=True):
    """Recoverable secp256k1 over the message's blake2_256; the account is blake2_256 of the compressed public key."""

    signature: Annotated[Bytes65, TypeName("ecdsa::Signature")]


def verify(signature: MultiSignature, message: bytes, signer: bytes) -> bool:
    """Tell whether the account `signer` signed these bytes. Malformed signatures and keys are false, not errors."""
    match signature:
        case Sr25519(raw):
            return _is_valid(sr25519.verify, raw, message, signer)
        case Ed25519(raw):
            return _is_valid(ed25519_zebra.ed_verify, raw, message, signer)
        case Ecdsa(raw):
            public_key = recover_compressed(raw, blake2_256(message))
            return public_key is not None and blake2_256(public_key) == signer
        case _:
            raise TypeError(f"{signature!r} is not a signature of a known scheme: Ed25519, Sr25519 or Ecdsa")


def _is_valid(check: Callable[[bytes, bytes, bytes], bool], signature: bytes, message: bytes, signer: bytes) -> bool:
    try:
        # The library accepts `bytes` alone, not a subclass of it.
        return check(bytes(signature), bytes(message), bytes(signer))
    except ValueError:
        return False
