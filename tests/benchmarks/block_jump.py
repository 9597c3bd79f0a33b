"""A jump of 10,000 blocks, in which every block is whole, and how long other clients wait meanwhile."""

import threading
import time

from tests.benchmarks.node_process import request, resident_megabytes, running_node

BLOCKS = 10_000


def measure() -> dict[str, float]:
    """Return seconds, milliseconds of waits beside the jump, and megabytes after it."""
    with running_node("--sealing=manual") as node:
        waits: list[float] = []
        over = threading.Event()

        def ask() -> None:
            while not over.wait(0.02):
                begun = time.perf_counter()
                request(node.port, "system_chain")
                waits.append(time.perf_counter() - begun)

        asking = threading.Thread(target=ask)
        asking.start()
        begun = time.perf_counter()
        request(node.port, "dev_newBlock", {"count": BLOCKS})
        seconds = time.perf_counter() - begun
        over.set()
        asking.join()
        waits.sort()
        return {
            "jump_10000_s": seconds,
            "wait_during_jump_p50_ms": 1000 * waits[len(waits) // 2],
            "wait_during_jump_p99_ms": 1000 * waits[len(waits) * 99 // 100],
            "memory_after_jump_mb": resident_megabytes(node.process_id),
        }


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name}: {figure:,.2f}")
