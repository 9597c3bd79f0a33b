"""Blocks over many networks and epochs of large ones, storage included. CPU time, median of several runs."""

import gc
from random import Random
from statistics import median
from time import process_time

from chain.primitives.hashing import twox_128
from chain.primitives.identifiers import AccountId
from tests.local_chain import LocalChain, key

EPOCHS = ((64, 256), (64, 1024), (256, 4096))
NETUID = 1
TOTAL_RAO = 10**9
ACCOUNTS = twox_128(b"System") + twox_128(b"Account")
OF_THE_BLOCK = (twox_128(b"System"), twox_128(b"Timestamp"), twox_128(b"Aura"))
"""The pallets whose storage says which block it is."""


def chain_of_networks(count: int) -> LocalChain:
    """Return a chain with so many started networks besides root, one of them from genesis."""
    chain = LocalChain()
    owner = AccountId(key("Alice").public_key)
    while len(netuids := sorted(chain.runtime().subtensor.networks.netuids())) - 1 < count:
        runtime = chain.begin()
        parts = runtime.subtensor
        market = parts.network_registration
        # The price doubles with every network: kept low, or a hundred of them would cost more than there is.
        market.network_last_lock_cost = 0
        netuid = netuids[-1] + 1
        market._register(owner, AccountId(key(f"Owner{netuid}").public_key), None)
        parts.parameters.subnet_emission_enabled[netuid] = True
        parts.networks.first_emission_block_number[netuid] = runtime.system.block_number + 1
        parts.parameters.enable_subtoken(netuid)
        chain.seal(runtime)
    return chain


def storage_of_networks(count: int) -> list[tuple[str, str]]:
    """What makes a fresh chain one of so many started networks, as `dev_setStorage` takes it."""
    fresh, chain = LocalChain(), chain_of_networks(count)
    chain.block()
    before = dict(fresh.history.entries(fresh.head.hash()))
    return [
        ("0x" + key.hex(), "0x" + value.hex())
        for key, value in chain.history.entries(chain.head.hash())
        if before.get(key) != value and (key.startswith(ACCOUNTS) or not key.startswith(OF_THE_BLOCK))
    ]


def empty_block_ms(networks: int, blocks: int) -> float:
    """Return the median milliseconds of an empty block in which no epoch runs."""
    chain = chain_of_networks(networks)
    runtime = chain.begin()
    for netuid in runtime.subtensor.networks.netuids():
        runtime.subtensor.parameters.tempo[netuid] = 50_000
        runtime.subtensor.epochs.restart(netuid, runtime.system.block_number)
    chain.seal(runtime)
    chain.block()
    gc.collect()
    gc.freeze()
    times = []
    for _ in range(blocks):
        begun = process_time()
        chain.block()
        times.append(process_time() - begun)
    gc.unfreeze()
    return 1000 * median(times)


def fill_network(
    chain: LocalChain, validators: int, uids: int, *, yuma3: bool = False, liquid_alpha: bool = False
) -> None:
    """Give network 1 so many neurons, of which the first are validators that weigh all of them, a block later."""
    random = Random(uids)
    runtime = chain.begin()
    parts = runtime.subtensor
    parameters = parts.parameters
    parameters.max_allowed_uids[NETUID] = uids
    parameters.max_allowed_validators[NETUID] = validators
    parameters.yuma3_on[NETUID] = yuma3
    parameters.liquid_alpha_on[NETUID] = liquid_alpha
    parameters.commit_reveal_weights_enabled[NETUID] = False
    coldkey = AccountId(random.randbytes(32))
    neurons = [parts.neurons.hotkey_of(NETUID, uid) for uid in range(parts.networks.size(NETUID))]
    while len(neurons) < uids:
        hotkey = AccountId(random.randbytes(32))
        parts.accounts.create_if_missing(coldkey, hotkey)
        parts.neurons.append(NETUID, hotkey)
        neurons.append(hotkey)
    for hotkey in neurons[:validators]:
        parts.stakes.increase(hotkey, coldkey, NETUID, random.randrange(10**12, 10**15))
    parts.epoch.validator_permit[NETUID] = [uid < validators for uid in range(uids)]
    chain.seal(runtime)
    runtime = chain.begin()
    parts = runtime.subtensor
    # Weights as old as their target's registration would not count.
    parts.epoch.last_update[NETUID] = [runtime.system.block_number] * uids
    for uid in range(validators):
        row = [(target, random.randrange(1, 65_536)) for target in range(uids)]
        parts.weights.weights[NETUID, uid] = row
    chain.seal(runtime)


def epoch_ms(validators: int, uids: int, rounds: int, *, yuma3: bool = False, liquid_alpha: bool = False) -> float:
    """Return the median milliseconds of an epoch with bonds from the one before, read from and written to the state."""
    chain = LocalChain()
    fill_network(chain, validators, uids, yuma3=yuma3, liquid_alpha=liquid_alpha)
    times = []
    for _ in range(rounds + 1):
        runtime = chain.begin()
        begun = process_time()
        owed = runtime.subtensor.epoch.run(NETUID, TOTAL_RAO)
        times.append(process_time() - begun)
        assert sum(emission.incentive for emission in owed) > TOTAL_RAO * 4 // 10, "no weight counted"
        chain.seal(runtime)
    return 1000 * median(times[1:])


def measure(*, quick: bool = False) -> dict[str, float]:
    """Return milliseconds."""
    rounds = 3 if quick else 7
    figures = {f"epoch_{validators}x{uids}_ms": epoch_ms(validators, uids, rounds) for validators, uids in EPOCHS}
    figures["epoch_64x256_liquid_alpha_ms"] = epoch_ms(64, 256, rounds, yuma3=True, liquid_alpha=True)
    figures["empty_block_128_networks_ms"] = empty_block_ms(128, 10 if quick else 30)
    return figures


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name}: {figure:,.2f}")
