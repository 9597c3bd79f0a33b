"""The model beside the chain: taking the chain's state over at first, and comparing everything afterwards."""

from collections import defaultdict
from fractions import Fraction
from typing import Any

from chain.runtime import Runtime
from tests.economics.state_machine.block_step import pending_of
from tests.economics.state_machine.exact_shares import GRID, TRUSTED, ExactShares, on_grid
from tests.economics.state_machine.exact_swap import Disagreement, ExactPool
from tests.economics.state_machine.model import ExactNetwork, Model

RATE = 2**32


def taken_over(runtime: Runtime) -> Model:
    """A model of the chain as it is."""
    parts = runtime.subtensor
    model = Model(
        free=_free(runtime),
        balances_issuance=runtime.balances.total_issuance,
        total_issuance=parts.coinbase.total_issuance,
        total_stake=parts.pools.total_stake,
        block=runtime.system.block_number,
        networks={netuid: network_of(parts, netuid) for netuid in parts.networks.netuids()},
        shares={},
        locks={},
        rates={},
    )
    for (hotkey, netuid), value in parts.stakes.total_hotkey_alpha.items():
        pool = model.pool_of(hotkey, netuid)
        pool.value = value
        _take_over(pool, parts.stakes, hotkey, netuid)
    compare(model, runtime)
    return model


def network_of(parts: Any, netuid: int) -> ExactNetwork:
    """A network as the chain has it."""
    pools, assets = parts.pools, parts.alpha_assets
    return ExactNetwork(
        pool=ExactPool(
            pools.subnet_tao[netuid], pools.subnet_alpha_in[netuid], parts.swap.swap_balancer[netuid].quote.parts
        ),
        alpha_out=pools.subnet_alpha_out[netuid],
        issued=assets.total_alpha_issuance[netuid],
        burned=assets.alpha_burned[netuid],
        recycled=assets.alpha_recycled[netuid],
        protocol=pools.subnet_protocol_alpha[netuid],
        volume=pools.subnet_volume[netuid],
        tao_flow=pools.subnet_tao_flow[netuid],
        protocol_flow=pools.subnet_protocol_flow[netuid],
        fee_rate=parts.swap.fee_rate[netuid],
        lock_share=parts.parameters.collateral_lock_share[netuid],
        dynamic=parts.swap.is_dynamic(netuid),
        initialized=parts.swap.pal_swap_initialized[netuid],
        registered_at=parts.networks.registered_at(netuid),
        burn=parts.registration.burn[netuid],
        moving_price=Fraction(parts.coinbase.subnet_moving_price[netuid].bits, RATE),
        miner_burned=Fraction(parts.distribution.miner_burned[netuid].bits, RATE),
        pending=pending_of(parts, netuid),
    )


def compare(model: Model, runtime: Runtime) -> None:
    """Raise Disagreement where the chain is not as the model has it; then note what the chain rounded."""
    parts = runtime.subtensor
    _equal("free balances", {who: free for who, free in model.free.items() if free}, _free(runtime))
    _equal("Balances.TotalIssuance", model.balances_issuance, runtime.balances.total_issuance)
    _equal("TotalIssuance", model.total_issuance, parts.coinbase.total_issuance)
    _equal("TotalStake", model.total_stake, parts.pools.total_stake)
    _equal("the networks", sorted(model.networks), sorted(parts.networks.netuids()))
    for netuid, network in model.networks.items():
        found = network_of(parts, netuid)
        # The price of registration is checked as it decays, and known only after it rose; root sets the share.
        network.burn, network.lock_share = found.burn, found.lock_share
        _equal(f"network {netuid}", network, found)
    _compare_stakes(model, parts)
    _compare_locks(model, parts)
    _compare_rates(model, parts)
    model.collateral = dict(parts.collateral.coldkey_miner_collateral.items())
    model.claim_thresholds = {
        netuid: Fraction(parts.parameters.root_claimable_threshold[netuid].bits, RATE) for netuid in model.networks
    }


def _compare_stakes(model: Model, parts: Any) -> None:
    stakes = parts.stakes
    values = dict(stakes.total_hotkey_alpha.items())
    _equal("TotalHotkeyAlpha", {key: pool.value for key, pool in model.shares.items() if pool.value}, values)
    found: dict[Any, dict[Any, int]] = defaultdict(dict)
    model.holders = defaultdict(list)
    for hotkey, coldkey, netuid in stakes.alpha_v2:
        found[hotkey, netuid][coldkey] = stakes.stake_of(hotkey, coldkey, netuid)
        model.holders[netuid].append((hotkey, coldkey))
    model.stakes = found
    for key, pool in model.shares.items():
        held = found.get(key, {})
        for coldkey in pool.parts.keys() | held.keys():
            pool.check(coldkey, held.get(coldkey, 0))
        if pool.drift > TRUSTED or (not held and pool.parts):
            pool.taken_over += pool.drift > TRUSTED
            _take_over(pool, stakes, *key)


def _take_over(pool: ExactShares, stakes: Any, hotkey: Any, netuid: int) -> None:
    """Believe the chain's division of a pool from here on, as its shares have it before anything is rounded."""
    shares = {coldkey: _exact(share) for (_, coldkey, where), share in stakes.alpha_v2.items(hotkey) if where == netuid}
    total = _exact(stakes.total_hotkey_shares_v2[hotkey, netuid])
    pool.parts = {coldkey: on_grid(pool.value * share / total) for coldkey, share in shares.items()}
    pool.drift = Fraction(1, GRID)


def _exact(number: Any) -> Fraction:
    return Fraction(number.mantissa) * Fraction(10) ** number.exponent


def _compare_locks(model: Model, parts: Any) -> None:
    found = {}
    for coldkey, netuid, hotkey in parts.locks.lock:
        mass = parts.locks.locked(coldkey, netuid)
        found[coldkey, netuid] = mass
        lock = model.locks.get((coldkey, netuid))
        if lock is None and mass:
            raise Disagreement(f"0x{coldkey.hex()} has locked {mass} rao on network {netuid}, by no rule")
        if lock is not None and lock.hotkey != hotkey and mass:
            raise Disagreement(f"the lock of 0x{coldkey.hex()} favours 0x{hotkey.hex()}, not 0x{lock.hotkey.hex()}")
    for key, lock in list(model.locks.items()):
        lock.roll(model.block)
        lock.check(found.get(key, 0))
        if key not in found:
            del model.locks[key]


def _compare_rates(model: Model, parts: Any) -> None:
    found = {
        (hotkey, netuid): Fraction(rate.bits, RATE)
        for hotkey, rates in parts.root_dividends.root_claimable.items()
        for netuid, rate in rates.items()
    }
    for key in found.keys() | model.rates.keys():
        rate, exact = found.get(key, Fraction(0)), model.rates.get(key, Fraction(0))
        if not exact - model.rate_slack[key] <= rate <= exact:
            raise Disagreement(f"the rate of {key} is {float(rate)}, exactly {float(exact)}")


def _free(runtime: Runtime) -> dict[Any, int]:
    return {who: info.data.free for who, info in runtime.system.accounts.items() if info.data.free}


def _equal(what: str, expected: Any, found: Any) -> None:
    if expected != found:
        raise Disagreement(f"{what}: the model has {expected}, the chain has {found}")
