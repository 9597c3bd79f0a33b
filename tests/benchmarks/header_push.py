"""What a new header costs the node when five hundred clients listen for it. CPU time of the node, by block."""

import asyncio
import time

from tests.benchmarks.node_process import processor_seconds, request, running_node
from tests.benchmarks.socket_client import SocketClient

SUBSCRIBERS = 500


class Counting:
    """Counts messages, and says when there were enough."""

    def __init__(self) -> None:
        self.seen = 0
        self._awaited = 0
        self._arrived: asyncio.Future[None] | None = None

    def heard(self, message: bytes) -> None:
        """Count a message."""
        assert b'"error"' not in message, message
        self.seen += 1
        if self._arrived is not None and self.seen >= self._awaited and not self._arrived.done():
            self._arrived.set_result(None)

    async def until(self, count: int) -> None:
        """Wait for this many messages in all."""
        if self.seen < count:
            self._awaited, self._arrived = count, asyncio.get_running_loop().create_future()
            await self._arrived


async def _push(port: int, process_id: int, blocks: int) -> dict[str, float]:
    await asyncio.to_thread(request, port, "dev_newBlock", blocks)
    before = processor_seconds(process_id)
    for _ in range(blocks):
        await asyncio.to_thread(request, port, "engine_createBlock", True, True)
    alone = processor_seconds(process_id) - before
    counting = Counting()
    clients = [await SocketClient.connect(port, counting.heard) for _ in range(SUBSCRIBERS)]
    for client in clients:
        client.request("chain_subscribeNewHeads")
    # The id of the subscription, and the present head.
    expected = 2 * SUBSCRIBERS
    await counting.until(expected)
    before = processor_seconds(process_id)
    begun = time.perf_counter()
    for _ in range(blocks):
        await asyncio.to_thread(request, port, "engine_createBlock", True, True)
        expected += SUBSCRIBERS
        await counting.until(expected)
    elapsed = time.perf_counter() - begun
    listened = processor_seconds(process_id) - before
    for client in clients:
        client.transport.close()
    return {
        "header_push_500_ms": 1000 * (listened - alone) / blocks,
        "header_push_500_wall_ms": 1000 * elapsed / blocks,
    }


def measure(*, quick: bool = False) -> dict[str, float]:
    """Return the node's CPU milliseconds for a header to all subscribers, and the wall time until all have it."""
    with running_node("--sealing=manual", "--rpc-max-connections=1000") as node:
        return asyncio.run(_push(node.port, node.process_id, 10 if quick else 40))


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name}: {figure:,.2f}")
