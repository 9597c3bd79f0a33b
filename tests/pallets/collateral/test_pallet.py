import pytest

from chain.frame import InvariantBroken, Origin
from chain.pallets.collateral.pallet import MAX_POSITIONS
from chain.pallets.collateral.state import MinerCollateralState
from chain.pallets.subtensor_module.errors import (
    AmountTooLow,
    ColdkeyCollateralIncomplete,
    ColdkeyCollateralPositionsFull,
    HotKeyAccountNotExists,
    InsufficientLiquidity,
    InsufficientStakeForLock,
    NonAssociatedColdKey,
    NotEnoughBalanceToStake,
    RegistrationNotPermittedOnRootSubnet,
    SlippageTooHigh,
    StakeUnavailable,
    SubnetNotExists,
)
from chain.pallets.subtensor_module.events import CollateralLocked, MinCollateralSet, StakeAdded
from chain.primitives.fixed import U64f64
from tests.pallets.staking.world import ALICE, BOB, CAROL, HOTKEY, OTHER_HOTKEY, TAO, THIRD_HOTKEY, World, account

ONE = 1 << 64
DEAR = 10 * TAO
SIGNED = Origin.signed(ALICE)


def world_with_stake(tao: int = 10 * TAO) -> World:
    """Alice has stake with her hotkey on network 1, whose pool holds 100 of each."""
    world = World()
    world.open_network(1, 100 * TAO, 100 * TAO)
    if tao:
        world.calls.add_stake(SIGNED, HOTKEY, 1, tao)
    return world


def held(world: World, hotkey=HOTKEY, coldkey=ALICE) -> int:
    return world.accounts.stake_of(hotkey, coldkey, 1)


def locked(world: World) -> int:
    return world.collateral.locked_with(1, HOTKEY, ALICE)


@pytest.mark.parametrize("name", ["add_collateral", "set_min_collateral"])
def test_reasons_that_both_calls_refuse_for_come_in_order(name: str) -> None:
    world = world_with_stake()

    def attempt(who, netuid, hotkey):
        more = (DEAR,) if name == "add_collateral" else ()
        getattr(world.collateral, name)(Origin.signed(who), netuid, hotkey, TAO, *more)

    with pytest.raises(RegistrationNotPermittedOnRootSubnet):
        attempt(BOB, 0, THIRD_HOTKEY)
    with pytest.raises(SubnetNotExists):
        attempt(BOB, 9, THIRD_HOTKEY)
    with pytest.raises(HotKeyAccountNotExists):
        attempt(BOB, 1, THIRD_HOTKEY)
    with pytest.raises(NonAssociatedColdKey):
        attempt(BOB, 1, HOTKEY)


def test_free_stake_is_locked_first_and_nothing_is_bought() -> None:
    world = world_with_stake()
    stake, money = held(world), world.free(ALICE)
    world.collateral.add_collateral(SIGNED, 1, HOTKEY, 4 * TAO, 0)
    assert (held(world), world.free(ALICE), locked(world)) == (stake, money, 4 * TAO)
    assert world.events()[-1] == CollateralLocked(1, HOTKEY, 4 * TAO, 4 * TAO)
    world.collateral.add_collateral(SIGNED, 1, HOTKEY, TAO, 0)
    assert world.events()[-1] == CollateralLocked(1, HOTKEY, TAO, 5 * TAO)
    assert world.collateral.of(1, HOTKEY, ALICE) == MinerCollateralState(5 * TAO, U64f64(ONE), 0, 0)
    world.check_invariants()


def test_what_is_missing_is_bought_for_as_little_as_buys_it() -> None:
    world = world_with_stake()
    stake, money = held(world), world.free(ALICE)
    world.collateral.add_collateral(SIGNED, 1, HOTKEY, stake + 3 * TAO, DEAR)
    bought = held(world) - stake
    assert 3 * TAO <= bought <= 3 * TAO + 2
    assert locked(world) == stake + 3 * TAO
    (added,) = [event for event in world.events()[-4:] if isinstance(event, StakeAdded)]
    assert (added.tao, added.alpha) == (money - world.free(ALICE), bought)
    world.check_invariants()


