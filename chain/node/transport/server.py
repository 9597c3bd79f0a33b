"""Listens: one answering side, any number of addresses, the limits and deadlines of all connections."""

import asyncio
import errno
import socket
from collections.abc import Callable, Sequence

from chain.node.transport.access import AccessPolicy
from chain.node.transport.connection import Connection
from chain.node.transport.limits import Limits
from chain.node.transport.service import Answering

TICK_SECONDS = 2.0
CLOSING_SECONDS = 0.3
LOOPBACK = ("127.0.0.1", "::1")
EVERYWHERE = ("0.0.0.0", "::")


class CannotListen(OSError):
    """A port could not be opened; the message says which and what to do."""


class RpcServer:
    """The open ports of a node."""

    def __init__(self, answering: Answering, limits: Limits, access: AccessPolicy, say: Callable[[str], None]) -> None:
        self._answering = answering
        self._limits = limits
        self._access = access
        self._say = say
        self._servers: list[asyncio.Server] = []
        self._connections: set[Connection] = set()
        self._ticking: asyncio.TimerHandle | None = None
        self.ports: tuple[int, ...] = ()

    @property
    def connections(self) -> int:
        """How many clients are connected."""
        return len(self._connections)

    async def listen(self, ports: Sequence[int], *, external: bool = False) -> None:
        """Open the ports on loopback, or on every address; port 0 takes a free one.

        Raises:
            CannotListen: a port is taken, or may not be opened.
        """
        self._loop = asyncio.get_running_loop()
        opened = []
        for port in ports:
            opened.append(await self._open(port, EVERYWHERE if external else LOOPBACK))
        self.ports = tuple(opened)
        self._ticking = self._loop.call_later(TICK_SECONDS, self._tick)

    async def close(self) -> None:
        """Close the ports, say good-bye to every client, and wait a moment for what is on its way to them."""
        if self._ticking is not None:
            self._ticking.cancel()
        for server in self._servers:
            server.close()
        for connection in list(self._connections):
            connection.shut()
        deadline = self._loop.time() + CLOSING_SECONDS if self._connections else 0.0
        while self._connections and self._loop.time() < deadline:
            await asyncio.sleep(0.01)
        for connection in list(self._connections):
            connection.transport.abort()
        await asyncio.sleep(0)

    async def _open(self, port: int, addresses: Sequence[str]) -> int:
        """Open one port on IPv4 and, where the machine has it, on IPv6; return its number."""
        first = self._bound(addresses[0], port)
        port = first.getsockname()[1]
        await self._serve(first)
        try:
            second = self._bound(addresses[1], port)
        except OSError as error:
            if error.errno in (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL):
                return port
            # "localhost" may mean either address: half a port would send some clients to another node.
            raise CannotListen(
                f"port {port} on {addresses[1]} cannot be opened ({error.strerror}); choose another"
            ) from error
        await self._serve(second)
        return port

    async def _serve(self, bound: socket.socket) -> None:
        self._servers.append(await self._loop.create_server(self._connection, sock=bound, backlog=512))

    def _connection(self) -> Connection:
        return Connection(self._answering, self._limits, self._access, self._connections, self._say)

    @staticmethod
    def _bound(address: str, port: int) -> socket.socket:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        # asyncio turns off Nagle's algorithm only where the protocol is named; with it, answers wait for 40 ms.
        bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            bound.bind((address, port))
        except OSError as error:
            bound.close()
            if family == socket.AF_INET6:
                raise
            reason = {
                errno.EADDRINUSE: "is taken by another program",
                errno.EACCES: "may not be opened by this user",
            }.get(error.errno or 0, f"cannot be opened ({error.strerror})")
            raise CannotListen(f"port {port} on {address} {reason}; choose another with --rpc-port") from error
        return bound

    def _tick(self) -> None:
        now = self._loop.time()
        for connection in list(self._connections):
            connection.tick(now)
        self._ticking = self._loop.call_later(TICK_SECONDS, self._tick)
