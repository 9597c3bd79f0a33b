"""Snapshot and revert, on a young chain and on one of 10,000 blocks, after one block and after many."""

import asyncio
import time
from statistics import median

from chain.node.config import NodeConfig
from chain.node.sealing import SealingMode
from chain.node.service import Node

ROUNDS = 20
LENGTH = 10_000


async def _times(node: Node, blocks_between: int, rounds: int) -> tuple[float, float]:
    taken, reverted = [], []
    for _ in range(rounds):
        begun = time.perf_counter()
        snapshot = await node.request("dev_snapshot")
        taken.append(time.perf_counter() - begun)
        await node.request("dev_newBlock", blocks_between)
        begun = time.perf_counter()
        await node.request("dev_revert", snapshot)
        reverted.append(time.perf_counter() - begun)
    return 1000 * median(taken), 1000 * median(reverted)


async def _measure() -> dict[str, float]:
    async with Node(NodeConfig(sealing=SealingMode(), ports=())) as node:
        young = await _times(node, 1, ROUNDS)
        await node.request("dev_newBlock", LENGTH)
        old = await _times(node, 1, ROUNDS)
        far = await _times(node, 1_000, 3)
    return {
        "snapshot_young_chain_ms": young[0],
        "revert_young_chain_ms": young[1],
        "snapshot_ms": old[0],
        "revert_ms": old[1],
        "revert_1000_blocks_ms": far[1],
    }


def measure() -> dict[str, float]:
    """Return medians in milliseconds; `snapshot_ms` and `revert_ms` are those of a chain of 10,000 blocks."""
    return asyncio.run(_measure())


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name}: {figure:,.3f}")
