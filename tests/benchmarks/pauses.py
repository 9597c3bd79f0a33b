"""How long garbage collection holds up blocks in a process that is nothing but a node."""

import asyncio
import gc
import time

from chain.node.collector import Collector
from chain.node.config import NodeConfig
from chain.node.sealing import SealingMode
from chain.node.service import Node

BLOCKS = 2_000


async def _measure(blocks: int) -> dict[str, float]:
    pauses = [0.0]
    begun = 0.0

    def note(phase: str, about: dict[str, int]) -> None:
        nonlocal begun
        if phase == "start":
            begun = time.perf_counter()
        else:
            pauses.append(time.perf_counter() - begun)

    async with Node(NodeConfig(sealing=SealingMode(), ports=())) as node:
        collector = Collector(node.parts.worker, node.parts.engine.admission.rules_changed)
        collector.start()
        gc.callbacks.append(note)
        try:
            await node.request("dev_newBlock", blocks)
        finally:
            gc.callbacks.remove(note)
            await collector.stop()
    return {"gc_pause_ms": 1000 * max(pauses), "gc_pauses": len(pauses) - 1}


def measure(*, quick: bool = False) -> dict[str, float]:
    """Return the longest pause in milliseconds, and how many there were."""
    return asyncio.run(_measure(BLOCKS // 4 if quick else BLOCKS))


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name}: {figure:,.3f}")
