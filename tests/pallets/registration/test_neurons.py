"""Slots stay without gaps."""

import pytest

from chain.frame.error import InvariantBroken
from chain.pallets.subtensor_module import errors
from tests.pallets.subnet_world import ALICE, HOTKEY, OTHER_HOTKEY, World, account


def a_network_of(size: int) -> tuple[World, int]:
    world = World()
    netuid = world.register_network()
    world.parameters.immunity_period[netuid] = 10
    for number in range(1, size):
        world.register(netuid, account(100 + number))
    return world, netuid


def test_trimming_renumbers_those_who_stay() -> None:
    world, netuid = a_network_of(6)
    world.epochs.emissions[netuid] = [0, 9, 1, 8, 2, 7]
    world.weights.weights[netuid, 3] = [(1, 5), (2, 6), (5, 7)]
    world.at_block(50).neurons.trim(netuid, 4)
    assert world.neurons.hotkeys(netuid) == [HOTKEY, account(101), account(103), account(105)]
    assert world.weights.row(netuid, 2) == [(1, 5), (3, 7)]
    assert world.epochs.trimmed == [(netuid, [0, 1, 3, 5])]
    assert world.networks.size(netuid) == 4
    assert not world.neurons.is_member(account(102), netuid)
    world.check()


def test_too_many_immune_neurons_cannot_be_trimmed() -> None:
    world, netuid = a_network_of(6)
    with pytest.raises(errors.TrimmingWouldExceedMaxImmunePercentage):
        world.neurons.trim(netuid, 4)


def test_trimming_to_more_than_there_are_changes_nothing() -> None:
    world, netuid = a_network_of(3)
    world.neurons.trim(netuid, 3)
    assert world.epochs.trimmed == []


def test_the_owners_hotkey_is_never_replaced() -> None:
    world, netuid = a_network_of(2)
    world.neurons.replace(netuid, 0, OTHER_HOTKEY)
    assert world.neurons.hotkey_of(netuid, 0) == HOTKEY
    assert world.neurons.immortal_uids(netuid) == {0}
    assert world.neurons.owner_uid(netuid) == 0


def test_what_others_said_about_a_replaced_neuron_becomes_zero() -> None:
    world, netuid = a_network_of(3)
    world.weights.weights[netuid, 1] = [(2, 7), (0, 3)]
    world.weights.weights[netuid, 2] = [(0, 1)]
    world.neurons.replace(netuid, 2, OTHER_HOTKEY)
    assert world.weights.row(netuid, 1) == [(2, 0), (0, 3)]
    assert world.weights.row(netuid, 2) == []


def test_a_broken_bijection_is_noticed() -> None:
    world, netuid = a_network_of(2)
    del world.neurons.uids[netuid, HOTKEY]
    with pytest.raises(InvariantBroken, match="Uids is not the inverse of Keys"):
        world.check()


def test_a_wrong_number_of_neurons_is_noticed() -> None:
    world, netuid = a_network_of(2)
    world.networks.set_size(netuid, 3)
    with pytest.raises(InvariantBroken, match="SubnetworkN is 3"):
        world.check()


def test_a_hotkey_in_a_foreign_list_is_noticed() -> None:
    world, _ = a_network_of(1)
    world.accounts.owned_hotkeys[ALICE] = [HOTKEY, OTHER_HOTKEY]
    with pytest.raises(InvariantBroken, match="OwnedHotkeys"):
        world.check()
