"""What the protocols spoken over a connection need of the connection."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from chain.node.transport.access import AccessPolicy
from chain.node.transport.limits import Limits
from chain.node.transport.service import Answering


class Line(Protocol):
    """A connection as seen from the protocol that is spoken over it."""

    answering: Answering
    limits: Limits
    access: AccessPolicy
    transport: asyncio.Transport
    loop: asyncio.AbstractEventLoop
    writing_paused: bool
    say: Callable[[str], None]

    def run(self, coroutine: Coroutine[Any, Any, bytes | None], done: Callable[[bytes | None], None]) -> bool:
        """Run an answer; hand its result to `done`, at once if it does not wait. Return whether it waits."""
        ...

    @property
    def in_flight(self) -> int:
        """How many requests wait for their answers."""
        ...
