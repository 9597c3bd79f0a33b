"""state_*: storage, metadata, runtime calls and proofs, at any block that has not been pruned."""

from itertools import islice
from typing import Any

import orjson

from chain.node.ledger import Block
from chain.node.rpc.context import Context
from chain.node.rpc.errors import COUNT_TOO_LARGE, RpcError, refused
from chain.node.rpc.hexadecimal import hex_of, optional_hex
from chain.node.rpc.parameters import BlockHash, HexBytes, WholeNumber
from chain.node.rpc.runtime_versions import runtime_version_json
from chain.node.rpc.session import Subscription
from chain.primitives.hashing import blake2_256

LARGEST_PAGE = 1000
LONGEST_RANGE = 10_000
METADATA_VERSION = 14
"""What `state_getMetadata` serves; newer ones are had by the runtime API (scalecodec knows 14 only)."""

ALIASES = {
    "state_getStorageAt": "state_getStorage",
    "state_getStorageHashAt": "state_getStorageHash",
    "state_getStorageSizeAt": "state_getStorageSize",
    "state_getKeysPagedAt": "state_getKeysPaged",
    "state_callAt": "state_call",
    "chain_getRuntimeVersion": "state_getRuntimeVersion",
    "chain_subscribeRuntimeVersion": "state_subscribeRuntimeVersion",
    "chain_unsubscribeRuntimeVersion": "state_unsubscribeRuntimeVersion",
}


async def state_getStorage(context: Context, key: HexBytes, hash: BlockHash | None = None) -> str | None:
    """Return the value of a storage key; null if there is none."""
    value = context.queries.state(hash).get(key)
    return None if value is None else "0x" + value.hex()


async def state_getStorageHash(context: Context, key: HexBytes, hash: BlockHash | None = None) -> str | None:
    """Return the blake2-256 hash of the value of a key."""
    value = context.queries.state(hash).get(key)
    return None if value is None else hex_of(blake2_256(value))


async def state_getStorageSize(context: Context, key: HexBytes, hash: BlockHash | None = None) -> int | None:
    """Return the number of bytes of the value of a key."""
    value = context.queries.state(hash).get(key)
    return None if value is None else len(value)


async def state_queryStorageAt(
    context: Context,
    keys: list[HexBytes],
    hash: BlockHash | None = None,
) -> list[dict[str, Any]]:
    """Return the values of keys, in the order asked, null where there is none."""
    block = context.queries.known_block(hash)
    get = context.queries.state(hash).get
    return [{"block": hex_of(block.hash), "changes": [[hex_of(key), optional_hex(get(key))] for key in keys]}]


async def state_queryStorage(
    context: Context, keys: list[HexBytes], start: BlockHash, end: BlockHash | None = None
) -> list[dict[str, Any]]:
    """Return the values of keys at the first block of a range, and then every change of them up to the last."""
    queries = context.queries
    first, last = queries.known_block(start), queries.known_block(end)
    if not first.number <= last.number < first.number + LONGEST_RANGE:
        raise refused(f"a range goes forward over at most {LONGEST_RANGE} blocks; got {first.number} to {last.number}")
    blocks = [first, *queries.ledger.between(first.number, last.number)]
    states = [(block, queries.fresh_state(block.hash)) for block in blocks]

    def changes() -> list[dict[str, Any]]:
        groups: list[dict[str, Any]] = []
        before: dict[bytes, bytes | None] = {}
        for block, state in states:
            values = {key: state.get(key) for key in keys}
            changed = [
                [hex_of(key), optional_hex(value)]
                for key, value in values.items()
                if not groups or before[key] != value
            ]
            if changed:
                groups.append({"block": hex_of(block.hash), "changes": changed})
            before = values
        return groups

    return await queries.timed("state_queryStorage", changes)


async def state_getKeys(context: Context, prefix: HexBytes, hash: BlockHash | None = None) -> list[str]:
    """Return all keys with a prefix, ascending."""
    state = context.queries.fresh_state(hash)
    return await context.queries.in_worker(lambda: [hex_of(key) for key in state.keys(prefix)])


