"""The root of a list: a trie whose keys are the compact-encoded positions, as for a block's extrinsics."""

from collections.abc import Sequence

from chain.codec.compact import append_compact
from chain.state.node_codec import Layout
from chain.state.trie import root_hash
from chain.state.trie_update import update


def ordered_root(items: Sequence[bytes], layout: Layout = Layout.V0) -> bytes:
    """Return the root of items in their order.

    Layout V0 is that of a header's extrinsics root as long as the runtime's `system_version` is 0 or 1.
    """
    entries: list[tuple[bytes, bytes]] = []
    for position, item in enumerate(items):
        key = bytearray()
        append_compact(position, key)
        entries.append((bytes(key), item))
    return root_hash(update(None, sorted(entries), layout), layout)
