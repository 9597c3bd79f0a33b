from fractions import Fraction
from math import exp as real_exp
from math import isclose
from math import log as real_log

import pytest

from chain.primitives.fixed import (
    I32F32,
    I64F64,
    I96F32,
    U64F64,
    FixedFormat,
    checked_ln,
    checked_log,
    checked_pow,
    checked_sqrt,
    exp,
    exp_safe,
    ln,
    log2,
    sigmoid_safe,
)
from tests.vectors.economics import cases, raw, real, table

U110F18 = FixedFormat(110, 18, signed=False)
LIMITS = {"I32F32::MIN": I32F32.min, "I32F32::MAX": I32F32.max}


def i32f32(value: str | float, *, single: bool = False) -> int:
    if isinstance(value, str) and value in LIMITS:
        return LIMITS[value]
    return raw(I32F32, float(value), single=single)


def test_exp_has_the_bits_the_crate_gives_at_the_odd_points() -> None:
    assert exp(I32F32, 0) == I32F32.one
    assert exp(I32F32, I32F32.one) == 11_674_931_200
    assert exp(I64F64, I64F64.one) == 22_802_600 << 41
    assert exp(I32F32, -I32F32.one) == 1_580_030_169
    near_one = exp(I32F32, I32F32.one - 1)
    assert near_one is not None
    assert near_one - 11_674_931_200 == 344
    assert exp(I32F32, I32F32.from_int(-20)) == 8
    assert exp(I32F32, I32F32.from_int(20)) == 2_066_907_302_758_576_256


def test_exp_reports_overflow() -> None:
    assert exp(I32F32, I32F32.from_int(100)) is None
    assert exp(I32F32, I32F32.min) is None
    assert exp(I64F64, I64F64.from_int(60)) is None


@pytest.mark.parametrize("form", [I32F32, I64F64, I96F32])
def test_exp_and_ln_agree_with_real_numbers_where_they_converge(form: FixedFormat) -> None:
    for tenths in range(-50, 51):
        value = form.from_ratio(tenths, 10)
        power = exp(form, value)
        assert power is not None
        assert isclose(float(real(form, power)), real_exp(tenths / 10), rel_tol=1e-6)
        logarithm = ln(form, power)
        assert logarithm is not None
        assert isclose(float(real(form, logarithm)), real_log(real(form, power)), rel_tol=1e-6, abs_tol=1e-6)


def test_exp_safe_clamps_its_argument() -> None:
    for case in cases("math.exp_safe.clamp"):
        if "x" in case:
            assert exp_safe(i32f32(case["x"])) == I32F32.from_int(case["expected"])
        else:
            assert "equal" in case["expected"] or "==" in case["expected"]
            assert exp_safe(i32f32(case["x_a"])) == exp_safe(i32f32(case["x_b"]))
    for model in table("math.exp_safe.clamp")["model_values"]:
        assert exp_safe(i32f32(model["x"])) == model["model_raw_I32F32"]


@pytest.mark.parametrize(("name", "single"), [("max", False), ("min", False), ("rho30", False), ("rho40", True)])
def test_the_sigmoid_is_bit_exact(name: str, single: bool) -> None:
    for case in cases(f"math.sigmoid_safe.{name}"):
        got = sigmoid_safe(i32f32(case["x"], single=single), i32f32(case["rho"]), i32f32(case["kappa"]))
        assert got == case["expected_raw_I32F32"] == raw(I32F32, case["expected"]), case


def test_log2_follows_the_crate_bit_by_bit() -> None:
    assert ln(I32F32, I32F32.from_int(2)) == 2_977_044_511
    assert ln(I32F32, I32F32.one >> 1) == -2_977_044_511
    assert log2(I32F32, 0) is None
    assert log2(I32F32, -1) is None
    assert log2(I32F32, 1) is None
    assert log2(I32F32, 2) is None
    assert log2(I96F32, 2**34 - 1) == I96F32.from_int(2)
    assert log2(I96F32, I96F32.from_int(1 << 40)) == I96F32.from_int(40)
    assert log2(I32F32, I32F32.one) == 0


def test_checked_pow_squares_and_saturates() -> None:
    forms = {"U64F64": U64F64, "I32F32": I32F32}
    for case in cases("math.checked_pow"):
        form = forms[case["type"]]
        got = checked_pow(form, raw(form, case["base"]), case["exponent"])
        if case["expected"] is None:
            assert got is None
        else:
            assert got is not None
            assert abs(real(form, got) - Fraction(case["expected"])) <= case["abs_tolerance"]
    assert checked_pow(U64F64, U64F64.from_int(2), 64) == U64F64.max
    assert checked_pow(U64F64, 0, 0) == U64F64.one
    assert checked_pow(U64F64, 0, 3) == 0


def test_checked_sqrt_is_within_epsilon() -> None:
    for case in cases("math.checked_sqrt"):
        epsilon = raw(U110F18, case["epsilon"])
        got = checked_sqrt(U110F18, raw(U110F18, case["x"]), epsilon)
        assert got is not None
        assert abs(real(U110F18, got) - Fraction(case["expected"])) <= Fraction(case["epsilon"]), case
    assert checked_sqrt(I64F64, -1, 1) is None


def test_checked_logarithms_are_those_of_the_table() -> None:
    tolerance = table("math.checked_ln_log")["tolerance"]
    ten = I64F64.from_int(10)
    for case in cases("math.checked_ln_log"):
        value = I64F64.from_int(case["x"])
        got = {
            "ln": lambda value=value: checked_ln(I64F64, value),
            "log10": lambda value=value: checked_log(I64F64, value, ten),
            "log base 1": lambda value=value: checked_log(I64F64, value, I64F64.one),
        }[case["fn"]]()
        if case["expected"] is None:
            assert got is None
        else:
            assert got is not None
            assert abs(float(real(I64F64, got)) - case["expected"]) <= tolerance
