"""Recovering the signer of an ECDSA signature on secp256k1 (SEC 1 section 4.1.6).

Only public values are computed with, so the running time need not hide anything.
"""

from typing import TypeAlias

FIELD = 2**256 - 2**32 - 977
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
GENERATOR = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)

# Affine point; and (x, y, z) for (x / z**2, y / z**3), where z = 0 is the point at infinity.
Point: TypeAlias = tuple[int, int]
Projective: TypeAlias = tuple[int, int, int]

_INFINITY: Projective = (1, 1, 0)


def recover_compressed(signature: bytes, digest: bytes) -> bytes | None:
    """Return the 33-byte public key that made a 65-byte signature (r, s, recovery id) over a 32-byte digest.

    `None` when there is none: r or s out of range, a recovery id other than 0 to 3 (or 27 to 30, as Ethereum writes
    it), or no point with that r.
    """
    key = _recover(signature, digest)
    return None if key is None else bytes((2 + (key[1] & 1),)) + key[0].to_bytes(32, "big")


def recover_uncompressed(signature: bytes, digest: bytes) -> bytes | None:
    """Return the same public key as its 64 bytes of coordinates, without the byte that names the form."""
    key = _recover(signature, digest)
    return None if key is None else key[0].to_bytes(32, "big") + key[1].to_bytes(32, "big")


def _recover(signature: bytes, digest: bytes) -> Point | None:
    if len(signature) != 65 or len(digest) != 32:
        return None
    r = int.from_bytes(signature[:32], "big")
    s = int.from_bytes(signature[32:64], "big")
    recovery = signature[64] - 27 if signature[64] > 26 else signature[64]
    if not (0 < r < ORDER and 0 < s < ORDER and recovery < 4):
        return None
    nonce_point = _lift(r + ORDER if recovery & 2 else r, odd=bool(recovery & 1))
    if nonce_point is None:
        return None
    inverse = pow(r, -1, ORDER)
    of_generator = -int.from_bytes(digest, "big") * inverse % ORDER
    of_nonce = s * inverse % ORDER
    return _to_affine(_two_products(of_generator, GENERATOR, of_nonce, nonce_point))


def _lift(x: int, *, odd: bool) -> Point | None:
    """Return the point of the curve y**2 = x**3 + 7 with this x and the wanted parity of y."""
    if x >= FIELD:
        return None
    square = (pow(x, 3, FIELD) + 7) % FIELD
    y = pow(square, (FIELD + 1) // 4, FIELD)
    if y * y % FIELD != square:
        return None
    return (x, y if (y & 1) == odd else FIELD - y)


def _two_products(a: int, point: Point, b: int, other: Point) -> Projective:
    """Return a * point + b * other, doubling once for both."""
    first, second = (*point, 1), (*other, 1)
    both = _add(first, second)
    result = _INFINITY
    for bit in range(max(a.bit_length(), b.bit_length()) - 1, -1, -1):
        result = _double(result)
        match a >> bit & 1, b >> bit & 1:
            case 1, 1:
                result = _add(result, both)
            case 1, 0:
                result = _add(result, first)
            case 0, 1:
                result = _add(result, second)
    return result


def _double(point: Projective) -> Projective:
    x, y, z = point
    if not z:
        return point
    y_squared = y * y % FIELD
    four_xy = 4 * x * y_squared % FIELD
    slope = 3 * x * x % FIELD
    new_x = (slope * slope - 2 * four_xy) % FIELD
    return new_x, (slope * (four_xy - new_x) - 8 * y_squared * y_squared) % FIELD, 2 * y * z % FIELD


def _add(left: Projective, right: Projective) -> Projective:
    if not left[2]:
        return right
    if not right[2]:
        return left
    left_z, right_z = left[2] * left[2] % FIELD, right[2] * right[2] % FIELD
    left_x, right_x = left[0] * right_z % FIELD, right[0] * left_z % FIELD
    left_y, right_y = left[1] * right_z * right[2] % FIELD, right[1] * left_z * left[2] % FIELD
    across, up = (right_x - left_x) % FIELD, (right_y - left_y) % FIELD
    if not across:
        return _INFINITY if up else _double(left)
    across_squared = across * across % FIELD
    across_cubed = across_squared * across % FIELD
    base = left_x * across_squared % FIELD
    x = (up * up - across_cubed - 2 * base) % FIELD
    return x, (up * (base - x) - left_y * across_cubed) % FIELD, left[2] * right[2] * across % FIELD


def _to_affine(point: Projective) -> Point | None:
    x, y, z = point
    if not z:
        return None
    inverse = pow(z, -1, FIELD)
    square = inverse * inverse % FIELD
    return x * square % FIELD, y * square * inverse % FIELD
