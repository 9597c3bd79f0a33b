"""state_getStorage over WebSocket: requests per second and latency, one connection and many, in closed loops."""

import asyncio
import base64
import os
import time
from typing import Any

from tests.benchmarks.node_process import running_node

KEY = "0x26aa394eea5630e07c48ae0c9558cef702a5c1b19ab7a04f536c519aca4983ac"
"""System.Number."""
SECONDS = 2.0
CONNECTIONS = (1, 50, 500)


class Client(asyncio.Protocol):
    """One connection that asks again as soon as it is answered; frames are counted by their heads alone."""

    def __init__(self, path_key: str) -> None:
        payload = b'{"jsonrpc":"2.0","id":1,"method":"state_getStorage","params":["%s"]}' % path_key.encode()
        # A mask of zeros leaves the payload as it is.
        self.frame = b"\x81\xfe" + len(payload).to_bytes(2, "big") + bytes(4) + payload
        self.open = asyncio.get_running_loop().create_future()
        self.answers = 0
        self.waits: list[float] = []
        self.asked_at = 0.0
        self.running = True

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        if not self.open.done():
            assert data.startswith(b"HTTP/1.1 101"), data
            self.open.set_result(None)
            return
        assert data[0] == 0x81 and b'"result":' in data, data
        self.answers += 1
        self.waits.append(now - self.asked_at)
        if self.running:
            self.ask()

    def ask(self) -> None:
        self.asked_at = time.perf_counter()
        self.transport.write(self.frame)


async def _load(port: int, connections: int) -> tuple[float, list[float]]:
    loop = asyncio.get_running_loop()
    clients = [(await loop.create_connection(lambda: Client(KEY), "127.0.0.1", port))[1] for _ in range(connections)]
    await asyncio.gather(*(client.open for client in clients))
    begun = time.perf_counter()
    for client in clients:
        client.ask()
    await asyncio.sleep(SECONDS)
    elapsed = time.perf_counter() - begun
    answered = sum(client.answers for client in clients)
    for client in clients:
        client.running = False
        client.transport.close()
    return answered / elapsed, sorted(wait for client in clients for wait in client.waits)


def load(port: int, connections: int) -> tuple[float, list[float]]:
    """Return requests per second and the ascending waits in seconds."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(_load(port, connections))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_load(port, connections))


def measure() -> dict[str, float]:
    """Return requests per second and p50 and p99 in milliseconds, by number of connections."""
    figures: dict[str, float] = {}
    with running_node("--sealing=manual", "--rpc-max-connections=1000") as node:
        for connections in CONNECTIONS:
            rate, waits = load(node.port, connections)
            figures[f"reads_{connections}_connections_per_s"] = rate
            figures[f"read_{connections}_connections_p50_ms"] = waits[len(waits) // 2] * 1000
            figures[f"read_{connections}_connections_p99_ms"] = waits[len(waits) * 99 // 100] * 1000
    return figures


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name}: {figure:,.3f}")
