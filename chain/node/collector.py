"""Garbage collection at moments of our own choosing, for a process that is nothing but a node.

The collector of the interpreter walks every live object now and then, and everything waits: tens of milliseconds for a
chain of some size. Here what survives is frozen, so that only what came since is walked. Reference counts free frozen
objects as any others; cycles among them wait for the rare thorough collection.
"""

import asyncio
import gc
import time
from collections.abc import Callable

from chain.node.worker import Worker

LOOK_SECONDS = 0.05
OBJECTS_BETWEEN = 5_000
"""So many more objects than at the last collection are worth another, of a millisecond or two."""
THOROUGH_SECONDS = 3600.0


class Collector:
    """Collects and freezes while nothing works on the chain; `let_go` drops what would be replaced soon anyway."""

    def __init__(self, worker: Worker, let_go: Callable[[], None]) -> None:
        self._worker = worker
        self._let_go = let_go
        self._thorough_at = time.monotonic() + THOROUGH_SECONDS
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Take over from the interpreter."""
        gc.disable()
        self._collect()
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Leave it to the interpreter again."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        gc.unfreeze()
        gc.enable()

    async def look(self) -> None:
        """Collect if it is worth it."""
        if gc.get_count()[0] < OBJECTS_BETWEEN:
            return
        async with self._worker:
            if time.monotonic() >= self._thorough_at:
                gc.unfreeze()
                self._thorough_at = time.monotonic() + THOROUGH_SECONDS
            self._collect()

    def _collect(self) -> None:
        self._let_go()
        gc.collect()
        gc.freeze()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await self.look()
