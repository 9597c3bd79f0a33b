"""Short BLS signatures on BLS12-381, as drand's "quicknet" makes them: signatures in G1, keys in G2 (lifecycle 3.9).

The curve's library is loaded when it is first needed, which on a chain without pulses is never.
"""

from typing import Any

ORDER = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001
"""Of both groups; a secret is a number from 1 below it."""

TARGET_BYTES = 576
DOMAIN = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
"""The tag of RFC 9380 under which messages become points of G1."""


class InvalidKey(ValueError):
    """Bytes are no public key: no compressed point of G2."""


class InvalidSignature(ValueError):
    """Bytes are no signature: no compressed point of G1."""


def public_key(secret: int) -> bytes:
    """The public key of a secret, compressed."""
    from py_arkworks_bls12381 import G2Point, Scalar

    return bytes((G2Point() * Scalar(secret % ORDER)).to_compressed_bytes())


def sign(secret: int, message: bytes) -> bytes:
    """The one signature of a message under a secret, compressed."""
    from py_arkworks_bls12381 import G1Point, Scalar

    return bytes((G1Point.hash_to_curve(message, DOMAIN) * Scalar(secret % ORDER)).to_compressed_bytes())


def is_signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this is the signature of the message under the secret of the key.

    Raises:
        InvalidKey, InvalidSignature: they are no points of their groups.
    """
    from py_arkworks_bls12381 import GT, G1Point, G2Point

    points = [G1Point.hash_to_curve(message, DOMAIN), -_signature(signature)]
    return bool(GT.pairing_check(points, [_key(public_key), G2Point()]))


def shared_by_sender(public_key: bytes, message: bytes, secret: int) -> bytes:
    """What a sender with a secret of its own shares with whoever has the signature of the message: 576 bytes.

    Raises:
        InvalidKey: the key is no point of G2.
    """
    from py_arkworks_bls12381 import GT, G1Point, Scalar

    return _target_bytes(GT.pairing(G1Point.hash_to_curve(message, DOMAIN), _key(public_key) * Scalar(secret % ORDER)))


def shared_by_receiver(signature: bytes, sender_key: bytes) -> bytes:
    """The same 576 bytes from the signature and the public key of the sender's secret.

    Raises:
        InvalidKey, InvalidSignature: they are no points of their groups.
    """
    from py_arkworks_bls12381 import GT

    return _target_bytes(GT.pairing(_signature(signature), _key(sender_key)))


def _key(data: bytes) -> Any:
    from py_arkworks_bls12381 import G2Point

    try:
        return G2Point.from_compressed_bytes(bytes(data))
    except ValueError as error:
        raise InvalidKey(f"a key is a point of G2 in 96 compressed bytes, not 0x{data.hex()[:200]}") from error


def _signature(data: bytes) -> Any:
    from py_arkworks_bls12381 import G1Point

    try:
        return G1Point.from_compressed_bytes(bytes(data))
    except ValueError as error:
        raise InvalidSignature(
            f"a signature is a point of G1 in 48 compressed bytes, not 0x{data.hex()[:104]}"
        ) from error


def _target_bytes(element: object) -> bytes:
    """The twelve coordinates of a pairing's result, little-endian, in the order of the tower of fields."""
    encoded = bytes.fromhex(str(element))
    if len(encoded) != TARGET_BYTES:
        raise RuntimeError(
            f"py_arkworks_bls12381 writes a pairing's result in {len(encoded)} bytes instead of {TARGET_BYTES}; "
            "install a version that the dependencies of this package name"
        )
    return encoded
