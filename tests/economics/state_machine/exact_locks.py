"""Locks of alpha as exact masses that decay, and how far the chain's may lie from them. Economics, section 4.9.

The chain floors a mass whenever it writes the lock and takes exponentials to 64 bits; a lock that has come to less than
100 rao is gone. `slack` counts the rao that this may have cost.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from chain.primitives.identifiers import AccountId
from tests.economics.state_machine.exact_shares import on_grid
from tests.economics.state_machine.exact_swap import DIGITS, Disagreement

LEAST = 100
RATE_BLOCKS = 934_866
"""Blocks in which a decaying lock falls to 1/e, and in which conviction matures."""


@dataclass
class ExactLock:
    """A coldkey's lock on a network, as of `block`."""

    hotkey: AccountId
    mass: Fraction
    block: int
    perpetual: bool
    slack: Fraction = Fraction(1)

    def roll(self, now: int) -> None:
        """Let it decay until `now`."""
        if now > self.block and not self.perpetual:
            exponent = DIGITS.divide(Decimal(self.block - now), Decimal(RATE_BLOCKS))
            self.mass = on_grid(self.mass * Fraction(DIGITS.exp(exponent)))
            self.slack += self.mass / 2**50
        self.block = max(now, self.block)

    def change(self, mass: Fraction | int, now: int) -> None:
        """Add to it, or take from it."""
        self.roll(now)
        self.mass = max(Fraction(0), self.mass + mass)
        self.slack += 1

    def check(self, stored: int) -> None:
        """Raise Disagreement where the chain's mass, rolled to the same block, is another one."""
        gone = stored == 0 and self.mass < LEAST + self.slack
        if not gone and not self.mass - self.slack - 1 <= stored <= self.mass + self.slack:
            raise Disagreement(f"{stored} rao are locked, exactly {float(self.mass)} (+-{float(self.slack)})")
