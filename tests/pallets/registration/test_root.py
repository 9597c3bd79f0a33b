"""Joining root."""

import pytest

from chain.pallets.registration import RootRegistration
from chain.pallets.subtensor_module import errors, events
from tests.pallets.subnet_world import ALICE, BOB, World, account

join = RootRegistration.root_register


def test_root_gives_free_seats_to_anyone() -> None:
    world = World()
    world.signed(ALICE, join, hotkey=account(20))
    assert world.events() == [events.NeuronRegistered(0, 0, account(20))]
    assert world.money.delegates == [account(20)]
    assert world.accounts.owner_of(account(20)) == ALICE
    world.check()


def test_one_joins_per_block_and_three_per_interval() -> None:
    world = World()
    world.signed(ALICE, join, hotkey=account(20))
    with pytest.raises(errors.TooManyRegistrationsThisBlock):
        world.signed(ALICE, join, hotkey=account(21))
    for number in (21, 22):
        world.registration.update_prices(number)
        world.signed(ALICE, join, hotkey=account(number))
    world.registration.update_prices(23)
    with pytest.raises(errors.TooManyRegistrationsThisInterval):
        world.signed(ALICE, join, hotkey=account(23))


def test_a_member_does_not_join_again() -> None:
    world = World()
    world.signed(ALICE, join, hotkey=account(20))
    world.registration.update_prices(2)
    with pytest.raises(errors.HotKeyAlreadyRegisteredInSubNet):
        world.signed(ALICE, join, hotkey=account(20))


def test_a_full_root_asks_for_more_stake_than_its_weakest_member() -> None:
    world = World()
    world.parameters.max_allowed_uids[0] = 2
    world.parameters.target_registrations_per_interval[0] = 100
    for number in (20, 21):
        world.signed(ALICE, join, hotkey=account(number))
        world.registration.update_prices(number)
    world.money.stake = {account(20): 5, account(21): 3, account(22): 3}
    with pytest.raises(errors.StakeTooLowForRoot):
        world.signed(BOB, join, hotkey=account(22))
    world.money.stake[account(22)] = 4
    world.signed(BOB, join, hotkey=account(22))
    assert world.neurons.hotkeys(0) == [account(20), account(22)]
    world.check()


def test_without_root_nobody_joins() -> None:
    world = World()
    del world.networks.networks_added[0]
    with pytest.raises(errors.RootNetworkDoesNotExist):
        world.signed(ALICE, join, hotkey=account(20))
