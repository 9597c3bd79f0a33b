"""Rows of pairs between the state and the array kernel."""

from collections.abc import Sequence

import numpy as np

from chain.pallets.epoch import pair_rows
from chain.pallets.epoch.arrays import Pairs


def decode(rows: Sequence[bytes | None]) -> Pairs:
    """The pairs of encoded rows, one row per uid."""
    bodies = [pair_rows.body_of(row) for row in rows]
    counts = [len(body) // pair_rows.PAIR_BYTES for body in bodies]
    table = np.frombuffer(b"".join(bodies), dtype="<u2").reshape(-1, 2).astype(np.int64)
    return Pairs(np.repeat(np.arange(len(bodies)), counts), table[:, 0].copy(), table[:, 1].copy())


def encode(pairs: Pairs, size: int) -> list[bytes]:
    """Encoded rows, one per uid."""
    table = np.stack([pairs.targets, pairs.values], axis=1).astype("<u2").tobytes()
    ends = np.searchsorted(pairs.rows, np.arange(size), side="right").tolist()
    rows = []
    start = 0
    for end in ends:
        rows.append(pair_rows.with_count(table[start * pair_rows.PAIR_BYTES : end * pair_rows.PAIR_BYTES]))
        start = end
    return rows
