import pytest

from chain.frame import Origin
from chain.pallets.subtensor_module.errors import (
    CannotBurnOrRecycleOnRootSubnet,
    HotKeyAccountNotExists,
    HotKeyNotRegisteredInSubNet,
    SameAutoStakeHotkeyAlreadySet,
    StakeUnavailable,
    SubnetNotExists,
    SubtokenDisabled,
)
from chain.pallets.subtensor_module.events import AddStakeBurn, AlphaBurned, AlphaRecycled, AutoStakeDestinationSet
from tests.pallets.staking.world import BOB, CAROL, HOTKEY, OTHER_HOTKEY, TAO, THIRD_HOTKEY, World


def world_with_stake() -> World:
    world = World()
    world.open_network(1, 100 * TAO, 100 * TAO)
    world.calls.add_stake(Origin.signed(BOB), HOTKEY, 1, 10 * TAO)
    return world


def test_recycled_alpha_no_longer_exists() -> None:
    world = world_with_stake()
    stake, issued = world.accounts.stake_of(HOTKEY, BOB, 1), world.pools.alpha_issuance(1)
    world.burning.recycle_alpha(Origin.signed(BOB), HOTKEY, 2 * TAO, 1)
    assert world.accounts.stake_of(HOTKEY, BOB, 1) == stake - 2 * TAO
    assert world.pools.alpha_issuance(1) == issued - 2 * TAO
    assert world.supply.alpha_recycled[1] == 2 * TAO
    assert world.events()[-1] == AlphaRecycled(BOB, HOTKEY, 2 * TAO, 1)
    world.check_invariants()


def test_burnt_alpha_still_counts_as_issued() -> None:
    world = world_with_stake()
    stake, issued = world.accounts.stake_of(HOTKEY, BOB, 1), world.pools.alpha_issuance(1)
    world.burning.burn_alpha(Origin.signed(BOB), HOTKEY, 2**60, 1)
    assert world.accounts.stake_of(HOTKEY, BOB, 1) == 0
    assert world.pools.alpha_issuance(1) == issued
    assert world.supply.alpha_burned[1] == stake
    assert world.events()[-1] == AlphaBurned(BOB, HOTKEY, stake, 1)
    world.check_invariants()


def test_bought_alpha_can_be_burnt_at_once() -> None:
    world = world_with_stake()
    for limit in (None, 2 * TAO):
        stake = world.accounts.stake_of(HOTKEY, BOB, 1)
        world.burning.add_stake_burn(Origin.signed(BOB), HOTKEY, 1, TAO, limit)
        burnt, told = world.events()[-2:]
        assert isinstance(burnt, AlphaBurned)
        assert told == AddStakeBurn(1, HOTKEY, TAO, burnt.alpha)
        assert abs(world.accounts.stake_of(HOTKEY, BOB, 1) - stake) <= 1
    world.check_invariants()


def test_reasons_not_to_destroy_come_in_order() -> None:
    world = world_with_stake()
    world.open_network(2, 100 * TAO, 100 * TAO, enabled=False)
    bob = Origin.signed(BOB)
    with pytest.raises(SubnetNotExists):
        world.burning.burn_alpha(bob, HOTKEY, 1, 9)
    with pytest.raises(CannotBurnOrRecycleOnRootSubnet):
        world.burning.recycle_alpha(bob, HOTKEY, 1, 0)
    with pytest.raises(SubtokenDisabled):
        world.burning.recycle_alpha(bob, HOTKEY, 1, 2)
    with pytest.raises(HotKeyAccountNotExists):
        world.burning.burn_alpha(bob, THIRD_HOTKEY, 1, 1)
    world.locks.add(BOB, HOTKEY, 1, world.accounts.coldkey_stake(BOB, 1))
    with pytest.raises(StakeUnavailable):
        world.burning.burn_alpha(bob, HOTKEY, 1, 1)


def test_a_coldkey_chooses_where_its_incentive_is_staked() -> None:
    world = world_with_stake()
    world.hotkeys.registered |= {(1, HOTKEY), (1, OTHER_HOTKEY)}
    choose = world.auto_stake.set_coldkey_auto_stake_hotkey
    with pytest.raises(SubnetNotExists):
        choose(Origin.signed(BOB), 9, HOTKEY)
    with pytest.raises(HotKeyNotRegisteredInSubNet):
        choose(Origin.signed(BOB), 1, THIRD_HOTKEY)
    choose(Origin.signed(BOB), 1, HOTKEY)
    choose(Origin.signed(CAROL), 1, HOTKEY)
    with pytest.raises(SameAutoStakeHotkeyAlreadySet):
        choose(Origin.signed(BOB), 1, HOTKEY)
    choose(Origin.signed(BOB), 1, OTHER_HOTKEY)
    assert world.auto_stake.destination_of(BOB, 1) == OTHER_HOTKEY
    assert world.auto_stake.auto_stake_destination_coldkeys[HOTKEY, 1] == [CAROL]
    assert world.auto_stake.auto_stake_destination_coldkeys[OTHER_HOTKEY, 1] == [BOB]
    assert world.events()[-1] == AutoStakeDestinationSet(BOB, 1, OTHER_HOTKEY)
