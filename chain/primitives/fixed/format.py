"""Fixed-point numbers as raw integers: a value is `raw / 2**fraction_bits`.

A raw value is a plain Python integer; a `FixedFormat` knows the width and says how each operation rounds:

    price = U64F64.div(U64F64.from_int(tao), U64F64.from_int(alpha))
    alpha_out = U64F64.to_int(U64F64.mul(price, U64F64.from_int(amount)))

Products round toward minus infinity, quotients toward zero, and everything saturates to the range of the format
unless the operation is called `checked_…`, which answers `None` instead. Comparing raw values of one format compares
the numbers. The rules are those of the `substrate-fixed` 0.6 crate.
"""

from typing import Final

U16_MAX: Final = 2**16 - 1
U64_MAX: Final = 2**64 - 1
U128_MAX: Final = 2**128 - 1


class FixedFormat:
    """How many bits a fixed-point number has, and the arithmetic on raw values of that width."""

    __slots__ = ("fraction_bits", "integer_bits", "max", "min", "name", "one", "signed")

    def __init__(self, integer_bits: int, fraction_bits: int, *, signed: bool) -> None:
        self.integer_bits: Final = integer_bits
        self.fraction_bits: Final = fraction_bits
        self.signed: Final = signed
        self.name: Final = f"{'I' if signed else 'U'}{integer_bits}F{fraction_bits}"
        width = integer_bits + fraction_bits - (1 if signed else 0)
        self.max: Final = (1 << width) - 1
        self.min: Final = -(1 << width) if signed else 0
        self.one: Final = 1 << fraction_bits

    def __repr__(self) -> str:
        return self.name

    # making and leaving raw values

    def saturate(self, raw: int) -> int:
        """The nearest raw value inside the range."""
        if raw > self.max:
            return self.max
        return raw if raw >= self.min else self.min

    def fits(self, raw: int) -> bool:
        """Whether `raw` needs no saturation."""
        return self.min <= raw <= self.max

    def from_int(self, value: int) -> int:
        """The integer `value` as a raw value, saturated."""
        return self.saturate(value << self.fraction_bits)

    def from_ratio(self, numerator: int, denominator: int) -> int:
        """`numerator / denominator` rounded to the nearest raw value, ties to even, as a decimal literal is read.

        This is no division of two fixed-point numbers; those truncate (`div`).
        """
        quotient, rest = divmod(numerator << self.fraction_bits, denominator)
        if 2 * rest > denominator or (2 * rest == denominator and quotient & 1):
            quotient += 1
        return self.saturate(quotient)

    def convert(self, raw: int, source: "FixedFormat") -> int:
        """A raw value of `source` in this format: bits that do not fit below are dropped, above saturate."""
        shift = source.fraction_bits - self.fraction_bits
        return self.saturate(raw >> shift if shift >= 0 else raw << -shift)

    def to_int(self, raw: int, maximum: int = U64_MAX) -> int:
        """The integer part, rounded down and saturated to `0..maximum` (a u64 by default)."""
        value = raw >> self.fraction_bits
        if value > maximum:
            return maximum
        return value if value > 0 else 0

    def to_signed_int(self, raw: int, bits: int = 64) -> int:
        """The integer part, rounded down and saturated to a signed integer of `bits` bits."""
        limit = 1 << (bits - 1)
        return max(-limit, min(limit - 1, raw >> self.fraction_bits))

    # saturating arithmetic

    def add(self, left: int, right: int) -> int:
        """`left + right`, saturated."""
        return self.saturate(left + right)

    def sub(self, left: int, right: int) -> int:
        """`left - right`, saturated (unsigned: at zero)."""
        return self.saturate(left - right)

    def mul(self, left: int, right: int) -> int:
        """`left * right`, rounded down, saturated."""
        raw = (left * right) >> self.fraction_bits
        if raw > self.max:
            return self.max
        return raw if raw >= self.min else self.min

    def div(self, left: int, right: int) -> int:
        """`left / right`, rounded toward zero, saturated. Raises `ZeroDivisionError` when `right` is zero."""
        return self.saturate(self._quotient(left, right))

    def safe_div(self, left: int, right: int, default: int = 0) -> int:
        """`left / right` rounded toward zero, or `default` when `right` is zero or the quotient does not fit."""
        if right == 0:
            return default
        raw = self._quotient(left, right)
        return raw if self.min <= raw <= self.max else default

    def _quotient(self, left: int, right: int) -> int:
        wide = left << self.fraction_bits
        if (wide < 0) != (right < 0):
            return -(abs(wide) // abs(right))
        return wide // right

    # checked arithmetic

    def checked_add(self, left: int, right: int) -> int | None:
        """`left + right`, or `None` when it does not fit."""
        raw = left + right
        return raw if self.fits(raw) else None

    def checked_sub(self, left: int, right: int) -> int | None:
        """`left - right`, or `None` when it does not fit."""
        raw = left - right
        return raw if self.fits(raw) else None

    def checked_mul(self, left: int, right: int) -> int | None:
        """`left * right` rounded down, or `None` when it does not fit."""
        raw = (left * right) >> self.fraction_bits
        return raw if self.fits(raw) else None

    def checked_div(self, left: int, right: int) -> int | None:
        """`left / right` rounded toward zero, or `None` when `right` is zero or the quotient does not fit."""
        if right == 0:
            return None
        raw = self._quotient(left, right)
        return raw if self.fits(raw) else None

    # rounding to whole numbers

    def floor(self, raw: int) -> int:
        """The largest whole number not above the value, as a raw value."""
        return raw >> self.fraction_bits << self.fraction_bits

    def fraction(self, raw: int) -> int:
        """What `floor` drops, as a raw value in `0..one`."""
        return raw & (self.one - 1)

    def round(self, raw: int) -> int:
        """The nearest whole number, ties away from zero, as a raw value, saturated."""
        half = self.one >> 1
        if raw >= 0:
            return self.saturate(self.floor(raw + half))
        return self.saturate(-self.floor(half - raw))


I32F32: Final = FixedFormat(32, 32, signed=True)
I64F64: Final = FixedFormat(64, 64, signed=True)
I96F32: Final = FixedFormat(96, 32, signed=True)
U64F64: Final = FixedFormat(64, 64, signed=False)
U96F32: Final = FixedFormat(96, 32, signed=False)


def u16_proportion(value: int) -> int:
    """`value / 65535` in I32F32: what a u16 parameter such as kappa means as a proportion."""
    return I32F32.div(value << 32, U16_MAX << 32)


def proportion_to_u16(raw: int) -> int:
    """An I32F32 proportion as a u16, rounded down and saturated to `0..65535`."""
    return I32F32.to_int(I32F32.mul(raw, U16_MAX << 32), U16_MAX)
