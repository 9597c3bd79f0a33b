"""Committing to weights and revealing them."""

import pytest

from chain.pallets.subtensor_module import errors, events
from chain.pallets.weights import HashCommits
from chain.pallets.weights.commitment import commit_hash
from chain.primitives.hashing import blake2_256
from chain.primitives.identifiers import Hash
from tests.pallets.subnet_world import HOTKEY, World, account

REVEAL = {"uids": [0], "values": [9], "salt": [1, 2], "version_key": 0}


def a_network() -> tuple[World, int, Hash]:
    """A network with commit-reveal, without rate limit, in its epoch 5; the hash of REVEAL by its owner."""
    world = World()
    netuid = world.register_network()
    world.parameters.weights_set_rate_limit[netuid] = 0
    world.parameters.min_allowed_weights[netuid] = 0
    world.epochs.numbers[netuid] = 5
    return world, netuid, commit_hash(HOTKEY, netuid, [0], [9], [1, 2], 0)


def test_the_hash_is_that_of_the_encoded_weights() -> None:
    encoded = bytes(HOTKEY) + bytes.fromhex("0210 04 0000 04 0900 08 0100 0200 0700000000000000")
    assert commit_hash(HOTKEY, 4_098, [0], [9], [1, 2], 7) == blake2_256(encoded)


def test_a_commit_is_revealed_in_its_epoch() -> None:
    world, netuid, digest = a_network()
    world.signed(HOTKEY, HashCommits.commit_weights, netuid=netuid, commit_hash=digest)
    assert world.events() == [events.WeightsCommitted(HOTKEY, netuid, digest)]
    assert world.commits.weight_commits[netuid, HOTKEY] == [(digest, 5, 1, 0)]
    assert world.timelocked.earliest_commits(netuid, netuid) == {HOTKEY: 1}
    with pytest.raises(errors.RevealTooEarly):
        world.signed(HOTKEY, HashCommits.reveal_weights, netuid=netuid, **REVEAL)
    world.epochs.numbers[netuid] = 6
    world.signed(HOTKEY, HashCommits.reveal_weights, netuid=netuid, **REVEAL)
    assert world.events() == [events.WeightsSet(netuid, 0), events.WeightsRevealed(HOTKEY, netuid, digest)]
    assert world.weights.row(netuid, 0) == [(0, 65_535)]
    assert world.commits.weight_commits[netuid, HOTKEY] is None


def test_an_expired_commit_is_gone() -> None:
    world, netuid, digest = a_network()
    world.signed(HOTKEY, HashCommits.commit_weights, netuid=netuid, commit_hash=digest)
    world.epochs.numbers[netuid] = 7
    assert world.timelocked.earliest_commits(netuid, netuid) == {}
    with pytest.raises(errors.ExpiredWeightCommit):
        world.signed(HOTKEY, HashCommits.reveal_weights, netuid=netuid, **REVEAL)
    with pytest.raises(errors.NoWeightsCommitFound):
        world.signed(HOTKEY, HashCommits.reveal_weights, netuid=netuid, **{**REVEAL, "salt": []})


def test_what_was_not_committed_is_not_revealed() -> None:
    world, netuid, digest = a_network()
    with pytest.raises(errors.NoWeightsCommitFound):
        world.signed(HOTKEY, HashCommits.reveal_weights, netuid=netuid, **REVEAL)
    world.signed(HOTKEY, HashCommits.commit_weights, netuid=netuid, commit_hash=digest)
    world.epochs.numbers[netuid] = 6
    with pytest.raises(errors.InvalidRevealCommitHashNotMatch):
        world.signed(HOTKEY, HashCommits.reveal_weights, netuid=netuid, **{**REVEAL, "salt": []})


def test_a_failed_reveal_keeps_the_commit() -> None:
    world, netuid, digest = a_network()
    world.signed(HOTKEY, HashCommits.commit_weights, netuid=netuid, commit_hash=digest)
    world.epochs.numbers[netuid] = 6
    world.parameters.weights_version_key[netuid] = 9
    with pytest.raises(errors.IncorrectWeightVersionKey):
        world.signed(HOTKEY, HashCommits.reveal_weights, netuid=netuid, **REVEAL)
    assert world.commits.weight_commits[netuid, HOTKEY] == [(digest, 5, 1, 0)]


