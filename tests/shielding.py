"""Shielding extrinsics as clients do: a secret encapsulated for the key, the extrinsic under a cipher with it."""

from Crypto.Cipher import ChaCha20_Poly1305
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey

from chain.primitives.hashing import twox_128


def shielded(public_key: bytes, plaintext: bytes, *, key_hash: bytes | None = None) -> bytes:
    """Return the bytes for `MevShield.submit_encrypted`; `key_hash` is what they say the key is, its own by default."""
    secret, ciphertext = MLKEM768PublicKey.from_public_bytes(public_key).encapsulate()
    cipher = ChaCha20_Poly1305.new(key=secret, nonce=bytes(24))
    text, tag = cipher.encrypt_and_digest(plaintext)
    name = twox_128(public_key) if key_hash is None else key_hash
    return name + len(ciphertext).to_bytes(2, "little") + ciphertext + cipher.nonce + text + tag