def test_a_purchase_is_refused_for_the_reasons_of_staking() -> None:
    world = world_with_stake(0)
    add = world.collateral.add_collateral
    with pytest.raises(AmountTooLow):
        add(SIGNED, 1, HOTKEY, 0, DEAR)
    with pytest.raises(AmountTooLow):
        add(SIGNED, 1, HOTKEY, 1_000_000, DEAR)
    with pytest.raises(SlippageTooHigh):
        add(SIGNED, 1, HOTKEY, TAO, TAO)
    with pytest.raises(InsufficientLiquidity):
        add(SIGNED, 1, HOTKEY, 100 * TAO, DEAR)
    world.open_network(2, 100_000 * TAO, 100_000 * TAO)
    with pytest.raises(NotEnoughBalanceToStake):
        add(SIGNED, 2, HOTKEY, 5_000 * TAO, DEAR)
    assert world.collateral.of(1, HOTKEY, ALICE) is None


def test_collateral_does_not_leave_by_any_staking_call() -> None:
    world = world_with_stake()
    world.open_network(2, 100 * TAO, 100 * TAO)
    stake = held(world)
    world.collateral.add_collateral(SIGNED, 1, HOTKEY, stake - TAO, 0)
    too_much = TAO + 1
    for leave in (
        lambda: world.calls.remove_stake(SIGNED, HOTKEY, 1, too_much),
        lambda: world.calls.remove_stake_limit(SIGNED, HOTKEY, 1, too_much, 0, False),
        lambda: world.calls.remove_stake_full_limit(SIGNED, HOTKEY, 1, None),
        lambda: world.movement.move_stake(SIGNED, HOTKEY, OTHER_HOTKEY, 1, 1, too_much),
        lambda: world.movement.move_stake(SIGNED, HOTKEY, HOTKEY, 1, 2, too_much),
        lambda: world.movement.swap_stake(SIGNED, HOTKEY, 1, 2, too_much),
        lambda: world.movement.transfer_stake(SIGNED, CAROL, HOTKEY, 1, 1, too_much),
        lambda: world.burning.burn_alpha(SIGNED, HOTKEY, too_much, 1),
        lambda: world.burning.recycle_alpha(SIGNED, HOTKEY, too_much, 1),
    ):
        with pytest.raises(StakeUnavailable):
            leave()
    world.calls.unstake_all(SIGNED, HOTKEY)
    assert held(world) == stake
    world.calls.remove_stake(SIGNED, HOTKEY, 1, TAO)
    assert held(world) == stake - TAO
    world.check_invariants()


def test_stake_elsewhere_does_not_stand_in_for_collateral() -> None:
    world = world_with_stake()
    world.hotkeys.owners[THIRD_HOTKEY] = ALICE
    world.calls.add_stake(SIGNED, THIRD_HOTKEY, 1, 10 * TAO)
    world.collateral.add_collateral(SIGNED, 1, HOTKEY, held(world), 0)
    with pytest.raises(StakeUnavailable):
        world.calls.remove_stake(SIGNED, HOTKEY, 1, TAO)
    world.calls.remove_stake(SIGNED, THIRD_HOTKEY, 1, TAO)


def test_the_same_alpha_is_not_both_locked_and_collateral() -> None:
    world = world_with_stake()
    stake = held(world)
    world.locks.lock_stake(SIGNED, HOTKEY, 1, 4 * TAO)
    world.collateral.add_collateral(SIGNED, 1, HOTKEY, stake - 4 * TAO, 0)
    with pytest.raises(AmountTooLow):
        world.collateral.add_collateral(SIGNED, 1, HOTKEY, 1_000, DEAR)
    with pytest.raises(InsufficientStakeForLock):
        world.locks.lock_stake(SIGNED, HOTKEY, 1, 1_000)
    with pytest.raises(StakeUnavailable):
        world.calls.remove_stake(SIGNED, HOTKEY, 1, 3_000_000)
    world.check_invariants()


