"""The stake-weighted median: what a stake majority agrees on, column by column (economics section 0.6)."""

from collections.abc import Sequence

from chain.pallets.epoch.sparse import normalize, to_dense
from chain.pallets.epoch.terms import Rows


def weighted_median(
    stake: Sequence[int], score: Sequence[int], minority: int, low: int, high: int, indices: Sequence[int] | None = None
) -> int:
    """The score at which the stake below it stops being a minority.

    `low` and `high` are the stake known to lie below and the stake up to the end of the current part.
    """
    current = list(range(len(stake))) if indices is None else list(indices)
    for _ in range(len(current) + 1):
        if not current:
            return 0
        if len(current) == 1:
            return score[current[0]]
        pivot = score[current[len(current) // 2]]
        below = [index for index in current if score[index] < pivot]
        above = [index for index in current if score[index] > pivot]
        stake_below = sum(stake[index] for index in below)
        stake_above = sum(stake[index] for index in above)
        if minority < low + stake_below and below:
            current, high = below, low + stake_below
        elif high - stake_above <= minority and above:
            current, low = above, high - stake_above
        else:
            return pivot
    return 0


def weighted_median_columns(stake: Sequence[int], rows: Rows, size: int, majority: int) -> list[int]:
    """The weighted median of every column over the rows that have stake; a missing pair counts as zero."""
    voters = [uid for uid, amount in enumerate(stake) if amount > 0]
    if not voters:
        return [0] * size
    shares = normalize([stake[uid] for uid in voters])
    total = sum(shares)
    dense = [to_dense(rows[uid], size) for uid in voters]
    columns = zip(*dense, strict=True)
    return [weighted_median(shares, column, total - majority, 0, total) for column in columns]
