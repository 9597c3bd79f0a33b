"""The coinbase at work against the reference's tables: whole blocks of emission on a chain of all parts."""

import pytest

from chain.primitives.fixed import U96f32
from tests.economics.world import ALL, NETUID, RAO, ROOT, Economy
from tests.vectors import economics

POOL = 10**12


def economy_with(prices, *, mechanism=1, pools=None, enabled=None):
    """Networks with these moving prices, and so much root stake that liquidity is not capped."""
    economy = Economy()
    economy.parts.parameters.tao_weight = ALL
    economy.parts.pools.stake_claimed_tao(10**18)
    for position, moving in enumerate(prices):
        netuid = NETUID + position
        tao, alpha = pools[position] if pools else (POOL, POOL)
        economy.open_network(netuid, tao=tao, alpha=alpha, mechanism=mechanism)
        economy.price(netuid, moving)
        economy.parts.parameters.subnet_emission_enabled[netuid] = enabled[position] if enabled else True
    return economy, [NETUID + position for position in range(len(prices))]


def test_a_lone_network_gets_all_tao_and_the_counters_follow():
    for case in economics.cases("coinbase.tao_issuance.single"):
        economy, (netuid,) = economy_with(case["moving_prices"])
        coinbase, pools = economy.parts.coinbase, economy.parts.pools
        issued, staked, balances = coinbase.total_issuance, pools.total_stake, economy.balances.total_issuance
        economy.emit(case["emission"])
        assert [pools.tao_reserve(netuid) - POOL] == case["expected_SubnetTAO_increase"]
        assert coinbase.total_issuance - issued == case["expected_TotalIssuance_increase"]
        assert pools.total_stake - staked == case["expected_TotalStake_increase"]
        assert economy.balances.total_issuance - balances == case["expected_TotalIssuance_increase"]


def test_networks_without_pools_share_equally():
    tolerance = economics.table("coinbase.tao_issuance.three_equal")["tolerance"]
    for case in economics.cases("coinbase.tao_issuance.three_equal"):
        economy, netuids = economy_with(case["moving_prices"], mechanism=0)
        economy.emit(case["emission"])
        increases = [economy.parts.pools.tao_reserve(netuid) - POOL for netuid in netuids]
        assert increases == pytest.approx(case["expected_SubnetTAO_increase"], abs=tolerance)
        assert sum(increases) == pytest.approx(case["emission"], abs=case["total_tolerance"])


def test_what_a_disabled_network_would_get_goes_to_the_others():
    tolerance = economics.table("coinbase.tao_issuance.disabled_redistribution")["tolerance"]
    for case in economics.cases("coinbase.tao_issuance.disabled_redistribution"):
        economy, netuids = economy_with(case["moving_prices"], mechanism=0, enabled=case["enabled"])
        economy.emit(case["emission"])
        got = [economy.parts.coinbase.subnet_tao_in_emission[netuid] for netuid in netuids]
        assert got == pytest.approx(case["expected_emission"], abs=tolerance)
        # A disabled network's participants are paid all the same.
        assert all(economy.parts.coinbase.subnet_alpha_out_emission[netuid] == RAO for netuid in netuids)


def test_tao_follows_the_moving_prices_into_the_pools():
    tolerance = economics.table("coinbase.tao_issuance.prices_1_to_2")["tolerance"]
    for case in economics.cases("coinbase.tao_issuance.prices_1_to_2"):
        initial = case["initial_tao"]
        pools = [(initial, round(initial / price)) for price in case["moving_prices"]]
        economy, netuids = economy_with(case["moving_prices"], pools=pools)
        staked = economy.parts.pools.total_stake
        economy.emit(case["emission"])
        got = [economy.parts.pools.tao_reserve(netuid) for netuid in netuids]
        assert got == pytest.approx(case["expected_SubnetTAO"], abs=tolerance)
        assert economy.parts.coinbase.total_issuance == pytest.approx(case["expected_TotalIssuance"], abs=tolerance)
        assert economy.parts.pools.total_stake - staked == pytest.approx(case["expected_TotalStake"], abs=tolerance)


@pytest.mark.parametrize("name", ["coinbase.zero_shares", "coinbase.alpha_issuance"])
def test_the_pool_gets_as_much_alpha_as_keeps_its_price(name):
    for case in economics.cases(name):
        alpha = case["initial_alpha_in"]
        pools = [(price * alpha, alpha) for price in case.get("pool_prices", [1, 1])]
        economy, netuids = economy_with(case["moving_prices"], pools=pools)
        economy.emit(case["emission"])
        assert [economy.parts.pools.alpha_reserve(netuid) for netuid in netuids] == case["expected_SubnetAlphaIn"]