def test_a_nominators_stake_is_not_the_owners_collateral() -> None:
    world = world_with_stake()
    world.calls.add_stake(Origin.signed(BOB), HOTKEY, 1, 5 * TAO)
    world.collateral.add_collateral(SIGNED, 1, HOTKEY, held(world), 0)
    world.calls.remove_stake(Origin.signed(BOB), HOTKEY, 1, 4 * TAO)
    world.check_invariants()


def test_earning_releases_collateral_until_nothing_is_left_of_it() -> None:
    world = world_with_stake()
    world.parameters.collateral_drain_ratio[1] = U64f64(2 * ONE)
    world.collateral.add_collateral(SIGNED, 1, HOTKEY, 4 * TAO, 0)
    world.parameters.collateral_drain_ratio[1] = U64f64(ONE)
    assert world.collateral.settle(1, HOTKEY, ALICE, TAO) == 0
    assert world.collateral.of(1, HOTKEY, ALICE) == MinerCollateralState(2 * TAO, U64f64(2 * ONE), 0, TAO)
    assert world.collateral.settle(1, HOTKEY, ALICE, 5 * TAO) == 0
    assert world.collateral.of(1, HOTKEY, ALICE) is None
    assert list(world.collateral.coldkey_collateral_hotkeys.keys()) == []
    assert list(world.collateral.coldkey_miner_collateral.keys()) == []
    assert world.collateral.settle(1, HOTKEY, ALICE, TAO) == 0


def test_a_floor_is_filled_from_what_is_earned_and_zero_takes_it_away() -> None:
    world = world_with_stake()
    world.collateral.set_min_collateral(SIGNED, 1, HOTKEY, 3 * TAO)
    assert world.events()[-1] == MinCollateralSet(1, HOTKEY, 3 * TAO)
    assert world.collateral.positions(1) == [(HOTKEY, ALICE)]
    assert world.collateral.settle(1, HOTKEY, ALICE, 2 * TAO) == 2 * TAO
    assert world.collateral.settle(1, HOTKEY, ALICE, 2 * TAO) == TAO
    assert world.collateral.settle(1, HOTKEY, ALICE, 2 * TAO) == 0
    assert locked(world) == 3 * TAO == world.collateral.locked_by(1, ALICE)
    world.collateral.set_min_collateral(SIGNED, 1, HOTKEY, 0)
    world.collateral.settle(1, HOTKEY, ALICE, 2 * TAO)
    assert locked(world) == TAO
    world.check_invariants()


def test_a_floor_that_goes_before_anything_is_locked_leaves_nothing_behind() -> None:
    world = world_with_stake()
    world.collateral.set_min_collateral(SIGNED, 1, HOTKEY, TAO)
    world.collateral.set_min_collateral(SIGNED, 1, HOTKEY, 0)
    assert world.collateral.of(1, HOTKEY, ALICE) is None
    world.check_invariants()


def test_a_coldkey_has_collateral_with_a_bounded_number_of_hotkeys() -> None:
    world = world_with_stake()
    for number in range(MAX_POSITIONS + 1):
        world.hotkeys.owners[account(1_000 + number)] = ALICE
    for number in range(MAX_POSITIONS):
        world.collateral.set_min_collateral(SIGNED, 1, account(1_000 + number), 1)
    with pytest.raises(ColdkeyCollateralPositionsFull):
        world.collateral.set_min_collateral(SIGNED, 1, account(1_000 + MAX_POSITIONS), 1)


