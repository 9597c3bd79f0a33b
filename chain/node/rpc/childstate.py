"""childstate_*: this chain has no child tries, so every one is empty."""

from chain.node.rpc.context import Context
from chain.node.rpc.parameters import BlockHash, HexBytes, WholeNumber

ALIASES = {"childstate_getKeysPagedAt": "childstate_getKeysPaged"}


async def childstate_getStorage(
    context: Context, child: HexBytes, key: HexBytes, at: BlockHash | None = None
) -> str | None:
    """Return the value of a key in a child trie: none."""
    context.queries.state(at)
    return None


async def childstate_getStorageHash(
    context: Context, child: HexBytes, key: HexBytes, at: BlockHash | None = None
) -> str | None:
    """Return the hash of a value in a child trie: none."""
    context.queries.state(at)
    return None


async def childstate_getStorageSize(
    context: Context, child: HexBytes, key: HexBytes, at: BlockHash | None = None
) -> int | None:
    """Return the size of a value in a child trie: none."""
    context.queries.state(at)
    return None


async def childstate_getKeys(
    context: Context, child: HexBytes, prefix: HexBytes, at: BlockHash | None = None
) -> list[str]:
    """Return the keys of a child trie: none."""
    context.queries.state(at)
    return []


async def childstate_getKeysPaged(
    context: Context,
    child: HexBytes,
    prefix: HexBytes,
    count: WholeNumber,
    start_key: HexBytes | None = None,
    at: BlockHash | None = None,
) -> list[str]:
    """Return a page of the keys of a child trie: none."""
    context.queries.state(at)
    return []
