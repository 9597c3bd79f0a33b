"""Sealing: when blocks are made, without waiting for real time."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from chain.node.sealer import Sealer
from chain.node.sealing import SealingMode


class HandClock:
    """A clock that stands still until the test moves it."""

    def __init__(self) -> None:
        self.time = 0.0
        self._waiting: asyncio.Event | None = None
        self._wake = asyncio.Event()

    def now_ms(self) -> int:
        return int(self.time * 1000)

    def monotonic(self) -> float:
        return self.time

    async def wait(self, event: asyncio.Event, seconds: float | None) -> bool:
        deadline = None if seconds is None else self.time + seconds
        while not event.is_set():
            if deadline is not None and self.time >= deadline - 1e-9:
                return False
            self._wake.clear()
            tasks = [asyncio.ensure_future(event.wait()), asyncio.ensure_future(self._wake.wait())]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
        return True

    async def forward(self, seconds: float) -> None:
        """Let time pass and everything happen that is due."""
        self.time += seconds
        self._wake.set()
        await settle()


async def settle() -> None:
    """Let every task run until it waits."""
    for _ in range(20):
        await asyncio.sleep(0)


class Scene:
    """A sealer on a clock, and the blocks it asked for: True for those that may be empty."""

    def __init__(self, mode: SealingMode) -> None:
        self.clock = HandClock()
        self.blocks: list[bool] = []
        self.complaints: list[BaseException] = []
        self.fail = False
        self.sealer = Sealer(mode, self.clock, self._seal, self.complaints.append)

    async def _seal(self, create_empty: bool) -> None:
        if self.fail:
            raise RuntimeError("no block today")
        self.blocks.append(create_empty)


def scene(mode: SealingMode) -> Callable[[Callable[[Scene], Awaitable[None]]], Callable[[], None]]:
    def decorate(test: Callable[[Scene], Awaitable[None]]) -> Callable[[], None]:
        async def run() -> None:
            made = Scene(mode)
            made.sealer.start()
            await settle()
            await test(made)
            await made.sealer.stop()

        def call() -> None:
            asyncio.run(run())

        return call

    return decorate


@scene(SealingMode(1000))
async def _interval(made: Scene) -> None:
    made.sealer.extrinsic_ready()
    await settle()
    assert made.blocks == []
    for _ in range(3):
        await made.clock.forward(1.0)
    assert made.blocks == [True, True, True]


@scene(SealingMode(instant=True))
async def _instant(made: Scene) -> None:
    await made.clock.forward(60.0)
    assert made.blocks == []
    made.sealer.extrinsic_ready()
    await settle()
    assert made.blocks == [False]


@scene(SealingMode(1000, instant=True))
async def _mixed(made: Scene) -> None:
    made.sealer.extrinsic_ready()
    await settle()
    await made.clock.forward(1.0)
    assert made.blocks == [False, True]


@scene(SealingMode())
async def _manual(made: Scene) -> None:
    made.sealer.extrinsic_ready()
    await made.clock.forward(60.0)
    assert made.blocks == []
    made.sealer.switch(SealingMode(instant=True))
    await settle()
    assert made.blocks == [False], "what was ready before the switch is sealed after it"


@scene(SealingMode(1000))
async def _late(made: Scene) -> None:
    await made.clock.forward(10.0)
    assert made.blocks == [True], "blocks that could not be made in time are not made up for"
    await made.clock.forward(1.0)
    assert made.blocks == [True, True]


@scene(SealingMode(1000))
async def _failing(made: Scene) -> None:
    made.fail = True
    await made.clock.forward(1.0)
    assert [str(error) for error in made.complaints] == ["no block today"]
    made.fail = False
    await made.clock.forward(1.0)
    assert made.blocks == [True]


test_interval_sealing_makes_a_block_each_interval_and_not_before = _interval
test_instant_sealing_makes_a_block_for_each_ready_extrinsic_and_none_for_time = _instant
test_mixed_sealing_does_both = _mixed
test_manual_sealing_makes_none_until_the_mode_is_switched = _manual
test_missed_blocks_are_not_made_up_for = _late
test_a_block_that_fails_does_not_end_sealing = _failing


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("manual", SealingMode()),
        ("instant", SealingMode(instant=True)),
        ("250", SealingMode(250)),
        ("interval", SealingMode(12_000)),
        ("mixed:500", SealingMode(500, instant=True)),
    ],
)
def test_a_mode_is_read_and_written_in_the_same_words(text: str, mode: SealingMode) -> None:
    read = SealingMode.parse(text, default_interval_ms=12_000)
    assert read == mode
    assert SealingMode.parse(str(read), default_interval_ms=1) == mode


@pytest.mark.parametrize("text", ["", "sometimes", "instant:5", "-1", "0", "mixed:x", "²"])
def test_a_mode_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="sealing"):
        SealingMode.parse(text, default_interval_ms=250)
