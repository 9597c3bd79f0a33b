from fractions import Fraction
from math import floor, trunc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.primitives.fixed import (
    I32F32,
    I64F64,
    I96F32,
    U64F64,
    U96F32,
    FixedFormat,
    checked_sum,
    proportion_to_u16,
    u16_proportion,
)
from tests.vectors.economics import cases, raw

FORMATS = (I32F32, I64F64, I96F32, U64F64, U96F32)


@st.composite
def format_and_values(draw: st.DrawFn, count: int = 2) -> tuple[FixedFormat, list[int]]:
    form = draw(st.sampled_from(FORMATS))
    edges = [form.min, form.max, form.one, 0, 1]
    value = st.one_of(st.sampled_from(edges), st.integers(form.min, form.max), st.integers(0, 4 * form.one))
    return form, [draw(value) for _ in range(count)]


def clamp(form: FixedFormat, value: int) -> int:
    return max(form.min, min(form.max, value))


def test_names_and_ranges_are_those_of_the_crate() -> None:
    assert [form.name for form in FORMATS] == ["I32F32", "I64F64", "I96F32", "U64F64", "U96F32"]
    assert (I32F32.min, I32F32.max) == (-(2**63), 2**63 - 1)
    assert (U64F64.min, U64F64.max) == (0, 2**128 - 1)
    assert U96F32.one == 2**32


@given(format_and_values())
def test_products_round_down_and_saturate(drawn: tuple[FixedFormat, list[int]]) -> None:
    form, (left, right) = drawn
    exact = floor(Fraction(left, form.one) * Fraction(right, form.one) * form.one)
    assert form.mul(left, right) == clamp(form, exact)
    assert form.checked_mul(left, right) == (exact if form.min <= exact <= form.max else None)


@given(format_and_values())
def test_quotients_round_toward_zero_and_saturate(drawn: tuple[FixedFormat, list[int]]) -> None:
    form, (left, right) = drawn
    if right == 0:
        assert form.checked_div(left, right) is None
        assert form.safe_div(left, right, 7) == 7
        with pytest.raises(ZeroDivisionError):
            form.div(left, right)
        return
    exact = trunc(Fraction(left, right) * form.one)
    fits = form.min <= exact <= form.max
    assert form.div(left, right) == clamp(form, exact)
    assert form.checked_div(left, right) == (exact if fits else None)
    assert form.safe_div(left, right, 7) == (exact if fits else 7)


@given(format_and_values())
def test_sums_and_differences_are_exact_until_they_saturate(drawn: tuple[FixedFormat, list[int]]) -> None:
    form, (left, right) = drawn
    assert form.add(left, right) == clamp(form, left + right)
    assert form.sub(left, right) == clamp(form, left - right)
    assert form.checked_add(left, right) == (left + right if form.fits(left + right) else None)
    assert form.checked_sub(left, right) == (left - right if form.fits(left - right) else None)


@given(format_and_values(), st.sampled_from(FORMATS))
def test_conversions_drop_low_bits_and_saturate(drawn: tuple[FixedFormat, list[int]], target: FixedFormat) -> None:
    source, (value, _) = drawn
    exact = floor(Fraction(value, source.one) * target.one)
    assert target.convert(value, source) == clamp(target, exact)


@given(format_and_values())
def test_rounding_splits_a_value_into_whole_and_fraction(drawn: tuple[FixedFormat, list[int]]) -> None:
    form, (value, _) = drawn
    assert form.floor(value) + form.fraction(value) == value
    assert 0 <= form.fraction(value) < form.one
    number = Fraction(value, form.one)
    nearest = floor(abs(number) + Fraction(1, 2)) * (1 if number >= 0 else -1)
    assert form.round(value) == clamp(form, nearest * form.one)


def test_decimal_literals_round_to_nearest_with_ties_to_even() -> None:
    assert I32F32.from_ratio(1, 2**33) == 0
    assert I32F32.from_ratio(3, 2**33) == 2
    assert I32F32.from_ratio(-1, 2**33) == 0
    assert I32F32.from_ratio(-3, 2**33) == -2
    assert raw(I32F32, 0.1) == 429_496_730


def test_the_moving_average_alpha_of_bonds_has_the_bits_of_one_tenth() -> None:
    for case in cases("math.bonds_moving_average_alpha"):
        ratio = I64F64.div(I64F64.from_int(case["bonds_moving_average"]), I64F64.from_int(1_000_000))
        assert I32F32.sub(I32F32.one, I32F32.convert(ratio, I64F64)) == case["expected_raw_bits_I32F32"]
        assert case["expected_raw_bits_I32F32"] == raw(I32F32, case["expected_decimal"])


def test_u64_normalisation_has_the_bits_of_the_table() -> None:
    for case in cases("math.u64_normalization"):
        wide = I64F64.div(I64F64.from_int(case["numerator"]), I64F64.from_int(case["denominator"]))
        assert wide == case["expected_I64F64_raw"] == raw(I64F64, case["expected_I64F64_decimal"])
        assert I32F32.convert(wide, I64F64) == case["expected_I32F32_raw"]


def test_conversions_saturate_as_in_the_table() -> None:
    i64_max = 2**63 - 1
    operations = {
        "fixed_to_u64(I32F32(-1))": I32F32.to_int(-I32F32.one),
        "fixed64_to_u64(I64F64(-1))": I64F64.to_int(-I64F64.one),
        "fixed64_to_u64(I64F64(i64::MAX))": I64F64.to_int(I64F64.from_int(i64_max)),
        "fixed64_to_fixed32(I64F64(u32::MAX))": I32F32.convert(I64F64.from_int(2**32 - 1), I64F64),
        "fixed_proportion_to_u16(I32F32(65535))": proportion_to_u16(I32F32.from_int(65535)),
        "fixed64_to_fixed32(I64F64(i64::MAX))": I32F32.convert(I64F64.from_int(i64_max), I64F64),
    }
    for case in cases("math.fixed_conversions"):
        assert operations[case["op"]] == case.get("expected", case.get("expected_raw")), case["op"]


def test_sums_of_integers_are_checked() -> None:
    for case in cases("math.checked_sum"):
        assert checked_sum(case["input"]) == case["expected"]


def test_sums_of_fixed_values_fold_from_the_left() -> None:
    for case in cases("math.sum"):
        total = 0
        for item in case["input"]:
            total = I32F32.add(total, I32F32.from_int(item))
        assert total == I32F32.from_int(case["expected"])


def test_floor_goes_toward_minus_infinity() -> None:
    for case in cases("math.checked_floor"):
        assert I64F64.floor(raw(I64F64, case["x"])) == raw(I64F64, case["expected"])


def test_a_u16_survives_the_trip_through_a_proportion_within_the_floor() -> None:
    for value in (0, 1, 32767, 65534, 65535):
        assert u16_proportion(value) == (value << 32) // 65535
        assert proportion_to_u16(u16_proportion(value)) in (value, value - 1)
    assert proportion_to_u16(u16_proportion(65535)) == 65535
    assert proportion_to_u16(-I32F32.one) == 0