def test_a_registration_locks_its_share_and_takes_the_ratio_of_the_day() -> None:
    world = world_with_stake(0)
    world.parameters.collateral_lock_share[1] = 65_535 // 3
    share = world.collateral.share_of(1, 3 * TAO)
    assert share == TAO
    assert world.collateral.missing_share(ALICE, HOTKEY, 1, share) == TAO
    world.collateral.register(ALICE, HOTKEY, 1, TAO)
    bought = held(world)
    assert bought > 0.98 * TAO
    assert locked(world) == bought
    assert world.events()[-1] == CollateralLocked(1, HOTKEY, bought, bought)
    missing = world.collateral.missing_share(ALICE, HOTKEY, 1, share)
    assert missing < 0.01 * TAO
    world.parameters.collateral_drain_ratio[1] = U64f64(3 * ONE)
    world.collateral.register(ALICE, HOTKEY, 1, 0)
    assert world.collateral.of(1, HOTKEY, ALICE) == MinerCollateralState(bought, U64f64(3 * ONE), 0, 0)
    world.check_invariants()


def test_a_registration_does_not_move_the_price_by_more_than_five_percent() -> None:
    world = world_with_stake(0)
    with pytest.raises(SlippageTooHigh):
        world.collateral.register(ALICE, HOTKEY, 1, 10 * TAO)


def test_without_a_share_nothing_is_asked_for() -> None:
    world = world_with_stake(0)
    assert world.collateral.share_of(1, 3 * TAO) == 0
    assert world.collateral.missing_share(ALICE, HOTKEY, 1, 0) == 0


def test_collateral_follows_a_hotkey_and_a_coldkey_that_are_exchanged() -> None:
    world = world_with_stake()
    world.collateral.add_collateral(SIGNED, 1, HOTKEY, 4 * TAO, 0)
    assert world.collateral.is_pledged(1, HOTKEY)
    world.collateral.move_stake_of_hotkey(1, HOTKEY, THIRD_HOTKEY)
    assert not world.collateral.is_pledged(1, HOTKEY)
    assert world.collateral.locked_with(1, THIRD_HOTKEY, ALICE) == 4 * TAO
    world.collateral.move_coldkey(ALICE, CAROL)
    assert world.collateral.positions(1) == [(THIRD_HOTKEY, CAROL)]
    assert (world.collateral.locked_by(1, ALICE), world.collateral.locked_by(1, CAROL)) == (0, 4 * TAO)
    assert (1, ALICE) not in world.collateral.coldkey_collateral_hotkeys


def test_a_coldkey_whose_list_is_short_is_not_exchanged() -> None:
    world = world_with_stake()
    world.collateral.add_collateral(SIGNED, 1, HOTKEY, 4 * TAO, 0)
    del world.collateral.coldkey_collateral_hotkeys[1, ALICE]
    with pytest.raises(ColdkeyCollateralIncomplete):
        world.collateral.move_coldkey(ALICE, CAROL)


def test_collateral_ends_with_its_network() -> None:
    world = world_with_stake()
    world.collateral.add_collateral(SIGNED, 1, HOTKEY, 4 * TAO, 0)
    world.payout.remove_subnet(1)
    world.collateral.remove_subnet(1)
    assert world.collateral.positions(1) == []
    assert world.collateral.locked_by(1, ALICE) == 0
    world.check_invariants()


@pytest.mark.parametrize(
    "harm",
    [
        lambda world: world.collateral.coldkey_miner_collateral.__setitem__((1, ALICE), 1),
        lambda world: world.collateral.coldkey_collateral_hotkeys.__delitem__((1, ALICE)),
        lambda world: world.collateral.coldkey_collateral_hotkeys.__setitem__((1, BOB), [HOTKEY]),
        lambda world: world.accounts.decrease(HOTKEY, ALICE, 1, 8 * TAO),
    ],
)
def test_broken_books_are_noticed(harm) -> None:
    world = world_with_stake()
    world.collateral.add_collateral(SIGNED, 1, HOTKEY, 4 * TAO, 0)
    world.check_invariants()
    harm(world)
    with pytest.raises(InvariantBroken):
        world.collateral.check_invariants()
