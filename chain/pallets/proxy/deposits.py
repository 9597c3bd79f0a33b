"""Deposits that grow and shrink with the number of things they stand for."""

from chain.codec import Record
from chain.frame.nested_dispatch import Reserving
from chain.primitives.identifiers import AccountId


class DepositRule(Record):
    """What has to be set aside for a number of things, in rao: `base` for having any, `factor` for each."""

    base: int
    factor: int

    def for_count(self, count: int) -> int:
        """The deposit for so many."""
        return self.base + self.factor * count if count else 0


def settle(currency: Reserving, who: AccountId, held: int, wanted: int) -> None:
    """Bring what an account has set aside from one amount to another."""
    if wanted > held:
        currency.reserve(who, wanted - held)
    elif wanted < held:
        currency.unreserve(who, held - wanted)
