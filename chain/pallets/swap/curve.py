"""The weighted pool: price, amounts, fees and weights, as plain functions of the reserves.

A pool holds TAO (the *quote* reserve) and alpha (the *base* reserve), both in rao, and weighs them: `quote_weight` is
in parts of 10**18 and the base weight is the rest. With even weights it is a constant product. Prices are U64F64 raw
values, TAO per alpha.
"""

from typing import Final

from chain.pallets.swap.power import pow_ratio_scaled
from chain.primitives.fixed import U16_MAX, U64_MAX, U64F64, U128_MAX

WEIGHT_ONE: Final = 10**18
WEIGHT_HALF: Final = WEIGHT_ONE // 2
MIN_WEIGHT: Final = 10**16
RAO_PER_TAO: Final = 10**9

_AMOUNT_PRECISION_BITS: Final = 256
_LIMIT_PRECISION_BITS: Final = 1024
_SCALE: Final = 10**18
_SCALE_RAW: Final = _SCALE << 64
_ONE: Final = U64F64.one


def weight_is_allowed(quote_weight: int) -> bool:
    """Whether both weights are at least one hundredth."""
    return MIN_WEIGHT <= quote_weight <= WEIGHT_ONE - MIN_WEIGHT


def price(tao: int, alpha: int, quote_weight: int) -> int:
    """TAO per alpha at the margin; zero for a pool without alpha."""
    if alpha == 0:
        return 0
    # Each quotient is below 2**128, because reserves and weights have 64 bits; only the product can be too large.
    weights = (max(WEIGHT_ONE - quote_weight, 0) << 64) // quote_weight
    return min((weights * ((tao << 64) // alpha)) >> 64, U128_MAX)


def remaining_share(reserve: int, delta: int, numerator_weight: int, denominator_weight: int) -> int:
    """`(reserve / (reserve + delta)) ** (numerator_weight / denominator_weight)` as U64F64.

    That is the part of the other reserve that stays when `delta` enters this one; above 1 when `delta` is negative.
    """
    after = max(0, min(U64_MAX, reserve + delta))
    if after == 0:
        return 0
    scaled: int | None
    if numerator_weight == denominator_weight:
        # The first power, without looking it up.
        scaled = reserve * _SCALE // after
    else:
        scaled = pow_ratio_scaled(reserve, after, numerator_weight, denominator_weight, _AMOUNT_PRECISION_BITS, _SCALE)
    if scaled is None or not 0 <= scaled <= U64_MAX:
        return 0
    share = (scaled << 64) // _SCALE
    return min(share, _ONE) if delta >= 0 else share


def alpha_for_tao(tao: int, alpha: int, quote_weight: int, tao_in: int) -> int:
    """The alpha a pool pays for `tao_in`, all in rao."""
    share = remaining_share(tao, tao_in, quote_weight, WEIGHT_ONE - quote_weight)
    return (alpha * (_ONE - share)) >> 64


def tao_for_alpha(tao: int, alpha: int, quote_weight: int, alpha_in: int) -> int:
    """The TAO a pool pays for `alpha_in`, all in rao."""
    share = remaining_share(alpha, alpha_in, WEIGHT_ONE - quote_weight, quote_weight)
    return (tao * (_ONE - share)) >> 64


def alpha_needed_for_tao(tao: int, alpha: int, quote_weight: int, tao_out: int) -> int:
    """The alpha that must enter for `tao_out` to leave, all in rao."""
    growth = remaining_share(tao, -tao_out, quote_weight, WEIGHT_ONE - quote_weight)
    return U64F64.to_int(U64F64.mul(alpha << 64, U64F64.sub(growth, U64F64.one)))


def tao_to_reach_price(tao: int, quote_weight: int, current_price: int, target_price: int) -> int:
    """The TAO that lifts the price to `target_price`; zero when it is not above the current one."""
    return _delta_to_reach(tao, target_price, current_price, WEIGHT_ONE - quote_weight)


def alpha_to_reach_price(alpha: int, quote_weight: int, current_price: int, target_price: int) -> int:
    """The alpha that lowers the price to `target_price`; zero when it is not below the current one."""
    return _delta_to_reach(alpha, current_price, target_price, quote_weight)


def _delta_to_reach(reserve: int, numerator_price: int, denominator_price: int, weight: int) -> int:
    scaled = pow_ratio_scaled(numerator_price, denominator_price, weight, WEIGHT_ONE, _LIMIT_PRECISION_BITS, _SCALE)
    if scaled is None:
        return 0
    growth = U64F64.div(min(scaled, U64_MAX) << 64, _SCALE_RAW)
    return U64F64.to_int(U64F64.mul(reserve << 64, U64F64.sub(growth, U64F64.one)))


def fee_on_input(amount: int, fee_rate: int) -> int:
    """The fee contained in an input `amount`; `fee_rate` is in parts of 65535."""
    return U64F64.to_int(U64F64.mul(amount << 64, U64F64.div(fee_rate << 64, U16_MAX << 64)))


def fee_on_delta(delta: int, fee_rate: int) -> int:
    """The fee that belongs to a `delta` from which it was already taken."""
    rate = U64F64.safe_div(fee_rate << 64, (U16_MAX - fee_rate) << 64)
    return U64F64.to_int(U64F64.mul(delta << 64, rate))


def multiply_weight(weight: int, value: int) -> int:
    """`weight / 10**18 * value`, halves up, capped to a u128."""
    return min((value * weight + WEIGHT_HALF) // WEIGHT_ONE, U128_MAX)


def weight_after_injection(tao: int, alpha: int, quote_weight: int, tao_in: int, alpha_in: int) -> int | None:
    """The quote weight that keeps the price when the protocol adds to both reserves.

    `None` when it would leave the allowed range: then nothing may be added.
    """
    base_part = multiply_weight(WEIGHT_ONE - quote_weight, tao * (alpha + alpha_in))
    quote_part = multiply_weight(quote_weight, alpha * (tao + tao_in))
    total = base_part + quote_part
    weight = quote_part * WEIGHT_ONE // total if total else WEIGHT_HALF
    return weight if weight_is_allowed(weight) else None


def weight_for_price(tao: int, alpha: int, price_raw: int) -> int | None:
    """The quote weight at which the reserves mean `price_raw` (U64F64); `None` when it is out of range."""
    value_of_alpha = (price_raw >> 64) * alpha + U64F64.to_int(U64F64.mul(alpha << 64, U64F64.fraction(price_raw)))
    total = value_of_alpha + tao
    if total == 0:
        return None
    weight = WEIGHT_ONE * tao // total
    return weight if weight_is_allowed(weight) else None
