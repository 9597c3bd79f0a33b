"""The array kernel equals the plain integers bit for bit."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chain.codec import replace
from chain.pallets.epoch import arrays, int64, sparse, yuma
from chain.pallets.epoch.terms import NO_COMMIT, ONE, ConsensusSettings, EpochInput
from chain.primitives import fixed
from tests.pallets.epoch import scenario
from tests.vectors import economics

U16 = st.integers(0, 65_535)
STATES = [
    case["state"] for name in economics.identifiers("epoch.test_") for case in economics.cases(name) if "state" in case
]


def as_arrays(data):
    """The same input for the array kernel."""
    return replace(data, weights=arrays.Pairs.from_rows(data.weights), bonds=arrays.Pairs.from_rows(data.bonds))


TERMS = ("active", "permits", "stake", "active_stake", "consensus", "validator_trust", "incentive", "dividends")


def assert_same(data):
    expected, got = yuma.run(data), arrays.run(as_arrays(data))
    for name in (
        "active",
        "permits",
        "stake",
        "active_stake",
        "consensus",
        "validator_trust",
        "incentive",
        "dividends",
    ):
        assert getattr(got, name) == getattr(expected, name), name
    assert got.bonds.to_rows(data.size) == expected.bonds


@st.composite
def rows(draw, size, value):
    """A sparse matrix with rows in any order, zeros and targets beyond the subnet included."""
    matrix = []
    for _ in range(size):
        targets = draw(st.lists(st.integers(0, size), unique=True, max_size=size + 1))
        matrix.append([(target, draw(value)) for target in targets])
    return matrix


SETTINGS = st.builds(
    ConsensusSettings,
    kappa=st.sampled_from([0, 1, 16_384, 32_767, 45_000, 65_535]),
    bonds_moving_average=st.sampled_from([0, 500_000, 900_000, 975_000, 1_000_000]),
    bonds_penalty=st.sampled_from([0, 1, 30_000, 65_534, 65_535]),
    yuma3=st.booleans(),
    liquid_alpha=st.booleans(),
    alpha_low=st.integers(0, 30_000),
    alpha_high=st.integers(30_000, 65_535),
    alpha_sigmoid_steepness=st.sampled_from([-32_768, -1000, 0, 7, 1000, 32_767]),
    max_allowed_validators=st.integers(0, 9),
    commit_reveal=st.booleans(),
)


@st.composite
def inputs(draw):
    """Small epochs with ties, empty rows, absent stake, masks of every kind."""
    size = draw(st.integers(1, 8))
    blocks = st.lists(st.integers(0, 30), min_size=size, max_size=size)
    commits = st.lists(st.sampled_from([0, 3, 15, NO_COMMIT]), min_size=size, max_size=size)
    weight = draw(st.sampled_from([U16, st.sampled_from([0, 1, 2, 65_535]), st.integers(0, 3)]))
    stake = st.one_of(st.integers(0, 3), st.integers(0, 10**16))
    alpha = draw(st.lists(stake, min_size=size, max_size=size))
    return EpochInput(
        block=draw(st.integers(1, 40)),
        tempo=draw(st.integers(0, 20)),
        activity_cutoff=draw(st.integers(1, 30)),
        last_step_block=draw(st.integers(0, 30)),
        settings=draw(SETTINGS),
        stake=scenario.stakes(alpha),
        last_update=draw(blocks),
        registered_at=draw(blocks),
        permits=draw(st.lists(st.sampled_from([True, True, False]), max_size=size)),
        weights=draw(rows(size, weight)),
        bonds=draw(rows(size, U16)),
        owner_uid=draw(st.one_of(st.none(), st.integers(0, size - 1))),
        commit_blocks=draw(st.one_of(st.none(), commits)),
    )


@settings(max_examples=250, deadline=None)
@given(inputs())
def test_the_array_kernel_equals_the_plain_integers(data):
    assert_same(data)


@pytest.mark.parametrize("state", STATES)
def test_the_array_kernel_equals_the_plain_integers_on_the_vectors(state):
    assert_same(scenario.from_state(state))


def large(size, validators, seed, **changes):
    """A subnet of validators that weigh every server, with bonds from before."""
    random = np.random.default_rng(seed)
    stake = [int(amount) for amount in random.integers(1, 10**15, validators)] + [0] * (size - validators)

    def matrix():
        return [
            [(int(uid), int(random.integers(0, 65_536))) for uid in random.permutation(size)]
            if uid < validators
            else []
            for uid in range(size)
        ]

    return EpochInput(
        block=1000,
        tempo=360,
        activity_cutoff=5000,
        last_step_block=640,
        settings=ConsensusSettings(max_allowed_validators=validators, **changes),
        stake=scenario.stakes(stake),
        last_update=[900] * size,
        registered_at=[int(block) for block in random.integers(0, 1000, size)],
        permits=[uid < validators for uid in range(size)],
        weights=matrix(),
        bonds=matrix(),
        owner_uid=0,
    )


@pytest.mark.parametrize("changes", [{}, {"yuma3": True}, {"yuma3": True, "liquid_alpha": True, "bonds_penalty": 5}])
def test_a_subnet_of_256_uids_is_equal_to_the_bit(changes):
    assert_same(large(256, 64, 7, **changes))


def test_a_pair_stored_twice_is_left_to_the_plain_integers():
    data = scenario.simple([1, 1], {"0": [(1, 5), (1, 6)]}, [True, True])
    assert not arrays.is_exact(as_arrays(data))
    assert arrays.is_exact(as_arrays(scenario.simple([1, 1], {"0": [(1, 5), (0, 6)]}, [True, True])))


@settings(deadline=None)
@given(st.integers(0, 2**61), st.integers(1, 2**61))
def test_the_guessed_quotient_is_always_corrected(a, b):
    b = max(b, a >> 19)
    b = max(b, 1)
    assert int(int64.divide(np.array([a]), np.array([b]))[0]) == (a << 32) // b


@settings(deadline=None)
@given(st.integers(-(2**45), 2**45), st.integers(0, 2**32))
def test_the_split_product_is_floored(a, b):
    assert int(int64.multiply(np.array([a]), np.array([b]))[0]) == sparse.multiply(a, b)


@settings(deadline=None)
@example(ONE)
@example(-ONE)
@example(0)
@given(st.integers(-(30 << 32), 30 << 32))
def test_the_exponential_of_an_array_is_that_of_its_numbers(x):
    assert int(int64.exp_safe(np.array([x]))[0]) == fixed.exp_safe(x)
