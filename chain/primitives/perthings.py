"""Proportions as parts of a whole: how the wire writes shares, weights and fees."""

from typing import ClassVar, Final

from chain.codec import U8, U16, U32, U64, Struct

PERCENT_ONE: Final = 100
PER_U16_ONE: Final = 2**16 - 1
PERMILL_ONE: Final = 10**6
PERBILL_ONE: Final = 10**9
PERQUINTILL_ONE: Final = 10**18


class Percent(Struct, path="sp_arithmetic::per_things::Percent", unnamed=True):
    """Parts of 100."""

    one: ClassVar[int] = PERCENT_ONE
    parts: U8


class PerU16(Struct, path="sp_arithmetic::per_things::PerU16", unnamed=True):
    """Parts of 65535."""

    one: ClassVar[int] = PER_U16_ONE
    parts: U16


class Permill(Struct, path="sp_arithmetic::per_things::Permill", unnamed=True):
    """Parts of a million."""

    one: ClassVar[int] = PERMILL_ONE
    parts: U32


class Perbill(Struct, path="sp_arithmetic::per_things::Perbill", unnamed=True):
    """Parts of 10**9."""

    one: ClassVar[int] = PERBILL_ONE
    parts: U32


class Perquintill(Struct, path="sp_arithmetic::per_things::Perquintill", unnamed=True):
    """Parts of 10**18."""

    one: ClassVar[int] = PERQUINTILL_ONE
    parts: U64


PerThing = Percent | PerU16 | Permill | Perbill | Perquintill


def share_of(share: PerThing, value: int) -> int:
    """`share * value` rounded to the nearest whole number, halves down, as the `*` of Substrate does."""
    quotient, rest = divmod(value * share.parts, share.one)
    return quotient + (1 if 2 * rest > share.one else 0)


def share_of_rounded_down(share: PerThing, value: int) -> int:
    """`share * value` rounded down."""
    return value * share.parts // share.one
