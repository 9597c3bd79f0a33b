"""Blocks without extrinsics over three started networks: sealed in a row as a jump does it, and one by one."""

import time

from tests.benchmarks.many_networks import storage_of_networks
from tests.benchmarks.node_process import request, running_node

NETWORKS = 3
BLOCKS = 1_000
SINGLE_BLOCKS = 200


def measure() -> dict[str, float]:
    """Return blocks per second."""
    with running_node("--sealing=manual") as node:
        request(node.port, "dev_setStorage", storage_of_networks(NETWORKS))
        request(node.port, "dev_newBlock", 50)
        begun = time.perf_counter()
        request(node.port, "dev_newBlock", BLOCKS)
        together = BLOCKS / (time.perf_counter() - begun)
        begun = time.perf_counter()
        for _ in range(SINGLE_BLOCKS):
            request(node.port, "engine_createBlock", True, True)
        return {
            "empty_blocks_per_s": together,
            "empty_blocks_by_request_per_s": SINGLE_BLOCKS / (time.perf_counter() - begun),
        }


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name}: {figure:,.1f}")
