"""The extrinsic pool: what may be included next, in which order, and what waits for an earlier one.

Extrinsics name tags that they provide and require (a sender's nonces, as a rule). Ready ones have all they require from
the chain or from other ready ones; future ones wait. Limits, bans and replacement are Substrate's. The pool does no I/O
and reads no clock of its own.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import count

from chain.codec import Record
from chain.node.pool_entry import (
    AlreadyImported,
    ImmediatelyDropped,
    PooledExtrinsic,
    PoolLimits,
    TemporarilyBanned,
    TooLowPriority,
)
from chain.node.watchers import Watchers


class PoolCheckpoint(Record):
    """The pool's content at a moment, to be given back to it later."""

    ready: dict[bytes, PooledExtrinsic]
    future: dict[bytes, PooledExtrinsic]


@dataclass
class Pool:
    """Ready and future extrinsics; `seconds` is the clock that bans expire by."""

    limits: PoolLimits
    watchers: Watchers
    seconds: Callable[[], float]
    on_ready: Callable[[], None]
    ready: dict[bytes, PooledExtrinsic] = field(default_factory=dict)
    future: dict[bytes, PooledExtrinsic] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._provider: dict[bytes, PooledExtrinsic] = {}
        self._waiting: dict[bytes, dict[bytes, PooledExtrinsic]] = {}
        self._banned: dict[bytes, float] = {}
        self._bytes = {True: 0, False: 0}
        self._cheapest: dict[bool, list[tuple[int, int, bytes]]] = {True: [], False: []}
        self._expiring: list[tuple[int, int, bytes]] = []
        self._numbers = count()

    def next_number(self) -> int:
        """Return the place of the next extrinsic in the order of arrival."""
        return next(self._numbers)

    def __contains__(self, extrinsic_hash: bytes) -> bool:
        return extrinsic_hash in self.ready or extrinsic_hash in self.future

    def __len__(self) -> int:
        return len(self.ready) + len(self.future)

    def refuse_known(self, extrinsic_hash: bytes) -> None:
        """Refuse what the pool would not take whatever the runtime says, before the runtime is asked.

        Raises:
            AlreadyImported: the pool holds it.
            TemporarilyBanned: it was found invalid a short while ago.
        """
        if extrinsic_hash in self:
            raise AlreadyImported(extrinsic_hash)
        until = self._banned.get(extrinsic_hash)
        if until is not None:
            if until > self.seconds():
                raise TemporarilyBanned(extrinsic_hash)
            del self._banned[extrinsic_hash]

    def add(self, entry: PooledExtrinsic) -> None:
        """Take a valid extrinsic.

        Raises:
            TooLowPriority: another one provides the same tag at the same or a higher priority.
            ImmediatelyDropped: the pool is full of extrinsics of higher priority.
        """
        self.refuse_known(entry.hash)
        if all(tag in self._provider for tag in entry.requires):
            self._make_ready(entry)
            self._promote(entry.provides)
        else:
            self._make_future(entry)
        self._enforce_limits()
        if entry.hash not in self:
            raise ImmediatelyDropped(entry.hash)
        if entry.hash in self.ready:
            self.on_ready()

    def in_order(self) -> Iterator[PooledExtrinsic]:
        """Iterate over the ready extrinsics as a block should take them: by priority, then arrival, dependencies first.

        Works on a copy taken when it is called; safe to be read in another thread.
        """
        return _ordered(list(self.ready.values()))

    def provides(self, tag: bytes) -> bool:
        """Say whether a ready extrinsic provides the tag."""
        return tag in self._provider

    def prune(self, included: Iterable[PooledExtrinsic], number: int) -> None:
        """Take out what block `number` included, what conflicts with it, and what has lived its time."""
        tags: list[bytes] = []
        for entry in included:
            if entry.hash in self:
                self._take_out(entry.hash)
            for tag in entry.provides:
                rival = self._provider.get(tag)
                if rival is not None:
                    self._take_out(rival.hash)
                    self.watchers.tell(rival.hash, "usurped", entry.hash)
            tags.extend(entry.provides)
        self._promote(tags)
        while self._expiring and self._expiring[0][0] <= number:
            expired = heappop(self._expiring)[2]
            if expired in self:
                self.discard(expired, "dropped")

    def discard(self, extrinsic_hash: bytes, status: str, *, ban: bool = False) -> bool:
        """Remove one extrinsic, with what depends on it going back to the future; say whether it was there."""
        if ban:
            self._ban(extrinsic_hash)
        entry = self._take_out(extrinsic_hash)
        if entry is None:
            return False
        self._demote_dependents(entry)
        self.watchers.tell(extrinsic_hash, status)
        return True

    def postpone(self, extrinsic_hash: bytes) -> None:
        """Move a ready extrinsic that came too early for a block, and what depends on it, to the future."""
        entry = self._take_out(extrinsic_hash)
        if entry is not None:
            self._demote_dependents(entry)
            self._make_future(entry)

    def refresh(self, entry: PooledExtrinsic) -> None:
        """Replace what is known of an extrinsic by a newer validation of it."""
        if self._take_out(entry.hash) is None:
            return
        if all(tag in self._provider for tag in entry.requires):
            self._make_ready(entry)
            self._promote(entry.provides)
            self.on_ready()
        else:
            self._make_future(entry)

    def checkpoint(self) -> PoolCheckpoint:
        """Return what the pool holds now."""
        return PoolCheckpoint(dict(self.ready), dict(self.future))

    def restore(self, checkpoint: PoolCheckpoint) -> None:
        """Hold what the checkpoint held, and nothing else; watchers of the rest are told that it was dropped."""
        kept = checkpoint.ready.keys() | checkpoint.future.keys()
        for extrinsic_hash in [*self.ready, *self.future]:
            self._take_out(extrinsic_hash)
            if extrinsic_hash not in kept:
                self.watchers.tell(extrinsic_hash, "dropped")
        for entry in checkpoint.ready.values():
            self._index(entry, ready=True)
        for entry in checkpoint.future.values():
            self._index(entry, ready=False)

    def _make_ready(self, entry: PooledExtrinsic) -> None:
        rivals = {rival.hash: rival for tag in entry.provides if (rival := self._provider.get(tag)) is not None}
        if rivals:
            opposed = sum(rival.priority for rival in rivals.values())
            if opposed >= entry.priority:
                raise TooLowPriority(opposed, entry.priority)
            for rival in rivals.values():
                self._take_out(rival.hash)
        self._index(entry, ready=True)
        for rival in rivals.values():
            self._demote_dependents(rival)
            self.watchers.tell(rival.hash, "usurped", entry.hash)
        self.watchers.tell(entry.hash, "ready")

    def _make_future(self, entry: PooledExtrinsic) -> None:
        self._index(entry, ready=False)
        self.watchers.tell(entry.hash, "future")

    def _index(self, entry: PooledExtrinsic, *, ready: bool) -> None:
        (self.ready if ready else self.future)[entry.hash] = entry
        self._bytes[ready] += len(entry.data)
        heappush(self._cheapest[ready], (entry.priority, -entry.number, entry.hash))
        heappush(self._expiring, (entry.valid_until, entry.number, entry.hash))
        if ready:
            for tag in entry.provides:
                self._provider[tag] = entry
        else:
            for tag in entry.requires:
                self._waiting.setdefault(tag, {})[entry.hash] = entry

    def _take_out(self, extrinsic_hash: bytes) -> PooledExtrinsic | None:
        entry = self.ready.pop(extrinsic_hash, None)
        ready = entry is not None
        entry = entry or self.future.pop(extrinsic_hash, None)
        if entry is None:
            return None
        self._bytes[ready] -= len(entry.data)
        if ready:
            for tag in entry.provides:
                if self._provider.get(tag) is entry:
                    del self._provider[tag]
            return entry
        for tag in entry.requires:
            waiting = self._waiting[tag]
            waiting.pop(extrinsic_hash, None)
            if not waiting:
                del self._waiting[tag]
        return entry

    def _promote(self, tags: Iterable[bytes]) -> None:
        """Make ready what waited for these tags, and then what waited for it.

        A tag that a block has just provided counts, though no pooled extrinsic provides it any more.
        """
        satisfied = list(tags)
        met = set(satisfied)
        while satisfied:
            for entry in list(self._waiting.get(satisfied.pop(), {}).values()):
                if not all(tag in met or tag in self._provider for tag in entry.requires):
                    continue
                self._take_out(entry.hash)
                try:
                    self._make_ready(entry)
                except TooLowPriority:
                    self.watchers.tell(entry.hash, "dropped")
                    continue
                self.on_ready()
                satisfied.extend(entry.provides)
                met.update(entry.provides)

    def _demote_dependents(self, gone: PooledExtrinsic) -> None:
        lost = {tag for tag in gone.provides if tag not in self._provider}
        while lost:
            orphans = [entry for entry in self.ready.values() if not lost.isdisjoint(entry.requires)]
            for entry in orphans:
                self._take_out(entry.hash)
                self._make_future(entry)
            lost = {tag for entry in orphans for tag in entry.provides if tag not in self._provider}

    def _enforce_limits(self) -> None:
        for ready, held in ((True, self.ready), (False, self.future)):
            limit_count, limit_bytes = self.limits.ready if ready else self.limits.future
            while len(held) > limit_count or self._bytes[ready] > limit_bytes:
                cheapest = self._cheapest[ready]
                extrinsic_hash = heappop(cheapest)[2]
                if extrinsic_hash in held:
                    self.discard(extrinsic_hash, "dropped")
            if len(self._cheapest[ready]) > 2 * limit_count:
                self._cheapest[ready] = [(e.priority, -e.number, e.hash) for e in held.values()]
                heapify(self._cheapest[ready])
        if len(self._expiring) > 4 * self.limits.count:
            self._expiring = [(e.valid_until, e.number, e.hash) for h in (self.ready, self.future) for e in h.values()]
            heapify(self._expiring)

    def _ban(self, extrinsic_hash: bytes) -> None:
        now = self.seconds()
        if len(self._banned) >= self.limits.banned:
            self._banned = {h: until for h, until in self._banned.items() if until > now}
            while len(self._banned) >= self.limits.banned:
                del self._banned[next(iter(self._banned))]
        self._banned[extrinsic_hash] = now + self.limits.ban_seconds


def _ordered(entries: list[PooledExtrinsic]) -> Iterator[PooledExtrinsic]:
    provided = {tag for entry in entries for tag in entry.provides}
    missing: dict[bytes, int] = {}
    unlocks: dict[bytes, list[PooledExtrinsic]] = {}
    heap: list[tuple[int, int, PooledExtrinsic]] = []
    for entry in entries:
        needed = [tag for tag in entry.requires if tag in provided]
        if not needed:
            heap.append((-entry.priority, entry.number, entry))
            continue
        missing[entry.hash] = len(needed)
        for tag in needed:
            unlocks.setdefault(tag, []).append(entry)
    heapify(heap)
    while heap:
        entry = heappop(heap)[2]
        yield entry
        for tag in entry.provides:
            for dependent in unlocks.get(tag, ()):
                missing[dependent.hash] -= 1
                if not missing[dependent.hash]:
                    heappush(heap, (-dependent.priority, dependent.number, dependent))
