"""chainHead_v1_*: the tree of blocks at its head, and questions about the blocks that a client keeps pinned."""

from collections.abc import Callable, Coroutine, Iterator
from typing import Any

from chain.codec import codec_of
from chain.node.ledger import Block
from chain.node.rpc.context import Context
from chain.node.rpc.errors import RpcError
from chain.node.rpc.follow import ITEMS_PER_EVENT, Follow
from chain.node.rpc.hexadecimal import hex_of
from chain.node.rpc.parameters import BlockHash, HexBytes, Json
from chain.node.rpc.v1_answers import storage_questions
from chain.primitives.header import Header

NOTIFICATION = "chainHead_v1_followEvent"
MOST_FOLLOWED = 4
TOO_MANY_FOLLOWED, NOT_PINNED, NOTHING_TO_CONTINUE, UNPINNED_TWICE = -32800, -32801, -32803, -32804
LIMIT_REACHED = {"result": "limitReached"}


async def chainHead_v1_follow(context: Context, withRuntime: bool) -> str:
    """Stream the tree of blocks: what is finalised, every new block, which is the best, what became final."""
    if context.session.count_of(Follow) >= MOST_FOLLOWED:
        raise RpcError(TOO_MANY_FOLLOWED, "Maximum number of chainHead_v1_follow has been reached")
    subscription = context.session.subscribe(NOTIFICATION)
    subscription.subject = follow = Follow(subscription, context.queries, context.engine, with_runtime=withRuntime)
    subscription.on_end(follow.end)
    return subscription.id


async def chainHead_v1_unfollow(context: Context, followSubscription: str) -> None:
    """End a stream, its operations and its hold on blocks."""
    context.session.unsubscribe(followSubscription, NOTIFICATION)


async def chainHead_v1_header(context: Context, followSubscription: str, hash: BlockHash) -> str | None:
    """Return the encoded header of a pinned block; null if the stream has ended."""
    follow = _active(context, followSubscription)
    if follow is None:
        return None
    return hex_of(codec_of(Header).encode(_pinned(follow, hash).header))


async def chainHead_v1_body(context: Context, followSubscription: str, hash: BlockHash) -> dict[str, Any]:
    """Begin to fetch the extrinsics of a pinned block."""

    async def body(block: Block) -> tuple[str, dict[str, Any]]:
        return "operationBodyDone", {"value": [hex_of(extrinsic) for extrinsic in block.extrinsics]}

    return _operation(context, followSubscription, hash, body)


async def chainHead_v1_call(
    context: Context, followSubscription: str, hash: BlockHash, function: str, callParameters: HexBytes
) -> dict[str, Any]:
    """Begin a call of a runtime API on the state after a pinned block."""

    async def call(block: Block) -> tuple[str, dict[str, Any]]:
        answer = await context.queries.call_api(function, callParameters, block.hash)
        return "operationCallDone", {"output": hex_of(answer)}

    return _operation(context, followSubscription, hash, call)


async def chainHead_v1_storage(
    context: Context,
    followSubscription: str,
    hash: BlockHash,
    items: list[dict],  # type: ignore[type-arg]  # the parser knows what a JSON object is, not what is in it
    childTrie: Json = None,
) -> dict[str, Any]:
    """Begin to read storage of a pinned block: values, hashes, those of all keys below one, or a Merkle value."""
    questions = storage_questions(items, childTrie)
    follow = _active(context, followSubscription)
    if follow is None or follow.is_busy:
        return LIMIT_REACHED
    block = _pinned(follow, hash)
    operation = follow.begin()
    pages = _pages(answer for question in questions for answer in question.answers(context.queries, block.hash))
    context.session.after_answer(lambda: follow.serve_items(operation, pages))
    return {"result": "started", "operationId": operation, "discardedItems": 0}


async def chainHead_v1_continue(context: Context, followSubscription: str, operationId: str) -> None:
    """Ask for the next storage items of an operation that waits."""
    follow = _active(context, followSubscription)
    if follow is not None and not follow.proceed(operationId):
        raise RpcError(NOTHING_TO_CONTINUE, f"no operation {operationId} waits to be continued")


async def chainHead_v1_stopOperation(context: Context, followSubscription: str, operationId: str) -> None:
    """Want no more of an operation."""
    follow = _active(context, followSubscription)
    if follow is not None:
        follow.stop_operation(operationId)


async def chainHead_v1_unpin(
    context: Context, followSubscription: str, hashOrHashes: BlockHash | list[BlockHash]
) -> None:
    """Let go of a block, or of several."""
    hashes = [hashOrHashes] if isinstance(hashOrHashes, bytes) else hashOrHashes
    follow = _active(context, followSubscription)
    if follow is None:
        return
    if len(set(hashes)) < len(hashes):
        raise RpcError(UNPINNED_TWICE, "Received duplicate hashes for chainHead_v1_unpin")
    for block_hash in hashes:
        if not follow.has_pinned(block_hash):
            raise RpcError(NOT_PINNED, f"block {hex_of(block_hash)} is not pinned")
    for block_hash in hashes:
        follow.unpin(block_hash)


def _active(context: Context, identifier: str) -> Follow | None:
    follow = context.session.subject(identifier, Follow)
    return follow if follow is not None and follow.active else None


def _pinned(follow: Follow, block_hash: bytes) -> Block:
    block = follow.pinned(block_hash)
    if block is None:
        raise RpcError(NOT_PINNED, f"block {hex_of(block_hash)} is not pinned")
    return block


def _operation(
    context: Context,
    identifier: str,
    block_hash: bytes,
    work: Callable[[Block], Coroutine[Any, Any, tuple[str, dict[str, Any]]]],
) -> dict[str, Any]:
    """Begin an operation on a pinned block; its event follows the answer."""
    follow = _active(context, identifier)
    if follow is None or follow.is_busy:
        return LIMIT_REACHED
    block = _pinned(follow, block_hash)
    operation = follow.begin()
    context.session.after_answer(lambda: follow.run(operation, work(block)))
    return {"result": "started", "operationId": operation}


def _pages(items: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    page: list[dict[str, Any]] = []
    for item in items:
        page.append(item)
        if len(page) == ITEMS_PER_EVENT:
            yield page
            page = []
    if page:
        yield page
