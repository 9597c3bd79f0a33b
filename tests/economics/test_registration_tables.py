"""Prices of registration, new networks and the owner's calls against the reference's tables, on the whole chain."""

import pytest

from chain.frame.error import DispatchFailure
from chain.pallets.registration import price
from chain.primitives.fixed import U64F64, U64f64
from tests.economics.world import NETUID, RAO, Economy, coldkey, hotkey
from tests.vectors import economics

NO_LIMIT = 2**64 - 1


def priced(burn, half_life, *, lowest=0, highest=NO_LIMIT, multiplier=1):
    """A network with this price of registration."""
    economy = Economy()
    economy.open_network()
    parameters = economy.parts.parameters
    parameters.burn_half_life[NETUID] = half_life
    parameters.min_burn[NETUID] = lowest
    parameters.max_burn[NETUID] = highest
    parameters.burn_increase_mult[NETUID] = U64f64(multiplier << 64)
    economy.parts.registration.burn[NETUID] = burn
    return economy


def register(economy, number):
    """A registration at the price of the block."""
    economy.balances.mint_into(coldkey(number), 10 * RAO)
    economy.signed(coldkey(number), "burned_register", netuid=NETUID, hotkey=hotkey(number))


@pytest.mark.parametrize("name", ["registration.burn_decay", "registration.burn_halves"])
def test_the_price_decays_block_by_block(name):
    for case in economics.cases(name):
        economy = priced(case["burn"], case["half_life"])
        economy.next_block(case["blocks"])
        assert economy.parts.registration.burn[NETUID] == case["expected"], case


def test_the_price_stays_within_its_bounds():
    start, *steps = economics.cases("registration.burn_clamps")
    economy = priced(1, 1, lowest=100_000, highest=150_000, multiplier=2)
    economy.next_block()
    assert economy.parts.registration.burn[NETUID] == start["expected"]
    for case in steps:
        if case["step"] == "register":
            register(economy, 1)
        else:
            economy.next_block()
        assert economy.parts.registration.burn[NETUID] == case["expected"], case


def test_a_registration_raises_the_price_at_once():
    for case in economics.cases("registration.burn_bump"):
        economy = priced(case["burn"], 1000, multiplier=case["mult"])
        register(economy, 1)
        assert economy.parts.registration.burn[NETUID] == case["expected"]


def test_every_half_life_follows_its_table_for_thousands_of_blocks():
    for case in economics.cases("registration.burn_decay_table"):
        half_life, burn = case["half_life"], case["initial_burn"]
        assert price.decay_factor(half_life) == case["decay_factor_q32"]
        expected = {int(block): value for block, value in case["expected_burn_after_blocks"].items()}
        for block in range(1, max(expected) + 1):
            burn = price.decayed(burn, half_life)
            assert burn == expected.get(block, burn), (half_life, block)


def founded(prices):
    """The pool of a network registered while others trade at these prices; root and an unadded pool stand beside."""
    economy = Economy()
    # Network 1 has a pool from the beginning; a price of zero does not count.
    economy.parts.pools.subnet_tao[1] = 0
    economy.parts.pools.open_pool(77, 100 * RAO, RAO)
    for netuid, alpha_price in enumerate(prices, NETUID):
        economy.open_network(netuid, tao=alpha_price * RAO, alpha=RAO)
    economy.balances.mint_into(coldkey(1), 2000 * RAO)
    economy.signed(coldkey(1), "register_network", hotkey=hotkey(1))
    return economy, NETUID + len(prices)


def test_a_new_network_starts_at_the_median_of_the_prices():
    for case in economics.cases("networks.median_price"):
        economy, netuid = founded(case["prices"])
        pools = economy.parts.pools
        assert pools.alpha_reserve(netuid) == int(pools.tao_reserve(netuid) / case["expected"]), case
        raw = U64F64.from_ratio(*float(case["expected"]).as_integer_ratio())
        assert economy.parts.swap.current_alpha_price(netuid) == pytest.approx(raw, rel=1e-12)


def test_a_new_network_starts_with_the_price_of_the_table():
    for case in economics.cases("registration.defaults"):
        economy, netuid = founded([])
        parameters = economy.parts.parameters
        assert parameters.burn_half_life[netuid] == case["BurnHalfLife"]
        assert parameters.burn_increase_mult_raw[netuid] == economics.raw(U64F64, case["BurnIncreaseMult"])
        assert economy.parts.registration.burn[netuid] == case["burn_rao"]


def owned():
    """A network that coldkey 1 owns, tempo 10, an open freeze window."""
    economy = Economy()
    economy.open_network()
    economy.parts.networks.subnet_owner[NETUID] = coldkey(1)
    economy.parts.parameters.tempo[NETUID] = 10
    return economy


def name_of_failure(action, *arguments, **named):
    """ "Ok", or the name of the error a call fails with."""
    try:
        action(*arguments, **named)
    except DispatchFailure as failure:
        return type(failure).__name__
    return "Ok"


def test_liquid_alphas_rates_have_bounds():
    for case in economics.cases("epoch.set_alpha_values_bounds"):
        economy = owned()
        economy.parts.parameters.liquid_alpha_on[NETUID] = case["liquid_alpha"]
        arguments = {"netuid": NETUID, "alpha_low": case["low"], "alpha_high": case["high"]}
        assert name_of_failure(economy.sudo, "sudo_set_alpha_values", **arguments) == case["expected"], case
        stored = economy.parts.parameters.alpha_values[NETUID] == (case["low"], case["high"])
        assert stored == (case["expected"] == "Ok")


def test_the_next_epoch_is_the_automatic_or_the_one_asked_for():
    *scheduled, changed = economics.cases("schedule.get_next_epoch_start_block")
    for case in scheduled:
        economy = owned()
        economy.parts.parameters.tempo[NETUID] = case["tempo"]
        economy.parts.epochs.restart(NETUID, case["last_epoch_block"] or 0)
        economy.parts.epochs.pending_epoch_at[NETUID] = case["pending_epoch_at"]
        assert economy.parts.epochs.schedule(NETUID).next_start() == case["expected"], case

    assert (changed["action"], changed["expected"]) == ("do_set_tempo(720) at block now", "now + 720")
    economy = owned()
    economy.parts.parameters.admin_freeze_window = 0
    economy.go_to(1000)
    economy.signed(coldkey(1), "set_tempo", netuid=NETUID, tempo=720)
    assert economy.parts.epochs.schedule(NETUID).next_start() == 1000 + 720


def test_an_epoch_cannot_be_asked_for_just_before_the_automatic_one():
    for case in economics.cases("schedule.trigger_epoch_imminent"):
        economy = owned()
        economy.parts.parameters.tempo[NETUID] = case["tempo"]
        economy.parts.parameters.admin_freeze_window = case["admin_freeze_window"]
        economy.parts.epochs.restart(NETUID, case["last_epoch_block"])
        economy.go_to(case["block"])
        assert name_of_failure(economy.signed, coldkey(1), "trigger_epoch", netuid=NETUID) == case["expected"]
        assert economy.parts.epochs.pending_epoch(NETUID) == case["pending_epoch_at_after"]
