"""archive_v1_*: blocks and states of the whole chain, whoever follows it."""

from collections.abc import Callable, Iterator
from itertools import chain as joined
from typing import Any

from chain.codec import codec_of
from chain.node.rpc.context import Context
from chain.node.rpc.errors import RpcError, invalid_params
from chain.node.rpc.hexadecimal import hex_of
from chain.node.rpc.parameters import BlockHash, HexBytes, Json, WholeNumber
from chain.node.rpc.v1_answers import storage_questions
from chain.primitives.hashing import blake2_256
from chain.primitives.header import Header

STORAGE, DIFFERENCE = "archive_v1_storageEvent", "archive_v1_storageDiffEvent"


async def archive_v1_genesisHash(context: Context) -> str:
    """Return the hash of block 0."""
    return hex_of(context.queries.ledger.genesis.hash)


async def archive_v1_finalizedHeight(context: Context) -> int:
    """Return the number of the highest finalised block."""
    return context.queries.ledger.finalized.number


async def archive_v1_hashByHeight(context: Context, height: WholeNumber) -> list[str]:
    """Return the hashes of the blocks of a number: one, or none."""
    block = context.queries.ledger.at(height)
    return [] if block is None else [hex_of(block.hash)]


async def archive_v1_header(context: Context, hash: BlockHash) -> str | None:
    """Return the encoded header of a block; null for an unknown hash."""
    block = context.queries.block(hash)
    return None if block is None else hex_of(codec_of(Header).encode(block.header))


async def archive_v1_body(context: Context, hash: BlockHash) -> list[str] | None:
    """Return the extrinsics of a block; null for an unknown hash."""
    block = context.queries.block(hash)
    return None if block is None else [hex_of(extrinsic) for extrinsic in block.extrinsics]


async def archive_v1_call(
    context: Context, hash: BlockHash, function: str, callParameters: HexBytes
) -> dict[str, Any] | None:
    """Call a runtime API on the state after a block; null for an unknown hash."""
    if context.queries.block(hash) is None:
        return None
    try:
        return {"success": True, "value": hex_of(await context.queries.call_api(function, callParameters, hash))}
    except RpcError as error:
        return {"success": False, "error": f"{error.message}: {error.data}"}


async def archive_v1_storage(
    context: Context,
    hash: BlockHash,
    items: list[dict],  # type: ignore[type-arg]  # the parser knows what a JSON object is, not what is in it
    childTrie: Json = None,
) -> str:
    """Stream storage of a block: values, hashes, those of all keys below one, or a Merkle value."""
    questions = storage_questions(items, childTrie)

    def events() -> Iterator[dict[str, Any]]:
        for question in questions:
            for answer in question.answers(context.queries, hash):
                yield {"event": "storage"} | answer
        yield {"event": "storageDone"}

    return _stream(context, STORAGE, events)


async def archive_v1_stopStorage(context: Context, subscription: str) -> bool:
    """End a stream of storage."""
    return context.session.unsubscribe(subscription, STORAGE)


async def archive_v1_storageDiff(
    context: Context,
    hash: BlockHash,
    items: list[dict] | None = None,  # type: ignore[type-arg]  # the parser knows what a JSON object is, not its inside
    previousHash: BlockHash | None = None,
) -> str:
    """Stream what differs between the states after two blocks, a block and its parent by default."""
    wanted = [(_key(item), item.get("returnType", "value")) for item in items or [{"key": "0x"}]]

    def events() -> Iterator[dict[str, Any]]:
        block = context.queries.known_block(hash)
        former = previousHash if previousHash is not None else bytes(block.header.parent_hash)
        before, after = context.queries.fresh_state(former), context.queries.fresh_state(hash)
        for prefix, shown in wanted:
            for key in sorted(set(joined(before.keys(prefix), after.keys(prefix)))):
                old, new = before.get(key), after.get(key)
                if old != new:
                    told = old if new is None else new
                    value = hex_of(blake2_256(told or b"") if shown == "hash" else told or b"")
                    kind = "deleted" if new is None else "added" if old is None else "modified"
                    yield {"event": "storageDiff", "key": hex_of(key), shown: value, "type": kind}
        yield {"event": "storageDiffDone"}

    return _stream(context, DIFFERENCE, events)


async def archive_v1_storageDiff_stopStorageDiff(context: Context, subscription: str) -> bool:
    """End a stream of differences."""
    return context.session.unsubscribe(subscription, DIFFERENCE)


def _stream(context: Context, notification: str, events: Callable[[], Iterator[dict[str, Any]]]) -> str:
    """Send the events once the answer has gone out; what goes wrong is the last of them."""
    subscription = context.session.subscribe(notification)

    def send() -> None:
        try:
            for event in events():
                subscription.send(event)
        except RpcError as error:
            subscription.send({"event": "storageError", "error": f"{error.message}: {error.data}"})

    context.session.after_answer(send)
    return subscription.id


def _key(item: dict[str, Any]) -> bytes:
    try:
        return bytes.fromhex(item["key"].removeprefix("0x"))
    except (KeyError, AttributeError, ValueError) as error:
        raise invalid_params(f"parameter (items): expected objects with a key as hex, got {item!r}"[:200]) from error
