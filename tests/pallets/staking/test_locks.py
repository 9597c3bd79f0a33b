import pytest

from chain.frame import Origin
from chain.pallets.subtensor_module.errors import (
    AccountRejectsLockedAlpha,
    AmountTooLow,
    HotKeyAccountNotExists,
    InsufficientStakeForLock,
    LockHotkeyMismatch,
    NoExistingLock,
)
from chain.pallets.subtensor_module.events import (
    LockMoved,
    PerpetualLockUpdated,
    RejectLockedAlphaUpdated,
    StakeLocked,
)
from tests.pallets.staking.world import ALICE, BOB, CAROL, HOTKEY, OTHER_HOTKEY, TAO, THIRD_HOTKEY, World

YEAR_BLOCKS = 2_629_800


def world_with_stake() -> World:
    world = World()
    world.open_network(1, 100 * TAO, 100 * TAO)
    world.calls.add_stake(Origin.signed(BOB), HOTKEY, 1, 10 * TAO)
    return world


def test_reasons_not_to_lock_come_in_order() -> None:
    world = world_with_stake()
    lock, bob = world.locks.lock_stake, Origin.signed(BOB)
    with pytest.raises(AmountTooLow):
        lock(bob, THIRD_HOTKEY, 1, 0)
    with pytest.raises(HotKeyAccountNotExists):
        lock(bob, THIRD_HOTKEY, 1, TAO)
    with pytest.raises(InsufficientStakeForLock):
        lock(bob, HOTKEY, 1, 100 * TAO)
    lock(bob, HOTKEY, 1, TAO)
    assert world.events()[-1] == StakeLocked(BOB, HOTKEY, 1, TAO)
    with pytest.raises(LockHotkeyMismatch):
        lock(bob, OTHER_HOTKEY, 1, TAO)
    lock(bob, HOTKEY, 1, TAO)
    assert world.locks.locked(BOB, 1) == 2 * TAO
    world.check_invariants()


def test_a_lock_decays_and_is_forgotten_with_the_next_trade() -> None:
    world = world_with_stake()
    world.locks.lock_stake(Origin.signed(BOB), HOTKEY, 1, 4 * TAO)
    world.system.number = 934_866 + 7
    assert abs(world.locks.locked(BOB, 1) - 4 * TAO * 0.36788) < 10**6
    assert world.locks.conviction_of(1, HOTKEY) > 0
    world.system.number = 40 * YEAR_BLOCKS
    assert world.locks.locked(BOB, 1) == 0
    world.calls.add_stake(Origin.signed(BOB), HOTKEY, 1, TAO)
    assert list(world.locks.lock.keys()) == []
    world.check_invariants()


def test_a_perpetual_lock_stays() -> None:
    world = world_with_stake()
    world.locks.lock_stake(Origin.signed(BOB), HOTKEY, 1, 4 * TAO)
    world.locks.set_perpetual_lock(Origin.signed(BOB), 1, True)
    assert world.events()[-1] == PerpetualLockUpdated(BOB, 1, True)
    assert (1, HOTKEY) in world.locks.hotkey_lock
    assert (1, HOTKEY) not in world.locks.decaying_hotkey_lock
    world.system.number = 40 * YEAR_BLOCKS
    assert world.locks.locked(BOB, 1) == 4 * TAO
    world.locks.set_perpetual_lock(Origin.signed(BOB), 1, False)
    assert (1, HOTKEY) in world.locks.decaying_hotkey_lock
    world.check_invariants()


def test_locks_with_the_owners_hotkey_are_counted_apart() -> None:
    world = world_with_stake()
    world.networks.owner_hotkeys[1] = HOTKEY
    world.locks.lock_stake(Origin.signed(BOB), HOTKEY, 1, 4 * TAO)
    assert 1 in world.locks.decaying_owner_lock
    assert list(world.locks.decaying_hotkey_lock.keys()) == []
    assert world.locks.convinced_hotkeys(1) == {HOTKEY: 4 * TAO << 64}


