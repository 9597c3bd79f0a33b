"""Voting power follows stake from epoch to epoch, is lost with the permit, and ends when tracking ends."""

import pytest

from chain.frame.error import InvariantBroken
from chain.frame.testing import TestRuntime
from chain.frame.wire_pallet import WirePallet
from chain.pallets.hyperparameters import Hyperparameters
from chain.pallets.subtensor_module.events import VotingPowerTrackingDisabled
from chain.pallets.system import System
from chain.pallets.voting_power import VotingPower
from chain.pallets.voting_power.pallet import WHOLE, smoothed
from chain.primitives.identifiers import AccountId

NETUID = 3
ALPHA = 3_570_000_000_000_000
FIRST, SECOND, THIRD = (AccountId(bytes([number]) * 32) for number in (1, 2, 3))


class Voters:
    """Three uids, who of them has a permit, and what each weighs in rao."""

    def __init__(self):
        self.seated = [FIRST, SECOND, THIRD]
        self.permitted = {0, 1}
        self.weights = {FIRST: 10**12, SECOND: 10**9, THIRD: 10**12}

    def hotkeys(self, netuid):
        assert netuid == NETUID
        return self.seated

    def has_permit(self, netuid, uid):
        return uid in self.permitted

    def stake_weight(self, netuid, hotkey):
        return self.weights[hotkey]


class World:
    """A chain with voting power and its parameters alone."""

    def __init__(self):
        system = System.for_tests()
        self.voters = Voters()
        self.parameters = Hyperparameters(system, fast=True, network_rate_limit=0)
        self.power = VotingPower(system)
        self.power.connect(neurons=self.voters, permits=self.voters, stakes=self.voters, parameters=self.parameters)
        self.runtime = TestRuntime({0: system, 7: WirePallet("SubtensorModule", [self.parameters, self.power])})
        self.parameters.voting_power_tracking_enabled[NETUID] = True

    def powers(self):
        return dict(self.power.voting_power.items(NETUID))


@pytest.fixture
def world():
    made = World()
    with made.runtime:
        yield made


def test_the_average_is_floored_and_the_default_moves_it_by_a_280th():
    assert smoothed(0, 10**12, ALPHA) == 3_570_000_000
    assert smoothed(10**12, 0, ALPHA) == 10**12 - 3_570_000_000
    assert smoothed(7, 8, WHOLE // 2) == 7
    assert smoothed(2**64 - 1, 2**64 - 1, WHOLE // 3) == 2**64 - 1


def test_nothing_is_written_where_nobody_tracks(world):
    del world.parameters.voting_power_tracking_enabled[NETUID]
    world.power.update(NETUID)
    assert world.powers() == {}


def test_validators_with_a_permit_gain_power_and_the_total_is_their_sum(world):
    world.power.update(NETUID)
    once = 10**12 * ALPHA // WHOLE
    assert world.powers() == {FIRST: once, SECOND: once // 1000}
    world.power.update(NETUID)
    assert world.powers()[FIRST] == smoothed(once, 10**12, ALPHA)
    assert world.power.total_voting_power[NETUID] == sum(world.powers().values())


def test_every_mechanism_adds_the_stake_again(world):
    world.parameters.mechanism_count_current[NETUID] = 2
    world.parameters.voting_power_ema_alpha[NETUID] = WHOLE
    world.power.update(NETUID)
    assert world.powers() == {FIRST: 2 * 10**12, SECOND: 2 * 10**9}


def test_who_loses_permit_or_uid_loses_the_power(world):
    world.power.update(NETUID)
    world.voters.permitted = {1}
    world.power.update(NETUID)
    assert set(world.powers()) == {SECOND}
    world.voters.seated = [FIRST, THIRD, THIRD]
    world.voters.permitted = set()
    world.power.update(NETUID)
    assert world.powers() == {}
    assert NETUID not in world.power.total_voting_power


def test_only_those_who_fall_below_the_threshold_go(world):
    world.parameters.voting_power_ema_alpha[NETUID] = WHOLE // 2
    world.parameters.stake_threshold = 6 * 10**11
    world.power.update(NETUID)
    # Both begin below the threshold and may grow.
    assert world.powers() == {FIRST: 5 * 10**11, SECOND: 5 * 10**8}
    world.power.update(NETUID)
    assert world.powers()[FIRST] == 75 * 10**10
    world.voters.weights[FIRST] = 0
    world.power.update(NETUID)
    assert FIRST not in world.powers()


def test_a_hotkey_that_weighs_nothing_gets_no_entry(world):
    world.voters.weights[FIRST] = 0
    world.power.update(NETUID)
    assert set(world.powers()) == {SECOND}


def test_tracking_goes_on_until_its_last_block_and_then_clears(world):
    world.parameters.voting_power_disable_at_block[NETUID] = 5
    world.power.update(NETUID)
    assert world.powers() != {}
    world.runtime.next_block(4)
    world.power.update(NETUID)
    assert world.powers() == {}
    assert not world.parameters.voting_power_tracking_enabled[NETUID]
    assert world.parameters.voting_power_disable_at_block[NETUID] == 0
    assert world.runtime.events() == [VotingPowerTrackingDisabled(netuid=NETUID)]


def test_power_follows_a_hotkey_that_is_exchanged(world):
    world.power.update(NETUID)
    both = sum(world.powers().values())
    world.power.move_stake_of_hotkey(NETUID, FIRST, SECOND)
    assert world.powers() == {SECOND: both}
    assert world.power.power_of(NETUID, SECOND) == both
    world.power.move_stake_of_hotkey(NETUID, FIRST, THIRD)
    assert world.powers() == {SECOND: both}


def test_a_total_that_is_not_the_sum_is_noticed(world):
    world.power.update(NETUID)
    world.power.total_voting_power[NETUID] += 1
    with pytest.raises(InvariantBroken, match="adds up"):
        world.power.check_invariants()
    world.power.total_voting_power[NETUID] -= 1
