import pytest

from chain.frame import Origin
from chain.pallets.subtensor_module.errors import (
    AmountTooLow,
    HotKeyAccountNotExists,
    SameNetuid,
    SlippageTooHigh,
    StakeUnavailable,
    SubnetNotExists,
    SubtokenDisabled,
    TransferDisallowed,
)
from chain.pallets.subtensor_module.events import (
    StakeAdded,
    StakeAndHotkeyTransferred,
    StakeMoved,
    StakeRemoved,
    StakeSwapped,
    StakeTransferred,
)
from tests.pallets.staking.world import ALICE, AUTHOR, BOB, CAROL, HOTKEY, OTHER_HOTKEY, TAO, THIRD_HOTKEY, World


def world_with_stake() -> World:
    """Bob has staked 10 TAO with Alice's hotkey on network 1; networks 1 and 2 have pools of 100 and 100."""
    world = World()
    for netuid in (1, 2):
        world.open_network(netuid, 100 * TAO, 100 * TAO)
    world.calls.add_stake(Origin.signed(BOB), HOTKEY, 1, 10 * TAO)
    return world


def test_a_move_to_another_hotkey_is_no_trade() -> None:
    world = world_with_stake()
    reserves = world.pools.tao_reserve(1), world.pools.alpha_reserve(1)
    stake = world.accounts.stake_of(HOTKEY, BOB, 1)
    world.movement.move_stake(Origin.signed(BOB), HOTKEY, OTHER_HOTKEY, 1, 1, 4 * TAO)
    worth = (4 * TAO * world.swap.current_alpha_price(1)) >> 64
    assert world.events()[-3:] == [
        StakeRemoved(BOB, HOTKEY, worth, 4 * TAO, 1, 0),
        StakeAdded(BOB, OTHER_HOTKEY, worth, 4 * TAO, 1, 0),
        StakeMoved(BOB, HOTKEY, 1, OTHER_HOTKEY, 1, worth),
    ]
    assert world.accounts.stake_of(HOTKEY, BOB, 1) == stake - 4 * TAO
    assert world.accounts.stake_of(OTHER_HOTKEY, BOB, 1) == 4 * TAO
    assert (world.pools.tao_reserve(1), world.pools.alpha_reserve(1)) == reserves
    world.check_invariants()


def test_a_move_between_networks_pays_one_fee() -> None:
    world = world_with_stake()
    author, free = world.free(AUTHOR), world.free(BOB)
    world.movement.swap_stake(Origin.signed(BOB), HOTKEY, 1, 2, 4 * TAO)
    removed, added = (
        next(event for event in reversed(world.events()) if isinstance(event, kind))
        for kind in (StakeRemoved, StakeAdded)
    )
    assert removed.fee == 4 * TAO * 33 // 65535
    assert added.fee == 0
    assert added.tao == removed.tao
    assert world.events()[-1] == StakeSwapped(BOB, HOTKEY, 1, 2, removed.tao)
    assert world.free(BOB) == free
    assert world.free(AUTHOR) > author
    assert world.accounts.stake_of(HOTKEY, BOB, 2) == added.alpha
    world.check_invariants()


def test_a_move_from_root_pays_its_fee_on_the_way_in() -> None:
    world = world_with_stake()
    world.calls.add_stake(Origin.signed(BOB), HOTKEY, 0, 5 * TAO)
    world.movement.swap_stake(Origin.signed(BOB), HOTKEY, 0, 2, 5 * TAO)
    added = next(event for event in reversed(world.events()) if isinstance(event, StakeAdded))
    assert added.fee == 5 * TAO * 33 // 65535
    assert world.told.root[HOTKEY, BOB] == 0


def test_a_transfer_changes_the_coldkey() -> None:
    world = world_with_stake()
    world.movement.transfer_stake(Origin.signed(BOB), CAROL, HOTKEY, 1, 1, 4 * TAO)
    assert world.accounts.stake_of(HOTKEY, CAROL, 1) == 4 * TAO
    assert world.accounts.hotkeys_of(CAROL) == [HOTKEY]
    assert isinstance(world.events()[-1], StakeTransferred)
    free = world.free(BOB), world.free(CAROL)
    world.movement.transfer_stake(Origin.signed(BOB), CAROL, HOTKEY, 1, 2, 4 * TAO)
    assert world.accounts.stake_of(HOTKEY, CAROL, 2) > 3 * TAO
    assert (world.free(BOB), world.free(CAROL)) == free
    world.check_invariants()


