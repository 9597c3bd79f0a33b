from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from chain.pallets.staking.share_pool import Position, SharePool, can_represent, shares_for
from chain.primitives.safe_float import ZERO, SafeFloat, from_int, normalised
from tests.vectors.economics import cases, table

U64_MAX = 2**64 - 1


class Holders:
    """A pool and the shares of several holders, as a test moves them."""

    def __init__(self, value: int = 0, denominator: SafeFloat = ZERO) -> None:
        self.pool = SharePool(value, denominator)
        self.shares: dict[str, SafeFloat] = {}

    def change(self, key: str, delta: int) -> None:
        after = Position(self.pool, self.shares.get(key, ZERO)).changed(delta)
        self.pool, self.shares[key] = after.pool, after.share

    def change_all(self, delta: int) -> None:
        self.pool = SharePool(self.pool.value + delta, self.pool.shares)

    def value(self, key: str) -> int:
        return Position(self.pool, self.shares.get(key, ZERO)).value()


def exact(value: SafeFloat) -> Fraction:
    return value.mantissa * Fraction(10) ** value.exponent


def test_values_of_shares_are_those_of_the_table() -> None:
    for case in cases("share_pool.get_value"):
        pool = SharePool(case.get("shared_value", 100), from_int(case["denominator"]))
        values = [Position(pool, from_int(share)).value() for share in case.get("shares", [5])]
        if "expected_sum_at_least" in case:
            assert sum(values) >= case["expected_sum_at_least"]
        else:
            for value, expected in zip(values, case["expected"], strict=True):
                assert abs(value - expected) <= case.get("abs_tolerance", 0), case


def test_a_small_pool_keeps_its_precision() -> None:
    for case in cases("share_pool.denom_precision"):
        holders = Holders()
        holders.change("first", 1000)
        assert holders.value("first") == case["expected_after_first"]
        holders.change("first", -990)
        holders.change("second", 1000)
        holders.change("second", -990)
        assert [holders.value("first"), holders.value("second")] == case["expected_final"]


def test_a_large_pool_keeps_its_precision() -> None:
    for case in cases("share_pool.denom_high_precision"):
        holders = Holders()
        for key in ("first", "second"):
            holders.change(key, 1)
        holders.change_all(999_999_999_999_998)
        for key in ("first", "second"):
            holders.change(key, -499_999_999_999_990)
        holders.change_all(999_999_999_999_980)
        for key in ("first", "second"):
            holders.change(key, 10**12)
        values = [holders.value("first"), holders.value("second")]
        for value, expected in zip(values, case["expected"], strict=True):
            assert abs(value - expected) <= case["abs_tolerance"]
        assert values == case["model"]


def test_shares_per_amount_are_those_of_the_table() -> None:
    tolerance = Fraction(table("share_pool.get_shares_per_update")["tolerance"])
    for case in cases("share_pool.get_shares_per_update"):
        got = exact(shares_for(SharePool(case["shared_value"], normalised(*case["denominator"])), case["update"]))
        assert abs(got - Fraction(case["expected"])) <= tolerance * Fraction(case["expected"]), case


def test_tiny_shares_do_not_lose_value() -> None:
    for case in cases("share_pool.loss_due_to_precision"):
        holders = Holders(10**12, normalised(1, -14))
        holders.shares["holder"] = normalised(1, -15)
        before = holders.value("holder")
        assert before == case["expected_before"]
        holders.change("holder", -1000)
        assert abs(before - holders.value("holder") - case["expected_difference"]) <= case["abs_tolerance"]
        assert [before, holders.value("holder")] == case["model"]


def test_staking_for_one_and_for_all_follows_the_table() -> None:
    for case in cases("share_pool.staking_sequence"):
        holders, tolerance = Holders(), case["abs_tolerance"]
        seen = []
        for _ in range(2):
            holders.change("a", 10**9)
            seen.append(holders.value("a"))
        holders.change_all(10**9)
        seen.append(holders.value("a"))
        for got, expected in zip(seen, case["expected_a_after_each"], strict=True):
            assert abs(got - expected) <= tolerance
        holders.change("b", 10**9)
        assert abs(holders.value("b") - case["expected_b"]) <= tolerance
        assert abs(holders.pool.value - case["expected_total"]) <= tolerance


def test_an_amount_too_small_for_any_share_is_recognised() -> None:
    assert can_represent(SharePool(0), 1)
    assert can_represent(SharePool(10**18, from_int(1)), 1)
    assert not can_represent(SharePool(0, from_int(1)), 1)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-(10**15), 10**15)), max_size=30))
def test_the_holders_never_own_more_than_the_pool(steps: list[tuple[str, int]]) -> None:
    holders = Holders()
    for key, delta in steps:
        if delta < 0 and holders.value(key) < -delta:
            continue
        if delta:
            holders.change(key, delta)
        owned = sum(holders.value(held) for held in holders.shares)
        assert owned <= holders.pool.value + len(holders.shares)
        assert holders.pool.value - owned <= 2 * len(holders.shares) + 1 or not holders.shares
