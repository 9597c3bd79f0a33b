"""A pool of stake as its holders' exact parts of it, and how far the chain's shares of 21 digits may drift from that.

The chain keeps shares and their sum as decimals of 21 digits. Each change floors the number of new shares, a holder's
shares and their sum once, each by at most a unit in the 21st digit: parts move by up to `3e-20` of the pool, which is
counted in `drift`. Dividends make everything grow, the drift included. A holder's stake is floored to whole rao.
Parts are kept to 2**-128 rao.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from chain.primitives.identifiers import AccountId
from tests.economics.state_machine.exact_swap import Disagreement

GRID = 2**128
DRIFT_PER_CHANGE = Fraction(3, 10**20)
TRUSTED = 2
"""Rao of drift beyond which a pool is taken over from the chain anew, since it says little about what is right."""


@dataclass
class ExactShares:
    """The stake with one hotkey on one network, in rao."""

    value: int = 0
    parts: dict[AccountId, Fraction] = field(default_factory=dict)
    drift: Fraction = Fraction(0)
    taken_over: int = 0

    def add(self, who: AccountId, amount: int) -> None:
        """A holder puts stake in; the first one also gets what lay there without an owner."""
        if amount == 0:
            return
        owned = Fraction(amount if self.parts else amount + self.value)
        self.parts[who] = self.parts.get(who, Fraction(0)) + owned
        self.value += amount
        self._changed()

    def remove(self, who: AccountId, amount: int) -> None:
        """A holder takes stake out."""
        if amount == 0:
            return
        self.parts[who] = max(Fraction(0), self.parts.get(who, Fraction(0)) - amount)
        self.value = max(0, self.value - amount)
        self._changed()

    def grow(self, amount: int) -> None:
        """Dividends reach all holders in proportion."""
        if self.value:
            factor = Fraction(self.value + amount, self.value)
            self.parts = {who: on_grid(part * factor) for who, part in self.parts.items()}
            self.drift = on_grid(self.drift * factor)
        elif self.parts:
            # Nothing was left but shares worth less than a rao together: whose the dividends are hangs on the dust.
            self.drift += amount
        self.value += amount

    def check(self, who: AccountId, stake: int) -> None:
        """Raise Disagreement where a holder's stake on the chain is not its part."""
        part = self.parts.get(who, Fraction(0))
        if not part - 1 - self.drift < stake <= part + self.drift:
            raise Disagreement(f"stake of {stake} rao, exactly {float(part)}, drift {float(self.drift)}")

    def _changed(self) -> None:
        self.drift += on_grid((self.value + 1) * DRIFT_PER_CHANGE) + Fraction(1, GRID)


def on_grid(number: Fraction) -> Fraction:
    """The number to 2**-128, so that it stays short however often it is multiplied."""
    return Fraction(number.numerator * GRID // number.denominator, GRID)
