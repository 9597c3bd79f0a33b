"""One trade against a pool: how much goes in, how much comes out, and what the fee is. Nothing is stored here."""

from enum import Enum
from typing import Final

from chain.codec import Record
from chain.pallets.swap import curve
from chain.pallets.swap.errors import InsufficientLiquidity, PriceLimitExceeded, ReservesTooLow, SwapInputTooLarge
from chain.primitives.fixed import U64_MAX, U64F64

MIN_PRICE: Final = 1_000
"""The lowest limit of a sale, in rao per alpha: a millionth of a TAO."""

MAX_PRICE: Final = 10**15
"""The highest limit of a purchase, in rao per alpha: a million TAO."""

_MAX_INPUT_IN_RESERVES: Final = 1_000


class Side(Enum):
    """What enters the pool."""

    BUY = "TAO in, alpha out"
    SELL = "alpha in, TAO out"


class Pool(Record):
    """The two reserves in rao and the weight of the TAO side in parts of 10**18."""

    tao: int
    alpha: int
    quote_weight: int = curve.WEIGHT_HALF

    def price(self) -> int:
        """TAO per alpha as a U64F64 raw value."""
        return curve.price(self.tao, self.alpha, self.quote_weight)

    def amount_out(self, side: Side, amount: int) -> int:
        """What the pool pays for `amount` (rao) when no fee is taken."""
        pay = curve.alpha_for_tao if side is Side.BUY else curve.tao_for_alpha
        return pay(self.tao, self.alpha, self.quote_weight, amount)

    def amount_to_price(self, side: Side, target: int) -> int:
        """What has to enter (rao) for the price to reach `target` (U64F64)."""
        if side is Side.BUY:
            return curve.tao_to_reach_price(self.tao, self.quote_weight, self.price(), target)
        return curve.alpha_to_reach_price(self.alpha, self.quote_weight, self.price(), target)

    def price_after(self, side: Side, amount_in: int, amount_out: int) -> int:
        """The price (U64F64) once the amounts have moved, where reserves saturate at the ends of a u64."""
        if side is Side.BUY:
            tao, alpha = min(self.tao + amount_in, U64_MAX), max(self.alpha - amount_out, 0)
        else:
            tao, alpha = max(self.tao - amount_out, 0), min(self.alpha + amount_in, U64_MAX)
        return curve.price(tao, alpha, self.quote_weight)


class SwapResult(Record):
    """What a trade moved, in rao. The fee is in the currency that enters and comes on top of `amount_paid_in`."""

    amount_paid_in: int
    amount_paid_out: int
    fee_paid: int
    fee_to_block_author: int


def default_limit(side: Side) -> int:
    """The limit price (rao per alpha) that no trade reaches."""
    return MAX_PRICE if side is Side.BUY else MIN_PRICE


def trade(pool: Pool, side: Side, amount: int, limit_price: int, fee_rate: int, minimum_reserve: int) -> SwapResult:
    """Trade up to `amount` rao, fee included, no further than `limit_price` (rao per alpha).

    `fee_rate` is in parts of 65535; zero takes no fee. Raises `SwapInputTooLarge`, `ReservesTooLow`,
    `PriceLimitExceeded`. Economics, section 3.4.
    """
    fee = curve.fee_on_input(amount, fee_rate) if fee_rate else 0
    delta = max(0, amount - fee)
    reserve_in, reserve_out = (pool.tao, pool.alpha) if side is Side.BUY else (pool.alpha, pool.tao)
    if delta > min(U64_MAX, reserve_in * _MAX_INPUT_IN_RESERVES):
        raise SwapInputTooLarge
    if reserve_out < minimum_reserve:
        raise ReservesTooLow
    limit = min((limit_price << 64) // curve.RAO_PER_TAO, U64F64.max)
    current = pool.price()
    if not (current < limit if side is Side.BUY else current > limit):
        raise PriceLimitExceeded
    paid_out = pool.amount_out(side, delta)
    target = pool.price_after(side, delta, paid_out)
    if not (target <= limit if side is Side.BUY else target >= limit):
        delta = pool.amount_to_price(side, limit)
        fee = curve.fee_on_delta(delta, fee_rate)
        paid_out = pool.amount_out(side, delta)
    if delta > 0 and paid_out == 0:
        raise ReservesTooLow
    return SwapResult(delta, paid_out, fee, fee if delta > 0 else 0)


def ensure_payable(pool: Pool, side: Side, result: SwapResult) -> None:
    """Raise `InsufficientLiquidity` when the trade would pay more than the pool holds."""
    if result.amount_paid_out > (pool.alpha if side is Side.BUY else pool.tao):
        raise InsufficientLiquidity
