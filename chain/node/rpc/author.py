"""author_*: extrinsics on their way into a block."""

from typing import Any

from chain.codec import CodecError
from chain.frame.validity import TransactionRefused
from chain.node.pool_entry import PoolRefusal
from chain.node.rpc.context import Context
from chain.node.rpc.errors import refused
from chain.node.rpc.hexadecimal import hex_of
from chain.node.rpc.parameters import HexBytes
from chain.node.rpc.refusals import refusal
from chain.node.rpc.session import Subscription
from chain.primitives.hashing import blake2_256

NOTIFICATION = "author_extrinsicUpdate"
UNSAFE = frozenset({"author_removeExtrinsic", "author_hasKey", "author_hasSessionKeys"})


async def author_submitExtrinsic(context: Context, extrinsic: HexBytes) -> str:
    """Put an extrinsic into the pool; return its hash."""
    try:
        return hex_of(context.admission.submit(extrinsic))
    except (TransactionRefused, PoolRefusal, CodecError) as error:
        raise refusal(error) from error


async def author_submitAndWatchExtrinsic(context: Context, extrinsic: HexBytes) -> str:
    """Put an extrinsic into the pool; stream what becomes of it."""
    subscription = context.session.subscribe(NOTIFICATION)
    extrinsic_hash = blake2_256(extrinsic)
    watchers = context.pool.watchers

    def tell(status: str, related: bytes | None) -> None:
        if status == "finalized":
            # A block is final as it is made. polkadot.js reads a block when it hears of it, and drops what it heard if
            # the next word comes meanwhile: a script that waits for `isInBlock` would wait for ever.
            context.session.when_quiet(lambda: _tell(subscription, status, related))
        else:
            _tell(subscription, status, related)

    watchers.watch(extrinsic_hash, tell)
    subscription.on_end(lambda: watchers.unwatch(extrinsic_hash, tell))
    try:
        context.admission.submit(extrinsic)
    except (TransactionRefused, PoolRefusal, CodecError) as error:
        context.session.unsubscribe(subscription.id, NOTIFICATION)
        raise refusal(error) from error
    return subscription.id


async def author_unwatchExtrinsic(context: Context, subscription: str) -> bool:
    """End the stream of an extrinsic."""
    return context.session.unsubscribe(subscription, NOTIFICATION)


async def author_pendingExtrinsics(context: Context) -> list[str]:
    """Return the extrinsics that are ready to be included."""
    return [hex_of(entry.data) for entry in context.pool.in_order()]


async def author_removeExtrinsic(context: Context, extrinsics: list[dict[str, Any] | HexBytes]) -> list[str]:
    """Remove extrinsics, given as bytes or {"hash"}, from the pool and keep them out for a while; return the hashes."""
    removed = []
    for given in extrinsics:
        extrinsic_hash = _hash_of(given)
        if context.pool.discard(extrinsic_hash, "dropped", ban=True):
            removed.append(hex_of(extrinsic_hash))
    return removed


async def author_hasKey(context: Context, public_key: HexBytes, key_type: str) -> bool:
    """Say whether the node holds a key: never, it signs nothing."""
    return False


async def author_hasSessionKeys(context: Context, session_keys: HexBytes) -> bool:
    """Say whether the node holds session keys: never, it signs nothing."""
    return False


def _tell(subscription: Subscription, status: str, related: bytes | None) -> None:
    if related is not None:
        subscription.send({status: hex_of(related)})
        return
    subscription.send(status)
    if status == "ready":
        # There are no peers to send it to; watchers of the whole sequence still see each step.
        subscription.send({"broadcast": []})


def _hash_of(given: Any) -> bytes:
    if not isinstance(given, dict):
        return blake2_256(given)
    text = given.get("hash", given.get("extrinsic"))
    if not isinstance(text, str):
        raise refused('an extrinsic to remove is its bytes, or {"hash": "0x…"}, or {"extrinsic": "0x…"}')
    try:
        data = bytes.fromhex(text.removeprefix("0x"))
    except ValueError as error:
        raise refused(f"{text[:80]!r} is not hex") from error
    return data if "hash" in given else blake2_256(data)
