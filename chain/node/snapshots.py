"""Snapshots: a moment of the chain to come back to, in the same time whatever the length of the chain."""

from typing import Any

from chain.codec import Record
from chain.node.engine import Engine
from chain.node.ledger import Block
from chain.node.pool import PoolCheckpoint


class Snapshot(Record):
    """What is needed to come back."""

    head: Block
    state: Any
    pool: PoolCheckpoint
    clock_offset_ms: int


class UnknownSnapshot(LookupError):
    """There is no such snapshot (any more); the message says why."""


class Snapshots:
    """Snapshots by id. Reverting to one forgets those taken after it, and keeps it for the next time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._taken: dict[int, Snapshot] = {}
        self._next = 1

    async def take(self) -> int:
        """Remember this moment and return its id."""
        engine = self._engine
        async with engine.worker:
            identifier, self._next = self._next, self._next + 1
            self._taken[identifier] = Snapshot(
                engine.ledger.head, engine.history.snapshot(), engine.pool.checkpoint(), engine.clock.offset_ms
            )
            return identifier

    async def revert(self, identifier: int) -> Block:
        """Go back to a moment: blocks, state, pool and clock; return the best block.

        Raises:
            UnknownSnapshot: it was never taken, or the chain has since been taken back beyond it.
        """
        engine = self._engine
        async with engine.worker:
            snapshot = self._taken.get(identifier)
            if snapshot is None:
                raise UnknownSnapshot(f"there is no snapshot {identifier}; there are {sorted(self._taken)}")
            if engine.ledger.at(snapshot.head.number) is not snapshot.head:
                raise UnknownSnapshot(
                    f"the block of snapshot {identifier} is no longer part of the chain; take a new one"
                )
            engine.restore(snapshot.head, snapshot.state, snapshot.pool, snapshot.clock_offset_ms)
            self._taken = {known: kept for known, kept in self._taken.items() if known <= identifier}
            return snapshot.head
