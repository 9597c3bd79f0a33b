"""The pool: order, dependencies, replacement, limits, bans."""

from typing import Any

import pytest

from chain.node.pool import Pool
from chain.node.pool_entry import (
    AlreadyImported,
    ImmediatelyDropped,
    PooledExtrinsic,
    PoolLimits,
    TemporarilyBanned,
    TooLowPriority,
)
from chain.node.watchers import Watchers


class Bench:
    """A pool, the seconds it reads, and what its watchers heard."""

    def __init__(self, **limits: Any) -> None:
        self.now = 0.0
        self.ready_calls = 0
        self.heard: list[tuple[str, str]] = []
        self.pool = Pool(PoolLimits(**limits), Watchers(), lambda: self.now, self._ready)

    def _ready(self) -> None:
        self.ready_calls += 1

    def add(
        self, name: str, nonce: int, *, sender: str = "a", after: int | None = None, priority: int = 1, until: int = 64
    ) -> None:
        """Add an extrinsic that provides sender and nonce and requires the nonce `after`."""
        entry = make(name, nonce, self.pool.next_number(), sender, after, priority, until)
        self.pool.watchers.watch(entry.hash, lambda status, related: self.heard.append((name, status)))
        self.pool.add(entry)

    def order(self) -> list[str]:
        """Return the names in the order a block would take them."""
        return [entry.data.decode() for entry in self.pool.in_order()]


def make(
    name: str, nonce: int, number: int, sender: str = "a", after: int | None = None, priority: int = 1, until: int = 64
) -> PooledExtrinsic:
    """Return an extrinsic called `name`."""
    requires = () if after is None else (f"{sender}{after}".encode(),)
    return PooledExtrinsic(
        name.encode(), f"hash of {name}".encode(), number, priority, requires, (f"{sender}{nonce}".encode(),), until
    )


def test_higher_priority_comes_first_and_equal_priority_by_arrival() -> None:
    bench = Bench()
    bench.add("late", 0, sender="a")
    bench.add("rich", 0, sender="b", priority=5)
    bench.add("later", 0, sender="c")
    assert bench.order() == ["rich", "late", "later"]


def test_a_nonce_comes_after_the_one_before_it_whatever_its_priority() -> None:
    bench = Bench()
    bench.add("first", 0)
    bench.add("second", 1, after=0, priority=100)
    assert bench.order() == ["first", "second"]


def test_a_future_extrinsic_becomes_ready_when_what_it_needs_arrives() -> None:
    bench = Bench()
    bench.add("third", 2, after=1)
    bench.add("second", 1, after=0)
    assert bench.order() == [] and len(bench.pool.future) == 2 and bench.ready_calls == 0
    bench.add("first", 0)
    assert bench.order() == ["first", "second", "third"]
    assert ("third", "future") in bench.heard and ("third", "ready") in bench.heard


def test_a_future_extrinsic_becomes_ready_when_a_block_includes_what_it_needs() -> None:
    bench = Bench()
    bench.add("second", 1, after=0)
    bench.pool.prune([make("elsewhere", 0, 99)], 1)
    assert bench.order() == ["second"]


def test_a_block_takes_out_what_it_included_and_keeps_what_depends_on_it_ready() -> None:
    bench = Bench()
    bench.add("first", 0)
    bench.add("second", 1, after=0)
    bench.pool.prune(list(bench.pool.in_order())[:1], 1)
    assert bench.order() == ["second"]


def test_what_a_block_made_impossible_is_usurped() -> None:
    bench = Bench()
    bench.add("mine", 0)
    bench.pool.prune([make("rival", 0, 99)], 1)
    assert bench.order() == [] and ("mine", "usurped") in bench.heard


def test_the_same_extrinsic_twice_is_refused() -> None:
    bench = Bench()
    bench.add("one", 0)
    with pytest.raises(AlreadyImported):
        bench.add("one", 0)


def test_a_replacement_needs_a_higher_priority() -> None:
    bench = Bench()
    bench.add("old", 0, priority=5)
    with pytest.raises(TooLowPriority) as refused:
        bench.add("equal", 0, priority=5)
    assert (refused.value.opposed, refused.value.offered) == (5, 5)
    bench.add("next", 1, after=0)
    bench.add("new", 0, priority=6)
    assert bench.order() == ["new", "next"] and ("old", "usurped") in bench.heard


