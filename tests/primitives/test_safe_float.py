from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.codec import decode, encode
from chain.primitives.fixed import U64F64, U64f64
from chain.primitives.safe_float import MANTISSA_MAX, ZERO, SafeFloat, from_int, from_u64f64, normalised
from tests.vectors.economics import cases, table

numbers = st.builds(normalised, st.integers(0, 10**40), st.integers(-60, 60))


def number(pair: list[int]) -> SafeFloat:
    return normalised(*pair)


def exact(value: SafeFloat) -> Fraction:
    return value.mantissa * Fraction(10) ** value.exponent


def test_numbers_normalise_as_in_the_table() -> None:
    for case in cases("share_pool.safefloat_normalize"):
        assert normalised(case["mantissa"], case["exponent"]) == SafeFloat(*case["expected"])


def test_sums_are_those_of_the_table_in_either_order() -> None:
    for case in cases("share_pool.safefloat_add"):
        left, right = number(case["a"]), number(case["b"])
        assert left.plus(right) == right.plus(left) == SafeFloat(*case["expected"]), case


def test_quotients_are_those_of_the_table() -> None:
    tolerance = Fraction(table("share_pool.safefloat_div")["tolerance"])
    for case in cases("share_pool.safefloat_div"):
        got = number(case["a"]).divided_by(number(case["b"]))
        assert got == SafeFloat(*case["model"]), case
        assert abs(exact(got) - Fraction(case["expected"])) <= tolerance * Fraction(case["expected"])
    assert from_int(1).divided_by(ZERO) is None


def test_ratios_are_those_of_the_table() -> None:
    tolerance = Fraction(table("share_pool.safefloat_mul_div")["tolerance"])
    for case in cases("share_pool.safefloat_mul_div"):
        got = number(case["a"]).times_ratio(number(case["b"]), number(case["c"]))
        assert got == SafeFloat(*case["model"]), case
        assert abs(exact(got) - Fraction(case["expected"])) <= tolerance * Fraction(case["expected"])
    assert from_int(1).times_ratio(from_int(1), ZERO) is None


@given(numbers, numbers)
def test_every_result_is_normal(left: SafeFloat, right: SafeFloat) -> None:
    results = [left.plus(right), left.minus(right), left.divided_by(right), left.times_ratio(right, from_int(7))]
    for result in results:
        if result is not None and result.mantissa:
            assert MANTISSA_MAX // 10 < result.mantissa <= MANTISSA_MAX
        elif result is not None:
            assert result == ZERO


@given(numbers, numbers)
def test_results_are_close_to_the_real_numbers(left: SafeFloat, right: SafeFloat) -> None:
    total = exact(left) + exact(right)
    assert abs(exact(left.plus(right)) - total) <= total / 10**19
    quotient = left.divided_by(right)
    if quotient is not None:
        assert abs(exact(quotient) - exact(left) / exact(right)) <= exact(left) / exact(right) / 10**19


def test_zero_minus_something_fails_and_differences_stop_at_zero() -> None:
    assert ZERO.minus(from_int(1)) is None
    assert ZERO.minus(ZERO) == ZERO
    assert from_int(5).minus(ZERO) == from_int(5)
    assert from_int(5).minus(from_int(7)) == ZERO
    assert from_int(7).minus(from_int(5)) == from_int(2)


@pytest.mark.parametrize("value", [0, 1, 10, 999, 10**18, 2**64 - 1])
def test_whole_numbers_survive(value: int) -> None:
    assert from_int(value).to_int() == value


def test_the_whole_part_saturates_and_rounds_down() -> None:
    assert normalised(1, 30).to_int() == 2**64 - 1
    assert normalised(1, 400).to_int() == 2**64 - 1
    assert normalised(19, -1).to_int() == 1
    assert normalised(1, -400).to_int() == 0


@given(st.integers(0, 2**128 - 1))
def test_old_shares_convert_without_visible_loss(raw: int) -> None:
    value = from_u64f64(raw)
    assert abs(exact(value) - Fraction(raw, 2**64)) <= Fraction(raw, 2**64) / 10**19 + Fraction(1, 10**30)


def test_the_wire_form_is_mantissa_then_exponent() -> None:
    one = from_int(1)
    assert encode(SafeFloat, one) == (10**21).to_bytes(16, "little") + (-21).to_bytes(8, "little", signed=True)
    assert decode(SafeFloat, encode(SafeFloat, one)) == one
    assert encode(SafeFloat, ZERO) == bytes(24)


def test_fixed_point_is_its_bits_on_the_wire() -> None:
    assert encode(U64f64, U64f64(U64F64.one)) == (1 << 64).to_bytes(16, "little")
