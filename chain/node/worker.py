"""One thread for what takes long, one thing at a time, so that the RPC loop keeps answering meanwhile."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, TypeVar

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
        """Run work in the thread; the caller holds the lock and must not be cancelled meanwhile."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, work)

    def close(self) -> None:
        """Wait for the work in the thread, then end it."""
        self.stopping = True
        self._executor.shutdown(wait=True)
        sys.setswitchinterval(self._previous_interval)


async def undisturbed(work: Coroutine[Any, Any, T]) -> T:
    """Await work that runs to its end even if whoever awaits it gives up: the chain must not be left half changed."""
    task = asyncio.get_running_loop().create_task(work)
    # A fault that nobody awaits any more has nobody to tell.
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return await asyncio.shield(task)
