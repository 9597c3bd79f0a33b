"""A node for one test: over the stand-in chain, in process, gone when the test ends."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import websockets

from chain.node.config import NodeConfig
from chain.node.sealing import SealingMode
from chain.node.service import Node
from tests.node.stand_in import stand_in_rules

MANUAL = SealingMode()


def on_a_node(**settings: Any) -> Callable[[Callable[[Node], Awaitable[None]]], Callable[[], None]]:
    """Make an async test of a node a test that pytest can call."""

    def decorate(test: Callable[[Node], Awaitable[None]]) -> Callable[[], None]:
        async def run() -> None:
            config = NodeConfig(**{"sealing": MANUAL, "ports": (), **settings})
            async with Node(config, rules=stand_in_rules()) as node:
                async with asyncio.timeout(20):
                    await test(node)

        def call() -> None:
            asyncio.run(run())

        call.__name__, call.__doc__, call.__module__ = test.__name__, test.__doc__, test.__module__
        return call

    return decorate


class Client:
    """A WebSocket client that keeps notifications apart from answers."""

    def __init__(self, socket: websockets.ClientConnection) -> None:
        self.socket = socket
        self.notes: list[Any] = []
        self._number = 0

    async def request(self, method: str, *parameters: Any) -> Any:
        """Make a request and return the whole answer."""
        self._number += 1
        await self.socket.send(
            json.dumps({"jsonrpc": "2.0", "id": self._number, "method": method, "params": list(parameters)})
        )
        while True:
            message = json.loads(await self.socket.recv())
            if message.get("id") == self._number:
                return message
            self.notes.append(message)

    async def result(self, method: str, *parameters: Any) -> Any:
        """Make a request and return its result."""
        answer = await self.request(method, *parameters)
        assert "result" in answer, answer
        return answer["result"]

    async def note(self) -> Any:
        """Return the next notification."""
        return self.notes.pop(0) if self.notes else json.loads(await self.socket.recv())

    async def raw(self, data: str | bytes) -> Any:
        """Send a message as it is and return the answer."""
        await self.socket.send(data)
        return json.loads(await self.socket.recv())


def connect(node: Node, **settings: Any) -> websockets.connect:
    """Connect to the node's first port."""
    return websockets.connect(node.url, **settings)


async def http(node: Node, request: bytes) -> tuple[int, bytes, bytes]:
    """Send bytes over a new connection; return status, head and body of the response."""
    reader, writer = await asyncio.open_connection("127.0.0.1", node.ports[0])
    try:
        writer.write(request)
        return await read_response(reader)
    finally:
        writer.close()
        await writer.wait_closed()


async def read_response(reader: asyncio.StreamReader) -> tuple[int, bytes, bytes]:
    """Read one HTTP response."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    body = await reader.readexactly(length)
    return int(head.split(b" ")[1]), head, body


def post(body: bytes, *headers: str) -> bytes:
    """Return a POST request of JSON."""
    lines = [
        "POST / HTTP/1.1",
        "Host: localhost",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *headers,
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body
