"""Rows of (u16, u16) pairs as they lie in the state, taken apart without decoding pair by pair.

A row is a SCALE vector: a compact count, then four bytes a pair. What is not exactly that reads as an empty row.
"""

from collections.abc import Sequence
from struct import iter_unpack, pack

from chain.pallets.epoch.terms import Row

PAIR_BYTES = 4


def body_of(encoded: bytes | None) -> bytes:
    """The bytes of the pairs alone."""
    if not encoded:
        return b""
    mode = encoded[0] & 3
    if mode == 3:
        return b""
    prefix = 1 << mode
    count = int.from_bytes(encoded[:prefix], "little") >> 2
    body = encoded[prefix : prefix + PAIR_BYTES * count]
    return body if len(body) == PAIR_BYTES * count else b""


def with_count(body: bytes) -> bytes:
    """A row from the bytes of its pairs."""
    count = len(body) // PAIR_BYTES
    if count < 1 << 6:
        return bytes((count << 2,)) + body
    if count < 1 << 14:
        return (count << 2 | 1).to_bytes(2, "little") + body
    return (count << 2 | 2).to_bytes(4, "little") + body


def pairs_of(encoded: bytes | None) -> Row:
    """The pairs of a row."""
    return [(uid, value) for uid, value in iter_unpack("<HH", body_of(encoded))]


def encode(row: Sequence[tuple[int, int]]) -> bytes:
    """A row from its pairs."""
    return with_count(b"".join(pack("<HH", uid, value) for uid, value in row))