def test_moving_a_lock_to_another_owners_hotkey_starts_conviction_anew() -> None:
    world = world_with_stake()
    bob = Origin.signed(BOB)
    with pytest.raises(NoExistingLock):
        world.locks.move_lock(bob, OTHER_HOTKEY, 1)
    world.locks.lock_stake(bob, HOTKEY, 1, 4 * TAO)
    world.system.number = 100_000
    mass = world.locks.locked(BOB, 1)
    assert world.locks.conviction_of(1, HOTKEY) > 0
    world.locks.move_lock(bob, OTHER_HOTKEY, 1)
    assert world.events()[-1] == LockMoved(BOB, HOTKEY, OTHER_HOTKEY, 1)
    assert world.locks.locked(BOB, 1) == mass
    assert world.locks.conviction_of(1, OTHER_HOTKEY) == 0
    world.system.number = 200_000
    world.hotkeys.owners[THIRD_HOTKEY] = BOB
    gathered = world.locks.conviction_of(1, OTHER_HOTKEY)
    world.locks.move_lock(bob, THIRD_HOTKEY, 1)
    assert world.locks.conviction_of(1, THIRD_HOTKEY) == gathered > 0
    assert world.locks.convinced_hotkeys(1) == {THIRD_HOTKEY: gathered}
    world.check_invariants()


def test_a_transfer_takes_free_alpha_first_and_then_the_lock_along() -> None:
    world = world_with_stake()
    stake = world.accounts.stake_of(HOTKEY, BOB, 1)
    world.locks.lock_stake(Origin.signed(BOB), HOTKEY, 1, 4 * TAO)
    give = world.movement.transfer_stake
    give(Origin.signed(BOB), CAROL, HOTKEY, 1, 1, stake - 4 * TAO)
    assert world.locks.lock_of(CAROL, 1) is None
    with pytest.raises(AccountRejectsLockedAlpha):
        give(Origin.signed(BOB), CAROL, HOTKEY, 1, 1, TAO)
    world.locks.set_reject_locked_alpha(Origin.signed(CAROL), False)
    assert world.events()[-1] == RejectLockedAlphaUpdated(CAROL, False)
    give(Origin.signed(BOB), CAROL, HOTKEY, 1, 1, TAO)
    assert (world.locks.locked(BOB, 1), world.locks.locked(CAROL, 1)) == (3 * TAO, TAO)
    world.locks.set_reject_locked_alpha(Origin.signed(CAROL), True)
    assert CAROL not in world.locks.account_flags
    world.check_invariants()


def test_a_destination_locked_with_another_hotkey_refuses() -> None:
    world = world_with_stake()
    world.calls.add_stake(Origin.signed(ALICE), OTHER_HOTKEY, 1, TAO)
    world.locks.lock_stake(Origin.signed(ALICE), OTHER_HOTKEY, 1, TAO // 2)
    world.locks.set_reject_locked_alpha(Origin.signed(ALICE), False)
    world.locks.lock_stake(Origin.signed(BOB), HOTKEY, 1, world.accounts.stake_of(HOTKEY, BOB, 1))
    with pytest.raises(LockHotkeyMismatch):
        world.movement.transfer_stake(Origin.signed(BOB), ALICE, HOTKEY, 1, 1, TAO)


def test_reducing_and_removing_leave_nothing_behind() -> None:
    world = world_with_stake()
    world.locks.lock_stake(Origin.signed(BOB), HOTKEY, 1, 4 * TAO)
    world.locks.reduce(BOB, 1, TAO)
    assert world.locks.locked(BOB, 1) == 3 * TAO
    world.locks.reduce(CAROL, 1, TAO)
    world.locks.remove_subnet(1)
    assert world.locks.lock_of(BOB, 1) is None
    for stored in (world.locks.lock, world.locks.locking_coldkeys, world.locks.decaying_hotkey_lock):
        assert list(stored.keys()) == []
    world.check_invariants()
