"""Time, handed in: what the node reads of it, the system's clock, and one that a user can shift."""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """What the node needs of time, so that tests can turn the hands themselves."""

    def now_ms(self) -> int:
        """Return the time of day in milliseconds since 1970."""
        ...

    def monotonic(self) -> float:
        """Return seconds that only ever grow, for deadlines."""
        ...

    async def wait(self, event: asyncio.Event, seconds: float | None) -> bool:
        """Wait until the event is set or the seconds are over; say whether it was the event."""
        ...


class SystemClock:
    """The machine's own time."""

    def now_ms(self) -> int:
        """Return the time of day in milliseconds since 1970."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """Return seconds that only ever grow."""
        return time.monotonic()

    async def wait(self, event: asyncio.Event, seconds: float | None) -> bool:
        """Wait until the event is set or the seconds are over; say whether it was the event."""
        if seconds is None:
            await event.wait()
            return True
        if seconds <= 0:
            await asyncio.sleep(0)
            return event.is_set()
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return False
        return True


class ChainClock:
    """The time of day as the chain sees it: a clock and an offset that `dev_timeTravel` sets.

    The timestamp of a block is at least one block time after its parent's, however fast blocks are made.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.offset_ms = 0

    def now_ms(self) -> int:
        """Return the chain's time of day in milliseconds since 1970."""
        return self._clock.now_ms() + self.offset_ms

    def travel_to(self, moment_ms: int) -> None:
        """Make it `moment_ms` now; time goes on from there."""
        self.offset_ms += moment_ms - self.now_ms()
