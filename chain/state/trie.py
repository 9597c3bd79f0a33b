"""The Merkle-Patricia trie over a state: base 16, blake2b-256. A node, once made, is never changed.

A change makes new nodes along its path and shares the rest, so every old root stays readable for the price of what
differed. Nodes carry full keys (the same objects as the dictionary above): a look-up skips compressed paths and
compares once at the end, and a walk yields keys without gluing nibbles together.
"""

from collections.abc import Iterator
from typing import TypeAlias

from chain.primitives.hashing import blake2_256
from chain.state.node_codec import Layout, encode_branch, encode_leaf

EMPTY_ROOT = blake2_256(b"\x00")


class Leaf:
    """One key and its value. `reference` is what the parent's encoding holds: a hash, or a short node itself."""

    __slots__ = ("key", "reference", "value")

    def __init__(self, key: bytes, value: bytes, reference: bytes) -> None:
        self.key = key
        self.value = value
        self.reference = reference


class Branch:
    """Two or more keys that agree up to nibble `depth`.

    `key` is any key below (it spells the compressed path); `children` are those whose nibble's bit is set in
    `bitmap`, ascending; `value` belongs to the key that ends exactly at `depth`.
    """

    __slots__ = ("bitmap", "children", "depth", "key", "reference", "value")

    def __init__(
        self, key: bytes, depth: int, bitmap: int, children: "list[Node]", value: bytes | None, reference: bytes
    ) -> None:
        self.key = key
        self.depth = depth
        self.bitmap = bitmap
        self.children = children
        self.value = value
        self.reference = reference


Node: TypeAlias = Leaf | Branch


def nibble(key: bytes, depth: int) -> int:
    """Return the four bits of a key at a position counted in half bytes."""
    byte = key[depth >> 1]
    return byte & 15 if depth & 1 else byte >> 4


def root_hash(node: Node | None, layout: Layout = Layout.V1) -> bytes:
    """Return the root of a trie; a root shorter than a hash is hashed all the same."""
    if node is None:
        return EMPTY_ROOT
    if len(node.reference) == 33:
        return node.reference[1:]
    return blake2_256(encode(layout, 0, node))


def encode(layout: Layout, start: int, node: Node) -> bytes:
    """Return a node's bytes, for a place whose compressed path begins at nibble `start`."""
    if isinstance(node, Leaf):
        return encode_leaf(layout, start, node.key, node.value)
    children = b"".join([child.reference for child in node.children])
    return encode_branch(layout, start, node.key, node.depth, node.bitmap, children, node.value)


def get(node: Node | None, key: bytes) -> bytes | None:
    """Return the value of a key below `node`, or `None`."""
    end = 2 * len(key)
    while isinstance(node, Branch):
        depth = node.depth
        if depth >= end:
            return node.value if depth == end and node.key[: len(key)] == key else None
        byte = key[depth >> 1]
        bit = 1 << (byte & 15 if depth & 1 else byte >> 4)
        if not node.bitmap & bit:
            return None
        node = node.children[(node.bitmap & (bit - 1)).bit_count()]
    return node.value if node is not None and node.key == key else None


def iterate(node: Node | None, prefix: bytes = b"", after: bytes | None = None) -> Iterator[tuple[bytes, bytes]]:
    """Yield the entries under a prefix and past `after`, ascending by key."""
    top = _subtree(node, prefix)
    if top is None:
        return
    stack: list[Node] = [top]
    while stack:
        current = stack.pop()
        if after is not None and _all_up_to(current, after):
            continue
        if isinstance(current, Leaf):
            after = None
            yield current.key, current.value
            continue
        if current.value is not None:
            key = current.key[: current.depth >> 1]
            if after is None or key > after:
                yield key, current.value
        stack.extend(reversed(current.children))


def merkle_value(node: Node | None, prefix: bytes) -> bytes | None:
    """Return the hash of the highest node with all the keys that begin with `prefix`, or a short node itself."""
    top = _subtree(node, prefix)
    # A reference is the bytes with their length, compactly encoded: one byte for what is shorter than 64.
    return None if top is None else top.reference[1:]


def _subtree(node: Node | None, prefix: bytes) -> Node | None:
    """Return the highest node all of whose keys begin with `prefix`."""
    end = 2 * len(prefix)
    while isinstance(node, Branch) and node.depth < end:
        bit = 1 << nibble(prefix, node.depth)
        if not node.bitmap & bit:
            return None
        node = node.children[(node.bitmap & (bit - 1)).bit_count()]
    return node if node is not None and node.key.startswith(prefix) else None


def _all_up_to(node: Node, after: bytes) -> bool:
    """Tell whether no key below `node` is greater than `after`."""
    if isinstance(node, Leaf):
        return node.key <= after
    shared = node.key.hex()[: node.depth]
    return shared < after.hex()[: node.depth]
