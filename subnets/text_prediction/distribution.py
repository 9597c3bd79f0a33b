"""A distribution over the next byte in 256 bytes.

The byte at index b is the cost of b in sixteenths of a bit, from 0 to 255, that is -log2 of its probability up to a
common constant. The reader normalises, so that every 256 bytes are a distribution and none can claim more than a
total of one. Rounding to a sixteenth loses at most some 0.0003 bits. The widest ratio between two probabilities is
2^15.94, so no byte falls below 2^-24: a sure answer that is wrong costs at most 24 bits.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

STEPS_PER_BIT: Final = 16
WIDTH: Final = 256
GREATEST_COST_BITS: Final = 24.0


def pack(probabilities: NDArray[np.floating]) -> bytes:
    """Rows of 256 probabilities as costs, row after row. Rows need not sum to one, but hold something above 0."""
    rows = np.asarray(probabilities, dtype=np.float64).reshape(-1, WIDTH)
    relative = rows / rows.max(axis=1, keepdims=True)
    costs = -np.log2(np.maximum(relative, 2.0**-STEPS_PER_BIT)) * STEPS_PER_BIT
    packed: bytes = np.minimum(np.rint(costs), 255).astype(np.uint8).tobytes()
    return packed


def bits_paid(packed: bytes, outcomes: bytes) -> NDArray[np.float64]:
    """-log2 of the probability each row gives to its outcome. Raises ValueError unless there is a row for each."""
    if len(packed) != WIDTH * len(outcomes):
        raise ValueError(f"{len(packed)} bytes of costs; {len(outcomes)} outcomes need {WIDTH * len(outcomes)}")
    bits = np.frombuffer(packed, dtype=np.uint8).reshape(-1, WIDTH) / STEPS_PER_BIT
    normaliser = np.log2(np.exp2(-bits).sum(axis=1))
    paid: NDArray[np.float64] = bits[np.arange(len(outcomes)), np.frombuffer(outcomes, dtype=np.uint8)] + normaliser
    return paid
