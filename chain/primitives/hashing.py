"""The hashes of Substrate, and the hashers that turn a map's key into a part of its storage key.

A hasher whose `prefix_length` is a number writes that many hash bytes and then the key itself, so the key can be
read back from a storage key; with `None` the key is lost in the hash.
"""

from collections.abc import Callable
from hashlib import blake2b
from struct import Struct
from typing import NamedTuple

from xxhash import xxh64_intdigest

_ONE_WORD = Struct("<Q").pack
_TWO_WORDS = Struct("<QQ").pack
_FOUR_WORDS = Struct("<QQQQ").pack

# Copying a started hash object skips the parsing of its parameters, a third of the cost of a short hash.
_start_256 = blake2b(digest_size=32).copy
_start_128 = blake2b(digest_size=16).copy


def blake2_256(data: bytes) -> bytes:
    """Return the 32 bytes of blake2b, unkeyed."""
    state = _start_256()
    state.update(data)
    return state.digest()


def blake2_128(data: bytes) -> bytes:
    """Return the 16 bytes of blake2b with that output length (not a truncation of `blake2_256`)."""
    state = _start_128()
    state.update(data)
    return state.digest()


def twox_64(data: bytes) -> bytes:
    """Return xxHash64 with seed 0, little-endian."""
    return _ONE_WORD(xxh64_intdigest(data, 0))


def twox_128(data: bytes) -> bytes:
    """Return xxHash64 with seeds 0 and 1, each little-endian, joined."""
    return _TWO_WORDS(xxh64_intdigest(data, 0), xxh64_intdigest(data, 1))


def twox_256(data: bytes) -> bytes:
    """Return xxHash64 with seeds 0 to 3, each little-endian, joined."""
    return _FOUR_WORDS(
        xxh64_intdigest(data, 0), xxh64_intdigest(data, 1), xxh64_intdigest(data, 2), xxh64_intdigest(data, 3)
    )


def _unchanged(data: bytes) -> bytes:
    return data


def _twox_64_concat(data: bytes) -> bytes:
    return _ONE_WORD(xxh64_intdigest(data, 0)) + data


def _blake2_128_concat(data: bytes) -> bytes:
    state = _start_128()
    state.update(data)
    return state.digest() + data


class Hasher(NamedTuple):
    """How a storage map hashes one of its encoded keys; `name` is the one in the metadata."""

    name: str
    hash: Callable[[bytes], bytes]
    prefix_length: int | None


Identity = Hasher("Identity", _unchanged, 0)
Twox64Concat = Hasher("Twox64Concat", _twox_64_concat, 8)
Blake2_128Concat = Hasher("Blake2_128Concat", _blake2_128_concat, 16)
Blake2_128 = Hasher("Blake2_128", blake2_128, None)
Blake2_256 = Hasher("Blake2_256", blake2_256, None)
Twox128 = Hasher("Twox128", twox_128, None)
Twox256 = Hasher("Twox256", twox_256, None)
