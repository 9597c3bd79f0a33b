"""chain_*: blocks, headers, and the streams of them."""

from typing import Any

from chain.node.head_feed import Kind
from chain.node.ledger import Block
from chain.node.rpc.context import Context
from chain.node.rpc.headers import block_json, header_json
from chain.node.rpc.hexadecimal import hex_of
from chain.node.rpc.parameters import BlockHash, WholeNumber

ALIASES = {
    "chain_getFinalisedHead": "chain_getFinalizedHead",
    "chain_subscribeNewHead": "chain_subscribeNewHeads",
    "subscribe_newHead": "chain_subscribeNewHeads",
    "chain_unsubscribeNewHead": "chain_unsubscribeNewHeads",
    "unsubscribe_newHead": "chain_unsubscribeNewHeads",
    "chain_subscribeFinalisedHeads": "chain_subscribeFinalizedHeads",
    "chain_unsubscribeFinalisedHeads": "chain_unsubscribeFinalizedHeads",
    "chain_getHead": "chain_getBlockHash",
}


async def chain_getHeader(context: Context, hash: BlockHash | None = None) -> dict[str, Any] | None:
    """Return the header of a block, of the best one without a hash; null for an unknown hash."""
    block = context.queries.block(hash)
    return None if block is None else header_json(block)


async def chain_getBlock(context: Context, hash: BlockHash | None = None) -> dict[str, Any] | None:
    """Return a block with its extrinsics; null for an unknown hash."""
    block = context.queries.block(hash)
    return None if block is None else block_json(block)


async def chain_getBlockHash(
    context: Context, number: WholeNumber | list[WholeNumber] | None = None
) -> str | list[str | None] | None:
    """Return the hash of the block of a number, or of several; of the best one without; null for blocks to come."""
    if number is None:
        return hex_of(context.queries.head.hash)
    if isinstance(number, list):
        return [_hash_at(context, member) for member in number]
    return _hash_at(context, number)


async def chain_getFinalizedHead(context: Context) -> str:
    """Return the hash of the highest finalised block."""
    return hex_of(context.queries.ledger.finalized.hash)


async def chain_subscribeNewHeads(context: Context) -> str:
    """Stream the header of the best block, beginning with the present one."""
    return _stream(context, "chain_newHead", "new", context.queries.head)


async def chain_unsubscribeNewHeads(context: Context, subscription: str) -> bool:
    """End a stream of best blocks."""
    return context.session.unsubscribe(subscription, "chain_newHead")


async def chain_subscribeAllHeads(context: Context) -> str:
    """Stream the header of every imported block, beginning with the best one."""
    return _stream(context, "chain_allHead", "all", context.queries.head)


async def chain_unsubscribeAllHeads(context: Context, subscription: str) -> bool:
    """End a stream of imported blocks."""
    return context.session.unsubscribe(subscription, "chain_allHead")


async def chain_subscribeFinalizedHeads(context: Context) -> str:
    """Stream the headers of finalised blocks, beginning with the highest."""
    return _stream(context, "chain_finalizedHead", "finalized", context.queries.ledger.finalized)


async def chain_unsubscribeFinalizedHeads(context: Context, subscription: str) -> bool:
    """End a stream of finalised blocks."""
    return context.session.unsubscribe(subscription, "chain_finalizedHead")


def _hash_at(context: Context, number: int) -> str | None:
    block = context.queries.ledger.at(number)
    return None if block is None else hex_of(block.hash)


def _stream(context: Context, notification: str, kind: Kind, first: Block) -> str:
    subscription = context.session.subscribe(notification)
    subscription.send(header_json(first))
    subscription.on_end(context.engine.feed.listen(kind, lambda block: subscription.send(header_json(block))))
    return subscription.id
