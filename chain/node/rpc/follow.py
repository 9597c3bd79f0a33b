"""One `chainHead_v1_follow` subscription: the blocks it told, those it keeps pinned, the operations it runs."""

import asyncio
from collections.abc import Coroutine, Iterator
from typing import Any

from chain.node.engine import Engine
from chain.node.ledger import Block
from chain.node.queries import Queries
from chain.node.rpc.errors import RpcError
from chain.node.rpc.hexadecimal import hex_of
from chain.node.rpc.session import Subscription
from chain.node.rpc.v1_answers import runtime_spec

FINALIZED_AT_FIRST = 8
"""So many of the newest finalised blocks are told of and pinned at the beginning."""
MOST_PINNED = 512
MOST_OPERATIONS = 16
ITEMS_PER_EVENT = 1000
"""After so many items a client says whether it wants more."""


class Follow:
    """Tells a client of the tree of blocks, each before its children; what is told stays readable until unpinned.

    The subscription stops where the chain did what no chain does: a finalised block was taken back.
    """

    def __init__(self, subscription: Subscription, queries: Queries, engine: Engine, *, with_runtime: bool) -> None:
        self._subscription = subscription
        self._queries = queries
        self._with_runtime = with_runtime
        self._unfinalized: dict[bytes, int] = {}
        self._pinned: set[bytes] = set()
        self._operations: dict[str, Iterator[list[dict[str, Any]]] | None] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._count = 0
        self._finalized = queries.ledger.finalized
        self._best = self._finalized.hash
        self.active = True
        self._begin()
        for kind, hear in (("all", self._imported), ("new", self._is_best), ("finalized", self._became_final)):
            subscription.on_end(engine.feed.listen(kind, hear))  # type: ignore[arg-type]  # one of three literals

    # blocks

    def _begin(self) -> None:
        ledger = self._queries.ledger
        first = max(-1, self._finalized.number - FINALIZED_AT_FIRST)
        finalized = [*ledger.between(first, self._finalized.number)]
        self._pinned.update(block.hash for block in finalized)
        event: dict[str, Any] = {"finalizedBlockHashes": [hex_of(block.hash) for block in finalized]}
        if self._with_runtime:
            event["finalizedBlockRuntime"] = runtime_spec(self._queries.version(self._finalized.hash))
        self._tell("initialized", **event)
        for block in ledger.between(self._finalized.number, ledger.head.number):
            self._imported(block)
        self._best = ledger.head.hash
        self._tell("bestBlockChanged", bestBlockHash=hex_of(self._best))

    def _imported(self, block: Block) -> None:
        parent = bytes(block.header.parent_hash)
        if not self.active or block.hash in self._unfinalized:
            return
        if (parent != self._finalized.hash and parent not in self._unfinalized) or len(self._pinned) >= MOST_PINNED:
            self.stop()
            return
        self._unfinalized[block.hash] = block.number
        self._pinned.add(block.hash)
        event: dict[str, Any] = {"blockHash": hex_of(block.hash), "parentBlockHash": hex_of(parent)}
        if self._with_runtime:
            event["newRuntime"] = None
        self._tell("newBlock", **event)

    def _is_best(self, block: Block) -> None:
        if not self.active or block.hash == self._best:
            return
        if block.hash not in self._unfinalized and block.hash != self._finalized.hash:
            self.stop()
            return
        self._best = block.hash
        self._tell("bestBlockChanged", bestBlockHash=hex_of(block.hash))

    def _became_final(self, block: Block) -> None:
        if not self.active or block.hash == self._finalized.hash:
            return
        if block.hash not in self._unfinalized:
            self.stop()
            return
        pruned = [told for told, number in self._unfinalized.items() if number <= block.number and told != block.hash]
        for told in (*pruned, block.hash):
            del self._unfinalized[told]
        self._finalized = block
        self._tell("finalized", finalizedBlockHashes=[hex_of(block.hash)], prunedBlockHashes=list(map(hex_of, pruned)))

    def stop(self) -> None:
        """Tell the client that it hears no more, and has to follow anew."""
        if self.active:
            self._tell("stop")
            self.end()

    def end(self) -> None:
        """Let go of everything."""
        self.active = False
        self._operations.clear()
        self._pinned.clear()

    # pinned blocks

    def pinned(self, block_hash: bytes) -> Block | None:
        """The block of a hash, None unless it is pinned and still part of the chain."""
        return self._queries.block(block_hash) if block_hash in self._pinned else None

    def has_pinned(self, block_hash: bytes) -> bool:
        """Whether the client may ask about a block."""
        return block_hash in self._pinned

    def unpin(self, block_hash: bytes) -> None:
        """Forget a block that the client needs no more."""
        self._pinned.discard(block_hash)

    # operations

    @property
    def is_busy(self) -> bool:
        """Whether no further operation may begin."""
        return len(self._operations) >= MOST_OPERATIONS

    def begin(self) -> str:
        """Begin an operation; return its id."""
        self._count += 1
        identifier = f"operation{self._count}"
        self._operations[identifier] = None
        return identifier

    def run(self, operation: str, work: Coroutine[Any, Any, tuple[str, dict[str, Any]]]) -> None:
        """Run an operation that ends with one event; what goes wrong is told as its error."""

        async def told() -> None:
            try:
                event, details = await work
            except RpcError as error:
                event, details = "operationError", {"error": f"{error.message}: {error.data}"}
            self.finish(operation, event, **details)

        task = asyncio.get_running_loop().create_task(told())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def finish(self, operation: str, event: str, **told: Any) -> None:
        """End an operation with an event, unless the client has stopped it."""
        if self._operations.pop(operation, self) is not self and self.active:
            self._tell(event, operationId=operation, **told)

    def stop_operation(self, operation: str) -> None:
        """Tell nothing more of an operation."""
        self._operations.pop(operation, None)

    def serve_items(self, operation: str, pages: Iterator[list[dict[str, Any]]]) -> None:
        """Send storage items page by page, each after the client asked to continue; the first at once."""
        if operation not in self._operations:
            return
        self._operations[operation] = pages
        self.proceed(operation)

    def proceed(self, operation: str) -> bool:
        """Send the next page of an operation that waits; say whether there was one."""
        pages = self._operations.get(operation)
        if pages is None:
            return False
        page = next(pages, None)
        if page is None:
            self.finish(operation, "operationStorageDone")
            return True
        self._tell("operationStorageItems", operationId=operation, items=page)
        if len(page) < ITEMS_PER_EVENT:
            self.finish(operation, "operationStorageDone")
        else:
            self._tell("operationWaitingForContinue", operationId=operation)
        return True

    def _tell(self, event: str, **told: Any) -> None:
        self._subscription.send({"event": event} | told)
