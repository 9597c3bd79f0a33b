"""One epoch over rows as they lie in the state, by whichever implementation suits their size.

Both give the same bits. Small subnets never import numpy, which costs more than their epochs.
"""

from collections.abc import Sequence
from typing import Any

from chain.codec import replace
from chain.pallets.epoch import pair_rows, yuma
from chain.pallets.epoch.terms import EpochInput, EpochTerms

EncodedRows = Sequence[bytes | None]
PLAIN_BYTES = 2048
"""Up to so many bytes of rows, plain integers are faster than loading the array kernel."""


def run(data: EpochInput[EncodedRows]) -> EpochTerms[list[bytes]]:
    """The terms of one mechanism, with the bonds to store as encoded rows, one per uid."""
    amount = sum(map(len, filter(None, data.weights))) + sum(map(len, filter(None, data.bonds)))
    if amount > PLAIN_BYTES:
        terms = _run_arrays(data)
        if terms is not None:
            return terms
    return _run_plain(data)


def _run_plain(data: EpochInput[EncodedRows]) -> EpochTerms[list[bytes]]:
    weights = [pair_rows.pairs_of(row) for row in data.weights]
    bonds = [pair_rows.pairs_of(row) for row in data.bonds]
    terms = yuma.run(_with_matrices(data, weights=weights, bonds=bonds))
    stored: EpochTerms[list[bytes]] = _with_matrices(terms, bonds=[pair_rows.encode(row) for row in terms.bonds])
    return stored


def _run_arrays(data: EpochInput[EncodedRows]) -> EpochTerms[list[bytes]] | None:
    from chain.pallets.epoch import array_rows, arrays

    prepared = _with_matrices(data, weights=array_rows.decode(data.weights), bonds=array_rows.decode(data.bonds))
    if not arrays.is_exact(prepared):
        return None
    terms = arrays.run(prepared)
    stored: EpochTerms[list[bytes]] = _with_matrices(terms, bonds=array_rows.encode(terms.bonds))
    return stored


def _with_matrices(record: Any, **matrices: Any) -> Any:
    """The same record with its matrices held in another way."""
    return replace(record, **matrices)
