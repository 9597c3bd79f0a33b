import pytest

from chain.frame import Origin
from chain.pallets.networks.sovereign import subnet_account
from chain.pallets.subtensor_module.errors import (
    AmountTooLow,
    HotKeyAccountNotExists,
    InsufficientLiquidity,
    NotEnoughStakeToWithdraw,
    SlippageTooHigh,
    StakeUnavailable,
    SubnetNotExists,
    SubtokenDisabled,
)
from chain.pallets.subtensor_module.events import StakeAdded, StakeRemoved
from chain.pallets.swap.errors import PriceLimitExceeded
from tests.pallets.staking.world import ALICE, AUTHOR, BOB, HOTKEY, OTHER_HOTKEY, TAO, THIRD_HOTKEY, World


def world_with_stake(tao: int = 10 * TAO) -> World:
    """Bob has staked `tao` with Alice's hotkey on network 1, a pool of 100 TAO and 100 alpha."""
    world = World()
    world.open_network(1, 100 * TAO, 100 * TAO)
    world.calls.add_stake(Origin.signed(BOB), HOTKEY, 1, tao)
    return world


def held(world: World) -> int:
    return world.accounts.stake_of(HOTKEY, BOB, 1)


def test_removing_stake_pays_tao_and_tells_it() -> None:
    world = world_with_stake()
    before, author, total = world.free(BOB), world.free(AUTHOR), world.pools.total_stake
    stake = held(world)
    world.calls.remove_stake(Origin.signed(BOB), HOTKEY, 1, 4 * TAO)
    event = world.events()[-1]
    assert isinstance(event, StakeRemoved)
    fee = 4 * TAO * 33 // 65535
    assert (event.coldkey, event.hotkey, event.netuid) == (BOB, HOTKEY, 1)
    assert (event.alpha, event.fee) == (4 * TAO - fee, fee)
    assert world.free(BOB) - before == event.tao
    assert stake - held(world) == 4 * TAO
    fee_tao = world.free(AUTHOR) - author
    assert 0 < fee_tao < 2 * fee
    assert total - world.pools.total_stake == event.tao + fee_tao
    assert world.free(subnet_account(1)) == world.pools.tao_reserve(1)
    world.check_invariants()


def test_without_an_author_the_fee_stays_outside_as_burnt_alpha() -> None:
    world = world_with_stake()
    world.told.block_author = None
    world.calls.remove_stake(Origin.signed(BOB), HOTKEY, 1, 4 * TAO)
    fee = 4 * TAO * 33 // 65535
    assert world.supply.alpha_burned[1] == fee
    assert world.pools.alpha_out(1) == held(world) + fee


def test_asking_for_more_than_is_held_removes_everything() -> None:
    world = world_with_stake()
    world.calls.remove_stake(Origin.signed(BOB), HOTKEY, 1, 2**63)
    assert held(world) == 0
    assert list(world.accounts.alpha_v2.keys()) == []
    assert world.accounts.hotkeys_of(BOB) == [HOTKEY]
    world.check_invariants()


def test_a_round_trip_costs_the_fees_and_nothing_is_lost() -> None:
    world = world_with_stake()
    world.calls.remove_stake(Origin.signed(BOB), HOTKEY, 1, held(world))
    total = sum(world.free(who) for who in (BOB, AUTHOR, subnet_account(1)))
    assert total == 1_100 * TAO
    assert world.pools.alpha_out(1) == 0
    assert world.free(BOB) < 1_000 * TAO


def test_root_stake_comes_back_in_full() -> None:
    world = World()
    world.calls.add_stake(Origin.signed(BOB), HOTKEY, 0, 5 * TAO)
    world.calls.remove_stake(Origin.signed(BOB), HOTKEY, 0, 2 * TAO)
    assert world.free(BOB) == 997 * TAO
    assert world.told.root[HOTKEY, BOB] == 3 * TAO
    assert world.events()[-1] == StakeRemoved(BOB, HOTKEY, 2 * TAO, 2 * TAO, 0, 0)
    world.check_invariants()


def test_reasons_not_to_remove_come_in_the_order_of_the_chain() -> None:
    world = world_with_stake()
    remove, bob = world.calls.remove_stake, Origin.signed(BOB)
    with pytest.raises(SubtokenDisabled):
        remove(bob, HOTKEY, 9, 1)
    world.networks.enabled.add(9)
    with pytest.raises(SubnetNotExists):
        remove(bob, HOTKEY, 9, 1)
    with pytest.raises(AmountTooLow):
        remove(bob, OTHER_HOTKEY, 1, TAO)
    with pytest.raises(AmountTooLow):
        remove(bob, HOTKEY, 1, 1_000_000)
    world.accounts.increase(THIRD_HOTKEY, BOB, 1, TAO)
    with pytest.raises(HotKeyAccountNotExists):
        remove(bob, THIRD_HOTKEY, 1, TAO)
    world.locks.add(BOB, HOTKEY, 1, world.accounts.coldkey_stake(BOB, 1) - TAO)
    with pytest.raises(StakeUnavailable):
        remove(bob, HOTKEY, 1, TAO + 1)
    remove(bob, HOTKEY, 1, TAO)


