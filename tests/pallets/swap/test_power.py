import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.pallets.swap.power import _ln2, _series, _short_series, integer_root, pow_ratio_scaled
from tests.vectors.economics import cases

SCALE = 10**18


def test_every_case_of_the_model_table_is_bit_exact() -> None:
    rows = cases("swap.pow_ratio_scaled.model")
    assert len(rows) == 132
    for case in rows:
        got = pow_ratio_scaled(
            case["base_numerator"],
            case["base_denominator"],
            case["exponent_numerator"],
            case["exponent_denominator"],
            case["precision"],
            case["scale"],
        )
        assert got == case["expected"], case


def test_a_power_of_weights_is_that_of_the_crate() -> None:
    for case in cases("swap.perquintill_power"):
        got = pow_ratio_scaled(case["x"], case["x"] + case["dx"], case["w1"], case["w2"], 4096, SCALE)
        assert got == case["expected"]


def test_ln2_has_the_digits_of_the_specification() -> None:
    expected = 1346555465407776362904412453392572616323996772503848637639390270677811788899934350010
    assert _ln2(280, 408) == expected


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((1, 0, 1, 1), None),
        ((1, 1, 1, 0), None),
        ((0, 1, 1, 1), 0),
        ((0, 0, 1, 1), None),
        ((-1, 1, 1, 1), None),
        ((1, -1, 1, 1), None),
        ((1, 1, -1, 1), None),
        ((1, 1, 1, -1), None),
        ((5, 7, 0, 3), SCALE),
        ((7, 7, 123456789, 10**9), SCALE),
    ],
)
def test_the_edges_are_decided_in_the_order_of_the_crate(
    arguments: tuple[int, int, int, int], expected: int | None
) -> None:
    assert pow_ratio_scaled(*arguments, 256, SCALE) == expected


@given(st.integers(0, 2**4000), st.integers(1, 60))
def test_the_integer_root_is_the_largest_one(value: int, degree: int) -> None:
    root = integer_root(value, degree)
    assert root**degree <= value < (root + 1) ** degree


@given(
    st.integers(1, 2**64 - 1),
    st.integers(1, 2**64 - 1),
    st.integers(1, 30),
    st.integers(1, 30),
)
def test_the_exact_branch_is_the_floor_of_the_true_value(
    numerator: int, denominator: int, power: int, degree: int
) -> None:
    got = pow_ratio_scaled(numerator, denominator, power, degree, 256, SCALE)
    assert got is not None
    target = numerator**power * SCALE**degree
    assert got**degree * denominator**power <= target < (got + 1) ** degree * denominator**power


@given(st.integers(10**6, 2**60), st.integers(0, 10**9), st.integers(1, 10**9))
def test_the_series_agrees_with_the_exact_branch_next_to_it(reserve: int, delta: int, nudge: int) -> None:
    even = pow_ratio_scaled(reserve, reserve + delta, 5 * 10**17, 5 * 10**17, 256, SCALE)
    near = pow_ratio_scaled(reserve, reserve + delta, 5 * 10**17 + nudge, 5 * 10**17 - nudge, 256, SCALE)
    assert even is not None
    assert near is not None
    assert near <= even
    # Exponent 1 + 4e-18*nudge, logarithm at most ln(1000): the values differ by less than this bound.
    assert even - near <= 40 * nudge + 2


@given(
    st.integers(1, 2**64 - 1),
    st.integers(2, 10**15),
    st.integers(-(10**6), 10**6),
    st.integers(10**16, 99 * 10**16),
    st.sampled_from([256, 1024]),
)
def test_the_short_series_gives_what_the_long_one_gives_or_nothing(
    reserve: int, part: int, millionths: int, weight: int, precision_bits: int
) -> None:
    other = max(1, reserve + reserve * millionths // (part * 10**6))
    question = (reserve, other, weight, SCALE - weight)
    short = _short_series(*question, SCALE)
    assert short in (None, _series(*question, precision_bits, SCALE))


def test_the_short_series_decides_nearly_every_trade() -> None:
    decided = [
        _short_series(10**12 + step, 10**12 + step + 10**6 * step, 5 * 10**17 + step, 5 * 10**17 - step, SCALE)
        for step in range(1, 1000)
    ]
    assert None not in decided


@pytest.mark.parametrize(
    "question", [(5, 5, 3, 7), (9, 5, 3, 7), (10**6, 10**6 + 1, 10**6, 1), (2**64, 2**64 - 2**59, 100, 1)]
)
def test_the_short_series_leaves_to_the_long_one_what_is_equal_far_from_one_or_steep(question) -> None:
    assert _short_series(*question, SCALE) is None