def test_a_commit_is_refused_for_what_stands_against_it() -> None:
    world, netuid, digest = a_network()
    with pytest.raises(errors.MechanismDoesNotExist):
        world.signed(HOTKEY, HashCommits.commit_mechanism_weights, netuid=netuid, mecid=1, commit_hash=digest)
    with pytest.raises(errors.HotKeyNotRegisteredInSubNet):
        world.signed(account(77), HashCommits.commit_weights, netuid=netuid, commit_hash=digest)
    world.parameters.weights_set_rate_limit[netuid] = 100
    with pytest.raises(errors.CommittingWeightsTooFast):
        world.signed(HOTKEY, HashCommits.commit_weights, netuid=netuid, commit_hash=digest)
    world.parameters.commit_reveal_weights_enabled[netuid] = False
    with pytest.raises(errors.CommitRevealDisabled):
        world.signed(HOTKEY, HashCommits.commit_weights, netuid=netuid, commit_hash=digest)
    with pytest.raises(errors.CommitRevealDisabled):
        world.signed(HOTKEY, HashCommits.reveal_weights, netuid=netuid, **REVEAL)


def test_ten_commits_may_be_open_and_expired_ones_do_not_count() -> None:
    world, netuid, digest = a_network()
    for _ in range(10):
        world.signed(HOTKEY, HashCommits.commit_weights, netuid=netuid, commit_hash=digest)
    with pytest.raises(errors.TooManyUnrevealedCommits):
        world.signed(HOTKEY, HashCommits.commit_weights, netuid=netuid, commit_hash=digest)
    world.epochs.numbers[netuid] = 7
    world.signed(HOTKEY, HashCommits.commit_weights, netuid=netuid, commit_hash=digest)
    assert len(world.commits.weight_commits[netuid, HOTKEY] or []) == 1


def test_a_mechanism_has_commits_of_its_own() -> None:
    world, netuid, _ = a_network()
    world.parameters.mechanism_count_current[netuid] = 2
    digest = commit_hash(HOTKEY, netuid + 4_096, [0], [9], [1, 2], 0)
    world.signed(HOTKEY, HashCommits.commit_mechanism_weights, netuid=netuid, mecid=1, commit_hash=digest)
    world.epochs.numbers[netuid] = 6
    world.signed(HOTKEY, HashCommits.reveal_mechanism_weights, netuid=netuid, mecid=1, **REVEAL)
    assert world.weights.row(netuid + 4_096, 0) == [(0, 65_535)]


def test_a_batch_of_commits_goes_on_after_a_failure() -> None:
    world, netuid, digest = a_network()
    world.signed(HOTKEY, HashCommits.batch_commit_weights, netuids=[9, netuid], commit_hashes=[digest, digest])
    failure = world.runtime.declaration.dispatch_error(errors.MechanismDoesNotExist())
    assert world.events() == [
        events.WeightsCommitted(HOTKEY, netuid, digest),
        events.BatchCompletedWithErrors(),
        events.BatchWeightItemFailed(9, failure),
        events.BatchWeightsCompleted([9, netuid], HOTKEY),
    ]
    with pytest.raises(errors.InputLengthsUnequal):
        world.signed(HOTKEY, HashCommits.batch_commit_weights, netuids=[netuid], commit_hashes=[])


def test_a_batch_of_reveals_counts_as_one() -> None:
    world, netuid, digest = a_network()
    second = commit_hash(HOTKEY, netuid, [0], [8], [], 0)
    for its_hash in (digest, second):
        world.signed(HOTKEY, HashCommits.commit_weights, netuid=netuid, commit_hash=its_hash)
    world.epochs.numbers[netuid] = 6
    world.events()
    lists = {"uids_list": [[0], [0]], "values_list": [[8], [9]], "salts_list": [[], [1, 2]], "version_keys": [0, 0]}
    with pytest.raises(errors.InvalidRevealCommitHashNotMatch):
        wrong = {**lists, "values_list": [[8], [7]]}
        world.signed(HOTKEY, HashCommits.batch_reveal_weights, netuid=netuid, **wrong)
    with pytest.raises(errors.InputLengthsUnequal):
        world.signed(HOTKEY, HashCommits.batch_reveal_weights, netuid=netuid, **{**lists, "version_keys": []})
    world.signed(HOTKEY, HashCommits.batch_reveal_weights, netuid=netuid, **lists)
    assert world.events()[-1] == events.WeightsBatchRevealed(HOTKEY, netuid, [second, digest])
    assert world.commits.weight_commits[netuid, HOTKEY] is None
