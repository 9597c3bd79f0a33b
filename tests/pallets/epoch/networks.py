"""Random networks for the implementations of the epoch to agree on."""

from random import Random

from hypothesis import strategies as st

from chain.pallets.epoch.terms import NO_COMMIT, ConsensusSettings, EpochInput
from tests.pallets.epoch import scenario

U16 = st.integers(0, 65_535)
EXTREMES = st.sampled_from([0, 1, 2, 65_534, 65_535])
RATES = st.one_of(EXTREMES, U16)

SETTINGS = st.builds(
    lambda alphas, **others: ConsensusSettings(alpha_low=min(alphas), alpha_high=max(alphas), **others),
    alphas=st.tuples(RATES, RATES),
    kappa=st.one_of(EXTREMES, st.sampled_from([16_384, 32_767, 45_000]), U16),
    bonds_moving_average=st.sampled_from([0, 1, 500_000, 900_000, 975_000, 999_999, 1_000_000, 1_000_001, 3_000_000]),
    bonds_penalty=st.one_of(EXTREMES, U16),
    yuma3=st.booleans(),
    liquid_alpha=st.sampled_from([True, True, False]),
    alpha_sigmoid_steepness=st.sampled_from([-32_768, -1000, 0, 7, 100, 1000, 2000, 2001, 32_767]),
    max_allowed_validators=st.integers(0, 9),
    commit_reveal=st.booleans(),
)


@st.composite
def rows(draw, size, value):
    """A sparse matrix with rows in any order, zeros and targets beyond the subnet included."""
    in_order = draw(st.booleans())
    matrix = []
    for _ in range(size):
        targets = draw(st.lists(st.integers(0, size), unique=True, max_size=size + 1))
        matrix.append([(target, draw(value)) for target in (sorted(targets) if in_order else targets)])
    return matrix


@st.composite
def inputs(draw):
    """Small epochs with ties, empty rows, absent stake, masks of every kind."""
    size = draw(st.integers(1, 8))
    blocks = st.lists(st.integers(0, 30), min_size=size, max_size=size)
    commits = st.lists(st.sampled_from([0, 3, 15, NO_COMMIT]), min_size=size, max_size=size)
    consensus = st.lists(U16, min_size=size, max_size=size)
    weight = draw(st.sampled_from([U16, EXTREMES, st.integers(0, 3)]))
    stake = st.one_of(st.integers(0, 3), st.integers(0, 10**16), st.just(2**63))
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
        compared_consensus=draw(st.one_of(st.none(), consensus)),
    )


def voting(size, **changes):
    """A network in which everybody is permitted and active, has the same stake, weighs everybody alike, from uid 0."""
    settings = changes.pop("settings", ConsensusSettings(max_allowed_validators=size))
    values = {
        "block": 20,
        "tempo": 10,
        "activity_cutoff": 100,
        "last_step_block": 10,
        "settings": settings,
        "stake": scenario.stakes([1] * size),
        "last_update": [15] * size,
        "registered_at": [1] * size,
        "permits": [True] * size,
        "weights": [[(target, 65_535) for target in range(size)] for _ in range(size)],
        "bonds": [[(target, 65_535) for target in range(size)] for _ in range(size)],
    }
    return EpochInput(**{**values, **changes})


def graph(size, validators, seed, *, permuted=True, share=1.0, **changes):
    """A subnet of validators that weigh all or a share of the servers at random, with bonds from before."""
    random = Random(seed)
    stake = [random.randrange(1, 10**15) if uid < validators else 0 for uid in range(size)]

    def matrix(*, in_order):
        made = []
        for uid in range(size):
            targets = [target for target in range(size) if uid < validators and random.random() < share]
            if not in_order:
                random.shuffle(targets)
            made.append([(target, random.randrange(65_536)) for target in targets])
        return made

    return EpochInput(
        block=1000,
        tempo=360,
        activity_cutoff=5000,
        last_step_block=640,
        settings=ConsensusSettings(max_allowed_validators=validators, **changes),
        stake=scenario.stakes(stake),
        last_update=[900] * size,
        registered_at=[random.randrange(1000) for _ in range(size)],
        permits=[uid < validators for uid in range(size)],
        weights=matrix(in_order=not permuted),
        bonds=matrix(in_order=True),
        owner_uid=0,
    )
