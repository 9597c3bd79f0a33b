"""Registering networks, with the checks in the order of the chain."""

import pytest

from chain.frame.error import BadOrigin
from chain.pallets.networks import Dissolution, NetworkRegistration
from chain.pallets.networks.lock_cost import lock_cost, median_price
from chain.pallets.networks.sovereign import subnet_account
from chain.pallets.subtensor_module import errors, events
from chain.pallets.subtensor_module.types import NetworkLastRegistered, SubnetIdentityV3
from tests.pallets.subnet_world import ALICE, BOB, HOTKEY, OTHER_HOTKEY, TAO, World, account

register = NetworkRegistration.register_network


def test_a_fresh_chain_has_root_and_one_network() -> None:
    world = World()
    assert world.networks.netuids() == [0, 1]
    assert world.networks.size(0) == 0
    assert world.neurons.hotkeys(1) == [bytes(32)]
    assert (world.parameters.tempo[0], world.parameters.tempo[1]) == (100, 100)
    assert (world.parameters.max_allowed_uids[0], world.parameters.max_allowed_uids[1]) == (64, 256)
    assert [world.networks.symbol_of(netuid).decode() for netuid in (0, 1)] == ["\u03a4", "\u03b1"]
    assert [world.networks.name_of(netuid) for netuid in (0, 1, 2, 3)] == [b"root", b"apex", b"omron", b"unknown"]
    world.check()


def test_a_registered_network_starts_as_the_chain_says() -> None:
    world = World()
    world.signed(ALICE, register, hotkey=HOTKEY)
    assert world.events() == [
        events.RegistrationAllowed(2, True),
        events.MaxAllowedUidsSet(2, 256),
        events.MaxAllowedValidatorsSet(2, 64),
        events.MinAllowedWeightSet(2, 1),
        events.ImmunityPeriodSet(2, 5_000),
        events.SubnetOwnerHotkeySet(2, HOTKEY),
        events.NetworkAdded(2, 1),
    ]
    assert world.networks.owner_of(2) == ALICE
    assert world.networks.locked(2) == 1_000 * TAO
    assert world.money.pools[2] == (1_000 * TAO, 1_000 * TAO)
    assert world.neurons.uid_of(2, HOTKEY) == 0
    assert world.registration.burn[2] == TAO
    assert world.parameters.tempo[2] == 10
    assert world.parameters.yuma3_on[2] is True
    assert world.parameters.subnet_emission_enabled[2] is False
    assert world.networks.symbol_of(2).decode() == "\u03b2"
    assert world.epochs.last[2] == 0
    assert world.money.adopted == [(2, HOTKEY)]
    assert world.limits.last(NetworkLastRegistered()) == 1
    world.check()