def test_removing_an_extrinsic_sends_its_dependents_back_to_the_future() -> None:
    bench = Bench()
    bench.add("first", 0)
    bench.add("second", 1, after=0)
    bench.add("third", 2, after=1)
    assert bench.pool.discard(b"hash of first", "invalid")
    assert bench.order() == [] and len(bench.pool.future) == 2
    assert not bench.pool.discard(b"hash of first", "invalid")


def test_a_banned_extrinsic_stays_out_until_its_time_is_over() -> None:
    bench = Bench(ban_seconds=10.0)
    bench.add("bad", 0)
    bench.pool.discard(b"hash of bad", "invalid", ban=True)
    bench.now = 9.0
    with pytest.raises(TemporarilyBanned):
        bench.add("bad", 0)
    bench.now = 11.0
    bench.add("bad", 0)
    assert bench.order() == ["bad"]


def test_bans_are_bounded() -> None:
    bench = Bench(banned=4)
    for index in range(20):
        bench.add(f"bad {index}", 0, sender=str(index))
        bench.pool.discard(f"hash of bad {index}".encode(), "invalid", ban=True)
    with pytest.raises(TemporarilyBanned):
        bench.add("bad 19", 0)
    bench.add("bad 0", 0)


def test_a_full_pool_drops_the_cheapest() -> None:
    bench = Bench(count=3)
    for index in range(3):
        bench.add(f"cheap {index}", 0, sender=str(index), priority=1 + index)
    bench.add("rich", 0, sender="r", priority=9)
    assert set(bench.order()) == {"cheap 1", "cheap 2", "rich"} and ("cheap 0", "dropped") in bench.heard
    with pytest.raises(ImmediatelyDropped):
        bench.add("poor", 0, sender="p", priority=0)


def test_the_pool_is_bounded_in_bytes_too() -> None:
    bench = Bench(bytes=20)
    bench.add("x" * 15, 0, sender="x", priority=1)
    bench.add("y" * 15, 0, sender="y", priority=2)
    assert bench.order() == ["y" * 15]


def test_future_extrinsics_have_a_tenth_of_the_room() -> None:
    bench = Bench(count=20)
    bench.add("one", 5, sender="1", after=4, priority=3)
    bench.add("two", 5, sender="2", after=4, priority=3)
    with pytest.raises(ImmediatelyDropped):
        bench.add("three", 5, sender="3", after=4, priority=1)
    assert len(bench.pool.future) == 2


def test_extrinsics_expire_at_their_block() -> None:
    bench = Bench()
    bench.add("short", 0, sender="s", until=5)
    bench.add("long", 0, sender="l", until=50)
    bench.pool.prune([], 4)
    assert len(bench.pool) == 2
    bench.pool.prune([], 5)
    assert bench.order() == ["long"] and ("short", "dropped") in bench.heard


def test_a_checkpoint_brings_back_what_was_there_and_drops_what_was_not() -> None:
    bench = Bench()
    bench.add("kept", 0)
    bench.add("waiting", 2, after=1)
    checkpoint = bench.pool.checkpoint()
    bench.pool.discard(b"hash of kept", "dropped")
    bench.add("new", 0, sender="n")
    bench.pool.restore(checkpoint)
    assert bench.order() == ["kept"] and len(bench.pool.future) == 1
    assert ("new", "dropped") in bench.heard
    bench.add("between", 1, after=0)
    assert bench.order() == ["kept", "between", "waiting"]


def test_ten_thousand_floods_leave_the_pool_within_its_limits() -> None:
    bench = Bench(count=100)
    taken = 0
    for index in range(10_000):
        try:
            bench.add(f"flood {index}", 0, sender=f"{index}-", priority=index % 7)
        except ImmediatelyDropped:
            continue
        taken += 1
    assert len(bench.pool) == 100 and taken >= 100
    assert all(entry.priority == 6 for entry in bench.pool.ready.values())
