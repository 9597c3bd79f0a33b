"""Signed transfers in blocks, per second: decoding, signature check, fee, dispatch, events, state root, history.

Run it with `python -m tests.benchmarks.transfers_in_blocks [--transfers N] [--per-block N] [--accounts N] [--profile]`.
What counts is `transfers/s`: each extrinsic is checked once as the pool does it and once more in the block, which
remembers the first check. `without verify` leaves the pool's share out.
"""

import argparse
import cProfile
import gc
import pstats
from itertools import pairwise
from time import perf_counter, process_time

from chain.primitives.address import Id
from chain.primitives.identifiers import AccountId
from chain.primitives.signature import verify
from tests.local_chain import LocalChain, key

BAR_PER_SECOND = 2_500
TARGET_PER_SECOND = 5_000


def prepare(chain: LocalChain, senders: int, transfers: int) -> list[bytes]:
    """Sign transfers from many senders to accounts that exist, after funding the senders."""
    alice = key("Alice")
    keys = [key(f"Sender{number}") for number in range(senders)]
    funding = [
        chain.sign(alice, chain.call("Balances", "transfer_keep_alive", dest=Id(sender.public_key), value=10**12))
        for sender in keys
    ]
    for start in range(0, len(funding), 1_000):
        chain.block(*funding[start : start + 1_000])
    dests = [AccountId(sender.public_key) for sender in keys]
    return [
        chain.sign(
            keys[number % senders],
            chain.call(
                "Balances", "transfer_keep_alive", dest=Id(dests[(number * 7 + 1) % senders]), value=1_000_000 + number
            ),
        )
        for number in range(transfers)
    ]


def run(transfers: int, per_block: int, senders: int, profiler: cProfile.Profile | None) -> dict[str, float]:
    """CPU microseconds for a transfer by stage, in the best of the blocks: other processes only ever add."""
    chain = LocalChain(checked=False)
    extrinsics = prepare(chain, senders, transfers)
    chain.runtime().executive.pipeline.forget()
    gc.collect()
    gc.freeze()
    if profiler is not None:
        profiler.enable()
    rounds = []
    for start in range(0, transfers, per_block):
        batch = extrinsics[start : start + per_block]
        marks = [process_time()]
        checking = chain.runtime().executive.pipeline
        for extrinsic in batch:
            checking.check_signature(checking.decode(extrinsic))
        marks.append(process_time())
        runtime = chain.begin()
        for extrinsic in batch:
            runtime.apply_extrinsic(extrinsic)
        marks.append(process_time())
        chain.seal(runtime)
        marks.append(process_time())
        rounds.append([(after - before) / len(batch) for before, after in pairwise(marks)])
    if profiler is not None:
        profiler.disable()
    chain.runtime().check_invariants()
    check, apply, finish = min(rounds, key=sum)
    return {
        "check us": check * 1e6,
        "apply us": apply * 1e6,
        "finish us": finish * 1e6,
        "transfers/s": 1 / (check + apply + finish),
        "without verify": 1 / (apply + finish),
        "one bare verify us": bare_verify_us(),
    }


def bare_verify_us() -> float:
    """CPU microseconds of one signature check alone, at the same moment: how fast the machine is just now."""
    alice = key("Alice")
    message = bytes(140)
    signature = alice.sign(message)
    best = 1.0
    for _ in range(20):
        begin = process_time()
        for _ in range(50):
            verify(signature, message, alice.public_key)
        best = min(best, (process_time() - begin) / 50)
    return best * 1e6


def main() -> None:
    """Print one row per block size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--transfers", type=int, default=4_000)
    parser.add_argument("--per-block", type=int, default=1_000)
    parser.add_argument("--accounts", type=int, default=500)
    parser.add_argument("--profile", action="store_true", help="show where the time goes")
    parser.add_argument("--sort", default="tottime", help="the order of the profile")
    options = parser.parse_args()
    profiler = cProfile.Profile() if options.profile else None
    began = perf_counter()
    figures = run(options.transfers, options.per_block, options.accounts, profiler)
    print("  ".join(f"{name} {value:,.1f}" for name, value in figures.items()))
    print(f"bar {BAR_PER_SECOND:,}  target {TARGET_PER_SECOND:,}  wall {perf_counter() - began:.1f} s, CPU time above")
    if profiler is not None:
        pstats.Stats(profiler).sort_stats(options.sort).print_stats(35)


if __name__ == "__main__":
    main()
