"""An interpolated n-gram model over bytes, kept as sorted numpy arrays.

For every context length k up to the order, each distinct (k bytes of context, next byte) is one 64-bit integer in a
sorted array with its count beside it; the continuations of a context are one slice. Predictions interpolate from
the unigram upwards with Witten-Bell weights: a context seen N times with T distinct continuations trusts itself
with N / (N + T) and leaves the rest to the context one byte shorter.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MAX_ORDER = 7
"""Seven bytes of context and the next byte fill 64 bits."""


@dataclass(frozen=True)
class _Table:
    """The distinct continuations of every context of one length, ascending, and how often each was seen."""

    keys: NDArray[np.uint64]
    counts: NDArray[np.uint32]


class NgramModel:
    """Predicts the next byte from up to `order` bytes before it."""

    def __init__(self, order: int, unigram: NDArray[np.float64], tables: list[_Table]) -> None:
        self.order = order
        self._unigram = unigram
        self._tables = tables

    @classmethod
    def fit(cls, files: tuple[bytes, ...], order: int) -> "NgramModel":
        """Count the files; contexts do not reach across the start of a file. Raises ValueError for a bad order."""
        if not 0 <= order <= MAX_ORDER:
            raise ValueError(f"order is {order}; it must be from 0 to {MAX_ORDER}")
        counts = np.bincount(np.frombuffer(b"".join(files), dtype=np.uint8), minlength=256).astype(np.float64)
        # One added to each count keeps bytes that training never showed possible.
        unigram = (counts + 1.0) / (counts.sum() + 256.0)
        return cls(order, unigram, [_count(files, length) for length in range(1, order + 1)])

    def predict(self, context: bytes) -> NDArray[np.float64]:
        """The distribution over the next byte: 256 probabilities that sum to one."""
        probabilities = self._unigram
        for length, table in enumerate(self._tables, start=1):
            if length > len(context):
                break
            first = int.from_bytes(context[-length:], "big") << 8
            low, high = np.searchsorted(table.keys, np.array([first, first + 255], dtype=np.uint64), side="left")
            if high < len(table.keys) and int(table.keys[high]) == first + 255:
                high += 1
            if low == high:
                # A longer context contains this one, so it is unseen as well.
                break
            seen = table.counts[low:high]
            distinct, total = high - low, float(seen.sum())
            mixed = probabilities * (distinct / (total + distinct))
            mixed[(table.keys[low:high] & np.uint64(0xFF)).astype(np.intp)] += seen / (total + distinct)
            probabilities = mixed
        return probabilities


def _count(files: tuple[bytes, ...], length: int) -> _Table:
    """Count every run of `length` + 1 bytes inside the files."""
    packed = [_pack(np.frombuffer(content, dtype=np.uint8), length + 1) for content in files if len(content) > length]
    keys, counts = np.unique(np.concatenate([np.empty(0, np.uint64), *packed]), return_counts=True)
    return _Table(keys, counts.astype(np.uint32))


def _pack(text: NDArray[np.uint8], width: int) -> NDArray[np.uint64]:
    """Every run of `width` bytes as one big-endian integer."""
    packed = np.zeros(len(text) - width + 1, dtype=np.uint64)
    for offset in range(width):
        packed = (packed << np.uint64(8)) | text[offset : len(text) - width + 1 + offset]
    return packed
