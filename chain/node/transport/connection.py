"""One client's socket: HTTP until the client asks for WebSocket, then that."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Protocol, cast

from chain.node.transport import eager
from chain.node.transport.access import AccessPolicy
from chain.node.transport.http_exchange import HttpExchange
from chain.node.transport.limits import Limits
from chain.node.transport.service import Answering


class Exchange(Protocol):
    """The protocol spoken over a connection at the moment."""

    def receive(self, data: bytes) -> None:
        """Take bytes from the client."""

    def tick(self, now: float) -> None:
        """Look at deadlines; called every few seconds with a monotonic time in seconds."""

    def shut(self) -> None:
        """Say good-bye in the way of the protocol; the connection closes the socket."""

    def closed(self) -> None:
        """The socket is gone."""


class Connection(asyncio.Protocol):
    """One client's socket, and the protocol that is spoken over it at the moment."""

    def __init__(
        self,
        answering: Answering,
        limits: Limits,
        access: AccessPolicy,
        registry: "set[Connection]",
        say: Callable[[str], None],
    ) -> None:
        self.answering = answering
        self.limits = limits
        self.access = access
        self.say = say
        self.writing_paused = False
        self._registry = registry
        self._tasks: set[asyncio.Task[Any]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin with HTTP, or refuse if there are too many connections already."""
        self.transport = cast(asyncio.Transport, transport)
        self.transport.set_write_buffer_limits(high=self.limits.write_buffer_bytes)
        self.loop = asyncio.get_running_loop()
        exchange = HttpExchange(self)
        self._exchange: Exchange = exchange
        self._registry.add(self)
        if len(self._registry) > self.limits.connections:
            exchange.refuse_connection()

    def upgrade(self, request: bytes) -> None:
        """Speak WebSocket from here on; `request` is all that was received of the handshake and after it."""
        # Imported here: it is a tenth of what a process has to load, and many speak HTTP or no protocol at all.
        from chain.node.transport.websocket_link import WebSocketLink

        link = WebSocketLink(self)
        self._exchange = link
        link.receive(request)

    def data_received(self, data: bytes) -> None:
        """Hand the bytes to the protocol spoken."""
        self._exchange.receive(data)

    def eof_received(self) -> bool:
        """Close when the client has closed its side."""
        return False

    def pause_writing(self) -> None:
        """Stop reading from a client that does not read."""
        self.writing_paused = True
        self.transport.pause_reading()

    def resume_writing(self) -> None:
        """Read again."""
        self.writing_paused = False
        self.transport.resume_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the client."""
        self._registry.discard(self)
        self._exchange.closed()

    def tick(self, now: float) -> None:
        """Look at deadlines."""
        self._exchange.tick(now)

    def shut(self) -> None:
        """Say good-bye and close once what is buffered has gone out."""
        if not self.transport.is_closing():
            self._exchange.shut()
            self.transport.close()

    def run(self, coroutine: Coroutine[Any, Any, bytes | None], done: Callable[[bytes | None], None]) -> bool:
        """Run an answer; hand its result to `done`, at once if it does not wait. Return whether it waits."""
        outcome = eager.start(coroutine)
        if not isinstance(outcome, asyncio.Task):
            done(outcome)
            return False
        self._tasks.add(outcome)
        outcome.add_done_callback(lambda task: self._finished(task, done))
        return True

    @property
    def in_flight(self) -> int:
        """How many requests wait for their answers."""
        return len(self._tasks)

    def _finished(self, task: "asyncio.Task[bytes | None]", done: Callable[[bytes | None], None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            done(task.result())
