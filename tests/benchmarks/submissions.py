"""Extrinsics over WebSocket: submissions per second, and one after the other each waited for in a block.

While a block of many transfers is built another client asks on and on: its waits are the stall of the loop.
"""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any

from chain.primitives.address import Id
from tests.benchmarks.node_process import request, running_node
from tests.benchmarks.socket_client import SocketClient
from tests.local_chain import LocalChain, key

SUBMISSIONS = 3_000
SEQUENTIAL = 500
IN_FLIGHT = 16


def transfers(count: int) -> list[str]:
    """Return signed transfers of Alice, in order of their nonces, as hex."""
    chain = LocalChain(checked=False)
    alice, bob = key("Alice"), key("Bob")
    call = chain.call("Balances", "transfer_keep_alive", dest=Id(bob.public_key), value=10**6)
    return ["0x" + chain.sign(alice, call).hex() for _ in range(count)]


async def _submit(port: int, extrinsics: list[str]) -> float:
    """Submit all, some of them in flight at any time; submissions per second."""
    waiting = iter(extrinsics)
    answered = 0
    done = asyncio.get_running_loop().create_future()

    def heard(message: bytes) -> None:
        nonlocal answered
        assert b'"result"' in message, message
        answered += 1
        if answered == len(extrinsics):
            done.set_result(None)
            return
        following = next(waiting, None)
        if following is not None:
            client.request("author_submitExtrinsic", following)

    client = await SocketClient.connect(port, heard)
    begun = time.perf_counter()
    for _ in range(IN_FLIGHT):
        client.request("author_submitExtrinsic", next(waiting))
    await done
    rate = len(extrinsics) / (time.perf_counter() - begun)
    client.transport.close()
    return rate


async def _one_by_one(port: int, extrinsics: list[str]) -> float:
    """Submit each when the one before is in a block; extrinsics per second."""
    waiting = iter(extrinsics)
    done = asyncio.get_running_loop().create_future()

    def heard(message: bytes) -> None:
        assert b'"error"' not in message, message
        if b'"inBlock"' in message:
            following = next(waiting, None)
            if following is None:
                done.set_result(None)
            else:
                client.request("author_submitAndWatchExtrinsic", following)

    client = await SocketClient.connect(port, heard)
    begun = time.perf_counter()
    client.request("author_submitAndWatchExtrinsic", next(waiting))
    await done
    rate = len(extrinsics) / (time.perf_counter() - begun)
    client.transport.close()
    return rate


async def _waits_while(port: int, work: Coroutine[Any, Any, Any]) -> tuple[list[float], Any]:
    """Ask for something small on and on until the work is done; the ascending waits in seconds."""
    waits: list[float] = []
    asked_at = time.perf_counter()
    running = True

    def heard(message: bytes) -> None:
        nonlocal asked_at
        now = time.perf_counter()
        waits.append(now - asked_at)
        if running:
            asked_at = now
            client.request("system_chain")

    client = await SocketClient.connect(port, heard)
    asked_at = time.perf_counter()
    client.request("system_chain")
    result = await work
    running = False
    client.transport.close()
    return sorted(waits), result


async def _block_beside(port: int) -> tuple[list[float], float]:
    return await _waits_while(port, asyncio.to_thread(_timed_block, port))


def _timed_block(port: int) -> float:
    begun = time.perf_counter()
    request(port, "dev_newBlock", 1)
    return time.perf_counter() - begun


def measure(*, quick: bool = False) -> dict[str, float]:
    """Return rates per second, and milliseconds."""
    count = SUBMISSIONS // 4 if quick else SUBMISSIONS
    signed = transfers(count)
    with running_node("--sealing=manual", "--pool-limit=20000") as node:
        submitted = asyncio.run(_submit(node.port, signed))
        waits, block_seconds = asyncio.run(_block_beside(node.port))
        included = len(request(node.port, "chain_getBlock")["block"]["extrinsics"]) - 2
    with running_node("--sealing=instant") as node:
        sequential = asyncio.run(_one_by_one(node.port, signed[: min(count, SEQUENTIAL)]))
    return {
        "submissions_per_s": submitted,
        "sequential_transfers_per_s": sequential,
        "block_under_load_per_s": included / block_seconds,
        "stall_p99_ms": 1000 * waits[len(waits) * 99 // 100],
        "stall_max_ms": 1000 * waits[-1],
    }


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name}: {figure:,.2f}")
