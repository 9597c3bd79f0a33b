"""Sparse matrices as arrays, and the dense ones over the rows in use."""

import numpy as np
from numpy.typing import NDArray

from chain.codec import Record
from chain.pallets.epoch.int64 import Array, Mask
from chain.pallets.epoch.terms import Rows

Cells = NDArray[np.uint32]
Numbers = NDArray[np.uint16]
TARGET = np.uint32(0xFFFF)
VALUE_BITS = np.uint32(16)


class Pairs(Record):
    """A sparse matrix: how many pairs each row has, and all pairs in stored order, as one u32 each.

    A pair is what its four bytes are in the state: the target in the low half, the u16 value in the high one.
    """

    counts: Array
    cells: Cells

    @classmethod
    def from_rows(cls, rows: Rows) -> "Pairs":
        """The same matrix as arrays."""
        cells = [value << 16 | target for row in rows for target, value in row]
        return cls(np.array([len(row) for row in rows], dtype=np.int64), np.array(cells, dtype=np.uint32))

    def to_rows(self, size: int) -> Rows:
        """The same matrix as one list of pairs per uid."""
        targets, values = self.cells & TARGET, self.cells >> VALUE_BITS
        pairs = iter(zip(targets.tolist(), values.tolist(), strict=True))
        return [[next(pairs) for _ in range(count)] for count in self.counts[:size].tolist()]

    def where(self, keep: Mask) -> "Pairs":
        """The pairs at which `keep` is true."""
        rows = np.repeat(np.arange(len(self.counts)), self.counts)
        return Pairs(np.bincount(rows[keep], minlength=len(self.counts)), self.cells[keep])

    def of_rows(self, keep: Mask) -> "Pairs":
        """The pairs of the rows at which `keep` is true."""
        if not self.counts[~keep].any():
            return self
        return Pairs(np.where(keep, self.counts, 0), self.cells[np.repeat(keep, self.counts)])

    def inside(self, size: int) -> "Pairs":
        """The pairs whose target is a uid."""
        keep = (self.cells & TARGET) < size
        return self if keep.all() else self.where(keep)

    def ascend(self) -> bool:
        """Whether the targets of every row ascend, without repeats."""
        targets = self.cells & TARGET
        ascending = targets[1:] > targets[:-1]
        starts = self.counts.cumsum()
        ascending[starts[(starts > 0) & (starts < len(targets))] - 1] = True
        return bool(ascending.all())

    def repeats(self) -> bool:
        """Whether a row holds a target twice."""
        if self.ascend():
            return False
        seen = np.zeros(len(self.counts) << 16, dtype=np.bool_)
        seen[np.repeat(np.arange(len(self.counts)) << 16, self.counts) + (self.cells & TARGET)] = True
        return int(np.count_nonzero(seen)) != len(self.cells)


class Grid:
    """Dense matrices over the rows in use; `uids` names them, ascending."""

    def __init__(self, in_use: Mask) -> None:
        self.uids = np.flatnonzero(in_use)
        self.size = len(in_use)
        self.position = np.zeros(self.size, dtype=np.int64)
        self.position[self.uids] = np.arange(len(self.uids))

    def places(self, pairs: Pairs) -> Array:
        """Where each pair lies in a dense matrix that is read row after row."""
        places = np.repeat(self.position * self.size, pairs.counts)
        places += pairs.cells & TARGET
        return places

    def spread(self, pairs: Pairs) -> Numbers:
        """The values of pairs, no two of them at one place, in a dense matrix that is zero elsewhere."""
        shape = (len(self.uids), self.size)
        values = (pairs.cells >> VALUE_BITS).astype(np.uint16)
        if len(values) == len(self.uids) * self.size and pairs.ascend():
            return values.reshape(shape)
        dense = np.zeros(shape, dtype=np.uint16)
        dense.reshape(-1)[self.places(pairs)] = values
        return dense

    def marked(self, places: Array) -> Mask:
        """A dense matrix that is true at some places."""
        cells = np.zeros((len(self.uids), self.size), dtype=np.bool_)
        cells.reshape(-1)[places] = True
        return cells

    def gather(self, keep: Mask, values: Numbers) -> Pairs:
        """The cells at which `keep` is true as pairs in uid order."""
        cells = values.astype(np.uint32)
        cells <<= VALUE_BITS
        cells |= np.arange(self.size, dtype=np.uint32)
        counts = self.per_uid(np.count_nonzero(keep, axis=1))
        return Pairs(counts, cells.reshape(-1) if keep.all() else cells[keep])

    def pick(self, places: Array, values: Numbers) -> Pairs:
        """The cells at some places, whose rows ascend, as pairs in this order."""
        rows, targets = np.divmod(places, self.size)
        counts = self.per_uid(np.bincount(rows, minlength=len(self.uids)))
        cells = values.reshape(-1)[places].astype(np.uint32)
        cells <<= VALUE_BITS
        cells |= targets.astype(np.uint32)
        return Pairs(counts, cells)

    def per_uid(self, values: Array) -> Array:
        """A vector over the rows in use as one over all uids."""
        result = np.zeros(self.size, dtype=np.int64)
        result[self.uids] = values
        return result
