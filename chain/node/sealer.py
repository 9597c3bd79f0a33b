"""The sealer: calls for a block when the mode says that one is due."""

import asyncio
from collections.abc import Awaitable, Callable

from chain.node.clock import Clock
from chain.node.sealing import SealingMode

Seal = Callable[[bool], Awaitable[object]]
"""Makes a block; the argument says whether an empty one is wanted too."""


class Sealer:
    """Calls `seal` whenever the mode says that a block is due; one block at a time."""

    def __init__(self, mode: SealingMode, clock: Clock, seal: Seal, complain: Callable[[BaseException], None]) -> None:
        self._mode = mode
        self._clock = clock
        self._seal = seal
        self._complain = complain
        self._wake = asyncio.Event()
        self._mode_changed = True
        self._ready = False
        self._task: asyncio.Task[None] | None = None

    @property
    def mode(self) -> SealingMode:
        """When blocks are made."""
        return self._mode

    def switch(self, mode: SealingMode) -> None:
        """Seal in this mode from now on; an interval begins anew."""
        self._mode = mode
        self._mode_changed = True
        self._wake.set()

    def extrinsic_ready(self) -> None:
        """Hear that the pool has something to include."""
        self._ready = True
        if self._mode.instant:
            self._wake.set()

    def start(self) -> None:
        """Begin to seal."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Seal no more; a block in the making is given up."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        due = 0.0
        while True:
            now = self._clock.monotonic()
            interval_ms = self._mode.interval_ms
            if self._mode_changed:
                self._mode_changed = False
                due = now + (interval_ms or 0) / 1000
            if self._mode.instant and self._ready:
                await self._make(create_empty=False)
                continue
            if interval_ms is not None and now >= due:
                await self._make(create_empty=True)
                # Blocks that could not be made in time are not made up for; those to come keep the beat.
                missed = int((self._clock.monotonic() - due) * 1000 // interval_ms)
                due += (1 + missed) * interval_ms / 1000
                continue
            self._wake.clear()
            await self._clock.wait(self._wake, None if interval_ms is None else due - now)

    async def _make(self, *, create_empty: bool) -> None:
        self._ready = False
        try:
            await self._seal(create_empty)
        except Exception as error:
            # A chain whose blocks fail must still answer questions about why.
            self._complain(error)
