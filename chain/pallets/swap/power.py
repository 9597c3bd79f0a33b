"""Powers of fractions in whole arithmetic: `(n/d)**(a/b) * scale`, bit for bit as the chain computes it.

The algorithm is `pow_ratio_scaled` of the `safe-bigmath` 0.4.1 crate. Small reduced exponents take an exact integer
root; all others take a logarithm and an exponential as series in fixed point. The exponential is not reduced and
stops after a fixed number of terms, so far below zero it answers positive garbage; that is part of the definition.

Where base and power are near one, as they are in nearly every trade, fewer bits mostly settle the same integer.
"""

from functools import lru_cache
from math import gcd
from typing import Final

_EXACT_EXPONENT_MAX: Final = 1024
_GUARD_BITS: Final = 24
_TERMS_MAX: Final = 4096
_EXTRA_TERMS: Final = 128
_BISECTED_ROOT_BITS: Final = 12
_MIN_RESULT_BITS: Final = 32
_SCALE_MARGIN_BITS: Final = 8
_GUARD: Final = 1 << _GUARD_BITS

_SHORT_BITS: Final = 192
_SHORT_ONE: Final = 1 << _SHORT_BITS
_SHORT_MARGIN: Final = 1 << 32
"""How far off the short series is taken to be, in its own units; its roundings add up to less than 2**18."""

_SHORT_EXPONENT_MAX: Final = 128
_LONG_RESULT_BITS_MIN: Final = 240
"""From so many bits on, the long series is as near to the true power as the margin supposes."""

_SHORT_SCALE_MAX: Final = 1 << 128


@lru_cache(maxsize=4096)
def pow_ratio_scaled(
    base_numerator: int,
    base_denominator: int,
    exponent_numerator: int,
    exponent_denominator: int,
    precision_bits: int,
    scale: int,
) -> int | None:
    """`(base_numerator/base_denominator) ** (exponent_numerator/exponent_denominator) * scale` as an integer.

    `None` when a denominator is zero or a number is negative. The order of the checks is that of the crate.
    """
    if base_denominator == 0 or exponent_denominator == 0:
        return None
    if base_numerator == 0:
        return 0
    if scale < 0 or base_numerator < 0 or base_denominator < 0:
        return None
    if exponent_numerator < 0 or exponent_denominator < 0:
        return None
    if exponent_numerator == 0:
        return scale
    common = gcd(exponent_numerator, exponent_denominator)
    numerator, denominator = exponent_numerator // common, exponent_denominator // common
    if numerator <= _EXACT_EXPONENT_MAX and denominator <= _EXACT_EXPONENT_MAX:
        return _exact(base_numerator, base_denominator, numerator, denominator, scale)
    if precision_bits >= _LONG_RESULT_BITS_MIN:
        near_one = _short_series(base_numerator, base_denominator, numerator, denominator, scale)
        if near_one is not None:
            return near_one
    return _series(base_numerator, base_denominator, numerator, denominator, precision_bits, scale)


def _exact(base_numerator: int, base_denominator: int, power: int, degree: int, scale: int) -> int:
    """The largest r with `r**degree * base_denominator**power <= base_numerator**power * scale**degree`."""
    target = base_numerator**power * scale**degree // base_denominator**power
    return integer_root(target, degree)


