"""How the chain scales the weights it is given (lifecycle 3.2, economics section 0.5): the largest becomes 65535."""

from collections.abc import Sequence

LARGEST = 65_535
HALF = 1 << 31
UPPER_HALF = 32_768
"""Above it the scale is computed once for all values, below it value by value, which rounds differently."""


def max_upscaled(values: Sequence[int]) -> list[int]:
    """The u16 values scaled so that the largest is 65535; zeros stay zero, and so does a list of zeros."""
    return raw_max_upscaled([value << 32 for value in values])


def raw_max_upscaled(values: Sequence[int]) -> list[int]:
    """The same for raw I32F32 values that are not negative; results are rounded to the nearest u16."""
    largest = max(values, default=0)
    if largest == 0:
        return [0] * len(values)
    if largest > UPPER_HALF << 32:
        scale = (LARGEST << 64) // largest
        return [(((value * scale) >> 32) + HALF) >> 32 for value in values]
    return [((value * LARGEST << 32) // largest + HALF) >> 32 for value in values]
