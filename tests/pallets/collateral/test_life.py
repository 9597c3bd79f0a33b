"""Collateral on a whole chain: taken at registration, kept without a slot, released and filled by epochs."""

import pytest

from chain.primitives.fixed import U64f64
from tests.economics.world import NETUID, RAO, Economy, coldkey, hotkey

ONE = 1 << 64


@pytest.fixture
def economy() -> Economy:
    made = Economy()
    made.open_network()
    made.balances.mint_into(coldkey(1), 1_000 * RAO)
    made.parts.parameters.min_burn[NETUID] = RAO
    made.parts.registration.burn[NETUID] = 4 * RAO
    return made


def register(economy: Economy, number: int = 1) -> None:
    economy.signed(coldkey(number), "burned_register", netuid=NETUID, hotkey=hotkey(number))


def held(economy: Economy) -> int:
    return economy.parts.stakes.stake_of(hotkey(1), coldkey(1), NETUID)


def locked(economy: Economy) -> int:
    return economy.parts.collateral.locked_with(NETUID, hotkey(1), coldkey(1))


def test_without_a_share_the_whole_price_is_burnt(economy: Economy) -> None:
    register(economy)
    assert (held(economy), locked(economy)) == (0, 0)
    assert economy.parts.registration.rao_recycled_for_registration[NETUID] == 4 * RAO


def test_a_share_of_the_price_is_staked_and_locked_and_the_rest_burnt(economy: Economy) -> None:
    economy.parts.parameters.collateral_lock_share[NETUID] = 65_535 // 4 + 1
    money = economy.balances.free_balance(coldkey(1))
    share = 4 * RAO * 16_384 // 65_535
    register(economy)
    assert money - economy.balances.free_balance(coldkey(1)) == 4 * RAO
    assert economy.parts.registration.rao_recycled_for_registration[NETUID] == 4 * RAO - share
    assert held(economy) == locked(economy) == pytest.approx(RAO, rel=0.02)
    economy.parts.collateral.check_invariants()


def test_a_slot_that_is_lost_and_won_again_counts_the_collateral_that_stayed(economy: Economy) -> None:
    economy.parts.parameters.collateral_lock_share[NETUID] = 32_768
    register(economy)
    before = locked(economy)
    uid = economy.parts.neurons.uid_of(NETUID, hotkey(1))
    economy.parts.neurons.replace(NETUID, uid, hotkey(2))
    assert economy.parts.neurons.uid_of(NETUID, hotkey(1)) is None
    assert locked(economy) == before
    economy.parts.registration.burn[NETUID] = 4 * RAO
    money = economy.balances.free_balance(coldkey(1))
    register(economy)
    paid = money - economy.balances.free_balance(coldkey(1))
    # The burnt half, and what the old collateral is short of by the fee and the price it moved.
    assert paid == pytest.approx(2 * RAO, rel=0.05)
    assert locked(economy) >= before
    economy.parts.collateral.check_invariants()


def test_incentive_releases_collateral_at_the_ratio_it_was_taken_at(economy: Economy) -> None:
    parts = economy.parts
    parts.parameters.collateral_lock_share[NETUID] = 32_768
    parts.parameters.collateral_drain_ratio[NETUID] = U64f64(ONE // 2)
    register(economy)
    parts.parameters.collateral_drain_ratio[NETUID] = U64f64(10 * ONE)
    before, stake = locked(economy), held(economy)
    parts.distribution._pay_incentives(NETUID, {hotkey(1): RAO}, set(parts.collateral.positions(NETUID)))
    assert held(economy) == stake + RAO
    assert locked(economy) == before - RAO // 2


def test_what_fills_a_floor_stays_with_the_miner_though_the_rest_is_staked_elsewhere(economy: Economy) -> None:
    parts = economy.parts
    register(economy)
    economy.signed(coldkey(1), "set_min_collateral", netuid=NETUID, hotkey=hotkey(1), min_locked=RAO)
    parts.accounts.create_if_missing(coldkey(2), hotkey(2))
    parts.auto_stake.auto_stake_destination[coldkey(1), NETUID] = hotkey(2)
    parts.distribution._pay_incentives(NETUID, {hotkey(1): 3 * RAO}, set(parts.collateral.positions(NETUID)))
    assert held(economy) == locked(economy) == RAO
    assert parts.stakes.stake_of(hotkey(2), coldkey(1), NETUID) == 2 * RAO


def test_dividends_of_an_epoch_count_as_earned_by_the_positions_own_part(economy: Economy) -> None:
    parts = economy.parts
    economy.balances.mint_into(coldkey(2), 1_000 * RAO)
    register(economy)
    economy.signed(coldkey(1), "add_stake", hotkey=hotkey(1), netuid=NETUID, amount_staked=10 * RAO)
    economy.signed(coldkey(2), "add_stake", hotkey=hotkey(1), netuid=NETUID, amount_staked=30 * RAO)
    economy.signed(coldkey(1), "add_collateral", netuid=NETUID, hotkey=hotkey(1), alpha=5 * RAO, limit_price=0)
    before = held(economy)
    economy.distribute(validator=4 * RAO)
    earned = held(economy) - before
    assert 0 < earned < 2 * RAO
    state = parts.collateral.of(NETUID, hotkey(1), coldkey(1))
    assert state is not None
    assert (state.earned, state.locked) == (earned, 5 * RAO - earned)


def test_a_network_that_ends_pays_collateral_out_like_other_stake(economy: Economy) -> None:
    economy.parts.parameters.collateral_lock_share[NETUID] = 32_768
    register(economy)
    money = economy.balances.free_balance(coldkey(1))
    economy.parts.dissolution.dissolve(NETUID)
    assert economy.balances.free_balance(coldkey(1)) > money
    assert economy.parts.collateral.positions(NETUID) == []
    economy.parts.collateral.check_invariants()


def test_a_fee_is_not_taken_out_of_collateral(economy: Economy) -> None:
    economy.parts.parameters.collateral_lock_share[NETUID] = 32_768
    register(economy)
    call = economy.runtime.declaration.calls.make(
        "SubtensorModule", "remove_stake", {"hotkey": hotkey(1), "netuid": NETUID, "amount_unstaked": 1}
    )
    assert not economy.parts.alpha_fees.can_pay(coldkey(1), call, 1_000_000)
    economy.signed(coldkey(1), "add_stake", hotkey=hotkey(1), netuid=NETUID, amount_staked=RAO)
    assert economy.parts.alpha_fees.can_pay(coldkey(1), call, 1_000_000)
