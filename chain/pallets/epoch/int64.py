"""I32F32 arithmetic on int64 arrays, exact to the bit.

An operand is a raw I32F32. The wide products of the type do not fit 64 bits, so factors are split or known to be
shares; a quotient is guessed in floating point and decided by an integer remainder.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from chain.pallets.epoch.terms import ONE, PROPORTION
from chain.primitives.fixed import I32F32, exp

Array = NDArray[np.int64]
Mask = NDArray[np.bool_]
LOW_16 = 0xFFFF
LOW_32 = 0xFFFF_FFFF
LIMIT = 20 << 32
SMALL = 10 << 32
"""Up to so much of an exponent the terms of its series stay below 2**63 when one factor is split."""
LAST_TERM = I32F32.fraction_bits - 1
E = exp(I32F32, ONE) or 0
"""e itself, which the format holds as a constant a little below what its series gives."""


def multiply(a: Array | int, b: Array | int) -> Array:
    """The floored product. |a| must stay below 2**14 and |b| below two, in units of one."""
    product: Array = np.asarray(((a >> 16) * b + (((a & LOW_16) * b) >> 16)) >> 16, dtype=np.int64)
    return product


def multiply_shares(cells: Array, factors: Array | int) -> Array:
    """The floored product of numbers in 0..=1, where the factors are a vector or a number."""
    product: Array = cells * factors
    # Up to 2**64 - 1 the product is right as an unsigned number; only one times one is more, and wraps.
    halved = product.view(np.uint64)
    np.right_shift(halved, np.uint64(32), out=halved)
    whole = np.equal(factors, ONE)
    return np.where(whole, cells, product) if whole.any() else product


def divide(a: Array, b: Array | int) -> Array:
    """The truncated quotient of 0 <= a < 2**53 by 0 < b < 2**53, where it is below 2**53 raw.

    The operands are exact as floats, so rounding lifts a guess to the next whole number at most, and never lowers it.
    """
    guess = a.astype(np.float64)
    guess /= np.asarray(b) / ONE
    quotient = guess.astype(np.int64)
    # The shifted dividend may wrap, but the remainder is small, so its wrapped value is the true one.
    remainder = a << 32
    remainder -= quotient * b
    remainder >>= 63
    quotient += remainder
    return quotient


def divide_wide(a: Array | int, b: Array | int) -> Array:
    """The truncated quotient of a >= 0 by b > 0, where both are below 2**62 raw and the quotient below 2**20."""
    dividend, divisor = np.asarray(a, dtype=np.int64), np.asarray(b, dtype=np.int64)
    quotient = (dividend * 4294967296.0 / divisor).astype(np.int64)
    remainder = (dividend << 32) - quotient * divisor
    return quotient + (remainder >= divisor) - (remainder < 0)


def fractions(numbers: NDArray[np.uint16], divisors: NDArray[np.integer[Any] | np.floating[Any]] | int) -> Array:
    """Each u16 over its divisor, truncated, as a share of one.

    A quotient of whole numbers with a dividend below 2**53 is never rounded up to the next whole number: it is at least
    one part of the divisor away from it, which is more than half a step of the float there.
    """
    quotients = numbers * float(ONE)
    quotients /= divisors
    return quotients.astype(np.int64)


def proportions(shares: Array) -> Array:
    """Numbers in 0..=1 as u16, floored."""
    scaled: Array = shares * PROPORTION
    scaled >>= 32
    return scaled


def normalize(vector: Array) -> Array:
    """The vector divided by its sum; unchanged when the sum is zero."""
    total = int(vector.sum())
    return vector if total == 0 else divide_wide(vector, total)


def exp_safe(x: Array) -> Array:
    """`chain.primitives.fixed.exp_safe` of every element; inside -20..=20 no step overflows."""
    x = np.clip(x, -LIMIT, LIMIT)
    magnitude = np.abs(x)
    series = _series if magnitude.max(initial=0) <= SMALL else _wide_series
    result = series(magnitude)
    result = np.where(x < 0, divide_wide(ONE, result), result)
    result = np.where(x == ONE, E, result)
    return np.where(x == 0, ONE, result)


def _series(magnitude: Array) -> Array:
    result, term = ONE + magnitude, magnitude.copy()
    high, low = magnitude >> 16, magnitude & LOW_16
    rest = np.empty_like(term)
    for divisor in range(2, LAST_TERM + 1):
        np.multiply(term, low, out=rest)
        rest >>= 16
        term *= high
        term += rest
        term >>= 16
        term //= divisor
        result += term
    return result


def _wide_series(magnitude: Array) -> Array:
    result, term = ONE + magnitude, magnitude
    for divisor in range(2, LAST_TERM + 1):
        term = _multiply_large(term, magnitude) // divisor
        result = result + term
    return result


def _multiply_large(a: Array, b: Array) -> Array:
    """The floored product of non-negative a and b <= 20, where the product fits the type."""
    high, low = a >> 32, a & LOW_32
    return high * b + (((low >> 16) * b + (((low & LOW_16) * b) >> 16)) >> 16)
