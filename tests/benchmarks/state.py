"""What the state costs on this machine: `python tests/benchmarks/state.py`. CPU time, median of several runs."""

import gc
import json
import random
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from chain.codec import encode
from chain.primitives.digest import Digest
from chain.primitives.header import Header
from chain.primitives.identifiers import Hash
from chain.state import State, StateHistory
from chain.state.database import BlockRecord, Database

KEYS = 100_000
VALUE_LENGTH = 56


def make_items(count: int) -> dict[bytes, bytes]:
    """Return keys as a map of accounts has them: 32 common bytes, a 16-byte hash, 32 bytes of account."""
    random_bytes = random.Random(1).randbytes
    return {b"\x26" * 32 + random_bytes(48): random_bytes(VALUE_LENGTH) for _ in range(count)}


def median_ms(run: Callable[[], object], repeats: int) -> float:
    """Return the median CPU milliseconds of a call."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        run()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def measure_roots(history: StateHistory, keys: list[bytes]) -> dict[str, float]:
    """Return the milliseconds of a state root after so many changed keys."""
    chosen = random.Random(2)
    figures = {}
    for count, repeats in ((1, 200), (10, 100), (100, 50), (1_000, 15), (10_000, 5)):
        times = []
        for _ in range(repeats):
            state = history.head()
            for key in chosen.sample(keys, count):
                state.put(key, chosen.randbytes(VALUE_LENGTH))
            start = time.process_time()
            state.root()
            times.append((time.process_time() - start) * 1000)
        figures[f"root_{count}_changed_ms"] = statistics.median(times)
    return figures


def measure_reads(history: StateHistory, keys: list[bytes]) -> dict[str, float]:
    """Return microseconds of single operations on the newest state and on an older one."""
    chosen = random.Random(3).sample(keys, 10_000)
    state, old = history.head(), history.at(b"genesis")
    block = history.head()
    block.put(chosen[0], b"changed")
    history.commit(b"next", block)
    head = history.head()

    def each(operation: Callable[[bytes], object]) -> Callable[[], None]:
        def run() -> None:
            for key in chosen:
                operation(key)

        return run

    figures = {
        "get_head_us": median_ms(each(head.get), 5) / 10,
        "get_head_dict_us": median_ms(each(dict.fromkeys(chosen, b"").get), 5) / 10,
        "get_older_us": median_ms(each(old.get), 5) / 10,
        "put_changed_us": median_ms(each(lambda key: head.put(key, b"x")), 1) / 10,
        "put_same_us": median_ms(each(lambda key: head.put(key, b"x")), 5) / 10,
        "get_pending_us": median_ms(each(head.get), 5) / 10,
        "page_of_1000_keys_ms": median_ms(lambda: read_page(head, keys[0]), 25),
    }
    assert state.get(chosen[0]) == old.get(chosen[0])
    return figures


def read_page(state: State, after: bytes) -> list[tuple[bytes, bytes | None]]:
    """Return the thousand entries past a key."""
    return [(key, state.get(key)) for key in islice(state.keys(b"\x26" * 32, after), 1_000)]


def measure_blocks(keys: list[bytes], history: StateHistory, count: int = 10_000) -> dict[str, float]:
    """Return what a jump of blocks with thirty changed keys each costs, and what undoing it costs."""
    chosen = random.Random(4)
    hot = chosen.sample(keys, 60)
    token = history.snapshot()
    start = time.process_time()
    for number in range(count):
        state = history.head()
        for key in chosen.sample(hot, 29):
            state.put(key, number.to_bytes(8, "little"))
        state.put(b"\x77" * 32 + number.to_bytes(4, "little"), number.to_bytes(32, "little"))
        history.commit(number.to_bytes(32, "big"), state)
    per_block = (time.process_time() - start) * 1000 / count
    late = median_ms(lambda: history.snapshot(), 5)
    start = time.perf_counter()
    history.revert(token)
    revert = (time.perf_counter() - start) * 1000
    first_read = median_ms(lambda: history.head().get(keys[7]), 1)
    return {"block_of_30_keys_ms": per_block, "snapshot_ms": late, "revert_10000_ms": revert, "read_ms": first_read}


def measure_memory() -> dict[str, float]:
    """Return kilobytes per key and per block of history."""
    tracemalloc.start()
    items = make_items(20_000)
    history = StateHistory()
    history.genesis(items)
    history.commit(b"genesis", history.head())
    keys = list(items)
    del items
    gc.collect()
    whole = tracemalloc.get_traced_memory()[0]
    chosen = random.Random(5)
    hot = chosen.sample(keys, 60)
    del keys
    marks = []
    for number in range(2_048):
        state = history.head()
        for key in chosen.sample(hot, 29):
            state.put(key, chosen.randbytes(16))
        state.put(b"\x77" * 32 + number.to_bytes(4, "little"), chosen.randbytes(32))
        history.commit(number.to_bytes(32, "big"), state)
        if number in (1_023, 2_047):
            gc.collect()
            marks.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    per_block = (marks[1] - marks[0]) / 1024 / 1024
    return {"memory_per_key_kb": whole / 20_000 / 1024, "memory_per_archived_block_kb": per_block}


def measure_database(items: dict[bytes, bytes]) -> dict[str, float]:
    """Return wall milliseconds of storing blocks on this disk, and of starting again with all keys."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "chain.db")
        history = StateHistory(archive=database)
        database.begin(record_of(0, history.genesis(items)), items)
        figures = {}
        number = 0
        for changed in (30, 1_000):
            times = []
            for _ in range(100):
                number += 1
                changes = {key: number.to_bytes(VALUE_LENGTH, "little") for key in islice(items, changed)}
                block = record_of(number, bytes(32))
                start = time.perf_counter()
                database.append(block, changes)
                times.append((time.perf_counter() - start) * 1000)
            figures[f"append_{changed}_changed_ms"] = statistics.median(times)
        start = time.perf_counter()
        database.truncate(0)
        figures["truncate_ms"] = (time.perf_counter() - start) * 1000
        database.close()
        gc.collect()
        gc.disable()
        start = time.perf_counter()
        database = Database(Path(folder) / "chain.db")
        database.restore(StateHistory(archive=database))
        figures["restart_100k_ms"] = (time.perf_counter() - start) * 1000
        gc.enable()
        database.close()
    return figures


def record_of(number: int, root: bytes) -> BlockRecord:
    """Return a block as stored."""
    header = Header(Hash(bytes(32)), number, Hash(root), Hash(bytes(32)), Digest())
    return BlockRecord(number, header.hash(), encode(Header, header), [])


def main() -> None:
    """Print all figures, as JSON when asked with --json."""
    items = make_items(KEYS)
    keys = list(items)
    stored = measure_database(items)
    gc.disable()
    start = time.process_time()
    history = StateHistory()
    history.genesis(items)
    figures = {"genesis_100k_ms": (time.process_time() - start) * 1000}
    history.commit(b"genesis", history.head())
    gc.enable()
    gc.collect()
    gc.freeze()
    figures |= measure_roots(history, keys)
    figures |= measure_reads(history, keys)
    figures |= measure_blocks(keys, history)
    figures |= stored
    figures |= measure_memory()
    if "--json" in sys.argv:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:32} {value:10.4f}")


if __name__ == "__main__":
    main()
