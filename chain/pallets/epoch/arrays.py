"""One epoch of Yuma consensus on int64 arrays: what chain.pallets.epoch.yuma computes, bit for bit, for large subnets.

The matrices are dense over the uids that vote, weigh or hold bonds. Whether a pair exists, and in which order it is
stored, is kept beside the values, because a listed zero and a missing pair are not the same (section 0.5).
"""

import numpy as np

from chain.codec import Record
from chain.pallets.epoch import bonds as bond_rules
from chain.pallets.epoch import int64, sparse, yuma
from chain.pallets.epoch.int64 import Array, Mask
from chain.pallets.epoch.terms import NO_COMMIT, ONE, PROPORTION, ConsensusSettings, EpochInput, EpochTerms, Rows

LARGEST = 2**63 - 1


class Pairs(Record):
    """A sparse matrix as three arrays, one entry per pair, rows ascending, in stored order inside a row."""

    rows: Array
    targets: Array
    values: Array

    @classmethod
    def from_rows(cls, rows: Rows) -> "Pairs":
        """The same matrix as arrays."""
        triples = [(uid, target, value) for uid, row in enumerate(rows) for target, value in row]
        table = np.array(triples, dtype=np.int64).reshape(-1, 3)
        return cls(table[:, 0], table[:, 1], table[:, 2])

    def to_rows(self, size: int) -> Rows:
        """The same matrix as one list of pairs per uid."""
        rows: Rows = [[] for _ in range(size)]
        for uid, target, value in zip(self.rows.tolist(), self.targets.tolist(), self.values.tolist(), strict=True):
            rows[uid].append((target, value))
        return rows

    def where(self, keep: Mask) -> "Pairs":
        """The pairs at which `keep` is true."""
        return Pairs(self.rows[keep], self.targets[keep], self.values[keep])


class Grid:
    """Dense matrices over the rows in use; `uids` names them, ascending."""

    def __init__(self, uids: Array, size: int) -> None:
        self.uids = uids
        self.size = size
        self.position = np.zeros(size, dtype=np.int64)
        self.position[uids] = np.arange(len(uids))

    def scatter(self, pairs: Pairs) -> Array:
        """The dense values of the pairs, zero elsewhere."""
        dense = np.zeros((len(self.uids), self.size), dtype=np.int64)
        dense[self.position[pairs.rows], pairs.targets] = pairs.values
        return dense

    def gather(self, dense: Array, pairs: Pairs) -> Array:
        """The dense values at the pairs."""
        values: Array = dense[self.position[pairs.rows], pairs.targets]
        return values

    def positive(self, dense: Array) -> Pairs:
        """The positive cells as pairs in uid order."""
        rows, targets = np.nonzero(dense > 0)
        return Pairs(self.uids[rows], targets, dense[rows, targets])

    def per_uid(self, values: Array) -> Array:
        """A vector over the rows in use as one over all uids."""
        result = np.zeros(self.size, dtype=np.int64)
        result[self.uids] = values
        return result


def run(data: EpochInput[Pairs]) -> EpochTerms[Pairs]:
    """Consensus, trust, incentive, dividends and bonds of one mechanism for one epoch.

    The input must satisfy `is_exact`.
    """
    size, settings = data.size, data.settings
    active = [updated + data.activity_cutoff >= data.block for updated in data.last_update]
    permits = yuma.with_owner(data.permits, data.owner_uid, size)
    top = sparse.top_nonzero(data.stake, settings.max_allowed_validators)
    new_permits = yuma.with_owner(top, data.owner_uid, size)
    active_stake = np.array(yuma.voting_stake(data.stake, active, permits), dtype=np.int64)

    visible = visible_weights(data, permits)
    bonds = visible_bonds(data)
    in_use = active_stake > 0
    in_use[visible.rows] = True
    in_use[bonds.rows] = True
    grid = Grid(np.flatnonzero(in_use), size)

    weights, visible = normalize_rows(grid, visible)
    consensus = weighted_median(grid, weights, active_stake, sparse.from_proportion(settings.kappa))
    clipped = np.minimum(weights, consensus)
    stake_in_use = active_stake[grid.uids]
    incentive = int64.normalize(int64.multiply(clipped, stake_in_use[:, None]).sum(axis=0))

    for_bonds, listed = weights_for_bonds(grid, weights, clipped, visible, consensus, settings)
    if settings.yuma3:
        held, dividends = settle_yuma3(grid, settings, for_bonds, listed, bonds, consensus, incentive, stake_in_use)
    else:
        held, dividends = settle_original(grid, settings, for_bonds, bonds, incentive, stake_in_use)
    keep = np.array(new_permits, dtype=np.bool_)[held.rows]
    stored = Pairs(held.rows, held.targets, np.minimum((held.values * PROPORTION) >> 32, PROPORTION)).where(keep)
    return EpochTerms(
        active=active,
        permits=new_permits,
        stake=data.stake,
        active_stake=active_stake.tolist(),
        consensus=consensus.tolist(),
        validator_trust=grid.per_uid(clipped.sum(axis=1)).tolist(),
        incentive=incentive.tolist(),
        dividends=dividends.tolist(),
        bonds=stored,
    )


