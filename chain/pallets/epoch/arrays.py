"""One epoch of Yuma consensus on int64 arrays: what chain.pallets.epoch.yuma computes, bit for bit, for large subnets.

The matrices are dense over the uids that vote, weigh or hold bonds. They hold u16 as the state does; shares are worked
out for some servers at a time, so that what is needed meanwhile stays in the cache.
"""

from collections.abc import Iterator

import numpy as np

from chain.pallets.epoch import array_liquid, int64, sparse, yuma
from chain.pallets.epoch.array_bonds import Bonds
from chain.pallets.epoch.int64 import Array, Mask
from chain.pallets.epoch.pairs import Grid, Numbers, Pairs
from chain.pallets.epoch.terms import ONE, EpochInput, EpochTerms

LARGEST_SIZE = 4096
LATEST = 2**63 - 1
CELLS_AT_A_TIME = 32_768
FEWEST_SERVERS = 64
"""For fewer at a time the calls would cost more than the cache saves."""
BYTES_TO_KEEP = 8 << 20


def run(data: EpochInput[Pairs]) -> EpochTerms[Pairs]:
    """Consensus, trust, incentive, dividends and bonds of one mechanism for one epoch.

    The input must satisfy `is_exact`.
    """
    keep_freed_memory()
    size, settings = data.size, data.settings
    active = yuma.activity(data)
    permits = yuma.with_owner(data.permits, data.owner_uid, size)
    top = sparse.top_nonzero(data.stake, settings.max_allowed_validators)
    new_permits = yuma.with_owner(top, data.owner_uid, size)
    active_stake = np.array(yuma.voting_stake(data.stake, active, permits), dtype=np.int64)

    submitted = data.weights.of_rows(np.array(permits, dtype=np.bool_)).inside(size)
    held = data.bonds.inside(size)
    grid = Grid((active_stake > 0) | (submitted.counts > 0) | (held.counts > 0))
    stake = active_stake[grid.uids]
    visible, known = visible_cells(grid, data), known_servers(data)
    scores = grid.spread(submitted)
    scores *= visible
    consensus, trust, ranks = agree(scores, stake, sparse.from_proportion(settings.kappa))
    incentive = int64.normalize(ranks)

    listing = None
    if settings.yuma3 and settings.liquid_alpha and consensus.any():
        remaining = array_liquid.remaining_weights(scores, visible, consensus, settings)
        compared = np.array(yuma.compared_consensus(data, consensus.tolist()), dtype=np.int64)
        listing = array_liquid.listing_of(grid, submitted, remaining, held, known, compared)
    former = grid.spread(held)
    former *= known
    bonds = Bonds(grid, settings, former, stake, listing)
    for servers, weights in shares_by_part(scores):
        bonds.settle(servers, weights, consensus[servers], incentive[servers])
    return EpochTerms(
        active=active,
        permits=new_permits,
        stake=data.stake,
        active_stake=active_stake.tolist(),
        consensus=consensus.tolist(),
        validator_trust=grid.per_uid(trust).tolist(),
        incentive=incentive.tolist(),
        dividends=bonds.dividends().tolist(),
        bonds=bonds.stored().of_rows(np.array(new_permits, dtype=np.bool_)),
    )


def is_exact(data: EpochInput[Pairs]) -> bool:
    """Whether the arrays give the reference's bits: all numbers in range, no pair stored twice."""
    settings = data.settings
    return (
        data.size <= LARGEST_SIZE
        and settings.bonds_moving_average <= 1_000_000
        and settings.alpha_low <= settings.alpha_high
        and min(data.stake, default=0) >= 0
        and sum(data.stake) <= ONE
        and max(data.registered_at, default=0) < LATEST
        and not data.weights.repeats()
        and not data.bonds.repeats()
    )


def keep_freed_memory() -> None:
    """Have the allocator keep what the steps of an epoch free, rather than get it anew page by page in each.

    The C library gives back what is free beyond twice the largest block that it mapped and saw freed.
    """
    np.empty(BYTES_TO_KEEP, dtype=np.uint8)


def visible_cells(grid: Grid, data: EpochInput[Pairs]) -> Mask:
    """Where a weight counts (section 2.5): not on oneself, not older than its target, not hidden by a commit."""
    seen_until = np.array([min(updated, LATEST) - 1 for updated in data.last_update], dtype=np.int64)
    if data.settings.commit_reveal and data.commit_blocks is not None:
        committed = np.array([min(block, LATEST) for block in data.commit_blocks], dtype=np.int64)
        seen_until = np.minimum(seen_until, committed)
    visible: Mask = np.array(data.registered_at, dtype=np.int64) <= seen_until[grid.uids][:, None]
    others = grid.uids != (-1 if data.owner_uid is None else data.owner_uid)
    visible[np.flatnonzero(others), grid.uids[others]] = False
    return visible


def known_servers(data: EpochInput[Pairs]) -> Mask:
    """Who registered before the last epoch, so that bonds on it are its own (section 2.8, item 2)."""
    horizon = data.block - data.tempo if data.last_step_block == 0 else data.last_step_block + 1
    known: Mask = np.array(data.registered_at, dtype=np.int64) < min(horizon, LATEST)
    return known


def shares_by_part(scores: Numbers) -> Iterator[tuple[slice, Array]]:
    """The scores as shares of their row, for some servers after the other."""
    rows, size = scores.shape
    sums = np.maximum(scores.sum(axis=1, dtype=np.float64), 1)[:, None]
    width = max(CELLS_AT_A_TIME // max(rows, 1), FEWEST_SERVERS)
    for start in range(0, size, width):
        servers = slice(start, start + width)
        yield servers, int64.fractions(scores[:, servers], sums)


def agree(scores: Numbers, stake: Array, majority: int) -> tuple[Array, Array, Array]:
    """Consensus and rank of every server, and the trust of every row (section 2.6)."""
    rows, size = scores.shape
    consensus, ranks, trust = (np.zeros(length, dtype=np.int64) for length in (size, size, rows))
    for servers, weights in shares_by_part(scores):
        agreed = weighted_median(weights, stake, majority)
        clipped = np.minimum(weights, agreed)
        consensus[servers] = agreed
        ranks[servers] = int64.multiply_shares(clipped, stake[:, None]).sum(axis=0)
        trust += clipped.sum(axis=1)
    return consensus, trust, ranks


def weighted_median(weights: Array, stake: Array, majority: int) -> Array:
    """Per column the smallest score up to which more than a minority of the stake lies.

    The reference's search by pivots ends at the same score, because sums of integers do not depend on order.
    """
    voting = stake > 0
    if not voting.any():
        return np.zeros(weights.shape[1], dtype=np.int64)
    shares = int64.normalize(stake[voting])
    minority = int(shares.sum()) - majority
    voters = len(shares)
    bits = voters.bit_length()
    keys = (weights if voting.all() else weights[voting]).T.copy()
    keys <<= bits
    keys |= np.arange(voters)
    keys.sort(axis=1)
    stake_up_to = shares[keys & ((1 << bits) - 1)]
    np.cumsum(stake_up_to, axis=1, out=stake_up_to)
    enough = stake_up_to > minority
    first = np.where(enough[:, -1], enough.argmax(axis=1), voters - 1)
    median: Array = keys[np.arange(len(keys)), first] >> bits
    return median
