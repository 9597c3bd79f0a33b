"""What it takes to start: the command line, the first block, a machine that never ran it, a chain of 100,000 keys."""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.benchmarks.node_process import command_environment, request, running_node

KEYS = 100_000
KEYS_PER_REQUEST = 5_000
WEFT = (sys.executable, "-c", "from weft import main; main()")


def command_ms(arguments: tuple[str, ...], rounds: int) -> float:
    """Return the median milliseconds of a `weft` command line."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        subprocess.run([*WEFT, *arguments], check=True, stdout=subprocess.DEVNULL, env=command_environment())
        times.append(time.perf_counter() - begun)
    return 1000 * median(times)


def first_block_ms(rounds: int) -> float:
    """Return the median milliseconds from exec until the first block, sealed at once when asked for."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        with running_node("--sealing=manual") as node:
            request(node.port, "dev_newBlock", 1)
            times.append(time.perf_counter() - begun)
    return 1000 * median(times)


def first_run_ms() -> float:
    """Return the milliseconds from exec to the first answer where nothing of Python or of Weft was ever compiled."""
    with tempfile.TemporaryDirectory() as folder, running_node("--sealing=manual", compiled_files=folder) as node:
        return 1000 * node.seconds_to_first_answer


def restart_ms(rounds: int) -> dict[str, float]:
    """Return the milliseconds of a start on a chain with 100,000 keys, and what a key takes in memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chain"
        with running_node("--sealing=manual", f"--base-path={path}", keeps=True) as node:
            for first in range(0, KEYS, KEYS_PER_REQUEST):
                numbers = range(first, first + KEYS_PER_REQUEST)
                request(node.port, "dev_setStorage", [[_key(number), "0x" + f"{number:0112x}"] for number in numbers])
        times = []
        for _ in range(rounds):
            with running_node("--sealing=manual", f"--base-path={path}", keeps=True) as node:
                times.append(node.seconds_to_first_answer)
                assert request(node.port, "state_getStorage", _key(KEYS - 1))
        shutil.rmtree(path, ignore_errors=True)
    return {"restart_100k_ms": 1000 * median(times)}


def _key(number: int) -> str:
    # Spread like hashes: a trie of consecutive numbers would be another trie.
    return f"0x{(number * 0x9E3779B97F4A7C15) % 2**64:016x}" + "77" * 32 + f"{number:08x}"


def measure(*, quick: bool = False) -> dict[str, float]:
    """Return medians in milliseconds."""
    rounds = 3 if quick else 9
    return {
        "version_ms": command_ms(("--version",), rounds),
        "help_ms": command_ms(("--help",), rounds),
        "first_block_ms": first_block_ms(rounds),
        "first_run_ms": first_run_ms(),
        **restart_ms(1 if quick else 3),
    }


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name}: {figure:,.1f}")