def is_exact(data: EpochInput[Pairs]) -> bool:
    """Whether the arrays give the reference's bits: sizes and settings in range, no pair stored twice."""
    settings = data.settings
    return (
        data.size <= 4096
        and settings.bonds_moving_average <= 1_000_000
        and settings.alpha_low <= settings.alpha_high
        and not _repeats(data.weights, data.size)
        and not _repeats(data.bonds, data.size)
    )


def _repeats(pairs: Pairs, size: int) -> bool:
    inside = pairs.where(pairs.targets < size)
    seen = np.zeros(size * size, dtype=np.bool_)
    seen[inside.rows * size + inside.targets] = True
    return int(np.count_nonzero(seen)) != len(inside.rows)


def visible_weights(data: EpochInput[Pairs], permits: list[bool]) -> Pairs:
    """The weights that count (section 2.5), not yet normalised."""
    commits = data.commit_blocks if data.settings.commit_reveal else None
    committed = commits if commits is not None else [NO_COMMIT] * data.size
    seen_until = np.array(
        [min(updated - 1, commit, LARGEST) for updated, commit in zip(data.last_update, committed, strict=True)],
        dtype=np.int64,
    )
    registered_at = np.array(data.registered_at, dtype=np.int64)
    pairs = data.weights.where(data.weights.targets < data.size)
    rows, targets = pairs.rows, pairs.targets
    keep = np.array(permits, dtype=np.bool_)[rows] & (registered_at[targets] <= seen_until[rows])
    keep &= (rows != targets) | (rows == (-1 if data.owner_uid is None else data.owner_uid))
    return pairs.where(keep)


def visible_bonds(data: EpochInput[Pairs]) -> Pairs:
    """The stored bonds on uids that were there before the last epoch, still as u16."""
    horizon = data.block - data.tempo if data.last_step_block == 0 else data.last_step_block + 1
    pairs = data.bonds.where(data.bonds.targets < data.size)
    return pairs.where(np.array(data.registered_at, dtype=np.int64)[pairs.targets] < horizon)


def normalize_rows(grid: Grid, pairs: Pairs) -> tuple[Array, Pairs]:
    """The weights as shares of their row, dense and as pairs."""
    dense = grid.scatter(pairs)
    sums = dense.sum(axis=1)
    shares = (dense << 32) // np.where(sums == 0, 1, sums)[:, None]
    return shares, Pairs(pairs.rows, pairs.targets, grid.gather(shares, pairs))


def weighted_median(grid: Grid, weights: Array, stake: Array, majority: int) -> Array:
    """Per column the smallest score up to which more than a minority of the stake lies.

    The reference's search by pivots ends at the same score, because sums of integers do not depend on order.
    """
    voting = stake[grid.uids] > 0
    if not voting.any():
        return np.zeros(grid.size, dtype=np.int64)
    shares = int64.normalize(stake[grid.uids][voting])
    minority = int(shares.sum()) - majority
    voters = len(shares)
    bits = voters.bit_length()
    keys = (weights[voting].T << bits) | np.arange(voters)
    keys.sort(axis=1)
    stake_up_to = shares[keys & ((1 << bits) - 1)].cumsum(axis=1)
    enough = stake_up_to > minority
    first = np.where(enough[:, -1], enough.argmax(axis=1), voters - 1)
    median: Array = keys[np.arange(grid.size), first] >> bits
    return median


