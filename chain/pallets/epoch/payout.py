"""From incentive and dividends to amounts of emission (economics section 2.10)."""

from chain.codec import Record
from chain.pallets.epoch.sparse import divide, normalize
from chain.pallets.epoch.terms import EpochTerms, Matrix


class Payout(Record):
    """Alpha in rao per uid: what servers earn, what validators earn, and the two as normalised together."""

    server: list[int]
    validator: list[int]
    combined: list[int]


def pay(terms: EpochTerms[Matrix], emission: int) -> Payout:
    """Split `emission` rao of alpha by the epoch's terms; by stake when nothing was earned.

    Every amount is floored, so the sum stays at or below `emission`.
    """
    earned = [a + b for a, b in zip(terms.incentive, terms.dividends, strict=True)]
    total = sum(earned)
    if total == 0:
        by_stake = terms.active_stake if any(terms.active_stake) else terms.stake
        amounts = [floor_share(share, emission) for share in by_stake]
        return Payout([0] * len(earned), amounts, list(amounts))
    return Payout(
        [floor_share(divide(share, total), emission) for share in terms.incentive],
        [floor_share(divide(share, total), emission) for share in terms.dividends],
        [floor_share(share, emission) for share in normalize(earned)],
    )


def floor_share(share: int, emission: int) -> int:
    """A raw share of `emission` rao, floored."""
    return (share * emission) >> 32
