"""transaction_v1_*: bring an extrinsic into a block, and say nothing of it."""

from itertools import count

from chain.codec import CodecError
from chain.frame.validity import TransactionRefused
from chain.node.ledger import Block
from chain.node.pool_entry import PoolRefusal
from chain.node.rpc.context import Context
from chain.node.rpc.errors import RpcError
from chain.node.rpc.parameters import HexBytes
from chain.primitives.hashing import blake2_256

MOST_BROADCAST = 16
NOT_BROADCAST = -32602
_numbers = count(1)


class Broadcast:
    """An extrinsic that is put into the pool again after every block until one includes it or the client stops it."""

    def __init__(self, context: Context, extrinsic: bytes) -> None:
        self._context = context
        self._extrinsic = extrinsic
        self._hash = blake2_256(extrinsic)
        self._end = context.engine.feed.listen("new", self._next)
        self.active = True
        self._submit()

    def stop(self) -> None:
        """Try no more."""
        self.active = False
        self._end()

    def _next(self, block: Block) -> None:
        if self._extrinsic in block.extrinsics:
            self.stop()
        elif self._hash not in self._context.pool:
            self._submit()

    def _submit(self) -> None:
        try:
            self._context.admission.submit(self._extrinsic)
        except (TransactionRefused, PoolRefusal):
            # It may be welcome after the next block: the client is told nothing either way.
            return
        except CodecError:
            self.stop()


async def transaction_v1_broadcast(context: Context, transaction: HexBytes) -> str | None:
    """Bring an extrinsic into a block; return an id to stop that by, null when too many are under way."""
    broadcasts = context.session.broadcasts
    for identifier in [identifier for identifier, broadcast in broadcasts.items() if not broadcast.active]:
        del broadcasts[identifier]
    if len(broadcasts) >= MOST_BROADCAST:
        return None
    identifier = f"broadcast{next(_numbers)}"
    broadcasts[identifier] = broadcast = Broadcast(context, transaction)
    context.session.on_close(broadcast.stop)
    return identifier


async def transaction_v1_stop(context: Context, operationId: str) -> None:
    """Try no longer to bring an extrinsic into a block."""
    broadcast = context.session.broadcasts.get(operationId)
    if broadcast is None:
        raise RpcError(NOT_BROADCAST, "Invalid operation id", f"there is no broadcast {operationId[:80]!r}")
    broadcast.stop()