def test_the_stored_root_proportion_does_not_move_shares():
    tolerance = economics.table("coinbase.shares_ignore_root_prop")["tolerance"]
    for case in economics.cases("coinbase.shares_ignore_root_prop"):
        economy, netuids = economy_with(case["moving_prices"], mechanism=0)
        for netuid, proportion, burned in zip(netuids, case["root_prop"], case["miner_burned"], strict=True):
            economy.parts.coinbase.root_prop[netuid] = U96f32(round(proportion * 2**32))
            economy.parts.distribution.miner_burned[netuid] = U96f32(round(burned * 2**32))
        emission = 10**13
        economy.emit(emission)
        shares = [(economy.parts.pools.tao_reserve(netuid) - POOL) / emission for netuid in netuids]
        assert shares == pytest.approx(case["expected_shares"], abs=tolerance)


def test_a_network_makes_alpha_by_its_own_issuance():
    made, first = economics.cases("emission.alpha_issuance_21M")
    for issuance, expected in (
        (made["subnet_alpha_out"], made["expected_alpha_emission"]),
        (first["alpha_issuance"], first["expected_SubnetAlphaOutEmission"]),
    ):
        economy, (netuid,) = economy_with([1], pools=[(POOL, 0)])
        economy.parts.pools.mint_alpha_out(netuid, issuance)
        economy.emit(RAO)
        assert economy.parts.coinbase.subnet_alpha_out_emission[netuid] == expected


def test_the_owners_cut_waits_for_the_epoch():
    for case in economics.cases("coinbase.owner_cut"):
        economy, (netuid,) = economy_with([1])
        economy.parts.parameters.subnet_owner_cut = case["SubnetOwnerCut"]
        economy.emit(RAO)
        assert economy.parts.coinbase.pending_owner_cut[netuid] == case["expected_PendingOwnerCut"]


def test_participants_alpha_waits_in_three_parts():
    tolerance = economics.table("coinbase.pending_emission_root_sell")["tolerance"]
    for case in economics.cases("coinbase.pending_emission_root_sell"):
        economy = Economy()
        economy.parts.parameters.tao_weight = ALL
        economy.parts.pools.stake_claimed_tao(case["root_tao"])
        issuance = case["alpha_issuance_after_mint"] - case["alpha_emission"]
        economy.open_network(tao=POOL, alpha=issuance)
        # Moving prices above one in sum let root dividends be sold.
        economy.price(NETUID, 2)
        economy.emit(0)
        coinbase = economy.parts.coinbase
        assert coinbase.subnet_alpha_out_emission[NETUID] == case["alpha_emission"]
        got = coinbase.pending_server_emission, coinbase.pending_validator_emission, coinbase.pending_root_alpha_divs
        expected = [
            case[f"expected_Pending{part}"] for part in ("ServerEmission", "ValidatorEmission", "RootAlphaDivs")
        ]
        assert [waiting[NETUID] for waiting in got] == pytest.approx(expected, abs=tolerance)


def test_a_due_epoch_takes_what_waited_and_begins_its_count_anew():
    due, early = economics.cases("coinbase.drain_pending_values")
    economy = Economy()
    economy.open_network()
    coinbase, epochs = economy.parts.coinbase, economy.parts.epochs
    economy.parts.parameters.tempo[NETUID] = due["tempo"]
    epochs.restart(NETUID, due["LastEpochBlock"])
    waiting = (
        coinbase.pending_server_emission,
        coinbase.pending_validator_emission,
        coinbase.pending_root_alpha_divs,
        coinbase.pending_owner_cut,
    )
    assert economy.drain(early["block"]) == {}
    assert epochs.blocks_since_last_step[NETUID] == early["expected_BlocksSinceLastStep_increment"]
    for stored, part in zip(waiting, ("server", "validator", "root", "owner_cut"), strict=True):
        stored[NETUID] = due[f"pending_{part}"]
    pending = economy.drain(due["block"])[NETUID]
    assert [pending.server, pending.validator, pending.root, pending.owner_cut] == due["expected_tuple"]
    assert [stored[NETUID] for stored in waiting] == due["expected_pending_after"]
    assert epochs.blocks_since_last_step[NETUID] == due["expected_BlocksSinceLastStep"]


def test_blocks_are_counted_from_the_last_epoch_that_ran():
    five, *later = economics.cases("epoch.blocks_since_last_step")
    economy = Economy()
    economy.open_network()
    economy.parts.parameters.tempo[NETUID] = 7200
    economy.parts.epochs.restart(NETUID, 0)
    counted = economy.parts.epochs.blocks_since_last_step
    block = 0

    def step(count):
        nonlocal block
        for _ in range(count):
            block += 1
            economy.drain(block)

    step(5)
    assert counted[NETUID] == five["expected"]
    for case in later:
        extra = int(case["step"].split()[-2 if "more" not in case["step"] else 1])
        until = 0 if "more" in case["step"] else economy.parts.epochs.last_epoch_of(NETUID) + 7200 - block
        step(until + extra)
        assert counted[NETUID] == case["expected"], case


def test_nothing_is_made_for_root():
    economy, _ = economy_with([1])
    economy.emit(RAO)
    assert economy.parts.coinbase.subnet_tao_in_emission[ROOT] == 0
    assert economy.parts.alpha_assets.total_alpha_issuance[ROOT] == 0
