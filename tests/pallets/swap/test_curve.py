from fractions import Fraction

from chain.pallets.swap import curve
from chain.pallets.swap.curve import WEIGHT_HALF, WEIGHT_ONE
from chain.primitives.fixed import U64F64
from tests.vectors.economics import cases, raw, real, table

QUARTER = WEIGHT_ONE // 4


def weight(ratio: list[int]) -> int:
    return WEIGHT_ONE * ratio[0] // ratio[1]


def test_weights_outside_one_to_ninety_nine_percent_are_refused() -> None:
    for case in cases("swap.weight_bounds"):
        assert curve.weight_is_allowed(case["quote"]) == (case["expected"] == "Ok"), case


def test_weights_multiply_with_halves_up() -> None:
    for case in cases("swap.mul_perquintill_round"):
        assert curve.multiply_weight(case["perquintill"], case["value"]) == case["expected"], case


def test_the_remaining_share_has_the_bits_of_the_table() -> None:
    tolerance = table("swap.exp_scaled")["tolerance"]
    for case in cases("swap.exp_scaled"):
        quote = weight(case["quote_weight"])
        weights = (WEIGHT_ONE - quote, quote) if case["base_quote"] else (quote, WEIGHT_ONE - quote)
        got = curve.remaining_share(case["reserve"], case["delta"], *weights)
        assert got == case["model_raw_U64F64"], case
        assert abs(float(real(U64F64, got)) - case["expected"]) <= tolerance


def test_the_remaining_share_at_the_edges() -> None:
    assert curve.remaining_share(0, 5, WEIGHT_HALF, WEIGHT_HALF) == 0
    assert curve.remaining_share(5, -5, WEIGHT_HALF, WEIGHT_HALF) == 0
    assert curve.remaining_share(5, 0, WEIGHT_HALF, WEIGHT_HALF) == U64F64.one
    assert curve.remaining_share(10, -5, WEIGHT_HALF, WEIGHT_HALF) == 2 * U64F64.one


def test_the_grid_of_amounts_is_right_to_a_thousandth_of_a_rao() -> None:
    tolerance = table("swap.exp_base_quote_happy_path")["tolerance"]
    for case in cases("swap.exp_base_quote_happy_path"):
        quote = weight(case["quote_weight"])
        for name, weights in {
            "expected_dy_base_quote": (WEIGHT_ONE - quote, quote),
            "expected_dy_quote_base": (quote, WEIGHT_ONE - quote),
        }.items():
            share = curve.remaining_share(case["x"], case["dx"], *weights)
            got = real(U64F64, U64F64.mul(case["y"] << 64, U64F64.one - share))
            assert abs(got - Fraction(case[name])) <= case.get("abs_tolerance", tolerance), (case, name)


def test_amounts_out_are_those_of_the_table() -> None:
    tolerance = table("swap.convert_deltas")["tolerance"]
    for case in cases("swap.convert_deltas"):
        quote = round(case["w_quote"] * WEIGHT_ONE)
        sold = curve.tao_for_alpha(case["tao"], case["alpha"], quote, case["delta_in"])
        bought = curve.alpha_for_tao(case["tao"], case["alpha"], quote, case["delta_in"])
        assert abs(sold - case["expected_sell"]) <= tolerance, case
        assert abs(bought - case["expected_buy"]) <= tolerance, case


def test_deltas_to_a_price_are_exact() -> None:
    for case in cases("swap.calculate_quote_delta_in"):
        prices = raw(U64F64, case["current"]), raw(U64F64, case["target"])
        assert curve.tao_to_reach_price(case["tao_reserve"], QUARTER, *prices) == case["expected"]
    for case in cases("swap.calculate_base_delta_in"):
        prices = raw(U64F64, case["current"]), raw(U64F64, case["target"])
        assert curve.alpha_to_reach_price(case["alpha_reserve"], QUARTER, *prices) == case["expected"]
    assert curve.tao_to_reach_price(10**9, QUARTER, 0, U64F64.one) == 0


def test_the_alpha_needed_for_a_payout_is_exact() -> None:
    for case in cases("swap.base_needed_for_quote"):
        got = curve.alpha_needed_for_tao(case["tao_reserve"], case["alpha_reserve"], QUARTER, case["delta_tao"])
        assert got == case["expected"]


def test_prices_are_those_of_the_table() -> None:
    for case in cases("swap.calculate_price"):
        got = curve.price(case["tao"], case["alpha"], case["quote_weight_perquintill"])
        assert abs(real(U64F64, got) - Fraction(case["expected"])) <= case["abs_tolerance"], case
    assert curve.price(10, 0, WEIGHT_HALF) == 0


def test_the_default_fee_rate_has_the_bits_of_the_specification() -> None:
    assert U64F64.div(33 << 64, 65535 << 64) == 9_288_815_967_535_137
    assert curve.fee_on_input(10**9, 33) == 503_547
    assert curve.fee_on_input(10**9, 0) == 0
    assert curve.fee_on_delta(10**9 - 503_547, 33) in (503_546, 503_547)


def test_an_injection_moves_the_weights_and_not_the_price() -> None:
    tolerance = table("swap.adjust_protocol_liquidity")["tolerance"]
    tao, alpha = 10**12, 4 * 10**12
    for case in cases("swap.adjust_protocol_liquidity"):
        got = curve.weight_after_injection(tao, alpha, WEIGHT_HALF, case["tao_delta"], case["alpha_delta"])
        assert got == case["model_quote_perquintill"], case
        assert abs(got / WEIGHT_ONE - case["expected_quote_weight"]) <= tolerance * case["expected_quote_weight"]
        after = curve.price(tao + case["tao_delta"], alpha + case["alpha_delta"], got)
        assert abs(float(real(U64F64, after)) - case["expected_price"]) <= tolerance * case["expected_price"]


def test_an_injection_without_alpha_leaves_the_weights() -> None:
    tolerance = table("swap.adjust_protocol_liquidity_zero_alpha")["tolerance"]
    for case in cases("swap.adjust_protocol_liquidity_zero_alpha"):
        deltas = case["tao_delta"], case["alpha_delta"]
        got = curve.weight_after_injection(case["tao"], case["alpha"], WEIGHT_HALF, *deltas)
        assert got == (None if case["alpha_delta"] else WEIGHT_HALF)
        tao = case["tao"] + (0 if got is None else case["tao_delta"])
        if case["alpha_delta"] and case["tao_delta"]:
            tao = case["tao"] + case["tao_delta"]
        assert case["expected_quote_weight"] * WEIGHT_ONE == WEIGHT_HALF
        price = curve.price(tao, case["alpha"] + case["alpha_delta"], WEIGHT_HALF)
        assert abs(float(real(U64F64, price)) - case["expected_price"]) <= tolerance * case["expected_price"] + 1e-12


def test_a_pool_can_start_at_a_price() -> None:
    tolerance = table("swap.initialization")["tolerance"]
    for case in cases("swap.initialization"):
        got = (
            WEIGHT_HALF
            if case["price"] is None
            else curve.weight_for_price(10**9, 4 * 10**9, raw(U64F64, case["price"]))
        )
        assert got is not None
        price = real(U64F64, curve.price(10**9, 4 * 10**9, got))
        assert abs(float(price) - case["expected_price"]) <= tolerance
        if "expected_quote_weight" in case:
            assert got == case["expected_quote_weight"] * WEIGHT_ONE
    assert curve.weight_for_price(0, 0, U64F64.one) is None
    assert curve.weight_for_price(1, 10**9, U64F64.one) is None
