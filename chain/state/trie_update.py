"""Changing a trie: all the changes of a block at once, top down, every touched node made and hashed once.

`start`, wherever it appears, is the nibble at which a node's compressed path begins: one past its parent's depth.
A node's bytes depend on it, so a node that moves is made anew.
"""

from bisect import bisect_left
from collections.abc import Iterable
from typing import TypeAlias, TypeVar

from chain.primitives.hashing import blake2_256
from chain.state.node_codec import BARE_BRANCH, HASH_MARK, Layout, encode_branch, encode_leaf, reference
from chain.state.trie import Branch, Leaf, Node, nibble

Change: TypeAlias = tuple[bytes, bytes | None]
HASHED = 33
"""The length of a reference that is a hash; shorter ones are the node itself."""
_Item = TypeVar("_Item", bound=Change)


def update(node: Node | None, changes: Iterable[Change], layout: Layout = Layout.V1) -> Node | None:
    """Return the trie with changes made (`None` removes a key, absent or not). Keys must ascend and be distinct."""
    listed = list(changes)
    return _update(layout, node, 0, listed) if listed else node


def _update(layout: Layout, node: Node | None, start: int, changes: list[Change]) -> Node | None:
    if isinstance(node, Branch):
        return _update_branch(layout, node, start, changes)
    if node is not None:
        return _update_leaf(layout, node, start, changes)
    if len(changes) == 1:
        key, value = changes[0]
        return None if value is None else _leaf(layout, start, key, value)
    return _build(layout, start, [(key, value) for key, value in changes if value is not None])


def _leaf(layout: Layout, start: int, key: bytes, value: bytes) -> Leaf:
    encoded = encode_leaf(layout, start, key, value)
    # The test stands here too because a call costs a tenth of a node.
    return Leaf(key, value, HASH_MARK + blake2_256(encoded) if len(encoded) >= 32 else reference(encoded))


def _with_value(layout: Layout, start: int, leaf: Leaf, value: bytes) -> Leaf:
    """Return a leaf with another value; most are short, and as long as before: then only the end of it changes."""
    length = len(value)
    if len(leaf.reference) < HASHED and length == len(leaf.value) > 0:
        return Leaf(leaf.key, value, leaf.reference[:-length] + value)
    return _leaf(layout, start, leaf.key, value)


def _branch(
    layout: Layout, start: int, key: bytes, depth: int, bitmap: int, children: list[Node], value: bytes | None
) -> Branch:
    references = b"".join([child.reference for child in children])
    if value is None and depth == start:
        encoded = BARE_BRANCH + bitmap.to_bytes(2, "little") + references
    else:
        encoded = encode_branch(layout, start, key, depth, bitmap, references, value)
    named = HASH_MARK + blake2_256(encoded) if len(encoded) >= 32 else reference(encoded)
    return Branch(key, depth, bitmap, children, value, named)


def _moved(layout: Layout, node: Node, start: int) -> Node:
    if isinstance(node, Leaf):
        return _leaf(layout, start, node.key, node.value)
    return _branch(layout, start, node.key, node.depth, node.bitmap, node.children, node.value)


def _build(layout: Layout, start: int, items: list[tuple[bytes, bytes]]) -> Node | None:
    """Build the node of ascending keys which agree up to nibble `start`."""
    if not items:
        return None
    first, value = items[0]
    if len(items) == 1:
        return _leaf(layout, start, first, value)
    depth = _shared_nibbles(first, items[-1][0])
    ends_here = 2 * len(first) == depth
    bitmap = 0
    children: list[Node] = []
    for digit, group in _by_nibble(items[1:] if ends_here else items, depth):
        child = _leaf(layout, depth + 1, *group[0]) if len(group) == 1 else _build(layout, depth + 1, group)
        if child is not None:
            bitmap |= 1 << digit
            children.append(child)
    return _branch(layout, start, first, depth, bitmap, children, value if ends_here else None)


