"""From exec to the first RPC answer, to listening in process, and the memory of a fresh chain."""

import subprocess
import sys
import time
from statistics import median

from tests.benchmarks.node_process import resident_megabytes, running_node

ROUNDS = 11
IN_PROCESS = """
import time
from chain.node.hosted import HostedNode
from chain.node.config import NodeConfig
HostedNode(NodeConfig()).__enter__().stop()
begun = time.perf_counter()
with HostedNode(NodeConfig()) as node:
    print(1000 * (time.perf_counter() - begun))
"""


def measure() -> dict[str, float]:
    """Return medians: milliseconds, megabytes."""
    answers, memory = [], []
    for _ in range(ROUNDS):
        with running_node("--sealing=manual") as node:
            answers.append(node.seconds_to_first_answer)
            memory.append(resident_megabytes(node.process_id))
    in_process = [
        float(subprocess.run([sys.executable, "-c", IN_PROCESS], capture_output=True, check=True, text=True).stdout)
        for _ in range(3)
    ]
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", ""], check=True)
    return {
        "startup_ms": 1000 * median(answers),
        "startup_in_process_ms": median(in_process),
        "python_itself_ms": 1000 * (time.perf_counter() - begun),
        "memory_at_start_mb": median(memory),
    }


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name}: {figure:,.2f}")
