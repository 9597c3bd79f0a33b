"""Trades against a weighted pool in exact arithmetic, and how far the chain's fixed-point result may lie from it.

With even weights the exact result is a fraction; else it is a power, evaluated to 60 digits, far beyond any bound here.
The bounds follow economics 3.2 to 3.4: the part of a reserve that stays is floored to 18 digits and to 64 bits, a price
to 64 bits twice, and every amount to whole rao.
"""

from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from chain.pallets.swap import Side, SwapResult

ONE = 10**18
DIGITS = Context(prec=60)
FEE_PARTS = 65_535
SHARE_STEP = Fraction(1, ONE) + Fraction(1, 2**64)
"""By how much the chain's share of a reserve that stays may lie below the true one."""

PRICE_STEP = Fraction(4, 2**64)
"""By how much the chain's price may lie off the true one: two floors, and a factor of the weights below 100."""

LARGEST_GROWTH = Fraction(2**64 - 1, ONE)
"""The most that the distance to a price limit may multiply a reserve by."""

NEARLY = Fraction(1, 10**12)


class Disagreement(AssertionError):
    """The chain and exact arithmetic differ by more than rounding explains."""


@dataclass
class ExactPool:
    """Reserves in rao and the weight of the TAO side in parts of 10**18."""

    tao: int
    alpha: int
    quote: int = ONE // 2

    def price(self) -> Fraction:
        """TAO per alpha; zero without alpha."""
        if self.alpha == 0:
            return Fraction(0)
        return Fraction((ONE - self.quote) * self.tao, self.quote * self.alpha)

    def paid_out(self, side: Side, paid_in: int) -> Fraction:
        """What the pool gives for an input after fees."""
        entered, leaving, weight = self._sides(side)
        return leaving * (1 - power(Fraction(entered, entered + paid_in), weight, ONE - weight))

    def price_after(self, side: Side, paid_in: int, paid_out: int) -> Fraction:
        """The price once the amounts have moved."""
        change = (paid_in, -paid_out) if side is Side.BUY else (-paid_out, paid_in)
        return ExactPool(self.tao + change[0], self.alpha + change[1], self.quote).price()

    def input_to(self, side: Side, limit: Fraction) -> Fraction:
        """What has to enter for the price to reach a limit."""
        entered, _, weight = self._sides(side)
        ratio = limit / self.price() if side is Side.BUY else self.price() / limit
        return entered * (min(power(ratio, ONE - weight, ONE), LARGEST_GROWTH) - 1)

    def _sides(self, side: Side) -> tuple[int, int, int]:
        """The reserve that grows, the one that shrinks, and the weight of the first."""
        if side is Side.BUY:
            return self.tao, self.alpha, self.quote
        return self.alpha, self.tao, ONE - self.quote

    def check(self, side: Side, amount: int, limit_rao: int, fee_rate: int, result: SwapResult) -> None:
        """Raise Disagreement where the chain's trade is not this pool's."""
        limit = Fraction(limit_rao, 10**9)
        paid_in, paid_out, fee = result.amount_paid_in, result.amount_paid_out, result.fee_paid
        if paid_in + fee == amount:
            _within("fee", fee, Fraction(amount * fee_rate, FEE_PARTS), below=1 + Fraction(amount, 2**64), above=0)
            reached = self.price_after(side, paid_in, paid_out)
            if not (reached <= limit * (1 + NEARLY) if side is Side.BUY else reached >= limit * (1 - NEARLY)):
                raise Disagreement(f"{side} of {amount} reached price {float(reached)}, the limit is {float(limit)}")
        else:
            self._check_limited(side, amount, limit, fee_rate, result)
        exact = self.paid_out(side, paid_in)
        _, leaving, _ = self._sides(side)
        _within("paid out", paid_out, exact, below=1, above=leaving * SHARE_STEP)

    def _check_limited(self, side: Side, amount: int, limit: Fraction, fee_rate: int, result: SwapResult) -> None:
        exact = self.input_to(side, limit)
        entered, _, _ = self._sides(side)
        price = min(self.price(), limit)
        growth = exact / entered + 1
        slack = 1 + entered * growth * (4 * SHARE_STEP + 4 * PRICE_STEP / price)
        _within("paid in up to the limit", result.amount_paid_in, exact, below=slack, above=slack)
        fee = Fraction(result.amount_paid_in * fee_rate, FEE_PARTS - fee_rate)
        _within("fee", result.fee_paid, fee, below=1 + fee / 2**40, above=0)
        if result.amount_paid_in > amount + slack:
            raise Disagreement(f"{result} takes more than the {amount} offered")


def power(base: Fraction, numerator: int, denominator: int) -> Fraction:
    """`base ** (numerator / denominator)`: exactly where the exponent is one, else to 60 digits."""
    if numerator == denominator or base in (0, 1):
        return base
    decimal = DIGITS.divide(Decimal(base.numerator), Decimal(base.denominator))
    exponent = DIGITS.divide(Decimal(numerator), Decimal(denominator))
    return Fraction(DIGITS.power(decimal, exponent))


def _within(what: str, found: int, exact: Fraction, *, below: Fraction | int, above: Fraction | int) -> None:
    if not exact - below <= found <= exact + above:
        raise Disagreement(f"{what}: {found} rao, exactly {float(exact)} (-{float(below)}, +{float(above)})")