def _update_leaf(layout: Layout, leaf: Leaf, start: int, changes: list[Change]) -> Node | None:
    if len(changes) == 1:
        key, value = changes[0]
        if key == leaf.key:
            if value is None:
                return None
            return leaf if value == leaf.value else _with_value(layout, start, leaf, value)
        if value is None:
            return leaf
    merged = {leaf.key: leaf.value}
    for key, value in changes:
        if value is not None:
            merged[key] = value
        else:
            merged.pop(key, None)
    if len(merged) == 1 and merged.get(leaf.key) == leaf.value:
        return leaf
    return _build(layout, start, sorted(merged.items()))


def _update_branch(layout: Layout, node: Branch, start: int, changes: list[Change]) -> Node | None:
    depth = node.depth
    if depth > start:
        changes, fork = _leaving(node, changes)
        if fork is not None:
            return _fork(layout, node, start, fork, changes)
        if not changes:
            return node
    value = node.value
    if 2 * len(changes[0][0]) == depth:
        value = changes[0][1]
        changes = changes[1:]
    elif len(changes) == 1:
        return _update_one_child(layout, node, start, changes)
    elif len(changes) == len(node.children):
        renewed = _all_leaves_renewed(layout, node.children, depth + 1, changes)
        if renewed is not None:
            return _branch(layout, start, node.key, depth, node.bitmap, renewed, value)
    bitmap = node.bitmap
    children: list[Node] | None = None
    position, end = 0, len(changes)
    while position < end:
        change = changes[position]
        digit, following = _group(changes, position, depth)
        bit = 1 << digit
        index = (bitmap & (bit - 1)).bit_count()
        known = (node.children if children is None else children)[index] if bitmap & bit else None
        changed: Node | None
        if following - position > 1:
            changed = _update(layout, known, depth + 1, changes[position:following])
        elif isinstance(known, Leaf) and known.key == change[0] and change[1] is not None:
            changed = known if change[1] == known.value else _with_value(layout, depth + 1, known, change[1])
        else:
            changed = _update(layout, known, depth + 1, [change])
        position = following
        if changed is known:
            continue
        if children is None:
            children = node.children.copy()
        if changed is None:
            bitmap ^= bit
            del children[index]
        elif known is None:
            bitmap |= bit
            children.insert(index, changed)
        else:
            children[index] = changed
    if children is None and value == node.value:
        return node
    return _closed(layout, start, node.key, depth, bitmap, node.children if children is None else children, value)


def _all_leaves_renewed(layout: Layout, children: list[Node], start: int, changes: list[Change]) -> list[Node] | None:
    """Return the leaves with their new values if the changes are one for each of the children, and they are leaves.

    So it is below most items of storage that every block changes for all networks.
    """
    renewed: list[Node] = []
    for leaf, (key, value) in zip(children, changes, strict=True):
        if leaf.__class__ is not Leaf or leaf.key != key or value is None:
            return None
        length = len(value)
        known = leaf.reference
        if len(known) < HASHED and length == len(leaf.value) > 0:
            renewed.append(Leaf(leaf.key, value, known[:-length] + value))
        else:
            renewed.append(_leaf(layout, start, leaf.key, value))
    return renewed


def _update_one_child(layout: Layout, node: Branch, start: int, changes: list[Change]) -> Node | None:
    """Do what `_update_branch` does for a single key that ends deeper: most of the work of most blocks."""
    depth = node.depth
    byte = changes[0][0][depth >> 1]
    bit = 1 << (byte & 15 if depth & 1 else byte >> 4)
    bitmap = node.bitmap
    index = (bitmap & (bit - 1)).bit_count()
    if not bitmap & bit:
        changed = _update(layout, None, depth + 1, changes)
        if changed is None:
            return node
        bitmap |= bit
        children = node.children.copy()
        children.insert(index, changed)
    else:
        child = node.children[index]
        if isinstance(child, Branch):
            changed = _update_branch(layout, child, depth + 1, changes)
        else:
            changed = _update_leaf(layout, child, depth + 1, changes)
        if changed is child:
            return node
        children = node.children.copy()
        if changed is None:
            del children[index]
            return _closed(layout, start, node.key, depth, bitmap ^ bit, children, node.value)
        children[index] = changed
    return _branch(layout, start, node.key, depth, bitmap, children, node.value)


