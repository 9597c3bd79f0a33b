from fractions import Fraction
from math import exp, isclose

from hypothesis import given
from hypothesis import strategies as st

from chain.codec import encode
from chain.pallets.staking.lock import LockRates, LockState, decay, is_zero, joined, portion, rolled, without
from chain.primitives.fixed import U64F64, U64f64
from tests.vectors.economics import cases, real

ONE_TAU = LockRates(1_000, 1_000)
TWO_TAUS = LockRates(1_000, 300)


def state(mass: int, conviction: float = 0, block: int = 0) -> LockState:
    return LockState(mass, U64f64(round(conviction * 2**64)), block)


def conviction(lock: LockState) -> float:
    return lock.conviction.bits / 2**64


def test_locks_decay_as_in_the_table() -> None:
    for case in cases("locks.exp_decay"):
        got = real(U64F64, decay(case["dt"], case["tau"]))
        if isinstance(case["expected"], str):
            assert got == real(U64F64, decay(40 * case["tau"], case["tau"])) > 0
        else:
            assert abs(got - Fraction(case["expected"])) <= case.get("abs_tolerance", 0)


def test_a_lock_is_gone_when_both_parts_are_dust() -> None:
    for case in cases("locks.is_zero"):
        assert is_zero(state(case["locked_mass"], case["conviction"])) == case["expected"]


def test_a_decaying_lock_loses_mass_and_gains_conviction_for_a_while() -> None:
    lock = state(10**12)
    after = rolled(lock, 1_000, ONE_TAU, perpetual=False, of_owner=False)
    assert isclose(after.locked_mass, 10**12 * exp(-1), rel_tol=1e-6)
    assert isclose(conviction(after), 10**12 * exp(-1), rel_tol=1e-6)
    late = rolled(lock, 10_000, ONE_TAU, perpetual=False, of_owner=False)
    assert conviction(late) < conviction(after)
    gone = rolled(lock, 50_000, ONE_TAU, perpetual=False, of_owner=False)
    assert (gone.locked_mass, gone.conviction.bits, gone.last_update) == (0, 0, 50_000)


def test_two_rates_follow_the_closed_form() -> None:
    after = rolled(state(10**12, 5e11), 500, TWO_TAUS, perpetual=False, of_owner=False)
    unlocked, matured = exp(-0.5), exp(-500 / 300)
    gained = 10**12 * 1_000 * (unlocked - matured) / (1_000 - 300)
    assert isclose(conviction(after), 5e11 * matured + gained, rel_tol=1e-6)
    assert isclose(after.locked_mass, 10**12 * unlocked, rel_tol=1e-6)


def test_a_perpetual_lock_keeps_its_mass_and_conviction_approaches_it() -> None:
    after = rolled(state(10**12), 1_000, ONE_TAU, perpetual=True, of_owner=False)
    assert after.locked_mass == 10**12
    assert isclose(conviction(after), 10**12 * (1 - exp(-1)), rel_tol=1e-6)


def test_the_owner_is_convinced_at_once() -> None:
    after = rolled(state(10**12, block=5), 5, ONE_TAU, perpetual=False, of_owner=True)
    assert conviction(after) == 10**12


def test_a_rate_of_zero_ends_the_lock_at_once() -> None:
    after = rolled(state(10**12, 1e6), 1, LockRates(0, 1_000), perpetual=False, of_owner=False)
    assert after.locked_mass == 0
    assert conviction(after) < 1e6


@given(st.integers(1, 2**60), st.integers(0, 2**60), st.data())
def test_a_portion_and_the_rest_make_up_the_lock(mass: int, gathered: int, data: st.DataObject) -> None:
    lock = LockState(mass, U64f64(gathered << 64), 7)
    part = portion(lock, data.draw(st.integers(0, mass)))
    rest = without(lock, part)
    assert joined(rest, part) == lock
    assert part.conviction.bits <= lock.conviction.bits


def test_the_wire_form_is_mass_conviction_block() -> None:
    assert encode(LockState, state(1, 1, 2)).hex() == (
        "0100000000000000" + "0000000000000000" + "0100000000000000" + "0200000000000000"
    )
