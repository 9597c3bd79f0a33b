"""The registration price: it halves in `BurnHalfLife` blocks and jumps with every registration (economics 1.2).

Prices are in rao. Factors of decay are shares of 2^32.
"""

from functools import lru_cache

WHOLE = 1 << 32
HALF = 1 << 31
LARGEST_PRICE = 2**64 - 1
FRACTION_BITS = 64
"""Of the multiplier, a U64F64."""


@lru_cache(maxsize=1024)
def decay_factor(half_life: int) -> int:
    """The share of 2^32 which, applied `half_life` times, leaves at most one half; all of it for a half-life of 0."""
    if half_life == 0:
        return WHOLE
    low, high = 0, WHOLE
    while low + 1 < high:
        middle = low + (high - low) // 2
        if _power(middle, half_life) > HALF:
            high = middle
        else:
            low = middle
    return low


def decayed(price: int, half_life: int) -> int:
    """The price one block later, before it is clamped."""
    return min((price * decay_factor(half_life)) >> 32, LARGEST_PRICE)


def raised(price: int, multiplier: int) -> int:
    """The price after a registration, before it is clamped; `multiplier` is a raw U64F64 and counts as 1 at least."""
    return min((price * max(multiplier, 1 << FRACTION_BITS)) >> FRACTION_BITS, LARGEST_PRICE)


def clamped(price: int, lowest: int, highest: int) -> int:
    """The price inside its bounds; the upper one wins where they contradict each other."""
    return min(max(price, lowest), highest)


def _power(base: int, exponent: int) -> int:
    """`base` to the power of `exponent`, in shares of 2^32, every product truncated."""
    result = WHOLE
    while exponent > 0:
        if exponent & 1:
            result = (result * base) >> 32
        exponent >>= 1
        if exponent > 0:
            base = (base * base) >> 32
    return result
