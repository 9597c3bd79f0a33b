"""Transcendental functions on raw fixed-point values, bit for bit as the chain computes them.

`exp`, `log2` and `ln` are those of the `substrate-fixed` 0.6 crate: a Taylor series that runs for a fixed number of
terms and is *not* converged for large arguments, and a bit-by-bit logarithm. Nodes must agree on every bit, so the
inexact tails are part of the definition. Where a step overflows the answer is `None`.
The `checked_…` functions are the chain's own approximations.
"""

from typing import Final

from chain.primitives.fixed.format import I32F32, FixedFormat

_CONSTANT_BITS: Final = 23
_E: Final = 22_802_600
_LOG2_E: Final = 12_102_203
_EXP_LIMIT: Final = 20
_SQRT_ROUNDS: Final = 129
_LN2_DECIMAL: Final = (693_147_180_559_945_309, 10**18)


def exp(form: FixedFormat, raw: int) -> int | None:
    """e to the power of `raw`, or `None` on overflow.

    The series has `fraction_bits - 1` terms without early exit; exactly 1 gives a coarser constant.
    """
    if raw == 0:
        return form.one
    if raw == form.one:
        return _E << (form.fraction_bits - _CONSTANT_BITS)
    magnitude = abs(raw)
    result = form.one + magnitude
    if not form.fits(magnitude) or not form.fits(result):
        return None
    term = magnitude
    for divisor in range(2, form.fraction_bits):
        product = (term * magnitude) >> form.fraction_bits
        if product > form.max:
            return None
        term = product // divisor
        result += term
        if result > form.max:
            return None
    return form.checked_div(form.one, result) if raw < 0 else result


def log2(form: FixedFormat, raw: int) -> int | None:
    """The logarithm to base 2, or `None` for values not above zero and on overflow."""
    if raw <= 0:
        return None
    if raw < form.one:
        inverse = form.checked_div(form.one, raw)
        if inverse is None:
            return None
        positive = _log2_from_one(form, inverse)
        return None if positive is None else -positive
    return _log2_from_one(form, raw)


def _log2_from_one(form: FixedFormat, raw: int) -> int | None:
    two = form.one << 1
    whole = 0
    while raw >= two:
        whole += 1
        raw = (raw >> 1) + (raw & 1)
    result = whole
    if raw == form.one:
        result <<= form.fraction_bits
        return result if form.fits(result) else None
    for _ in range(form.fraction_bits):
        raw = (raw * raw) >> form.fraction_bits
        result <<= 1
        if raw >= two:
            result |= 1
            raw = (raw >> 1) + (raw & 1)
    return result if form.fits(result) else None


def ln(form: FixedFormat, raw: int) -> int | None:
    """The natural logarithm, or `None` where `log2` has none."""
    binary = log2(form, raw)
    if binary is None:
        return None
    return form.checked_div(binary, _LOG2_E << (form.fraction_bits - _CONSTANT_BITS))


def exp_safe(raw: int) -> int:
    """e to the power of an I32F32 value clamped to -20..20; 0 or the maximum where the series overflows."""
    limit = _EXP_LIMIT << 32
    clamped = max(-limit, min(limit, raw))
    result = exp(I32F32, clamped)
    if result is not None:
        return result
    return 0 if clamped <= 0 else I32F32.max


def sigmoid_safe(raw: int, rho: int, kappa: int) -> int:
    """`1 / (1 + e**(-rho * (raw - kappa)))` in I32F32, saturating at every step."""
    exponent = I32F32.mul(I32F32.saturate(-rho), I32F32.sub(raw, kappa))
    return I32F32.div(I32F32.one, I32F32.add(I32F32.one, exp_safe(exponent)))


def checked_pow(form: FixedFormat, base: int, exponent: int) -> int | None:
    """`base` to a whole power by squaring, saturating; `None` for zero to a negative power."""
    if exponent == 0:
        return form.one
    if base == 0:
        return None if exponent < 0 else 0
    result = form.one
    remaining = abs(exponent)
    while remaining:
        if remaining & 1:
            result = form.mul(result, base)
        remaining >>= 1
        if remaining:
            base = form.mul(base, base)
    return form.checked_div(form.one, result) if exponent < 0 else result


def checked_sqrt(form: FixedFormat, raw: int, epsilon: int) -> int | None:
    """The square root by bisection to within `epsilon`, or `None` for negative values."""
    if raw < 0:
        return None
    high, low = (raw, 0) if raw > form.one else (form.one, raw)
    middle = (high + low) >> 1
    for _ in range(_SQRT_ROUNDS):
        check = form.safe_div(raw, middle)
        if abs(check - middle) <= epsilon:
            break
        if check < middle:
            high = middle
        else:
            low = middle
        middle = (high + low) >> 1
    return middle


def checked_ln(form: FixedFormat, raw: int) -> int | None:
    """The natural logarithm by eight terms of the series around 1, or `None` for values not above zero."""
    if raw <= 0:
        return None
    exponent = 0
    while raw >= form.one << 1:
        raw >>= 1
        exponent += 1
    while raw < form.one:
        raw <<= 1
        exponent -= 1
    offset = raw - form.one
    power = offset
    result = offset
    for order in range(2, 9):
        power = form.mul(power, offset)
        term = form.mul(power, form.div(form.one, form.from_int(order)))
        result = result - term if order % 2 == 0 else result + term
    result += exponent * form.from_ratio(*_LN2_DECIMAL)
    return result if form.fits(result) else None


def checked_log(form: FixedFormat, raw: int, base: int) -> int | None:
    """The logarithm to `base` from two `checked_ln`, or `None` where one is missing or that of the base is zero."""
    numerator = checked_ln(form, raw)
    denominator = checked_ln(form, base)
    if numerator is None or denominator is None:
        return None
    return form.checked_div(numerator, denominator)


def checked_sum(values: list[int], maximum: int = 2**64 - 1) -> int | None:
    """The sum of unsigned integers, or `None` when it passes `maximum`."""
    total = sum(values)
    return total if total <= maximum else None
