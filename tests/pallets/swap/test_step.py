import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.pallets.swap.errors import InsufficientLiquidity, PriceLimitExceeded, ReservesTooLow, SwapInputTooLarge
from chain.pallets.swap.step import MAX_PRICE, Pool, Side, SwapResult, default_limit, ensure_payable, trade
from tests.vectors.economics import cases

SIDES = {"buy": Side.BUY, "sell": Side.SELL}
RATE = 33


def test_trades_are_those_of_the_table() -> None:
    for case in cases("swap.basic"):
        pool = Pool(case["tao_reserve"], case["alpha_reserve"])
        limit = round(case["limit_price"] * 10**9)
        got = trade(pool, SIDES[case["kind"]], case["amount_in"], limit, RATE, 1)
        assert abs(got.amount_paid_in - case["expected_paid_in"]) <= case["abs_tolerance"], case
        assert abs(got.amount_paid_out - case["expected_paid_out"]) <= case["abs_tolerance"], case
        model = case["model"]
        assert (got.amount_paid_in, got.amount_paid_out, got.fee_paid) == (
            model["paid_in"],
            model["paid_out"],
            model["fee"],
        ), case


def test_an_input_above_a_thousand_reserves_is_refused() -> None:
    pool = Pool(10**9, 10**9)
    assert trade(pool, Side.SELL, 10**12, 0, 0, 1).amount_paid_in == 10**12
    with pytest.raises(SwapInputTooLarge):
        trade(pool, Side.SELL, 10**12 + 1, 0, 0, 1)


def test_a_thin_pool_does_not_trade() -> None:
    with pytest.raises(ReservesTooLow):
        trade(Pool(10**9, 999_999), Side.BUY, 10**6, MAX_PRICE, RATE, 1_000_000)
    with pytest.raises(ReservesTooLow):
        trade(Pool(10**6, 10**15), Side.SELL, 1, 0, RATE, 1)


def test_a_limit_at_the_current_price_is_exceeded_already() -> None:
    pool = Pool(10**9, 10**9)
    for side in Side:
        with pytest.raises(PriceLimitExceeded):
            trade(pool, side, 10**6, 10**9, RATE, 1)


def test_a_limit_on_the_way_stops_the_trade_there() -> None:
    pool = Pool(10**12, 10**12)
    got = trade(pool, Side.BUY, 10**13, 4 * 10**9, RATE, 1)
    assert got.amount_paid_in == 10**12
    assert got.fee_paid == 10**12 * RATE // (65535 - RATE)
    assert abs(pool.price_after(Side.BUY, got.amount_paid_in, got.amount_paid_out) - (4 << 64)) < 1 << 40


def test_a_payout_above_the_reserve_is_refused() -> None:
    with pytest.raises(InsufficientLiquidity):
        ensure_payable(Pool(10, 10), Side.BUY, SwapResult(1, 11, 0, 0))
    ensure_payable(Pool(10, 10), Side.SELL, SwapResult(1, 10, 0, 0))


@given(
    st.integers(10**6, 10**16),
    st.integers(10**6, 10**16),
    st.integers(10**16, 99 * 10**16),
    st.sampled_from(Side),
    st.integers(1, 10**15),
)
def test_no_trade_pays_more_than_the_pool_and_prices_move_one_way(
    tao: int, alpha: int, weight: int, side: Side, amount: int
) -> None:
    pool = Pool(tao, alpha, weight)
    try:
        got = trade(pool, side, amount, default_limit(side), RATE, 10**6)
    except (PriceLimitExceeded, ReservesTooLow, SwapInputTooLarge):
        return
    assert got.amount_paid_in + got.fee_paid <= amount
    assert got.amount_paid_out <= (alpha if side is Side.BUY else tao)
    after = pool.price_after(side, got.amount_paid_in, got.amount_paid_out)
    # An emptied pool has the price zero, which extreme weights reach by rounding.
    if got.amount_paid_out < (alpha if side is Side.BUY else tao):
        assert after >= pool.price() if side is Side.BUY else after <= pool.price()
