"""One thread for what takes long, one thing at a time, so that the RPC loop keeps answering meanwhile."""

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import TypeVar

T = TypeVar("T")
SWITCH_INTERVAL_SECONDS = 0.001
"""How long the thread may hold the interpreter while the loop has something to do."""


class Worker:
    """A thread and the lock on the chain.

    Whoever holds the lock may run work in the thread and change the chain afterwards, on the loop: so no reader on the
    loop ever sees a change half made, and no work in the thread sees the chain change.
    """

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="weft-worker")
        self._lock = asyncio.Lock()
        self._previous_interval = sys.getswitchinterval()
        self.stopping = False
        sys.setswitchinterval(min(SWITCH_INTERVAL_SECONDS, self._previous_interval))

    async def __aenter__(self) -> None:
        await self._lock.acquire()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()

    async def run(self, work: Callable[[], T]) -> T:
        """Run work in the thread; the caller holds the lock.

        A cancelled caller lets go only when the work is done: the lock must not be free while the thread runs.
        """
        future = asyncio.get_running_loop().run_in_executor(self._executor, work)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            await asyncio.wait([future])
            raise

    def close(self) -> None:
        """Wait for the work in the thread, then end it."""
        self.stopping = True
        self._executor.shutdown(wait=True)
        sys.setswitchinterval(self._previous_interval)
