"""Whole matrices, pairs and arrays give the same epoch, bit for bit."""

import pytest
from hypothesis import given, settings

from chain.codec import replace
from chain.pallets.epoch.terms import NO_COMMIT, ConsensusSettings
from tests.pallets.epoch import networks, scenario
from tests.pallets.epoch.agreement import assert_all_agree
from tests.vectors import economics

STATES = [
    case["state"] for name in economics.identifiers("epoch.test_") for case in economics.cases(name) if "state" in case
]
MODES = {
    "original": {},
    "yuma3": {"yuma3": True},
    "liquid": {"yuma3": True, "liquid_alpha": True},
    "liquid, weights unclipped": {"yuma3": True, "liquid_alpha": True, "bonds_penalty": 0},
    "liquid, weights half clipped": {"yuma3": True, "liquid_alpha": True, "bonds_penalty": 30_000},
    "original, weights half clipped": {"bonds_penalty": 30_000},
}


@pytest.fixture(params=MODES.values(), ids=MODES.keys())
def mode(request):
    return request.param


@settings(max_examples=200, deadline=None)
@given(networks.inputs())
def test_all_agree_on_any_small_network(data):
    assert_all_agree(data)


@pytest.mark.parametrize("state", STATES)
def test_all_agree_on_the_vectors(state):
    assert_all_agree(scenario.from_state(state))


@pytest.mark.parametrize("kappa", [0, 1, 32_767, 65_534, 65_535])
def test_all_agree_at_the_ends_of_kappa(mode, kappa):
    assert_all_agree(networks.graph(12, 5, 3, kappa=kappa, **mode))


@pytest.mark.parametrize("low, high", [(0, 0), (0, 65_535), (65_535, 65_535), (1638, 1638)])
@pytest.mark.parametrize("steepness", [-32_768, 0, 1, 1000, 32_767])
def test_all_agree_at_the_ends_of_liquid_alpha(low, high, steepness):
    changes = {"alpha_low": low, "alpha_high": high, "alpha_sigmoid_steepness": steepness}
    assert_all_agree(networks.graph(10, 4, 9, yuma3=True, liquid_alpha=True, **changes))


@pytest.mark.parametrize("kept", [0, 1_000_000, 1_500_000])
def test_all_agree_where_bonds_never_or_at_once_follow(mode, kept):
    assert_all_agree(networks.graph(10, 4, 5, bonds_moving_average=kept, **mode))


def test_all_agree_on_one_uid(mode):
    for owner in (None, 0):
        changes = {"settings": ConsensusSettings(max_allowed_validators=1, **mode), "owner_uid": owner}
        assert_all_agree(networks.voting(1, **changes))
        assert_all_agree(networks.voting(1, weights=[[]], bonds=[[]], **changes))


def test_all_agree_without_stake_or_with_one_whale(mode):
    values = ConsensusSettings(max_allowed_validators=4, **mode)
    for alpha in ([0] * 6, [2**63, 0, 0, 0, 0, 0], [2**64 - 1] * 6, [1, 0, 10**18, 0, 1, 0]):
        assert_all_agree(networks.voting(6, settings=values, stake=scenario.stakes(alpha)))


def test_all_agree_when_nobody_is_active_or_permitted(mode):
    values = ConsensusSettings(max_allowed_validators=3, **mode)
    assert_all_agree(networks.voting(5, settings=values, activity_cutoff=1))
    assert_all_agree(networks.voting(5, settings=values, permits=[False] * 5))
    assert_all_agree(networks.voting(5, settings=values, permits=[], owner_uid=2))


def test_all_agree_without_weights_or_with_self_weights_alone(mode):
    values = ConsensusSettings(max_allowed_validators=5, **mode)
    for owner in (None, 3):
        for rows in ([[]] * 5, [[(uid, 65_535)] for uid in range(5)], [[(uid, 0)] for uid in range(5)]):
            assert_all_agree(networks.voting(5, settings=values, weights=rows, owner_uid=owner))
            assert_all_agree(networks.voting(5, settings=values, weights=rows, bonds=[[]] * 5, owner_uid=owner))


def test_all_agree_when_newcomers_and_commits_hide_weights(mode):
    values = ConsensusSettings(max_allowed_validators=5, commit_reveal=True, **mode)
    hidden = networks.voting(
        5, settings=values, registered_at=[1, 15, 16, 10, 11], commit_blocks=[0, 10, 15, NO_COMMIT, 20]
    )
    assert_all_agree(hidden)
    assert_all_agree(replace(hidden, settings=replace(values, commit_reveal=False)))
    assert_all_agree(replace(hidden, last_step_block=0, tempo=50))


def test_bonds_that_were_reset_are_gone_in_all(mode):
    data = networks.graph(10, 4, 6, **mode)
    assert_all_agree(replace(data, bonds=[[pair for pair in row if pair[0] != 7] for row in data.bonds]))


def test_all_agree_on_a_random_graph(mode):
    assert_all_agree(networks.graph(48, 16, 11, share=0.7, **mode))


@pytest.mark.parametrize("name", ["original", "liquid"])
def test_all_agree_on_a_random_graph_of_512_uids(name):
    """As the reference holds its two epochs against each other; `just soak-epoch` does the one of 4096."""
    assert_all_agree(networks.graph(512, 64, 512, **MODES[name]))