def test_a_limited_removal_neither_caps_nor_asks_for_the_subtoken() -> None:
    world = world_with_stake()
    remove, bob = world.calls.remove_stake_limit, Origin.signed(BOB)
    with pytest.raises(NotEnoughStakeToWithdraw):
        remove(bob, HOTKEY, 1, held(world) + 1, TAO // 2, True)
    with pytest.raises(InsufficientLiquidity):
        remove(bob, HOTKEY, 1, 1_000 * world.pools.alpha_reserve(1) + 1, TAO // 2, True)
    with pytest.raises(PriceLimitExceeded):
        remove(bob, HOTKEY, 1, TAO, 2 * TAO, True)
    world.networks.enabled.discard(1)
    remove(bob, HOTKEY, 1, TAO, TAO // 2, False)


def test_a_limit_leaves_the_rest_staked() -> None:
    world = world_with_stake()
    price = world.swap.current_alpha_price(1) * TAO >> 64
    limit = price * 95 // 100
    stake, maximum = held(world), world.limits.max_remove(1, limit)
    assert maximum < stake
    with pytest.raises(SlippageTooHigh):
        world.calls.remove_stake_limit(Origin.signed(BOB), HOTKEY, 1, stake, limit, False)
    world.calls.remove_stake_limit(Origin.signed(BOB), HOTKEY, 1, stake, limit, True)
    assert stake - held(world) in (maximum, maximum - 1)
    # The fee is sold past the limit.
    assert 0 <= limit - (world.swap.current_alpha_price(1) * TAO >> 64) < 50_000
    world.check_invariants()


def test_everything_on_one_network_with_and_without_a_limit() -> None:
    world = world_with_stake()
    with pytest.raises(SlippageTooHigh):
        world.calls.remove_stake_full_limit(Origin.signed(BOB), HOTKEY, 1, TAO * 11 // 10)
    world.calls.remove_stake_full_limit(Origin.signed(BOB), HOTKEY, 1, TAO // 2)
    assert held(world) == 0
    world = world_with_stake()
    world.calls.remove_stake_full_limit(Origin.signed(BOB), HOTKEY, 1, None)
    assert held(world) == 0


def test_everything_everywhere_skips_what_cannot_be_sold() -> None:
    world = world_with_stake()
    world.open_network(2, 10 * TAO, 10 * TAO)
    world.open_network(3, 10 * TAO, 10 * TAO)
    for netuid in (0, 2, 3):
        world.calls.add_stake(Origin.signed(BOB), HOTKEY, netuid, TAO)
    world.networks.enabled.discard(3)
    world.calls.unstake_all(Origin.signed(BOB), HOTKEY)
    assert [world.accounts.stake_of(HOTKEY, BOB, netuid) > 0 for netuid in range(4)] == [False, False, False, True]
    with pytest.raises(HotKeyAccountNotExists):
        world.calls.unstake_all(Origin.signed(BOB), THIRD_HOTKEY)
    world.check_invariants()


def test_all_alpha_becomes_root_stake() -> None:
    world = world_with_stake()
    world.calls.add_stake(Origin.signed(BOB), HOTKEY, 0, TAO)
    before = world.free(BOB)
    world.calls.unstake_all_alpha(Origin.signed(BOB), HOTKEY)
    assert held(world) == 0
    assert world.free(BOB) == before
    added = world.events()[-1]
    assert isinstance(added, StakeAdded)
    assert world.accounts.stake_of(HOTKEY, BOB, 0) == TAO + added.tao
    world.check_invariants()


def test_small_nominations_are_given_back_but_not_the_owners() -> None:
    world = World()
    for who in (ALICE, BOB):
        world.calls.add_stake(Origin.signed(who), HOTKEY, 0, 3_000_000)
    world.parameters.nominator_min_required_stake = 2_000_000
    before = world.free(BOB)
    world.calls.clear_small_nominations()
    assert world.accounts.stake_of(HOTKEY, BOB, 0) == 0
    assert world.accounts.stake_of(HOTKEY, ALICE, 0) == 3_000_000
    assert world.free(BOB) == before + 3_000_000


def test_a_removal_that_leaves_too_little_gives_back_the_rest() -> None:
    world = World()
    world.calls.add_stake(Origin.signed(BOB), HOTKEY, 0, 10_000_000)
    world.parameters.nominator_min_required_stake = 2_000_000
    world.calls.remove_stake(Origin.signed(BOB), HOTKEY, 0, 7_000_000)
    assert world.accounts.stake_of(HOTKEY, BOB, 0) == 0


def test_a_hotkey_below_the_threshold_loses_its_planned_children() -> None:
    world = world_with_stake()
    world.parameters.stake_threshold = 5 * TAO
    world.calls.remove_stake(Origin.signed(BOB), HOTKEY, 1, TAO)
    assert world.told.dropped == []
    world.calls.remove_stake(Origin.signed(BOB), HOTKEY, 1, held(world))
    assert world.told.dropped == [HOTKEY]
