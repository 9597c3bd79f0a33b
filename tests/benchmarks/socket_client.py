"""A WebSocket connection as cheap as it can be, so that the server is what is measured. Frames are made by hand."""

import asyncio
import base64
import os
from collections.abc import Callable
from typing import Any

import orjson


def text_frame(payload: bytes) -> bytes:
    """Return a client's frame: masked with zeros, which leaves the payload as it is."""
    length = len(payload)
    if length < 126:
        head = bytes((0x81, 0x80 | length))
    elif length < 1 << 16:
        head = b"\x81\xfe" + length.to_bytes(2, "big")
    else:
        head = b"\x81\xff" + length.to_bytes(8, "big")
    return head + bytes(4) + payload


class SocketClient(asyncio.Protocol):
    """One connection; `heard` is called with the payload of every message."""

    def __init__(self, heard: Callable[[bytes], None]) -> None:
        self.heard = heard
        self.open = asyncio.get_running_loop().create_future()
        self._received = bytearray()

    @classmethod
    async def connect(cls, port: int, heard: Callable[[bytes], None]) -> "SocketClient":
        """Open a connection and wait until it is a WebSocket."""
        loop = asyncio.get_running_loop()
        client = (await loop.create_connection(lambda: cls(heard), "127.0.0.1", port))[1]
        await client.open
        return client

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        nonce = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {nonce}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def request(self, method: str, *parameters: Any, number: int = 1) -> None:
        """Send a request; the answer comes to `heard`."""
        body = {"jsonrpc": "2.0", "id": number, "method": method, "params": parameters}
        self.transport.write(text_frame(orjson.dumps(body)))

    def data_received(self, data: bytes) -> None:
        received = self._received
        received += data
        if not self.open.done():
            end = received.find(b"\r\n\r\n")
            if end < 0:
                return
            assert received.startswith(b"HTTP/1.1 101"), bytes(received)
            del received[: end + 4]
            self.open.set_result(None)
        while len(received) >= 2:
            length, begin = received[1], 2
            if length >= 126:
                begin = 4 if length == 126 else 10
                if len(received) < begin:
                    return
                length = int.from_bytes(received[2:begin], "big")
            if len(received) < begin + length:
                return
            message = bytes(received[begin : begin + length])
            del received[: begin + length]
            self.heard(message)
