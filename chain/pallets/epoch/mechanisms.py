"""Mechanisms: several consensus mechanisms on one subnet, and how its emission is split between them (section 2.11)."""

from collections.abc import Sequence

from chain.pallets.epoch.payout import Payout
from chain.pallets.epoch.sparse import proportions
from chain.pallets.epoch.terms import PROPORTION, EpochTerms, Matrix

NETUIDS = 4096
"""How many netuids fit below the mechanism id in a storage index."""

MAX_MECHANISMS = 16
WHOLE = 1 << 64
"""One as a raw U64F64."""

LARGEST_U16 = 2**16 - 1
LARGEST_U64 = 2**64 - 1


def storage_index(netuid: int, mechid: int) -> int:
    """The u16 under which a mechanism's weights, bonds, incentive and last update are stored."""
    return min(mechid * NETUIDS + netuid, LARGEST_U16)


def netuid_of(index: int) -> int:
    """The netuid inside a storage index."""
    return index % NETUIDS


def mechid_of(index: int) -> int:
    """The mechanism id inside a storage index."""
    return index // NETUIDS


def split_emission(total: int, count: int, split: Sequence[int] | None) -> list[int]:
    """`total` rao divided between `count` mechanisms by the stored u16 split, evenly without one.

    What flooring leaves over goes to mechanism 0.
    """
    if split is None:
        parts = [total // count] * count
    else:
        parts = ([total * share // PROPORTION for share in split] + [0] * count)[:count]
    parts[0] += max(total - sum(parts), 0)
    return parts


def mechanism_weight(part: int, total: int, mechid: int) -> int:
    """The part's share of the total as a raw U64F64; all of it for mechanism 0 when there is nothing to split."""
    if total == 0:
        return WHOLE if mechid == 0 else 0
    return (part << 64) // total


class SubnetTerms:
    """A subnet's vectors, gathered over its mechanisms; per uid, u16 proportions unless named otherwise."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.active = [False] * size
        self.permits = [False] * size
        self.emission = [0] * size
        self.server = [0] * size
        self.validator = [0] * size
        self.stake_weight = [0] * size
        self.consensus = [0] * size
        self.validator_trust = [0] * size
        self.dividends = [0] * size

    def add(self, terms: EpochTerms[Matrix], payout: Payout, weight: int) -> None:
        """Add one mechanism's result; `weight` is its raw U64F64 share of the subnet's emission.

        Amounts owed add up; everything that is a proportion, and the stored emission, is weighed and floored after
        each mechanism.
        """
        self.active = [a or b for a, b in zip(self.active, terms.active, strict=True)]
        self.permits = [a or b for a, b in zip(self.permits, terms.permits, strict=True)]
        self.server = _add(self.server, payout.server)
        self.validator = _add(self.validator, payout.validator)
        self.emission = _weigh(self.emission, payout.combined, weight, LARGEST_U64)
        self.stake_weight = _weigh(self.stake_weight, proportions(terms.stake), weight, LARGEST_U16)
        self.consensus = _weigh(self.consensus, proportions(terms.consensus), weight, LARGEST_U16)
        self.validator_trust = _weigh(self.validator_trust, proportions(terms.validator_trust), weight, LARGEST_U16)
        self.dividends = _weigh(self.dividends, proportions(terms.dividends), weight, LARGEST_U16)


def _add(held: Sequence[int], added: Sequence[int]) -> list[int]:
    """held + added in rao, no more than a u64 holds."""
    if not any(held):
        return list(added)
    return [min(a + b, LARGEST_U64) for a, b in zip(held, added, strict=True)]


def _weigh(held: Sequence[int], added: Sequence[int], weight: int, limit: int) -> list[int]:
    """held + added * weight, in U64F64 and floored to a whole number no larger than `limit`."""
    if weight == WHOLE and not any(held):
        return [b if b < limit else limit for b in added]
    return [min(a + ((b * weight) >> 64), limit) for a, b in zip(held, added, strict=True)]