def test_a_transfer_may_change_the_hotkey_too() -> None:
    world = world_with_stake()
    world.movement.transfer_stake_and_hotkey(Origin.signed(BOB), CAROL, HOTKEY, OTHER_HOTKEY, 1, 2, 4 * TAO)
    gained = world.accounts.stake_of(OTHER_HOTKEY, CAROL, 2)
    event = world.events()[-1]
    assert isinstance(event, StakeAndHotkeyTransferred)
    assert gained > 3 * TAO and event.amount > 3 * TAO
    assert event == StakeAndHotkeyTransferred(BOB, CAROL, HOTKEY, OTHER_HOTKEY, 1, 2, event.amount)
    assert world.accounts.stake_of(HOTKEY, CAROL, 2) == 0
    world.check_invariants()


def test_networks_may_forbid_transfers() -> None:
    world = world_with_stake()
    world.parameters.transfer_toggle[2] = False
    with pytest.raises(TransferDisallowed):
        world.movement.transfer_stake_and_hotkey(Origin.signed(BOB), CAROL, HOTKEY, OTHER_HOTKEY, 1, 2, 4 * TAO)
    with pytest.raises(TransferDisallowed):
        world.movement.transfer_stake(Origin.signed(BOB), CAROL, HOTKEY, 1, 2, 4 * TAO)
    world.movement.swap_stake(Origin.signed(BOB), HOTKEY, 1, 2, 4 * TAO)


def test_reasons_not_to_move_come_in_the_order_of_the_chain() -> None:
    world = world_with_stake()
    world.open_network(3, 100 * TAO, 100 * TAO, enabled=False)
    bob = Origin.signed(BOB)
    with pytest.raises(SameNetuid):
        world.movement.swap_stake(bob, HOTKEY, 9, 9, TAO)
    with pytest.raises(SubnetNotExists):
        world.movement.swap_stake(bob, HOTKEY, 1, 9, TAO)
    with pytest.raises(SubtokenDisabled):
        world.movement.swap_stake(bob, THIRD_HOTKEY, 1, 3, TAO)
    with pytest.raises(HotKeyAccountNotExists):
        world.movement.move_stake(bob, HOTKEY, THIRD_HOTKEY, 1, 1, TAO)
    with pytest.raises(AmountTooLow):
        world.movement.swap_stake(bob, OTHER_HOTKEY, 1, 2, TAO)
    with pytest.raises(AmountTooLow):
        world.movement.move_stake(bob, HOTKEY, OTHER_HOTKEY, 1, 1, 1_000_000)
    world.locks.add(BOB, HOTKEY, 1, world.accounts.coldkey_stake(BOB, 1))
    with pytest.raises(StakeUnavailable):
        world.movement.swap_stake(bob, HOTKEY, 1, 2, TAO)


def test_a_limit_on_the_ratio_of_prices_stops_or_fills_partly() -> None:
    world = world_with_stake()
    bob = Origin.signed(BOB)
    ratio = world.swap.current_alpha_price(1) * TAO // world.swap.current_alpha_price(2)
    limit = ratio * 97 // 100
    maximum = world.limits.max_move(1, 2, limit)
    stake = world.accounts.stake_of(HOTKEY, BOB, 1)
    assert 0 < maximum < stake
    with pytest.raises(SlippageTooHigh):
        world.movement.swap_stake_limit(bob, HOTKEY, 1, 2, stake, limit, False)
    world.movement.swap_stake_limit(bob, HOTKEY, 1, 2, stake, limit, True)
    assert stake - world.accounts.stake_of(HOTKEY, BOB, 1) in (maximum, maximum + 1)
    world.movement.move_stake_limit(bob, HOTKEY, OTHER_HOTKEY, 1, 2, TAO, limit // 2, False)
    assert world.accounts.stake_of(OTHER_HOTKEY, BOB, 2) > 0
    assert isinstance(world.events()[-1], StakeMoved)
    world.check_invariants()


def test_moving_to_a_hotkey_of_another_makes_it_a_delegate() -> None:
    world = world_with_stake()
    world.movement.move_stake(Origin.signed(BOB), HOTKEY, OTHER_HOTKEY, 1, 2, TAO)
    assert world.told.delegates == []
    world.calls.add_stake(Origin.signed(ALICE), HOTKEY, 1, TAO)
    world.movement.move_stake(Origin.signed(ALICE), HOTKEY, OTHER_HOTKEY, 1, 2, TAO // 2)
    assert world.told.delegates == [OTHER_HOTKEY]
