import pytest

from chain.frame import Origin
from chain.pallets.networks.sovereign import BURN_ACCOUNT, subnet_account
from chain.pallets.staking.trading import MIN_STAKE
from chain.pallets.subtensor_module.errors import (
    AmountTooLow,
    HotKeyAccountNotExists,
    InsufficientLiquidity,
    NotEnoughBalanceToStake,
    SlippageTooHigh,
    SubnetNotExists,
    SubtokenDisabled,
)
from chain.pallets.subtensor_module.events import StakeAdded
from chain.pallets.swap.errors import PriceLimitExceeded
from tests.pallets.staking.world import (
    ALICE,
    AUTHOR,
    BOB,
    EXISTENTIAL_DEPOSIT,
    HOTKEY,
    OTHER_HOTKEY,
    TAO,
    THIRD_HOTKEY,
    World,
    account,
)
from tests.vectors.economics import cases


def world_with_pool(tao: int = 10 * TAO, alpha: int = 5 * TAO) -> World:
    world = World()
    world.open_network(1, tao, alpha)
    return world


def test_the_books_of_a_purchase_are_those_of_the_table() -> None:
    for case in cases("staking.swap_tao_for_alpha_accounting"):
        world = world_with_pool(case["tao"], case["alpha_in"])
        world.pools.mint_alpha_out(1, case["alpha_out"])
        before = world.pools.total_stake
        world.calls.add_stake(Origin.signed(BOB), HOTKEY, 1, case["tao_in"])
        model = case["model"]
        assert world.pools.tao_reserve(1) == model["SubnetTAO"] == case["tao"] + model["paid_in"]
        assert world.pools.alpha_reserve(1) == model["SubnetAlphaIn"]
        assert world.pools.alpha_out(1) == model["SubnetAlphaOut"]
        assert world.pools.total_stake - before == model["TotalStake_increase"]
        assert world.accounts.stake_of(HOTKEY, BOB, 1) == model["paid_out"]
        assert world.free(AUTHOR) == model["fee"]


def test_adding_stake_moves_tao_and_tells_it() -> None:
    world = world_with_pool()
    world.calls.add_stake(Origin.signed(BOB), HOTKEY, 1, TAO)
    alpha = world.accounts.stake_of(HOTKEY, BOB, 1)
    assert alpha == 454_337_367
    assert world.events()[-1] == StakeAdded(BOB, HOTKEY, TAO, alpha, 1, 503_547)
    assert world.free(BOB) == 999 * TAO
    assert world.free(subnet_account(1)) == 11 * TAO - 503_547
    assert world.pools.subnet_tao_flow[1] == TAO - 503_547
    assert world.pools.subnet_volume[1] == TAO
    assert world.accounts.hotkeys_of(BOB) == [HOTKEY]
    assert world.accounts.last_coldkey_hotkey_stake_block[BOB, HOTKEY] == 7
    assert world.accounts.total_alpha_staked[1] == alpha
    world.check_invariants()


def test_root_stake_is_tao_one_to_one_without_fee() -> None:
    world = World()
    world.calls.add_stake(Origin.signed(BOB), HOTKEY, 0, 5 * TAO)
    assert world.accounts.stake_of(HOTKEY, BOB, 0) == 5 * TAO
    assert world.accounts.root_stake(HOTKEY) == 5 * TAO
    assert world.pools.tao_reserve(0) == 5 * TAO
    assert world.told.root[HOTKEY, BOB] == 5 * TAO
    assert world.free(AUTHOR) == 0
    assert world.events()[-1] == StakeAdded(BOB, HOTKEY, 5 * TAO, 5 * TAO, 0, 0)
    world.check_invariants()


def test_without_an_author_the_fee_is_burnt() -> None:
    world = world_with_pool()
    world.told.block_author = None
    world.calls.add_stake(Origin.signed(BOB), HOTKEY, 1, TAO)
    assert world.free(BURN_ACCOUNT) == 503_547


def test_a_coldkey_that_stakes_all_it_has_keeps_the_existential_deposit() -> None:
    world = world_with_pool()
    world.calls.add_stake(Origin.signed(BOB), HOTKEY, 1, 1_000 * TAO)
    assert world.free(BOB) == EXISTENTIAL_DEPOSIT


