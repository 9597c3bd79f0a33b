"""Run a coroutine at once as far as it goes, and only the rest of it, if any, as a task.

Most RPC methods never wait. A task for each would cost more than the method itself, and would answer a tick later.
"""

import asyncio
from collections.abc import Coroutine, Generator
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Remainder(Generic[T]):
    """A coroutine that has run to its first wait; awaiting it runs the rest in the current task."""

    __slots__ = ("_coroutine", "_waiting")

    def __init__(self, coroutine: Coroutine[Any, Any, T], waiting: Any) -> None:
        self._coroutine = coroutine
        self._waiting = waiting

    def __await__(self) -> Generator[Any, Any, T]:
        coroutine, waiting = self._coroutine, self._waiting
        try:
            while True:
                try:
                    sent = yield waiting
                except BaseException as error:
                    waiting = coroutine.throw(error)
                else:
                    waiting = coroutine.send(sent)
        except StopIteration as finished:
            result: T = finished.value
            return result

    async def finish(self) -> T:
        """Run the rest of the coroutine."""
        return await self


def start(coroutine: Coroutine[Any, Any, T]) -> "T | asyncio.Task[T]":
    """Return the coroutine's result if it needs no waiting, otherwise the task that finishes it."""
    try:
        waiting = coroutine.send(None)
    except StopIteration as finished:
        result: T = finished.value
        return result
    return asyncio.get_running_loop().create_task(Remainder(coroutine, waiting).finish())
