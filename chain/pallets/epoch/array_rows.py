"""Rows of pairs between the state and the array kernel."""

from collections.abc import Sequence

import numpy as np

from chain.pallets.epoch import pair_rows
from chain.pallets.epoch.pairs import Pairs

EMPTY = b"\x00"


def decode(rows: Sequence[bytes | None]) -> Pairs:
    """The pairs of encoded rows, one row per uid."""
    body_of = pair_rows.body_of
    bodies = [body_of(row) if row is not None and row != EMPTY else b"" for row in rows]
    lengths = np.fromiter(map(len, bodies), dtype=np.int64, count=len(bodies))
    return Pairs(lengths // pair_rows.PAIR_BYTES, np.frombuffer(b"".join(bodies), dtype="<u4"))


def encode(pairs: Pairs) -> list[bytes]:
    """Encoded rows, one per uid."""
    table = pairs.cells.astype("<u4", copy=False).tobytes()
    with_count, rows, start = pair_rows.with_count, [], 0
    for end in (pairs.counts.cumsum() * pair_rows.PAIR_BYTES).tolist():
        rows.append(with_count(table[start:end]) if end > start else EMPTY)
        start = end
    return rows
