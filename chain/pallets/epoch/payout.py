"""From incentive and dividends to amounts of emission (economics section 2.10)."""

from collections.abc import Sequence

from chain.codec import Record
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
        amounts = [(share * emission) >> 32 for share in by_stake]
        return Payout([0] * len(earned), amounts, list(amounts))
    return Payout(*(shared_out(part, total, emission) for part in (terms.incentive, terms.dividends, earned)))


def shared_out(parts: Sequence[int], total: int, emission: int) -> list[int]:
    """Each part of the total as a raw share, truncated, and that share of `emission` rao, floored."""
    return [((part << 32) // total * emission) >> 32 if part else 0 for part in parts]
