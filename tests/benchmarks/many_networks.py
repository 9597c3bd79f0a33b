"""Blocks over many networks, storage, root and history included. CPU time, the best of several runs."""

import gc
from time import process_time
from typing import NamedTuple

from chain.primitives.hashing import twox_128
from chain.primitives.identifiers import AccountId
from tests.benchmarks.growth import Growth
from tests.local_chain import LocalChain, key

MOST_NETWORKS = 256
ACCOUNTS = twox_128(b"System") + twox_128(b"Account")
OF_THE_BLOCK = (twox_128(b"System"), twox_128(b"Timestamp"), twox_128(b"Aura"))
"""The pallets whose storage says which block it is."""
FIRST_BLOCKS = 5
"""Blocks that read for the first time what the others find read."""


class Blocks(NamedTuple):
    """What some blocks took: milliseconds of each, and how many storage keys the last one changed."""

    times: list[float]
    keys: int


def chain_of_networks(count: int) -> LocalChain:
    """Return a chain with so many started networks besides root, one of them from genesis."""
    chain = LocalChain(checked=False)
    add_networks(chain, count)
    return chain


def add_networks(chain: LocalChain, count: int) -> None:
    """Register and start networks until there are so many besides root."""
    owner = AccountId(key("Alice").public_key)
    while len(netuids := sorted(chain.runtime().subtensor.networks.netuids())) - 1 < count:
        runtime = chain.begin()
        parts = runtime.subtensor
        market = parts.network_registration
        # The price doubles with every network: kept low, or a hundred of them would cost more than there is.
        market.network_last_lock_cost = 0
        parts.parameters.subnet_limit = MOST_NETWORKS
        netuid = netuids[-1] + 1
        market._register(owner, AccountId(key(f"Owner{netuid}").public_key), None)
        parts.parameters.subnet_emission_enabled[netuid] = True
        parts.networks.first_emission_block_number[netuid] = runtime.system.block_number + 1
        parts.parameters.enable_subtoken(netuid)
        chain.seal(runtime)


def storage_of_networks(count: int) -> list[tuple[str, str]]:
    """What makes a fresh chain one of so many started networks, as `dev_setStorage` takes it."""
    fresh, chain = LocalChain(checked=False), chain_of_networks(count)
    chain.block()
    before = dict(fresh.history.entries(fresh.head.hash()))
    return [
        ("0x" + key.hex(), "0x" + value.hex())
        for key, value in chain.history.entries(chain.head.hash())
        if before.get(key) != value and (key.startswith(ACCOUNTS) or not key.startswith(OF_THE_BLOCK))
    ]


def empty_blocks(chain: LocalChain, count: int) -> Blocks:
    """Make blocks in which no epoch runs, all with one runtime, as a node does."""
    runtime = chain.begin()
    for netuid in runtime.subtensor.networks.netuids():
        runtime.subtensor.parameters.tempo[netuid] = 50_000
        runtime.subtensor.epochs.restart(netuid, runtime.system.block_number)
    chain.seal(runtime)
    for _ in range(FIRST_BLOCKS):
        chain.block(runtime=runtime)
    gc.collect()
    gc.freeze()
    times = []
    for _ in range(count):
        begun = process_time()
        chain.block(runtime=runtime)
        times.append(1000 * (process_time() - begun))
    gc.unfreeze()
    chain.begin(runtime)
    runtime.state.root()
    return Blocks(times, len(runtime.state.changes()))


def growth(*, quick: bool = False) -> Growth:
    """Return what an empty block takes, and a network's part of it, as the networks double."""
    chain = LocalChain(checked=False)
    rows = []
    count = 8
    while count <= (128 if quick else MOST_NETWORKS):
        add_networks(chain, count)
        blocks = empty_blocks(chain, 10 if quick else 40)
        best = min(blocks.times)
        rows.append((str(count), f"{best:.2f}", f"{1000 * best / count:.0f}", str(blocks.keys)))
        count *= 2
    return Growth("empty block, no epoch", ("networks", "ms of CPU", "us of CPU a network", "keys changed"), rows)


def measure(*, quick: bool = False) -> dict[str, float]:
    """Return milliseconds."""
    return {"empty_block_128_networks_ms": min(empty_blocks(chain_of_networks(128), 10 if quick else 60).times)}


if __name__ == "__main__":
    print(growth().as_text())
