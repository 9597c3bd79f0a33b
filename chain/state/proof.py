"""Read proofs: the trie nodes from which anybody who knows a root can read some keys, or see that they are absent."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from chain.codec.compact import read_compact
from chain.codec.errors import DecodeError
from chain.primitives.hashing import blake2_256
from chain.state import node_codec
from chain.state.node_codec import Layout
from chain.state.trie import EMPTY_ROOT, Branch, Node, encode, nibble


class InvalidProof(ValueError):
    """The proof does not lead from the root to an answer: a part is missing or malformed."""


def prove(root: Node | None, keys: Iterable[bytes], layout: Layout = Layout.V1) -> list[bytes]:
    """Return the encoded nodes, and the hashed values, on the way to each key; ascending, each once."""
    collected: set[bytes] = set()
    for key in keys:
        node, start, end = root, 0, 2 * len(key)
        while node is not None:
            encoded = encode(layout, start, node)
            # A shorter node stands inside its parent; the root stands nowhere.
            if len(encoded) >= 32 or start == 0:
                collected.add(encoded)
            value, node, start = _step(node, key, end)
            if value is not None and len(value) >= layout:
                collected.add(value)
    return sorted(collected)


def _step(node: Node, key: bytes, end: int) -> tuple[bytes | None, Node | None, int]:
    """Return the value found at a node, or the next node and where its path starts."""
    if not isinstance(node, Branch):
        return (node.value if node.key == key else None), None, 0
    if node.depth > end or node.key.hex()[: node.depth] != key.hex()[: node.depth]:
        return None, None, 0
    if node.depth == end:
        return node.value, None, 0
    bit = 1 << nibble(key, node.depth)
    if not node.bitmap & bit:
        return None, None, 0
    return None, node.children[(node.bitmap & (bit - 1)).bit_count()], node.depth + 1


def verify_proof(root: bytes, proof: Iterable[bytes], keys: Iterable[bytes]) -> Mapping[bytes, bytes | None]:
    """Return the value of each key under `root`, `None` for the absent ones.

    Raises InvalidProof when the proof does not decide a key. A proof may hold more than these keys need.
    """
    nodes = {blake2_256(node): node for node in proof}
    return {key: _read(root, nodes, key) for key in keys}


class _Decoded(NamedTuple):
    """A node as its bytes tell: hex path, value (`hashed`: its hash), and children's references by nibble."""

    path: str
    value: bytes | None
    hashed: bool
    children: Mapping[int, bytes]


def _read(root: bytes, nodes: Mapping[bytes, bytes], key: bytes) -> bytes | None:
    if root == EMPTY_ROOT:
        return None
    encoded = _take(nodes, root)
    rest = key.hex()
    while True:
        try:
            node = _decode(encoded)
        except (DecodeError, IndexError) as error:
            raise InvalidProof(f"the node 0x{encoded.hex()} is malformed: {error}") from error
        if not rest.startswith(node.path):
            return None
        rest = rest[len(node.path) :]
        if not rest:
            return _take(nodes, node.value) if node.hashed and node.value is not None else node.value
        child = node.children.get(int(rest[0], 16))
        if child is None:
            return None
        encoded = _take(nodes, child) if len(child) == 32 else child
        rest = rest[1:]


def _take(nodes: Mapping[bytes, bytes], digest: bytes) -> bytes:
    found = nodes.get(digest)
    if found is None:
        raise InvalidProof(f"the proof lacks what hashes to 0x{digest.hex()}")
    return found


def _decode(data: bytes) -> _Decoded:
    kind, nibbles, offset = _decode_header(data)
    end = offset + (nibbles + 1) // 2
    path = data[offset:end].hex()
    if nibbles & 1:
        path = path[1:]
    if len(path) != nibbles:
        raise DecodeError(f"the path has {len(path)} nibbles, not {nibbles}", offset)
    is_branch = kind in (node_codec.BRANCH, node_codec.BRANCH_WITH_VALUE, node_codec.BRANCH_WITH_HASH)
    bitmap = int.from_bytes(data[end : end + 2], "little") if is_branch else 0
    offset = end + 2 if is_branch else end
    value: bytes | None = None
    hashed = kind in (node_codec.LEAF_WITH_HASH, node_codec.BRANCH_WITH_HASH)
    if hashed:
        value, offset = data[offset : offset + 32], offset + 32
    elif kind != node_codec.BRANCH:
        value, offset = _read_bytes(data, offset)
    children: dict[int, bytes] = {}
    for digit in range(16):
        if bitmap >> digit & 1:
            children[digit], offset = _read_bytes(data, offset)
    if offset != len(data):
        raise DecodeError(f"the node has {len(data)} bytes, its parts end elsewhere", offset)
    return _Decoded(path, value, hashed, children)


def _decode_header(data: bytes) -> tuple[int, int, int]:
    """Return the kind of a node, the length of its path in nibbles, and the offset of the path."""
    first = data[0]
    for kind in (
        node_codec.BRANCH_WITH_VALUE,
        node_codec.BRANCH,
        node_codec.LEAF,
        node_codec.LEAF_WITH_HASH,
        node_codec.BRANCH_WITH_HASH,
    ):
        if first & kind == kind:
            longest = node_codec.LONGEST_SHORT_PATH[kind]
            nibbles = first & (longest + 1)
            offset = 1
            if nibbles > longest:
                while data[offset] == 0xFF:
                    nibbles += 0xFF
                    offset += 1
                nibbles += data[offset]
                offset += 1
            return kind, nibbles, offset
    raise DecodeError(f"no node begins with 0x{first:02x}", 0)


def _read_bytes(data: bytes, offset: int) -> tuple[bytes, int]:
    length, offset = read_compact(data, offset)
    if offset + length > len(data):
        raise DecodeError(f"{length} bytes are announced, {len(data) - offset} follow", offset)
    return data[offset : offset + length], offset + length