def test_reasons_not_to_add_come_in_the_order_of_the_chain() -> None:
    world = world_with_pool()
    world.open_network(2, 10 * TAO, 10 * TAO, enabled=False)
    world.open_network(3, 10 * TAO, 100_000)
    add, bob = world.calls.add_stake, Origin.signed(BOB)
    poor = Origin.signed(account(99))
    with pytest.raises(InsufficientLiquidity):
        add(bob, HOTKEY, 1, 10_000 * TAO + 1)
    with pytest.raises(SubnetNotExists):
        add(bob, HOTKEY, 9, 1)
    with pytest.raises(SubtokenDisabled):
        add(bob, HOTKEY, 2, 1)
    fee = world.swap.approximate_fee(1, MIN_STAKE)
    with pytest.raises(AmountTooLow):
        add(poor, THIRD_HOTKEY, 1, MIN_STAKE + fee - 1)
    with pytest.raises(NotEnoughBalanceToStake):
        add(poor, THIRD_HOTKEY, 1, MIN_STAKE + fee)
    with pytest.raises(HotKeyAccountNotExists):
        add(bob, THIRD_HOTKEY, 1, TAO)
    with pytest.raises(InsufficientLiquidity):
        add(bob, HOTKEY, 3, TAO)
    add(bob, HOTKEY, 1, MIN_STAKE + fee + 2)
    world.check_invariants()


def test_a_limit_stops_or_fills_partly() -> None:
    world = world_with_pool()
    bob = Origin.signed(BOB)
    limit = 2 * 2 * TAO
    maximum = world.limits.max_add(1, limit)
    with pytest.raises(SlippageTooHigh):
        world.calls.add_stake_limit(bob, HOTKEY, 1, 100 * TAO, limit, False)
    with pytest.raises(PriceLimitExceeded):
        world.calls.add_stake_limit(bob, HOTKEY, 1, TAO, 2 * TAO, True)
    world.calls.add_stake_limit(bob, HOTKEY, 1, 100 * TAO, limit, True)
    assert world.free(BOB) == 1_000 * TAO - maximum
    assert abs(world.swap.current_alpha_price(1) - (4 << 64)) < 1 << 45
    world.check_invariants()


def test_the_hotkey_of_another_becomes_a_delegate_by_a_limited_purchase() -> None:
    world = world_with_pool()
    world.calls.add_stake_limit(Origin.signed(ALICE), HOTKEY, 1, TAO, 10 * TAO, False)
    assert world.told.delegates == []
    world.calls.add_stake_limit(Origin.signed(ALICE), OTHER_HOTKEY, 1, TAO, 10 * TAO, False)
    assert world.told.delegates == [OTHER_HOTKEY]


def test_growth_reaches_every_holder_in_proportion() -> None:
    world = World()
    for who, amount in ((ALICE, 3 * TAO), (BOB, TAO)):
        world.calls.add_stake(Origin.signed(who), HOTKEY, 0, amount)
    world.accounts.increase_for_all(HOTKEY, 0, 4 * TAO)
    assert world.accounts.stake_of(HOTKEY, ALICE, 0) == 6 * TAO
    assert world.accounts.stake_of(HOTKEY, BOB, 0) == 2 * TAO
    assert sorted(world.accounts.nominators(HOTKEY)) == sorted([(ALICE, 0), (BOB, 0)])
    assert world.accounts.coldkey_stake(BOB, 0) == 2 * TAO
    assert world.accounts.total_hotkey_stake(HOTKEY) == 8 * TAO


def test_a_registration_price_buys_alpha_that_nobody_gets() -> None:
    world = world_with_pool()
    world.pools.mint_alpha_out(1, TAO)
    world.trading.buy_and_destroy_alpha(BOB, 1, TAO)
    assert world.pools.alpha_out(1) == TAO
    assert world.accounts.total_alpha_staked[1] == 0
    assert world.pools.subnet_tao_flow[1] == TAO
    assert world.free(subnet_account(1)) == 11 * TAO
    assert world.free(AUTHOR) == 0
