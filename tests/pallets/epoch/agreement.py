"""The three ways to run an epoch, side by side."""

from chain.codec import replace
from chain.pallets.epoch import arrays, dense, matrices, pair_rows, yuma

VECTORS = (
    "active",
    "permits",
    "stake",
    "active_stake",
    "consensus",
    "validator_trust",
    "incentive",
    "dividends",
)


def as_arrays(data):
    """The same input for the array kernel."""
    return replace(data, weights=arrays.Pairs.from_rows(data.weights), bonds=arrays.Pairs.from_rows(data.bonds))


def assert_equal(got, expected, bonds):
    """Every vector and every stored bond, the order of the bonds included."""
    for name in VECTORS:
        assert getattr(got, name) == getattr(expected, name), name
    assert bonds == expected.bonds


def assert_dense_agrees(data):
    """Whole matrices give what pairs give."""
    sparse = yuma.run(data)
    whole = dense.run(data)
    assert_equal(whole, sparse, whole.bonds)


def assert_arrays_agree(data):
    """The kernel gives what plain integers give, by itself and over encoded rows."""
    expected = yuma.run(data)
    prepared = as_arrays(data)
    if arrays.is_exact(prepared):
        got = arrays.run(prepared)
        assert_equal(got, expected, got.bonds.to_rows(data.size))
    stored = matrices.run(encoded(data))
    assert_equal(stored, expected, [pair_rows.pairs_of(row) for row in stored.bonds])


def encoded(data):
    """The same input with rows as they lie in the state."""
    return replace(
        data,
        weights=[pair_rows.encode(row) for row in data.weights],
        bonds=[pair_rows.encode(row) for row in data.bonds],
    )


def assert_all_agree(data):
    """All three."""
    assert_dense_agrees(data)
    assert_arrays_agree(data)