def integer_root(value: int, degree: int) -> int:
    """The largest integer whose `degree`-th power is not above `value`.

    The upper half of the root comes from the upper bits of the value; Newton's method from above does the rest.
    """
    if degree == 1 or value < 2:
        return value
    root_bits = -(-value.bit_length() // degree)
    if root_bits <= _BISECTED_ROOT_BITS:
        return _small_root(value, degree, root_bits)
    lower_bits = root_bits // 2
    root = (integer_root(value >> (lower_bits * degree), degree) + 1) << lower_bits
    while True:
        following = ((degree - 1) * root + value // root ** (degree - 1)) // degree
        if following >= root:
            return root
        root = following


def _small_root(value: int, degree: int, root_bits: int) -> int:
    root = 0
    for bit in reversed(range(root_bits)):
        candidate = root | 1 << bit
        if candidate**degree <= value:
            root = candidate
    return root


def _series(
    base_numerator: int,
    base_denominator: int,
    exponent_numerator: int,
    exponent_denominator: int,
    precision_bits: int,
    scale: int,
) -> int:
    result_bits = max(precision_bits, _MIN_RESULT_BITS, scale.bit_length() + _SCALE_MARGIN_BITS)
    working_bits = result_bits + _GUARD_BITS
    terms = min(_TERMS_MAX, working_bits + _EXTRA_TERMS)
    logarithm = _ln(base_numerator, working_bits, terms) - _ln(base_denominator, working_bits, terms)
    power = _exp(logarithm * exponent_numerator // exponent_denominator, working_bits, terms)
    magnitude = (abs(power) + (_GUARD >> 1)) >> _GUARD_BITS
    rounded = -magnitude if power < 0 else magnitude
    return (rounded * scale) >> result_bits


def _short_series(
    base_numerator: int, base_denominator: int, exponent_numerator: int, exponent_denominator: int, scale: int
) -> int | None:
    """What `_series` gives, from fewer bits and terms; `None` where base or power are not near one or bits are lacking.

    The true power and the result of `_series` both lie within `_SHORT_MARGIN` of what is found here. So where all of
    that range rounds down to one integer, it is the one that `_series` gives.
    """
    difference, total = base_numerator - base_denominator, base_numerator + base_denominator
    if abs(difference) << 4 > total or scale > _SHORT_SCALE_MAX:
        return None
    if exponent_numerator > _SHORT_EXPONENT_MAX * exponent_denominator:
        return None
    # ln(n / d) is twice the series of artanh((n - d) / (n + d)), with eight bits more in each term or better.
    ratio = (difference << _SHORT_BITS) // total
    square = (ratio * ratio) >> _SHORT_BITS
    power = logarithm = ratio
    order = 1
    while power not in (0, -1):
        power = (power * square) >> _SHORT_BITS
        order += 2
        logarithm += power // order
    exponent = 2 * logarithm * exponent_numerator // exponent_denominator
    if abs(exponent) > _SHORT_ONE:
        return None
    term = found = _SHORT_ONE
    order = 0
    while term not in (0, -1):
        order += 1
        term = ((term * exponent) >> _SHORT_BITS) // order
        found += term
    lowest = ((found - _SHORT_MARGIN) * scale) >> _SHORT_BITS
    highest = ((found + _SHORT_MARGIN) * scale) >> _SHORT_BITS
    return lowest if lowest == highest else None


def _ln_one_plus(offset: int, working_bits: int, terms: int) -> int:
    """The series of ln(1 + z); all values in units of `2**-working_bits`, every quotient rounded down."""
    power = total = offset
    for order in range(2, terms + 1):
        power = (power * offset) >> working_bits
        if power == 0:
            break
        term = power // order
        if term == 0:
            break
        total += -term if order % 2 == 0 else term
        if abs(term) < _GUARD:
            break
    return total


@lru_cache(maxsize=8)
def _ln2(working_bits: int, terms: int) -> int:
    return -_ln_one_plus(-(1 << (working_bits - 1)), working_bits, terms)


@lru_cache(maxsize=4096)
def _ln(value: int, working_bits: int, terms: int) -> int:
    one = 1 << working_bits
    shift = value.bit_length() - 1
    mantissa = (value << working_bits) >> shift
    if mantissa >= one + (one >> 1):
        mantissa >>= 1
        shift += 1
    return _ln_one_plus(mantissa - one, working_bits, terms) + shift * _ln2(working_bits, terms)


def _exp(exponent: int, working_bits: int, terms: int) -> int:
    """The series of e**u without range reduction, in units of `2**-working_bits`."""
    one = 1 << working_bits
    term = total = one
    for order in range(1, terms + 1):
        term = (term * exponent) // (order << working_bits)
        if term == 0:
            break
        total += term
        if abs(term) < _GUARD:
            break
    return total
