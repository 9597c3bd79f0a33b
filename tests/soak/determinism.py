"""The same blocks in two processes whose hashes of strings differ: `python -m tests.soak.determinism 5000`.

A run that hung on the order of a set, on memory addresses or on the clock would give other roots. So would one that
takes a value for unchanged which is not: the second process makes all blocks with one runtime, as a node does, the
first one a runtime for each. The first block with another root, or whose calls went another way, ends it: the block and
the storage keys that differ are told.

    python -m tests.soak.determinism BLOCKS [--seed N]     two runs, compared block by block
    python -m tests.soak.determinism BLOCKS --roots        one run: the number, the root and the outcome of each block
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from chain.frame.pallet import Pallet
from chain.runtime import Runtime
from tests.soak.scenario import Run
from tests.soak.scenario_calls import KINDS, opening

WAYS = ((1, ()), (4_242, ("--keep-runtime",)))
"""What tells the processes apart: PYTHONHASHSEED, and options."""

PREFIX_LENGTH = 32
MOST_KEYS_TOLD = 20


class Differs(AssertionError):
    """The two runs are not the same; the message says where."""


class Compared(NamedTuple):
    """What two equal runs did."""

    blocks: int
    root: str
    calls: Mapping[str, tuple[int, int]]
    """How many calls of each kind went well and failed."""
    seconds: float


class OtherProcess:
    """A run in a process with its own seed for the hashes of strings; yields a line for each block."""

    def __init__(self, hash_seed: int, seed: int, blocks: int, *options: str) -> None:
        command = [sys.executable, "-m", "tests.soak.determinism", str(blocks), f"--seed={seed}", "--roots", *options]
        environment = os.environ | {"PYTHONHASHSEED": str(hash_seed)}
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)

    def lines(self) -> Iterator[str]:
        """What the process prints, line by line."""
        assert self._process.stdout is not None
        yield from iter(self._process.stdout.readline, "")
        if self._process.wait():
            raise Differs(f"a run ended with status {self._process.returncode}; its error stands above")

    def end(self) -> None:
        """Stop the process if it still runs."""
        self._process.kill()
        self._process.communicate()


def compare(blocks: int, seed: int, *, told: Any = None) -> Compared:
    """Make the same blocks in two processes. Raises Differs at the first difference.

    `told` hears of every hundredth block.
    """
    begun = time.perf_counter()
    runs = [OtherProcess(hash_seed, seed, blocks, *options) for hash_seed, options in WAYS]
    last: list[str] = []
    try:
        for left, right in zip(*(run.lines() for run in runs), strict=True):
            if left.startswith("{"):
                break
            last = left.split()
            if left != right:
                raise Differs(_difference(int(last[0]), seed, left, right))
            if told and int(last[0]) % 100 == 0:
                told(f"block {last[0]} of {blocks}: 0x{last[1]}")
        if left != right:
            raise Differs(f"the calls were counted differently: {left.strip()} and {right.strip()}")
    finally:
        for run in runs:
            run.end()
    calls = {name: (well, failed) for name, (well, failed) in json.loads(left).items()}
    return Compared(blocks, last[1], calls, time.perf_counter() - begun)


def _difference(block: int, seed: int, left: str, right: str) -> str:
    """Say what differs in a block's state, from both processes run once more up to there."""
    runs = [OtherProcess(hash_seed, seed, block, "--state", *options) for hash_seed, options in WAYS]
    first, second = (json.loads(list(run.lines())[-1]) for run in runs)
    for run in runs:
        run.end()
    keys = [key for key in sorted(first.keys() | second.keys()) if first.get(key) != second.get(key)]
    lines = [f"block {block} differs: {left.split()[1:]} and {right.split()[1:]}; {len(keys)} keys of the state differ"]
    names = _item_names()
    for key in keys[:MOST_KEYS_TOLD]:
        name = names.get(key[: 2 * PREFIX_LENGTH], "no item of the runtime")
        lines.append(f"  {name} 0x{key}: {first.get(key)} and {second.get(key)}")
    return "\n".join(lines)


def _item_names() -> dict[str, str]:
    """The storage items by the hexadecimal beginning of their keys."""
    runtime: Runtime = Run(0, KINDS, opening).chain.runtime()
    parts: list[Pallet] = runtime.parts
    return {
        item.prefix.hex(): f"{part.declaration.name}.{item.name}" for part in parts for item in part.declaration.storage
    }


def _print_roots(seed: int, blocks: int, *, state: bool, keeps_runtime: bool) -> None:
    run = Run(seed, KINDS, opening, keeps_runtime=keeps_runtime)
    for block in run.blocks(blocks):
        print(block.number, block.root.hex(), block.outcome.hex(), flush=True)
    print(json.dumps(run.counts))
    if state:
        entries = run.chain.history.entries(run.chain.head.hash())
        print(json.dumps({key.hex(): value.hex() for key, value in entries}))


def _print_report(compared: Compared) -> None:
    print(f"{'calls':34}{'went well':>12}{'failed':>10}")
    for name, (well, failed) in compared.calls.items():
        print(f"{name:34}{well:>12}{failed:>10}")
    well, failed = (sum(column) for column in zip(*compared.calls.values(), strict=True))
    print(f"{'all':34}{well:>12}{failed:>10}")
    minutes = compared.seconds / 60
    print(f"{compared.blocks} blocks were the same in both processes, {minutes:.1f} minutes, root 0x{compared.root}")


def main() -> None:
    """Compare two runs, or make one of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("blocks", type=int, nargs="?", default=5_000, help="how many blocks (5000)")
    parser.add_argument("--seed", type=int, default=7, help="what chance begins with (7)")
    parser.add_argument("--roots", action="store_true", help="make one run and print a line for each block")
    parser.add_argument("--state", action="store_true", help="with --roots: print the whole state after the last block")
    parser.add_argument("--keep-runtime", action="store_true", help="with --roots: one runtime for all blocks")
    options = parser.parse_args()
    if options.roots:
        _print_roots(options.seed, options.blocks, state=options.state, keeps_runtime=options.keep_runtime)
        return
    try:
        _print_report(compare(options.blocks, options.seed, told=lambda line: print(line, file=sys.stderr)))
    except Differs as difference:
        raise SystemExit(str(difference)) from None


if __name__ == "__main__":
    main()
