"""I32F32 arithmetic on int64 arrays, exact to the bit.

An operand is a raw I32F32. The wide products of the type do not fit 64 bits, so factors are split; a quotient is
guessed in floating point and decided by an integer remainder.
"""

import numpy as np
from numpy.typing import NDArray

from chain.pallets.epoch.terms import ONE
from chain.primitives.fixed import I32F32, exp

Array = NDArray[np.int64]
Mask = NDArray[np.bool_]
LOW_16 = 0xFFFF
LOW_32 = 0xFFFF_FFFF
LIMIT = 20 << 32
LAST_TERM = I32F32.fraction_bits - 1
E = exp(I32F32, ONE) or 0
"""e itself, which the format holds as a constant a little below what its series gives."""


def multiply(a: Array | int, b: Array | int) -> Array:
    """The floored product. |a| must stay below 2**14 and |b| below two, in units of one."""
    product: Array = np.asarray(((a >> 16) * b + (((a & LOW_16) * b) >> 16)) >> 16, dtype=np.int64)
    return product


def divide(a: Array | int, b: Array | int) -> Array:
    """The truncated quotient of a >= 0 by b > 0, where both are below 2**62 raw and the quotient below 2**20."""
    dividend, divisor = np.asarray(a, dtype=np.int64), np.asarray(b, dtype=np.int64)
    quotient = (dividend * 4294967296.0 / divisor).astype(np.int64)
    # The shifted dividend may wrap, but the remainder is small, so its wrapped value is the true one.
    remainder = (dividend << 32) - quotient * divisor
    return quotient + (remainder >= divisor) - (remainder < 0)


def divide_where(a: Array, b: Array) -> Array:
    """The quotient, or `a` itself where the divisor is zero."""
    return np.where(b == 0, a, divide(a, np.where(b == 0, 1, b)))


def normalize(vector: Array) -> Array:
    """The vector divided by its sum; unchanged when the sum is zero."""
    total = int(vector.sum())
    return vector if total == 0 else divide(vector, total)


def exp_safe(x: Array) -> Array:
    """`chain.primitives.fixed.exp_safe` of every element; inside -20..=20 no step overflows."""
    x = np.clip(x, -LIMIT, LIMIT)
    magnitude = np.abs(x)
    result = ONE + magnitude
    term = magnitude
    for divisor in range(2, LAST_TERM + 1):
        term = _multiply_large(term, magnitude) // divisor
        result = result + term
    result = np.where(x < 0, divide(ONE, result), result)
    result = np.where(x == ONE, E, result)
    return np.where(x == 0, ONE, result)


def _multiply_large(a: Array, b: Array) -> Array:
    """The floored product of non-negative a and b <= 20, where the product fits the type."""
    high, low = a >> 32, a & LOW_32
    return high * b + (((low >> 16) * b + (((low & LOW_16) * b) >> 16)) >> 16)
