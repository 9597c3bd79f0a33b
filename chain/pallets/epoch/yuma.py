"""One epoch of Yuma consensus in plain integers: the reference that the array kernel must equal bit for bit.

Follows economics sections 2.4 to 2.9 line by line, in the order of the chain.
"""

from chain.pallets.epoch import bonds as bond_rules
from chain.pallets.epoch import sparse
from chain.pallets.epoch.median import weighted_median_columns
from chain.pallets.epoch.terms import NO_COMMIT, EpochInput, EpochTerms, Matrix, Rows


def run(data: EpochInput[Rows]) -> EpochTerms[Rows]:
    """Consensus, trust, incentive, dividends and bonds of one mechanism for one epoch."""
    size = data.size
    active = activity(data)
    permits = with_owner(data.permits, data.owner_uid, size)
    new_permits = with_owner(sparse.top_nonzero(data.stake, data.settings.max_allowed_validators), data.owner_uid, size)
    active_stake = voting_stake(data.stake, active, permits)

    weights = visible_weights(data, permits)
    consensus = weighted_median_columns(active_stake, weights, size, sparse.from_proportion(data.settings.kappa))
    clipped = sparse.clip_columns(weights, consensus)
    incentive = sparse.normalize(sparse.weighted_column_sums(clipped, active_stake, size))

    penalty = sparse.from_proportion(data.settings.bonds_penalty)
    weights_for_bonds = sparse.interpolate(weights, clipped, size, penalty)
    settle = settle_bonds_yuma3 if data.settings.yuma3 else settle_bonds_original
    bonds, dividends = settle(data, weights_for_bonds, consensus, incentive, active_stake)
    return EpochTerms(
        active=active,
        permits=new_permits,
        stake=data.stake,
        active_stake=active_stake,
        consensus=consensus,
        validator_trust=sparse.row_sums(clipped),
        incentive=incentive,
        dividends=dividends,
        bonds=stored_bonds(bonds, new_permits),
    )


def activity(data: EpochInput[Matrix]) -> list[bool]:
    """Which uids set weights (or registered) within the activity cutoff (section 2.2)."""
    oldest = data.block - data.activity_cutoff
    return [updated >= oldest for updated in data.last_update]


def with_owner(permits: list[bool], owner_uid: int | None, size: int) -> list[bool]:
    """The permits, one per uid, with the subnet owner's always held."""
    held = (list(permits) + [False] * size)[:size]
    if owner_uid is not None:
        held[owner_uid] = True
    return held


def voting_stake(stake: list[int], active: list[bool], permits: list[bool]) -> list[int]:
    """The stake of active permitted uids, normalised (section 2.4)."""
    masked = [
        amount if awake and permitted else 0 for amount, awake, permitted in zip(stake, active, permits, strict=True)
    ]
    return sparse.normalize(masked)


def visible_weights(data: EpochInput[Rows], permits: list[bool]) -> Rows:
    """The weights that count, as shares of their row.

    They come from permitted uids, are not on oneself, not older than the target and not hidden (section 2.5).
    """
    size = data.size
    registered_at = data.registered_at
    commits = data.commit_blocks if data.settings.commit_reveal else None
    rows: Rows = []
    for uid in range(size):
        if not permits[uid]:
            rows.append([])
            continue
        committed = commits[uid] if commits is not None else NO_COMMIT
        seen_until = min(data.last_update[uid] - 1, committed)
        rows.append(
            [
                (target, value << 32)
                for target, value in data.weights[uid]
                if target < size and (target != uid or uid == data.owner_uid) and registered_at[target] <= seen_until
            ]
        )
    return sparse.normalize_rows(rows)


def visible_bonds(data: EpochInput[Rows], scale: bool) -> Rows:
    """The stored bonds on uids that were there before the last epoch, as shares of one or as whole numbers."""
    size = data.size
    horizon = data.block - data.tempo if data.last_step_block == 0 else data.last_step_block + 1
    horizon = max(horizon, 0)
    return [
        [
            (uid, sparse.from_proportion(value) if scale else value << 32)
            for uid, value in row
            if uid < size and data.registered_at[uid] < horizon
        ]
        for row in data.bonds
    ]


def settle_bonds_yuma3(
    data: EpochInput[Rows], weights: Rows, consensus: list[int], incentive: list[int], active_stake: list[int]
) -> tuple[Rows, list[int]]:
    """Bonds and dividends of Yuma3: a bond belongs to its pair, not to a share of the server (section 2.8)."""
    size = data.size
    bonds = visible_bonds(data, scale=True)
    if data.settings.liquid_alpha and any(consensus):
        rates = bond_rules.liquid_rates(weights, bonds, compared_consensus(data, consensus), data.settings)
        average = bond_rules.moving_average_by_cell(weights, bonds, size, rates)
    else:
        rate = bond_rules.moving_average_rate(data.settings.bonds_moving_average)
        average = bond_rules.moving_average(weights, bonds, size, rate)
    held = sparse.weighted_row_sums(sparse.normalize_columns(average, size), incentive)
    earned = [sparse.multiply(share, stake) for share, stake in zip(held, active_stake, strict=True)]
    return average, sparse.normalize(earned)


def compared_consensus(data: EpochInput[Matrix], consensus: list[int]) -> list[int]:
    """What liquid alpha compares weights with: this epoch's consensus, or an earlier one that the input brings."""
    if data.compared_consensus is None:
        return consensus
    return [sparse.from_proportion(value) for value in data.compared_consensus]


def settle_bonds_original(
    data: EpochInput[Rows], weights: Rows, consensus: list[int], incentive: list[int], active_stake: list[int]
) -> tuple[Rows, list[int]]:
    """Bonds and dividends of the original Yuma: validators share each server by stake (section 2.9)."""
    size = data.size
    bonds = sparse.normalize_columns(visible_bonds(data, scale=False), size)
    bought = sparse.normalize_columns(sparse.scale_rows(weights, active_stake), size)
    rate = bond_rules.moving_average_rate(data.settings.bonds_moving_average)
    average = sparse.normalize_columns(bond_rules.moving_average(bought, bonds, size, rate), size)
    dividends = sparse.normalize(sparse.weighted_row_sums(average, incentive))
    return sparse.upscale_columns(average, size), dividends


def stored_bonds(bonds: Rows, new_permits: list[bool]) -> Rows:
    """The bonds as u16 pairs, for the uids that hold a permit from now on."""
    return [
        [(uid, sparse.to_proportion(value)) for uid, value in row] if permitted else []
        for row, permitted in zip(bonds, new_permits, strict=True)
    ]
