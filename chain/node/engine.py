"""The engine: seals blocks, finalises them, and takes the chain back to where it was.

The best block's state, the ledger, the pool and the record on disk change here and nowhere else, always on the event
loop and with the worker's lock held.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, NamedTuple

from chain.codec import replace
from chain.node.admission import Admission
from chain.node.authoring import BlockNotMade, BlockPlan, BuiltBlock, build_block
from chain.node.beacon import RoundChoice, awaited_rounds, due_rounds
from chain.node.clock import ChainClock
from chain.node.head_feed import HeadFeed
from chain.node.ledger import Block, Ledger
from chain.node.pool import Pool, PoolCheckpoint
from chain.node.ports import RuntimeOf, RuntimePort
from chain.node.record import Record
from chain.node.shield import Shield
from chain.node.watchers import Watchers
from chain.node.worker import Worker, undisturbed
from chain.primitives.hashing import blake2_256
from chain.state import State, StateHistory

JUMP_TURN_SECONDS = 0.01
"""How long a jump keeps the worker before others get it."""

BLOCKS_UNTIL_KEY = 4
"""So many blocks announce keys of the shield until all of them are new: the others of a jump leave it, for nobody can
send anything to be opened there, and new keys in every block would double what a block costs."""


class EngineSettings(NamedTuple):
    """What does not change while the node runs; times are milliseconds."""

    slot_ms: int
    check_invariants: bool = False


@dataclass
class Engine:
    """The chain as it grows."""

    settings: EngineSettings
    ledger: Ledger
    history: StateHistory
    runtime_of: RuntimeOf
    admission: Admission
    pool: Pool
    watchers: Watchers
    feed: HeadFeed
    clock: ChainClock
    worker: Worker
    record: Record
    shield: Shield
    sealed: Callable[[Block, BuiltBlock], None]
    """Hears of every sealed block, for the log."""
    went_back: Callable[[], None]
    """Hears that blocks were cut off."""
    fault: Callable[[str, BaseException], None]
    """Hears of faults of the runtime itself, for the log."""

    seals_pulses: bool = False
    """Whether blocks bring the pulses of the development beacon; may change while the node runs."""

    def __post_init__(self) -> None:
        self._earliest_next_ms = 0
        self._rules = 0
        self._builder: tuple[int, State, RuntimePort] | None = None

    async def seal(
        self,
        *,
        create_empty: bool = True,
        finalize: bool = True,
        parent: Block | None = None,
        forced: Sequence[bytes] = (),
        storage: Mapping[bytes, bytes | None] | None = None,
        rounds: RoundChoice | None = None,
    ) -> Block | None:
        """Make a block on the best block, or on `parent`, which becomes the best block first.

        Returns None if there was nothing to include and an empty block is not wanted. `forced` extrinsics must be
        includable; `storage` is written before the block begins; `rounds` chooses those of the development beacon.

        Raises:
            BlockNotMade: a forced extrinsic was refused.
        """

        async def work() -> Block | None:
            async with self.worker:
                if parent is not None and parent is not self.ledger.head:
                    self._cut_to(parent)
                if not (create_empty or self.pool.ready or forced or storage):
                    return None
                planned = self._plan(self.ledger.head, left=0)
                plan = replace(
                    planned,
                    rounds=rounds or planned.rounds,
                    candidates=self.pool.in_order() if self.pool.ready else (),
                    forced=tuple(forced),
                    storage=storage or {},
                )
                for built in await self.worker.run(lambda: self._make(plan, 1)):
                    self._import(built, finalize=finalize)
                    self.sealed(built.block, built)
                return self.ledger.head

        return await undisturbed(work())

    async def jump(self, target: int) -> Block:
        """Seal blocks until the best one has this number; each is whole: hooks run, history and record are kept."""
        while self.ledger.head.number < target:
            if self.worker.stopping:
                raise BlockNotMade("the node is stopping")
            await undisturbed(self._jump_some(target))
        return self.ledger.head

    async def _jump_some(self, target: int) -> None:
        """Seal as many blocks as fit into a moment: handing them to the worker one by one would cost as much again."""
        async with self.worker:
            head = self.ledger.head
            plan = self._plan(head, left=target - head.number - 1)
            plan = replace(plan, candidates=self.pool.in_order() if self.pool.ready else ())
            for built in await self.worker.run(lambda: self._make(plan, target - head.number)):
                self._import(built, finalize=True)
                if built.block.number == target:
                    self.sealed(built.block, built)

    def rules_changed(self) -> None:
        """Hear that what counts as a signature has changed: blocks and the pool take the rules anew."""
        self._rules += 1
        self.admission.rules_changed()

    async def finalize(self, block: Block) -> None:
        """Finalise a block and all before it."""
        async with self.worker:
            self._finalize(block)

    async def set_head(self, block: Block) -> list[Block]:
        """Make an earlier block the best one; return the blocks cut off, whose extrinsics go back to the pool."""
        async with self.worker:
            return self._cut_to(block)

    async def reorganise(self, depth: int, length: int) -> Block:
        """Replace the last `depth` blocks by `length` others, which include the same extrinsics where they can."""
        parent = self.ledger.at(self.ledger.head.number - depth)
        if parent is None:
            raise ValueError(f"the chain has {self.ledger.head.number} blocks after genesis; it cannot go back {depth}")
        cut = await self.set_head(parent)
        # With the same parent, time and content the first new block would be the very one it replaces.
        self._earliest_next_ms = (cut[0].timestamp_ms if cut else 0) + 1
        await self.jump(parent.number + length)
        return self.ledger.head

    def next_time_ms(self, parent: Block) -> int:
        """The time of the next block, were it made on this parent now."""
        return max(self.clock.now_ms(), parent.timestamp_ms + self.settings.slot_ms, self._earliest_next_ms)

    def _plan(self, parent: Block, *, left: int) -> BlockPlan:
        """Plan an empty block, after which a jump has so many `left`."""
        rounds = awaited_rounds if left else due_rounds
        return BlockPlan(
            parent=parent,
            timestamp_ms=self.next_time_ms(parent),
            slot_ms=self.settings.slot_ms,
            shield=self.shield,
            announces_key=left < BLOCKS_UNTIL_KEY,
            check_invariants=self.settings.check_invariants,
            rounds=rounds if self.seals_pulses else None,
        )

    def _make(self, plan: BlockPlan, count: int) -> list[BuiltBlock]:
        """Make up to `count` blocks, the first as planned, the others empty; more than one only for a moment.

        They are on disk and in the history when this returns: what clients are told of has to be there after kill -9.
        """
        made: list[BuiltBlock] = []
        deadline = perf_counter() + JUMP_TURN_SECONDS
        rules, state, runtime = self._builder_of(plan.parent)
        while True:
            try:
                built = build_block(plan, state, runtime, lambda: self.worker.stopping)
            except Exception:
                self._builder = None
                # The blocks before it stand; whoever asks for the next one will hear of the fault.
                if made:
                    return made
                raise
            self.record.append(built.block, self.history.commit(built.block.hash, state))
            made.append(built)
            if len(made) == count or perf_counter() > deadline:
                self._builder = rules, state, runtime
                return made
            plan = self._plan(built.block, left=count - len(made) - 1)
            self.history.follow(state)

    def _builder_of(self, parent: Block) -> tuple[int, State, RuntimePort]:
        """Return the runtime that makes the block after this one, the newest: the last one again, with all it has read.

        It comes with its state, and with a number for the rules it was made by.
        """
        if self._builder is not None and self._builder[0] == self._rules:
            self.history.follow(self._builder[1])
            return self._builder
        state = self.history.at(parent.hash)
        return self._rules, state, self.runtime_of(state)

    def _import(self, built: BuiltBlock, *, finalize: bool) -> None:
        block = built.block
        self.ledger.append(block)
        self.record.committed(block)
        self.admission.rules_changed()
        self.pool.prune(built.included, block.number)
        for entry in built.invalid:
            self.pool.discard(entry.hash, "invalid", ban=True)
        for entry, error in built.faults:
            self.fault(f"applying extrinsic 0x{entry.hash.hex()}", error)
            self.pool.discard(entry.hash, "invalid", ban=True)
        for entry in built.too_early:
            self.pool.postpone(entry.hash)
        self.feed.tell("all", block)
        for entry in built.included:
            self.watchers.tell(entry.hash, "inBlock", block.hash)
        self.feed.tell("new", block)
        if finalize:
            self._finalize(block)
        else:
            self.record.finalized(self.ledger.finalized.number)
        self.admission.revalidate_some()
        if self.pool.ready and built.included:
            self.pool.on_ready()

    def _finalize(self, block: Block) -> None:
        for finalized in self.ledger.finalize(block):
            if self.watchers.any:
                for extrinsic in finalized.extrinsics:
                    self.watchers.tell(blake2_256(extrinsic), "finalized", finalized.hash)
            self.feed.tell("finalized", finalized)
        self.record.finalized(self.ledger.finalized.number)

    def _cut_to(self, block: Block) -> list[Block]:
        cut = self.ledger.truncate(block)
        if not cut:
            return []
        self.history.revert(self.history.snapshot(block.hash))
        self.record.truncate(block.number)
        self.admission.rules_changed()
        for retracted in cut:
            for extrinsic in retracted.extrinsics:
                self.watchers.tell(blake2_256(extrinsic), "retracted", retracted.hash)
        self.admission.take_back([extrinsic for retracted in cut for extrinsic in retracted.extrinsics])
        self._announce_head()
        return cut

    def restore(self, head: Block, state_token: Any, pool: PoolCheckpoint, clock_offset_ms: int) -> None:
        """Go back to a snapshot's block, state, pool and clock; the caller holds the worker's lock."""
        for retracted in self.ledger.truncate(head):
            if self.watchers.any:
                for extrinsic in retracted.extrinsics:
                    self.watchers.tell(blake2_256(extrinsic), "retracted", retracted.hash)
        self.history.revert(state_token)
        self.record.truncate(head.number)
        self.clock.offset_ms = clock_offset_ms
        self._earliest_next_ms = 0
        self.admission.rules_changed()
        self.pool.restore(pool)
        self._announce_head()

    def _announce_head(self) -> None:
        """Tell everyone what the best block is after the chain went back."""
        self.went_back()
        head = self.ledger.head
        self.feed.tell("new", head)
        if self.ledger.finalized is head:
            self.feed.tell("finalized", head)
