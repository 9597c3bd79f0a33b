"""Builds epoch inputs from the vectors' states."""

from chain.pallets.epoch import stake_weight
from chain.pallets.epoch.terms import ConsensusSettings, EpochInput

EMISSION = 1_000_000_000


def rows(pairs, size):
    """A sparse matrix from the vectors' mapping of uid to pairs."""
    return [[tuple(pair) for pair in pairs.get(str(uid), [])] for uid in range(size)]


def stakes(alpha, threshold=0, owner_uid=None):
    """Normalised stake of alpha alone."""
    totals = [stake_weight.total_stake(amount, 0, 0) for amount in alpha]
    return stake_weight.shares(stake_weight.above_threshold(totals, threshold, owner_uid))


def from_state(state):
    """The epoch input that a vector's `state` describes."""
    size = state["n"]
    return EpochInput(
        block=state["block"],
        tempo=state["tempo"],
        activity_cutoff=state["activity_cutoff_blocks"],
        last_step_block=state["last_mechanism_step_block"],
        settings=ConsensusSettings(
            kappa=state["kappa"],
            bonds_moving_average=state["bonds_moving_average"],
            bonds_penalty=state["bonds_penalty"],
            yuma3=state["yuma3"],
            liquid_alpha=state["liquid_alpha"],
            max_allowed_validators=state["max_allowed_validators"],
            commit_reveal=state["commit_reveal_enabled"],
        ),
        stake=stakes(state["stake_alpha_rao"], state["stake_threshold"], state["owner_uid"]),
        last_update=state["last_update"],
        registered_at=state["block_at_registration"],
        permits=state["validator_permit_before"],
        weights=rows(state["weights_u16"], size),
        bonds=rows(state["bonds_before_u16"], size),
        owner_uid=state["owner_uid"],
    )


def simple(alpha, weights, permits, **changes):
    """A small original-Yuma input: registered at 0, updated and now at 1, one tempo."""
    size = len(alpha)
    settings = changes.pop("settings", ConsensusSettings(max_allowed_validators=size))
    values = {
        "block": 1,
        "tempo": 1,
        "activity_cutoff": 13,
        "last_step_block": 0,
        "settings": settings,
        "stake": stakes(alpha),
        "last_update": [1] * size,
        "registered_at": [0] * size,
        "permits": permits,
        "weights": rows(weights, size),
        "bonds": [[] for _ in range(size)],
    }
    return EpochInput(**{**values, **changes})
