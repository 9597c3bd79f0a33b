"""Epochs of large networks, storage included. CPU time, the best of several runs."""

import gc
from random import Random
from time import process_time

from chain.primitives.identifiers import AccountId
from tests.benchmarks.growth import Growth
from tests.local_chain import LocalChain

EPOCHS = ((64, 256), (64, 1024), (256, 4096))
NETUID = 1
TOTAL_RAO = 10**9


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
        stake = random.randrange(10**12, 10**15)
        parts.pools.mint_alpha_out(NETUID, stake)
        parts.stakes.increase(hotkey, coldkey, NETUID, stake)
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
    """Return the milliseconds of an epoch with bonds from the one before, read from and written to the state.

    Every epoch has a runtime of its own, so nothing is decoded yet; nothing is collected meanwhile, as in a node.
    """
    chain = LocalChain(checked=False)
    fill_network(chain, validators, uids, yuma3=yuma3, liquid_alpha=liquid_alpha)
    times = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds + 1):
            runtime = chain.begin()
            begun = process_time()
            owed = runtime.subtensor.epoch.run(NETUID, TOTAL_RAO)
            times.append(process_time() - begun)
            assert sum(emission.incentive for emission in owed) > TOTAL_RAO * 4 // 10, "no weight counted"
            chain.seal(runtime)
    finally:
        gc.enable()
    return 1000 * min(times[1:])


def growth(*, quick: bool = False) -> Growth:
    """Return what an epoch takes, each way of keeping bonds, as uids double and then validators."""
    sizes = [(64, uids) for uids in (64, 128, 256, 512, 1024)] + [
        (validators, 512) for validators in (16, 32, 128, 256)
    ]
    rows = []
    for validators, uids in sizes[:3] if quick else sizes:
        original = epoch_ms(validators, uids, 9)
        yuma3 = epoch_ms(validators, uids, 9, yuma3=True)
        liquid = epoch_ms(validators, uids, 9, yuma3=True, liquid_alpha=True)
        per_pair = f"{1_000_000 * original / (validators * uids):.0f}"
        rows.append((str(validators), str(uids), f"{original:.2f}", f"{yuma3:.2f}", f"{liquid:.2f}", per_pair))
    headings = ("validators", "uids", "ms of CPU", "with Yuma3", "with liquid alpha", "ns a pair")
    return Growth("epoch in which every validator weighs every uid, storage included", headings, rows)


def measure(*, quick: bool = False) -> dict[str, float]:
    """Return milliseconds."""
    rounds = 5 if quick else 15
    figures = {f"epoch_{validators}x{uids}_ms": epoch_ms(validators, uids, rounds) for validators, uids in EPOCHS}
    for validators, uids in EPOCHS[:2]:
        milliseconds = epoch_ms(validators, uids, rounds, yuma3=True, liquid_alpha=True)
        figures[f"epoch_{validators}x{uids}_liquid_alpha_ms"] = milliseconds
    return figures


if __name__ == "__main__":
    for name, figure in measure().items():
        print(f"{name}: {figure:,.2f}")
    print(growth().as_text())
