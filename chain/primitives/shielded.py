"""A shielded transaction: a signed extrinsic that only the author of a block can read (lifecycle 4.6).

Its bytes are the hash of the author's public key (twox 128), the length of the encapsulated secret (u16), that secret
(ML-KEM-768), a nonce of 24 bytes, and the extrinsic under XChaCha20-Poly1305 with the secret as its key.
"""

from typing import Annotated

from chain.codec import Bytes16, Length, Struct, TypeName
from chain.primitives.hashing import twox_128
from chain.primitives.mlkem import DecapsulationKey

KEY_HASH_LENGTH = 16
LENGTH_BYTES = 2
NONCE_LENGTH = 24
TAG_LENGTH = 16


class NotShielded(ValueError):
    """The bytes are not laid out like a shielded transaction; the message says where they end."""


class CannotUnshield(ValueError):
    """The key does not open the shielded transaction: it is another's, or the bytes were changed on the way."""


class ShieldedTransaction(Struct, path="stp_shield::shielded_tx::ShieldedTransaction"):
    """The parts of a shielded transaction."""

    key_hash: Annotated[Bytes16, TypeName("[u8; KEY_HASH_LEN]")]
    kem_ct: bytes
    aead_ct: bytes
    nonce: Annotated[bytes, Length(NONCE_LENGTH), TypeName("[u8; NONCE_LEN]")]


def key_hash_of(public_key: bytes) -> bytes:
    """What a shielded transaction names the key by that it is for."""
    return twox_128(public_key)


def parse(shielded: bytes) -> ShieldedTransaction:
    """Take the bytes of a shielded transaction apart. NotShielded where parts are missing."""
    kem_start = KEY_HASH_LENGTH + LENGTH_BYTES
    nonce_start = kem_start + int.from_bytes(shielded[KEY_HASH_LENGTH:kem_start], "little")
    text_start = nonce_start + NONCE_LENGTH
    if len(shielded) <= max(text_start, kem_start):
        raise NotShielded(
            f"{len(shielded)} bytes hold no shielded transaction: key hash, length, secret and nonce "
            f"take {text_start}, and the encrypted text comes after them"
        )
    return ShieldedTransaction(
        key_hash=shielded[:KEY_HASH_LENGTH],
        kem_ct=shielded[kem_start:nonce_start],
        aead_ct=shielded[text_start:],
        nonce=shielded[nonce_start:text_start],
    )


def unshield(shielded: ShieldedTransaction, key: DecapsulationKey) -> bytes:
    """The extrinsic in a shielded transaction. CannotUnshield where the key does not open it."""
    # Loaded here: most blocks hold nothing shielded.
    from Crypto.Cipher import ChaCha20_Poly1305

    text = shielded.aead_ct
    if len(text) < TAG_LENGTH:
        raise CannotUnshield(f"the encrypted text has {len(text)} bytes, fewer than the {TAG_LENGTH} of its tag")
    try:
        secret = key.shared_secret(shielded.kem_ct)
        cipher = ChaCha20_Poly1305.new(key=secret, nonce=shielded.nonce)
        return cipher.decrypt_and_verify(text[:-TAG_LENGTH], text[-TAG_LENGTH:])
    except ValueError as error:
        raise CannotUnshield(f"the shielded transaction does not open: {error}") from error
