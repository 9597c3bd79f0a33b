"""Paid registration, its price, and the keys it makes."""

import pytest

from chain.pallets.networks.sovereign import subnet_account
from chain.pallets.registration import HotkeyAccounts, Registration
from chain.pallets.registration.price import clamped, decay_factor, decayed, raised
from chain.pallets.subtensor_module import errors, events
from tests.pallets.subnet_world import ALICE, BOB, CAROL, HOTKEY, OTHER_HOTKEY, TAO, World, account

register = Registration.burned_register


def test_a_hotkey_registers_at_the_price_and_raises_it() -> None:
    world = World()
    netuid = world.register_network()
    world.signed(BOB, register, netuid=netuid, hotkey=OTHER_HOTKEY)
    assert world.events() == [
        events.RAORecycledForRegistrationSet(netuid, TAO),
        events.NeuronRegistered(netuid, 1, OTHER_HOTKEY),
    ]
    assert world.money.spent == [(BOB, netuid, TAO)]
    assert world.registration.burn[netuid] == 1_260_000_000
    assert world.registration.registrations_this_block[netuid] == 1
    assert world.accounts.owner_of(OTHER_HOTKEY) == BOB
    assert world.accounts.hotkeys_of(BOB) == [OTHER_HOTKEY]
    assert (BOB, OTHER_HOTKEY) in world.money.staking_hotkeys
    assert world.neurons.registered_at(netuid, 1) == 1
    world.check()


def test_the_call_of_the_former_work_registers_for_its_signer() -> None:
    world = World()
    netuid = world.register_network()
    world.signed(
        BOB,
        Registration.register,
        netuid=netuid,
        block_number=0,
        nonce=0,
        work=b"",
        hotkey=OTHER_HOTKEY,
        coldkey=CAROL,
    )
    assert world.accounts.owner_of(OTHER_HOTKEY) == BOB


