"""Timelock encryption: bytes that open with the pulse of a beacon's round, and not before (lifecycle 3.9).

The round's number is the identity in identity-based encryption (Boneh-Franklin, made safe by Fujisaki and Okamoto),
which hides the key of AES-256-GCM; the signature of the round is the key that opens it.
"""

from hashlib import sha256
from typing import Any

from chain.codec import U64, DecodeError, Record, Struct, decode, encode
from chain.primitives import bls
from chain.primitives.beacon import message_of

KEY_BYTES, NONCE_BYTES, TAG_BYTES = 32, 12, 16
ENTROPY_BYTES = KEY_BYTES + KEY_BYTES + NONCE_BYTES
SENDER_KEY_BYTES, LENGTH_BYTES = 96, 8
CIPHER = b"AES_GCM_"


class Envelope(Struct, path="UserData"):
    """A ciphertext together with its round, as clients keep it."""

    encrypted_data: bytes
    reveal_round: U64


class CannotOpen(ValueError):
    """A ciphertext does not open with a signature."""


class UnreadableSignature(CannotOpen):
    """The signature is no point of G1."""


class UnreadableCiphertext(CannotOpen):
    """The bytes are no ciphertext of this scheme."""


class WrongSignature(CannotOpen):
    """The ciphertext was made for another round or beacon, or was changed."""


class Sealed(Record):
    """The parts of a ciphertext."""

    sender_key: bytes
    hidden_sigma: bytes
    hidden_key: bytes
    text: bytes
    nonce: bytes


def seal(plaintext: bytes, beacon_round: int, public_key: bytes, entropy: bytes) -> bytes:
    """Encrypt for whoever will have the pulse of a round of the beacon with this key.

    `entropy` is 76 random bytes that are used for nothing else.

    Raises:
        ValueError: the entropy has another length.
        chain.primitives.bls.InvalidKey: the key is no point of G2.
    """
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError(f"sealing takes {ENTROPY_BYTES} random bytes, not {len(entropy)}")
    sigma, key, nonce = entropy[:KEY_BYTES], entropy[KEY_BYTES : 2 * KEY_BYTES], entropy[2 * KEY_BYTES :]
    secret = _sender_secret(sigma, key)
    shared = bls.shared_by_sender(public_key, message_of(beacon_round), secret)
    text, tag = _cipher(key, nonce).encrypt_and_digest(plaintext)
    body = _sized(text + tag) + _sized(nonce)
    return b"".join(
        (
            bls.public_key(secret),
            _sized(_xor(sigma, sha256(shared).digest())),
            _sized(_xor(key, sha256(sigma).digest())),
            _sized(body),
            _sized(CIPHER),
        )
    )


def unseal(ciphertext: bytes, signature: bytes) -> bytes:
    """Decrypt with the signature of the round; bytes after the ciphertext are left aside.

    Raises:
        UnreadableSignature: the signature is no point of G1.
        UnreadableCiphertext: the bytes are no ciphertext.
        WrongSignature: the ciphertext is for another round or beacon, or was changed.
    """
    sealed = _parts_of(ciphertext)
    try:
        shared = bls.shared_by_receiver(signature, sealed.sender_key)
    except bls.InvalidSignature as error:
        raise UnreadableSignature(str(error)) from error
    except bls.InvalidKey as error:
        raise UnreadableCiphertext(f"a ciphertext begins with a key: {error}") from error
    sigma = _xor(sealed.hidden_sigma, sha256(shared).digest())
    key = _xor(sealed.hidden_key, sha256(sigma).digest())
    if bls.public_key(_sender_secret(sigma, key)) != sealed.sender_key:
        raise WrongSignature("the signature does not fit the ciphertext: it is of another round or beacon")
    try:
        return bytes(_cipher(key, sealed.nonce).decrypt_and_verify(sealed.text[:-TAG_BYTES], sealed.text[-TAG_BYTES:]))
    except ValueError as error:
        raise WrongSignature("the encrypted text was changed after it was sealed") from error


def in_envelope(ciphertext: bytes, beacon_round: int) -> bytes:
    """A ciphertext in the form in which clients hand it around, with its round."""
    return encode(Envelope, Envelope(ciphertext, beacon_round))


def without_envelope(data: bytes) -> tuple[bytes, int | None]:
    """The ciphertext in an envelope and its round; the data itself and None where there is no envelope."""
    try:
        envelope = decode(Envelope, data)
    except DecodeError:
        return data, None
    return envelope.encrypted_data, envelope.reveal_round


def _parts_of(ciphertext: bytes) -> Sealed:
    sender_key, rest = ciphertext[:SENDER_KEY_BYTES], ciphertext[SENDER_KEY_BYTES:]
    hidden_sigma, rest = _read_sized(rest, "the hidden seed")
    hidden_key, rest = _read_sized(rest, "the hidden key")
    body, rest = _read_sized(rest, "the encrypted body")
    _read_sized(rest, "the name of the cipher")
    text, rest = _read_sized(body, "the encrypted text")
    nonce, _ = _read_sized(rest, "the nonce")
    lengths = (len(hidden_sigma), len(hidden_key), len(nonce))
    if lengths != (KEY_BYTES, KEY_BYTES, NONCE_BYTES) or len(text) < TAG_BYTES:
        raise UnreadableCiphertext(
            f"seed, key and nonce have {KEY_BYTES}, {KEY_BYTES} and {NONCE_BYTES} bytes and the text at least "
            f"{TAG_BYTES}; here they have {lengths} and {len(text)}"
        )
    return Sealed(sender_key, hidden_sigma, hidden_key, text, nonce)


def _read_sized(data: bytes, what: str) -> tuple[bytes, bytes]:
    """Bytes behind their length, and what follows them."""
    end = LENGTH_BYTES + int.from_bytes(data[:LENGTH_BYTES], "little")
    if len(data) < max(end, LENGTH_BYTES):
        raise UnreadableCiphertext(f"the ciphertext ends within {what}")
    return data[LENGTH_BYTES:end], data[end:]


def _sized(data: bytes) -> bytes:
    return len(data).to_bytes(LENGTH_BYTES, "little") + data


def _sender_secret(sigma: bytes, key: bytes) -> int:
    return int.from_bytes(sha256(sigma + key).digest(), "big")


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(left ^ right for left, right in zip(one, other, strict=True))


def _cipher(key: bytes, nonce: bytes) -> Any:
    # Loaded here: most chains never hold timelocked data.
    from Crypto.Cipher import AES

    return AES.new(key, AES.MODE_GCM, nonce=nonce)