async def state_getPairs(context: Context, prefix: HexBytes, hash: BlockHash | None = None) -> list[list[str]]:
    """Return all keys with a prefix and their values, ascending."""
    state = context.queries.fresh_state(hash)
    return await context.queries.in_worker(
        lambda: [[hex_of(key), hex_of(state.get(key) or b"")] for key in state.keys(prefix)]
    )


async def state_getKeysPaged(
    context: Context,
    prefix: HexBytes | None,
    count: WholeNumber,
    start_key: HexBytes | None = None,
    hash: BlockHash | None = None,
) -> list[str]:
    """Return up to `count` keys with a prefix, ascending, strictly after `start_key`."""
    if count > LARGEST_PAGE:
        raise RpcError(COUNT_TOO_LARGE, f"count exceeds maximum value. value: {count}, max: {LARGEST_PAGE}")
    keys = context.queries.state(hash).keys(prefix or b"", start_key)
    return ["0x" + key.hex() for key in islice(keys, count)]


async def state_getMetadata(context: Context, hash: BlockHash | None = None) -> Any:
    """Return the metadata, version 14."""
    return orjson.Fragment(context.queries.metadata_json(METADATA_VERSION, hash))


async def state_getRuntimeVersion(context: Context, hash: BlockHash | None = None) -> dict[str, Any]:
    """Return the version of the runtime that made the state after a block."""
    return runtime_version_json(context.queries.version(hash))


async def state_call(
    context: Context,
    name: str,
    bytes: HexBytes,
    hash: BlockHash | None = None,
) -> str:
    """Call a runtime API, as `Trait_method`, with encoded arguments; return the encoded answer."""
    return hex_of(await context.queries.call_api(name, bytes, hash))


async def state_getReadProof(
    context: Context,
    keys: list[HexBytes],
    hash: BlockHash | None = None,
) -> dict[str, Any]:
    """Return the trie nodes that prove the values of keys against the state root of a block."""
    block = context.queries.known_block(hash)
    context.queries.fresh_state(hash)
    history = context.queries.history
    proof = await context.queries.timed("state_getReadProof", lambda: history.prove(block.hash, keys))
    return {"at": hex_of(block.hash), "proof": [hex_of(node) for node in proof]}


async def state_subscribeStorage(context: Context, keys: list[HexBytes] | None = None) -> str:
    """Stream the values of keys: all of them at once, then those that changed with the best block."""
    if not keys:
        raise refused("a storage subscription names the keys to watch; for every change, subscribe to blocks")
    subscription = context.session.subscribe("state_storage")
    known: dict[bytes, bytes | None] = {}

    def tell(block: Block) -> None:
        get = context.queries.state(block.hash).get
        changed = [(key, value) for key in keys if known.get(key, subscription) != (value := get(key))]
        if changed:
            known.update(changed)
            subscription.send(
                {"block": hex_of(block.hash), "changes": [[hex_of(key), optional_hex(value)] for key, value in changed]}
            )

    tell(context.queries.head)
    subscription.on_end(context.engine.feed.listen("new", tell))
    return subscription.id


async def state_unsubscribeStorage(context: Context, subscription: str) -> bool:
    """End a stream of storage."""
    return context.session.unsubscribe(subscription, "state_storage")


async def state_subscribeRuntimeVersion(context: Context) -> str:
    """Stream the version of the runtime: at once, then when it changes."""
    subscription = context.session.subscribe("state_runtimeVersion")
    # Of all clients polkadot.js alone does this, and it reads a block before it believes that it is in it.
    context.session.asks_about_what_it_hears = True
    tell = _version_teller(context, subscription)
    tell(context.queries.head)
    subscription.on_end(context.engine.feed.listen("new", tell))
    return subscription.id


async def state_unsubscribeRuntimeVersion(context: Context, subscription: str) -> bool:
    """End a stream of runtime versions."""
    return context.session.unsubscribe(subscription, "state_runtimeVersion")


def _version_teller(context: Context, subscription: Subscription) -> Any:
    told: list[Any] = [None]

    def tell(block: Block) -> None:
        version = context.queries.version(block.hash)
        if version != told[0]:
            told[0] = version
            subscription.send(runtime_version_json(version))

    return tell