def weights_for_bonds(
    grid: Grid, weights: Array, clipped: Array, pairs: Pairs, consensus: Array, settings: ConsensusSettings
) -> tuple[Array, Pairs]:
    """The weights moved toward the clipped ones by the bonds penalty (section 2.7), dense and as pairs."""
    penalty = sparse.from_proportion(settings.bonds_penalty)
    if penalty == 0:
        return weights, pairs
    if penalty == ONE:
        limits = consensus[pairs.targets]
        kept = pairs.where((pairs.values <= limits) | (limits > 0))
        return clipped, Pairs(kept.rows, kept.targets, np.minimum(kept.values, consensus[kept.targets]))
    moved = weights + int64.multiply(clipped - weights, penalty)
    return moved, grid.positive(moved)


def settle_yuma3(
    grid: Grid,
    settings: ConsensusSettings,
    weights: Array,
    listed: Pairs,
    bonds: Pairs,
    consensus: Array,
    incentive: Array,
    stake: Array,
) -> tuple[Pairs, Array]:
    """Bonds and dividends of Yuma3 (section 2.8)."""
    shares = Pairs(bonds.rows, bonds.targets, (bonds.values << 32) // PROPORTION)
    old = grid.scatter(shares)
    if settings.liquid_alpha and consensus.any():
        average = liquid_average(grid, settings, listed, shares, old, consensus)
        dense = grid.scatter(average)
    else:
        dense = moving_average(weights, old, settings)
        average = grid.positive(dense)
    normal = int64.divide_where(dense, dense.sum(axis=0))
    held = int64.multiply(normal, incentive).sum(axis=1)
    return average, int64.normalize(grid.per_uid(int64.multiply(held, stake)))


def settle_original(
    grid: Grid, settings: ConsensusSettings, weights: Array, bonds: Pairs, incentive: Array, stake: Array
) -> tuple[Pairs, Array]:
    """Bonds and dividends of the original Yuma (section 2.9)."""
    stored = grid.scatter(bonds)
    sums = stored.sum(axis=0)
    old = (stored << 32) // np.where(sums == 0, 1, sums)
    bought = int64.multiply(weights, stake[:, None])
    bought = int64.divide_where(bought, bought.sum(axis=0))
    average = moving_average(bought, old, settings)
    average = int64.divide_where(average, average.sum(axis=0))
    held = int64.multiply(average, incentive).sum(axis=1)
    upscaled = int64.divide_where(average, average.max(axis=0, initial=0))
    return grid.positive(upscaled), int64.normalize(grid.per_uid(held))


def moving_average(new: Array, old: Array, settings: ConsensusSettings) -> Array:
    """Per cell rate*new + (1-rate)*old."""
    rate = bond_rules.moving_average_rate(settings.bonds_moving_average)
    return int64.multiply(new, rate) + int64.multiply(old, ONE - rate)


def liquid_average(
    grid: Grid, settings: ConsensusSettings, listed: Pairs, bonds: Pairs, old: Array, consensus: Array
) -> Pairs:
    """The moving average with a rate per cell, over the cells that the new weights list."""
    weight = np.where(_readable(listed, grid.size), listed.values, 0)
    bond = grid.gather(grid.scatter(bonds.where(_readable(bonds, grid.size))), listed)
    rate = liquid_rates(weight, bond, consensus[listed.targets], settings)
    decayed = int64.multiply(grid.gather(old, listed), ONE - rate)
    grown = np.minimum(decayed + np.maximum(int64.multiply(listed.values, rate), 0), ONE)
    return Pairs(listed.rows, listed.targets, grown).where(grown > 0)


def liquid_rates(weight: Array, bond: Array, consensus: Array, settings: ConsensusSettings) -> Array:
    """The rate of each cell, as bonds.liquid_rate."""
    buying = np.clip(weight - consensus, 0, ONE)
    selling = np.clip(bond - weight, 0, ONE)
    difference = np.where(weight >= bond, buying, selling)
    steepness = sparse.divide(settings.alpha_sigmoid_steepness << 32, 100 << 32)
    exponent = int64.multiply(np.asarray(-steepness), difference - bond_rules.HALF)
    sigmoid = int64.divide(ONE, ONE + int64.exp_safe(exponent))
    low, high = sparse.from_proportion(settings.alpha_low), sparse.from_proportion(settings.alpha_high)
    rate: Array = np.clip(low + int64.multiply(np.asarray(high - low), sigmoid), low, high)
    return rate


def _readable(pairs: Pairs, size: int) -> Mask:
    """Which pairs one walk in increasing uid order meets: those above every uid before them in their row."""
    cells = pairs.rows * size + pairs.targets
    highest = np.maximum.accumulate(cells)
    readable = np.ones(len(cells), dtype=np.bool_)
    readable[1:] = cells[1:] > highest[:-1]
    return readable