@pytest.mark.parametrize(
    ("netuid", "error"), [(0, errors.RegistrationNotPermittedOnRootSubnet), (9, errors.SubnetNotExists)]
)
def test_root_and_missing_networks_take_no_paid_registration(netuid: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        World().signed(BOB, register, netuid=netuid, hotkey=OTHER_HOTKEY)
    with pytest.raises(error):
        World().signed(BOB, Registration.register_limit, netuid=netuid, hotkey=OTHER_HOTKEY, limit_price=TAO)


def test_a_closed_network_takes_nobody() -> None:
    world = World()
    netuid = world.register_network()
    world.parameters.network_registration_allowed[netuid] = False
    with pytest.raises(errors.SubNetRegistrationDisabled):
        world.signed(BOB, register, netuid=netuid, hotkey=OTHER_HOTKEY)


def test_a_hotkey_registers_once() -> None:
    world = World()
    netuid = world.register_network()
    with pytest.raises(errors.HotKeyAlreadyRegisteredInSubNet):
        world.signed(ALICE, register, netuid=netuid, hotkey=HOTKEY)


def test_who_cannot_pay_does_not_register() -> None:
    world = World()
    netuid = world.register_network()
    world.money.balances[BOB] = TAO - 1
    with pytest.raises(errors.NotEnoughBalanceToStake):
        world.signed(BOB, register, netuid=netuid, hotkey=OTHER_HOTKEY)
    assert not world.accounts.exists(OTHER_HOTKEY)


def test_a_hotkey_of_somebody_else_is_refused() -> None:
    world = World()
    netuid = world.register_network()
    world.signed(CAROL, HotkeyAccounts.try_associate_hotkey, hotkey=OTHER_HOTKEY)
    with pytest.raises(errors.NonAssociatedColdKey):
        world.signed(BOB, register, netuid=netuid, hotkey=OTHER_HOTKEY)
    with pytest.raises(errors.CannotUseSystemAccount):
        world.signed(BOB, register, netuid=netuid, hotkey=subnet_account(1))


def test_associating_a_taken_hotkey_changes_nothing() -> None:
    world = World()
    world.signed(CAROL, HotkeyAccounts.try_associate_hotkey, hotkey=OTHER_HOTKEY)
    world.signed(BOB, HotkeyAccounts.try_associate_hotkey, hotkey=OTHER_HOTKEY)
    assert world.accounts.owner_of(OTHER_HOTKEY) == CAROL
    assert world.events() == []
    with pytest.raises(errors.CannotUseSystemAccount):
        world.signed(BOB, HotkeyAccounts.try_associate_hotkey, hotkey=subnet_account(3))


def test_a_price_limit_protects_the_payer() -> None:
    world = World()
    netuid = world.register_network()
    with pytest.raises(errors.RegistrationPriceLimitExceeded):
        world.signed(BOB, Registration.register_limit, netuid=netuid, hotkey=OTHER_HOTKEY, limit_price=TAO - 1)
    world.signed(BOB, Registration.register_limit, netuid=netuid, hotkey=OTHER_HOTKEY, limit_price=TAO)
    assert world.neurons.uid_of(netuid, OTHER_HOTKEY) == 1


def test_a_full_network_prunes_the_one_that_earns_least() -> None:
    world = World()
    netuid = world.register_network()
    world.parameters.max_allowed_uids[netuid] = 3
    world.parameters.min_non_immune_uids[netuid] = 1
    for number in (20, 21):
        world.register(netuid, account(number))
    world.epochs.emissions[netuid] = [0, 5, 3]
    world.at_block(6_000).signed(CAROL, register, netuid=netuid, hotkey=account(22))
    assert world.neurons.hotkey_of(netuid, 2) == account(22)
    assert world.epochs.replaced == [(netuid, 2, account(21))]
    assert not world.neurons.is_member_anywhere(account(21))
    assert world.accounts.owner_of(account(21)) == BOB
    world.check()


def test_with_nobody_to_prune_registration_fails() -> None:
    world = World()
    netuid = world.register_network()
    world.parameters.max_allowed_uids[netuid] = 1
    with pytest.raises(errors.NoNeuronIdAvailable):
        world.signed(BOB, register, netuid=netuid, hotkey=OTHER_HOTKEY)
    world.parameters.max_allowed_uids[netuid] = 0
    with pytest.raises(errors.NoNeuronIdAvailable):
        world.signed(BOB, register, netuid=netuid, hotkey=OTHER_HOTKEY)


def test_prices_decay_every_block_within_their_bounds() -> None:
    world = World()
    netuid = world.register_network()
    world.register(netuid, OTHER_HOTKEY)
    world.epochs.due = {0}
    world.registration.registrations_this_interval[0] = 3
    world.registration.update_prices(2)
    assert world.registration.burn[netuid] == (1_260_000_000 * decay_factor(360)) >> 32
    assert world.registration.registrations_this_block[netuid] == 0
    assert world.registration.registrations_this_interval[0] == 0
    world.parameters.min_burn[netuid] = 2 * TAO
    world.registration.update_prices(3)
    assert world.registration.burn[netuid] == 2 * TAO


def test_the_price_does_not_move_in_the_first_block_or_without_half_life() -> None:
    world = World()
    netuid = world.register_network()
    world.registration.update_prices(1)
    assert world.registration.burn[netuid] == TAO
    world.parameters.burn_half_life[netuid] = 0
    world.registration.update_prices(2)
    assert world.registration.burn[netuid] == TAO


def test_the_decay_factor_halves_in_its_half_life() -> None:
    assert decay_factor(0) == 1 << 32
    assert decay_factor(1) == 1 << 31
    price = 10**12
    for _ in range(360):
        price = decayed(price, 360)
    assert 0.4999 < price / 10**12 <= 0.5


def test_a_multiplier_below_one_counts_as_one() -> None:
    assert raised(1_000, 0) == 1_000
    assert raised(1_000, 3 << 63) == 1_500
    assert clamped(5, 10, 8) == 8