def test_the_pool_is_priced_at_the_median() -> None:
    world = World()
    world.money.prices = [0, 2 << 64, 4 << 64]
    world.signed(ALICE, register, hotkey=HOTKEY)
    assert world.money.pools[2] == (1_000 * TAO, 1_000 * TAO // 3)


def test_a_network_can_be_described_at_once() -> None:
    world = World()
    identity = SubnetIdentityV3(b"mine", b"", b"", b"", b"", b"", b"", b"")
    world.signed(ALICE, NetworkRegistration.register_network_with_identity, hotkey=HOTKEY, identity=identity)
    assert world.networks.name_of(2) == b"mine"
    assert events.SubnetIdentitySet(2) in world.events()


def test_a_bad_description_registers_nothing() -> None:
    world = World()
    identity = SubnetIdentityV3(bytes(257), b"", b"", b"", b"", b"", b"", b"")
    with pytest.raises(errors.InvalidIdentity, match="subnet_name has 257 bytes"):
        world.signed(ALICE, NetworkRegistration.register_network_with_identity, hotkey=HOTKEY, identity=identity)
    assert world.networks.netuids() == [0, 1]


def test_the_hotkey_of_another_coldkey_is_refused() -> None:
    world = World()
    world.register_network(ALICE, HOTKEY)
    with pytest.raises(errors.NonAssociatedColdKey):
        world.signed(BOB, register, hotkey=HOTKEY)


def test_the_account_of_a_network_is_no_hotkey() -> None:
    with pytest.raises(errors.CannotUseSystemAccount):
        World().signed(ALICE, register, hotkey=subnet_account(1))


def test_registration_waits_for_its_start_block() -> None:
    world = World()
    world.parameters.network_registration_start_block = 2
    with pytest.raises(errors.SubNetRegistrationDisabled):
        world.signed(ALICE, register, hotkey=HOTKEY)


def test_networks_are_rate_limited() -> None:
    world = World()
    world.register_network()
    world.parameters.network_rate_limit = 5
    with pytest.raises(errors.NetworkTxRateLimitExceeded):
        world.at_block(5).signed(BOB, register, hotkey=OTHER_HOTKEY)
    world.at_block(6).signed(BOB, register, hotkey=OTHER_HOTKEY)


def test_who_cannot_pay_gets_no_network() -> None:
    world = World()
    world.money.balances[ALICE] = 1_000 * TAO - 1
    with pytest.raises(errors.CannotAffordLockCost):
        world.signed(ALICE, register, hotkey=HOTKEY)


def test_at_the_limit_nothing_is_pruned_in_immunity() -> None:
    world = World()
    world.parameters.subnet_limit = 1
    with pytest.raises(errors.SubnetLimitReached):
        world.signed(ALICE, register, hotkey=HOTKEY)


def test_at_the_limit_the_cheapest_network_makes_room() -> None:
    world = World()
    world.register_network(ALICE, HOTKEY)
    world.at_block(50).register_network(ALICE, HOTKEY)
    world.parameters.subnet_limit = 3
    world.money.moving_prices = {1: 30, 2: 20, 3: 10}
    world.parameters.network_immunity_period = 40
    assert world.at_block(60).network_registration.network_to_prune() == 2
    world.signed(BOB, register, hotkey=OTHER_HOTKEY)
    seen = world.events()
    assert seen[0] == events.NetworkRemoved(2)
    assert seen[-1] == events.NetworkAdded(2, 1)
    assert world.networks.owner_of(2) == BOB
    assert world.networks.registered_subnet_counter[2] == 2
    assert world.networks.total_networks == 4
    world.check()


def test_the_price_doubles_and_falls_again() -> None:
    world = World()
    world.register_network()
    assert world.network_registration.lock_cost() == 2_000 * TAO
    world.at_block(101)
    assert world.network_registration.lock_cost() == 2_000 * TAO - 100 * (1_000 * TAO // 100_800)
    assert world.at_block(200_000).network_registration.lock_cost() == 1_000 * TAO


def test_no_interval_means_no_decay() -> None:
    cost = lock_cost(last_cost=7, minimum=1, reduction_interval=0, block_emission=TAO, last_block=1, block=100)
    assert cost == 14


def test_the_median_of_an_even_number_is_a_mean() -> None:
    assert median_price([1, 4, 2, 8, 0]) == 3
    assert median_price([5, 1, 3]) == 3
    assert median_price([0]) is None


def test_root_dissolves_a_network_and_nothing_of_it_stays() -> None:
    world = World()
    clean = dict(world.runtime.state.changes())
    netuid = world.register_network()
    world.register(netuid, OTHER_HOTKEY)
    world.as_root(Dissolution.root_dissolve_network, netuid=netuid)
    assert world.events() == [events.NetworkRemoved(netuid)]
    assert world.networks.netuids() == [0, 1]
    assert world.money.removed == [netuid]
    assert not world.neurons.is_member(OTHER_HOTKEY, netuid)
    left = {key for key, value in world.runtime.state.changes().items() if value is not None} - set(clean)
    suffix = netuid.to_bytes(2, "little")
    kept = {world.networks.registered_subnet_counter.key(netuid), world.parameters.subnet_emission_enabled.key(netuid)}
    assert {key for key in left if key[32:34] == suffix} - kept == set()
    world.check()


def test_only_root_dissolves() -> None:
    world = World()
    netuid = world.register_network()
    with pytest.raises(BadOrigin):
        world.signed(ALICE, Dissolution.dissolve_network, coldkey=ALICE, netuid=netuid)
    assert world.networks.exists(netuid)
    with pytest.raises(errors.SubnetNotExists):
        world.as_root(Dissolution.dissolve_network, coldkey=ALICE, netuid=0)
    with pytest.raises(errors.SubnetNotExists):
        world.as_root(Dissolution.dissolve_network, coldkey=account(9), netuid=77)
