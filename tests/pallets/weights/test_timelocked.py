"""Weights that the chain opens by itself, or never."""

import pytest

from chain.codec import encode
from chain.pallets.subtensor_module import errors, events
from chain.pallets.weights import TimelockedCommits
from chain.pallets.weights.timelocked import LegacyWeightsTlockPayload, WeightsTlockPayload
from chain.primitives.hashing import blake2_256
from chain.primitives.timelock import UnreadableCiphertext
from tests.pallets.subnet_world import HOTKEY, OTHER_HOTKEY, World

commit = TimelockedCommits.commit_timelocked_weights


class OpenBeacon:
    """Pulses up to a round; what was committed is its own plaintext."""

    def __init__(self, last: int) -> None:
        self.last = last

    def has_pulse(self, reveal_round: int) -> bool:
        return reveal_round <= self.last

    def unsealed(self, ciphertext: bytes, reveal_round: int) -> bytes:
        if not ciphertext:
            raise UnreadableCiphertext(ciphertext)
        return ciphertext


def a_network(drand: object | None = None) -> tuple[World, int]:
    world = World(drand=drand)
    netuid = world.register_network()
    world.parameters.weights_set_rate_limit[netuid] = 0
    world.epochs.numbers[netuid] = 5
    return world, netuid


def payload(hotkey: bytes = HOTKEY) -> bytes:
    return encode(WeightsTlockPayload, WeightsTlockPayload(bytes(hotkey), [0], [4], 0))


def sent(netuid: int, ciphertext: bytes, reveal_round: int = 9, version: int = 4) -> dict[str, object]:
    return {"netuid": netuid, "commit": ciphertext, "reveal_round": reveal_round, "commit_reveal_version": version}


def test_without_pulses_commits_wait_and_then_expire() -> None:
    world, netuid = a_network()
    assert not world.timelocked.has_timelocked()
    world.signed(HOTKEY, commit, **sent(netuid, b"secret"))
    assert world.timelocked.has_timelocked()
    assert world.events() == [
        events.TimelockedWeightsCommitted(HOTKEY, netuid, type(world.system.block_hash_at(0))(blake2_256(b"secret")), 9)
    ]
    assert world.timelocked.earliest_commits(netuid, netuid) == {HOTKEY: 1}
    for epoch in (5, 6):
        world.epochs.numbers[netuid] = epoch
        world.timelocked.reveal_timelocked(())
        assert world.timelocked.timelocked_weight_commits[netuid, 5] == [(HOTKEY, 1, b"secret", 9)]
    world.epochs.numbers[netuid] = 7
    world.timelocked.reveal_timelocked(())
    assert world.timelocked.timelocked_weight_commits[netuid, 5] == []
    assert world.timelocked.earliest_commits(netuid, netuid) == {}


@pytest.mark.parametrize(
    "plaintext", [payload(), encode(LegacyWeightsTlockPayload, LegacyWeightsTlockPayload([0], [4], 0))]
)
def test_with_its_pulse_a_commit_is_opened_and_set(plaintext: bytes) -> None:
    world, netuid = a_network(OpenBeacon(9))
    world.signed(HOTKEY, commit, **sent(netuid, plaintext))
    world.epochs.numbers[netuid] = 6
    world.events()
    world.timelocked.reveal_timelocked(())
    assert world.events() == [events.WeightsSet(netuid, 0), events.TimelockedWeightsRevealed(netuid, HOTKEY)]
    assert world.weights.row(netuid, 0) == [(0, 65_535)]


@pytest.mark.parametrize("plaintext", [payload(OTHER_HOTKEY), b"\xff", b""])
def test_what_does_not_hold_the_committers_weights_is_dropped(plaintext: bytes) -> None:
    world, netuid = a_network(OpenBeacon(9))
    world.signed(HOTKEY, commit, **sent(netuid, plaintext))
    world.epochs.numbers[netuid] = 6
    world.events()
    world.timelocked.reveal_timelocked(())
    assert world.events() == []
    assert world.timelocked.timelocked_weight_commits[netuid, 5] == []


def test_weights_that_the_rules_refuse_are_dropped_without_a_trace() -> None:
    world, netuid = a_network(OpenBeacon(9))
    world.signed(HOTKEY, commit, **sent(netuid, payload()))
    world.parameters.weights_version_key[netuid] = 8
    world.epochs.numbers[netuid] = 6
    world.events()
    world.timelocked.reveal_timelocked(())
    assert world.events() == []
    assert world.weights.row(netuid, 0) == []


def test_a_deferred_network_waits() -> None:
    world, netuid = a_network(OpenBeacon(9))
    world.signed(HOTKEY, commit, **sent(netuid, payload()))
    world.epochs.numbers[netuid] = 6
    world.timelocked.reveal_timelocked((netuid,))
    assert world.weights.row(netuid, 0) == []


def test_the_other_forms_of_the_call_commit_too() -> None:
    world, netuid = a_network()
    world.parameters.mechanism_count_current[netuid] = 2
    arguments = {"netuid": netuid, "mecid": 1, "commit": b"x", "reveal_round": 9}
    world.signed(HOTKEY, TimelockedCommits.commit_crv3_mechanism_weights, **arguments)
    world.signed(HOTKEY, TimelockedCommits.commit_timelocked_mechanism_weights, **arguments, commit_reveal_version=4)
    assert len(world.timelocked.timelocked_weight_commits[netuid + 4_096, 5]) == 2


def test_a_commit_is_refused_for_what_stands_against_it() -> None:
    world, netuid = a_network()
    with pytest.raises(errors.IncorrectCommitRevealVersion):
        world.signed(HOTKEY, commit, **sent(netuid, b"x", version=3))
    with pytest.raises(errors.MechanismDoesNotExist):
        world.signed(HOTKEY, commit, **sent(9, b"x"))
    with pytest.raises(errors.HotKeyNotRegisteredInSubNet):
        world.signed(OTHER_HOTKEY, commit, **sent(netuid, b"x"))
    for _ in range(10):
        world.signed(HOTKEY, commit, **sent(netuid, b"x"))
    with pytest.raises(errors.TooManyUnrevealedCommits):
        world.signed(HOTKEY, commit, **sent(netuid, b"x"))
    world.parameters.commit_reveal_weights_enabled[netuid] = False
    with pytest.raises(errors.CommitRevealDisabled):
        world.signed(HOTKEY, commit, **sent(netuid, b"x", version=3))