def _closed(
    layout: Layout, start: int, key: bytes, depth: int, bitmap: int, children: list[Node], value: bytes | None
) -> Node | None:
    """Return a branch after its changes: as such, or its only child or value in its place, or nothing."""
    if len(children) > 1 or (children and value is not None):
        return _branch(layout, start, key, depth, bitmap, children, value)
    if children:
        return _moved(layout, children[0], start)
    return None if value is None else _leaf(layout, start, key[: depth >> 1], value)


def _leaving(node: Branch, changes: list[Change]) -> tuple[list[Change], int | None]:
    """Drop removals that leave the branch's path, and find the first nibble where a new key leaves it."""
    key, depth = node.key, node.depth
    if _agree(changes[0][0], key, depth) and _agree(changes[-1][0], key, depth):
        return changes, None
    kept: list[Change] = []
    fork = depth
    for change in changes:
        shared = _shared_nibbles(change[0], key)
        if shared >= depth or change[1] is not None:
            kept.append(change)
            fork = min(fork, shared)
    return kept, fork if fork < depth else None


def _fork(layout: Layout, node: Branch, start: int, fork: int, changes: list[Change]) -> Node | None:
    """Put a branch above `node`, at the nibble where the first of the new keys leaves its path."""
    value = None
    if 2 * len(changes[0][0]) == fork:
        value = changes[0][1]
        changes = changes[1:]
    stem = nibble(node.key, fork)
    groups = dict(_by_nibble(changes, fork))
    bitmap = 0
    children: list[Node] = []
    for digit in sorted({stem, *groups}):
        child: Node | None
        if digit != stem:
            child = _update(layout, None, fork + 1, groups[digit])
        elif digit in groups:
            child = _update(layout, node, fork + 1, groups[digit])
        else:
            child = node
        if child is node:
            child = _moved(layout, node, fork + 1)
        if child is not None:
            bitmap |= 1 << digit
            children.append(child)
    return _closed(layout, start, node.key, fork, bitmap, children, value)


def _agree(left: bytes, right: bytes, depth: int) -> bool:
    """Tell whether two keys share their first `depth` nibbles."""
    half = depth >> 1
    if left[:half] != right[:half]:
        return False
    return not depth & 1 or (len(left) > half and left[half] >> 4 == right[half] >> 4)


def _shared_nibbles(left: bytes, right: bytes) -> int:
    """Count the nibbles on which two keys agree from the start."""
    length = min(len(left), len(right))
    difference = int.from_bytes(left[:length], "big") ^ int.from_bytes(right[:length], "big")
    return 2 * length - (difference.bit_length() + 3) // 4


def _group(changes: list[Change], position: int, depth: int) -> tuple[int, int]:
    """Return the nibble at `depth` of the change at a position, and the position after all changes that share it."""
    key = changes[position][0]
    half, odd = depth >> 1, depth & 1
    byte = key[half]
    digit = byte & 15 if odd else byte >> 4
    following = position + 1
    if following == len(changes):
        return digit, following
    other = changes[following][0][half]
    if (other & 15 if odd else other >> 4) != digit:
        return digit, following
    last = changes[-1][0][half]
    if (last & 15 if odd else last >> 4) == digit:
        return digit, len(changes)
    # The first key with a greater nibble; there is one, so that it stays a byte.
    bound = key[:half] + bytes((byte + 1 if odd else (digit + 1) << 4,))
    return digit, bisect_left(changes, (bound,), following)


def _by_nibble(items: list[_Item], depth: int) -> Iterable[tuple[int, list[_Item]]]:
    """Group ascending keys by their nibble at `depth`."""
    half, odd = depth >> 1, depth & 1
    if len(items) == 1:
        byte = items[0][0][half]
        return ((byte & 15 if odd else byte >> 4, items),)
    groups: list[tuple[int, list[_Item]]] = []
    present = -1
    for item in items:
        byte = item[0][half]
        digit = byte & 15 if odd else byte >> 4
        if digit != present:
            present = digit
            group: list[_Item] = []
            groups.append((digit, group))
        group.append(item)
    return groups
