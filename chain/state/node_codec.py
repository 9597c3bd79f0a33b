"""Bytes of a trie node as sp-trie writes them: header, compressed path, bitmap, value, children."""

from enum import IntEnum

from chain.primitives.hashing import blake2_256


class Layout(IntEnum):
    """Substrate's state versions, each worth the value length from which a node holds the value's hash instead."""

    V0 = 1 << 62
    V1 = 33


LEAF = 0x40
BRANCH = 0x80
BRANCH_WITH_VALUE = 0xC0
LEAF_WITH_HASH = 0x20
BRANCH_WITH_HASH = 0x10

# The path's length shares the first byte with the kind, so fewer bits remain for the kinds with longer marks.
LONGEST_SHORT_PATH = {LEAF: 62, BRANCH: 62, BRANCH_WITH_VALUE: 62, LEAF_WITH_HASH: 30, BRANCH_WITH_HASH: 14}

HASH_MARK = b"\x80"
"""The compact length of a hash."""

_SINGLE_BYTES = tuple(bytes((value,)) for value in range(256))


def _make_header(kind: int, nibbles: int) -> bytes:
    longest = LONGEST_SHORT_PATH[kind]
    if nibbles <= longest:
        return bytes((kind | nibbles,))
    full, rest = divmod(nibbles - longest - 1, 255)
    return bytes((kind | (longest + 1),)) + b"\xff" * full + bytes((rest,))


# Storage keys seldom have more than 200 bytes, and what keys below a branch share is mostly a pallet's and an item's
# name, of 64 nibbles. For longer paths the header is made each time.
_LEAF_PATHS, _BRANCH_PATHS = 400, 65
_LEAF_HEADERS = tuple(_make_header(LEAF, nibbles) for nibbles in range(_LEAF_PATHS))
_LEAF_WITH_HASH_HEADERS = tuple(_make_header(LEAF_WITH_HASH, nibbles) for nibbles in range(_LEAF_PATHS))
_BRANCH_HEADERS = {
    kind: tuple(_make_header(kind, nibbles) for nibbles in range(_BRANCH_PATHS))
    for kind in (BRANCH, BRANCH_WITH_VALUE, BRANCH_WITH_HASH)
}


def _branch_header(kind: int, nibbles: int) -> bytes:
    return _BRANCH_HEADERS[kind][nibbles] if nibbles < _BRANCH_PATHS else _make_header(kind, nibbles)


def compact_length(length: int) -> bytes:
    """Return SCALE's compact form of a length, which precedes values and children."""
    if length < 1 << 6:
        return _SINGLE_BYTES[length << 2]
    if length < 1 << 14:
        return (length << 2 | 1).to_bytes(2, "little")
    if length < 1 << 30:
        return (length << 2 | 2).to_bytes(4, "little")
    raise ValueError(f"a trie value has {length} bytes; at most {(1 << 30) - 1} fit a node")


def _branch_path(key: bytes, start: int, end: int) -> bytes:
    """Return some nibbles of a key; an odd count puts the first one alone in the low half of a byte."""
    nibbles = key.hex()[start:end]
    return bytes.fromhex("0" + nibbles if len(nibbles) & 1 else nibbles)


BARE_BRANCH = bytes((BRANCH,))
"""The header of a branch without value and path, which nearly all branches are."""


def reference(encoded: bytes) -> bytes:
    """Return what a parent holds of a node: its hash, or the node itself when shorter, with the length in front."""
    if len(encoded) < 32:
        return _SINGLE_BYTES[len(encoded) << 2] + encoded
    return HASH_MARK + blake2_256(encoded)


def encode_leaf(layout: Layout, start: int, key: bytes, value: bytes) -> bytes:
    """Encode a leaf whose compressed path begins at nibble `start` of its key."""
    length = len(value)
    nibbles = 2 * len(key) - start
    half = start >> 1
    key_path = _SINGLE_BYTES[key[half] & 15] + key[half + 1 :] if start & 1 else key[half:]
    if length >= layout:
        header = _LEAF_WITH_HASH_HEADERS[nibbles] if nibbles < _LEAF_PATHS else _make_header(LEAF_WITH_HASH, nibbles)
        return header + key_path + blake2_256(value)
    header = _LEAF_HEADERS[nibbles] if nibbles < _LEAF_PATHS else _make_header(LEAF, nibbles)
    return header + key_path + (_SINGLE_BYTES[length << 2] if length < 64 else compact_length(length)) + value


def encode_branch(
    layout: Layout, start: int, key: bytes, depth: int, bitmap: int, children: bytes, value: bytes | None
) -> bytes:
    """Encode a branch over nibbles `start` to `depth` of `key`; `children` are the references, ascending, joined."""
    if value is None:
        kind, written = BRANCH, b""
    elif len(value) >= layout:
        kind, written = BRANCH_WITH_HASH, blake2_256(value)
    else:
        kind, written = BRANCH_WITH_VALUE, compact_length(len(value)) + value
    nibbles = _branch_path(key, start, depth)
    header = _branch_header(kind, depth - start)
    return header + nibbles + bitmap.to_bytes(2, "little") + written + children
