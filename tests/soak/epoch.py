"""Hold the ways to run an epoch against each other on large random graphs.

    python -m tests.soak.epoch [--uids 4096] [--validators 256] [--seed 1] [--rounds 1]

Whole matrices of 4096 uids take a minute and more than a gigabyte for each way of keeping bonds.
"""

import argparse
from time import process_time

from chain.pallets.epoch import arrays, dense, yuma
from tests.pallets.epoch import networks
from tests.pallets.epoch.agreement import as_arrays, assert_equal

MODES = {
    "original Yuma": {},
    "Yuma3": {"yuma3": True},
    "liquid alpha": {"yuma3": True, "liquid_alpha": True},
    "liquid alpha, weights half clipped": {"yuma3": True, "liquid_alpha": True, "bonds_penalty": 32_768},
}


def compare(name, data):
    """Run one epoch in all three ways; AssertionError names the vector that differs."""
    begun = process_time()
    sparse = yuma.run(data)
    after_sparse = process_time()
    whole = dense.run(data)
    after_dense = process_time()
    kernel = arrays.run(as_arrays(data))
    after_arrays = process_time()
    assert_equal(whole, sparse, whole.bonds)
    assert_equal(kernel, sparse, kernel.bonds.to_rows(data.size))
    pairs = sum(map(len, data.weights))
    print(
        f"{name}: {data.size} uids, {pairs:,} weights, all equal; "
        f"pairs {after_sparse - begun:.1f} s, whole matrices {after_dense - after_sparse:.1f} s, "
        f"arrays {after_arrays - after_dense:.2f} s",
        flush=True,
    )


def main():
    """Compare as many graphs as asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--uids", type=int, default=4096)
    parser.add_argument("--validators", type=int, default=256)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=1, help="graphs for each way of keeping bonds")
    options = parser.parse_args()
    for seed in range(options.seed, options.seed + options.rounds):
        for name, settings in MODES.items():
            compare(name, networks.graph(options.uids, options.validators, seed, share=0.8, **settings))


if __name__ == "__main__":
    main()
