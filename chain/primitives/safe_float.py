"""Decimal floating point of 21 digits for share pools, bit for bit as the `share-pool` crate computes it.

A value is `mantissa * 10**exponent`. The normal form of zero is (0, 0); of everything else a mantissa above 10**20
and at most 10**21. All divisions round down.
"""

from typing import Final

from chain.codec import I64, U128, Struct
from chain.primitives.fixed import U64_MAX

MANTISSA_MAX: Final = 10**21
_MANTISSA_MIN: Final = 10**20
_DIGITS: Final = 21
_ALIGN_MAX: Final = 22
_FRACTION: Final = 1 << 64


class SafeFloat(Struct, path="share_pool::SafeFloat"):
    """A non-negative decimal number; make it with `normalised`, `from_int` or `from_u64f64`."""

    mantissa: U128
    exponent: I64

    def plus(self, other: "SafeFloat") -> "SafeFloat":
        """The sum; what is more than 22 digits smaller vanishes."""
        if self.mantissa == 0:
            return other
        if other.mantissa == 0:
            return self
        left, right, exponent = _aligned(self, other)
        return normalised(left + right, exponent)

    def minus(self, other: "SafeFloat") -> "SafeFloat | None":
        """The difference, never below zero; `None` for zero minus something."""
        if other.mantissa == 0:
            return self
        if self.mantissa == 0:
            return None
        left, right, exponent = _aligned(self, other)
        return normalised(max(0, left - right), exponent)

    def divided_by(self, other: "SafeFloat") -> "SafeFloat | None":
        """The quotient; `None` when the divisor is zero."""
        if other.mantissa == 0:
            return None
        return normalised(self.mantissa * MANTISSA_MAX // other.mantissa, self.exponent - other.exponent - _DIGITS)

    def times_ratio(self, numerator: "SafeFloat", denominator: "SafeFloat") -> "SafeFloat | None":
        """`self * numerator / denominator` with one division; `None` when the denominator is zero."""
        if denominator.mantissa == 0:
            return None
        mantissa = self.mantissa * numerator.mantissa // denominator.mantissa
        return normalised(mantissa, self.exponent + numerator.exponent - denominator.exponent)

    def to_int(self) -> int:
        """The whole part, saturated to a u64."""
        if self.exponent > 0:
            return min(U64_MAX, self.mantissa * _power(self.exponent))
        return min(U64_MAX, self.mantissa // _power(-self.exponent))

    def is_zero(self) -> bool:
        """Whether the number is zero."""
        return self.mantissa == 0


def normalised(mantissa: int, exponent: int) -> SafeFloat:
    """`mantissa * 10**exponent` in normal form; digits beyond the 21st are dropped."""
    if mantissa == 0:
        return ZERO
    while mantissa > MANTISSA_MAX:
        mantissa //= 10
        exponent += 1
    while mantissa <= _MANTISSA_MIN:
        mantissa *= 10
        exponent -= 1
    return SafeFloat(mantissa, exponent)


def from_int(value: int) -> SafeFloat:
    """A whole number of at most 10**21."""
    return normalised(value, 0)


def from_u64f64(raw: int) -> SafeFloat:
    """A raw U64F64 value, as pools of before this format held their shares."""
    fraction = from_int(raw & (_FRACTION - 1)).divided_by(from_int(_FRACTION))
    whole = from_int(raw >> 64)
    return whole if fraction is None else whole.plus(fraction)


def _aligned(left: SafeFloat, right: SafeFloat) -> tuple[int, int, int]:
    gap = left.exponent - right.exponent
    if gap >= 0:
        return left.mantissa, right.mantissa // _power(gap), left.exponent
    return left.mantissa // _power(-gap), right.mantissa, right.exponent


def _power(exponent: int) -> int:
    return _POWERS[exponent] if exponent <= _ALIGN_MAX else _POWERS[_ALIGN_MAX]


_POWERS: Final[tuple[int, ...]] = tuple(10**exponent for exponent in range(_ALIGN_MAX + 1))
ZERO: Final = SafeFloat(0, 0)
