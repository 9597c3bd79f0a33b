from hypothesis import given
from hypothesis import strategies as st

from chain.pallets.collateral.state import MinerCollateralState, merged, settled
from chain.primitives.fixed import U64f64

ONE = 1 << 64
amounts = st.integers(0, 10**16)
ratios = st.integers(1, 10 * ONE)


def collateral(locked: int, floor: int = 0, ratio: int = ONE, earned: int = 0) -> MinerCollateralState:
    return MinerCollateralState(locked, U64f64(ratio), floor, earned)


def test_every_alpha_earned_releases_the_ratio_of_it() -> None:
    assert settled(collateral(100), 30) == collateral(70, earned=30)
    assert settled(collateral(100, ratio=ONE // 2), 31) == collateral(85, ratio=ONE // 2, earned=31)
    assert settled(collateral(100, ratio=3 * ONE), 50) == collateral(0, ratio=3 * ONE, earned=50)


def test_release_stops_at_the_floor() -> None:
    assert settled(collateral(100, floor=80), 30) == collateral(80, floor=80, earned=30)


def test_what_is_earned_fills_the_lock_up_to_the_floor_and_releases_nothing_with_the_same_payment() -> None:
    assert settled(collateral(10, floor=80), 30) == collateral(40, floor=80, earned=30)
    assert settled(collateral(60, floor=80), 30) == collateral(80, floor=80, earned=30)


@given(locked=amounts, floor=amounts, ratio=ratios, earned=amounts)
def test_a_payment_never_crosses_the_floor_nor_moves_more_than_the_rule_allows(locked, floor, ratio, earned) -> None:
    before = collateral(locked, floor, ratio)
    after = settled(before, earned)
    if locked < floor:
        assert locked <= after.locked <= floor
        assert after.locked - locked <= earned
    else:
        assert floor <= after.locked <= locked
        assert (locked - after.locked) << 64 <= earned * ratio
    assert after.earned == earned


@given(payments=st.lists(amounts, max_size=8), locked=amounts, ratio=ratios)
def test_earning_in_parts_releases_at_most_what_earning_at_once_releases(payments, locked, ratio) -> None:
    state = collateral(locked, 0, ratio)
    for payment in payments:
        state = settled(state, payment)
    at_once = settled(collateral(locked, 0, ratio), sum(payments))
    assert at_once.locked <= state.locked <= at_once.locked + len(payments)


def test_positions_that_become_one_keep_the_sum_the_higher_floor_and_the_slower_release() -> None:
    assert merged(collateral(5, 9, 2 * ONE, 1), collateral(7, 3, ONE, 2)) == collateral(12, 9, ONE, 3)
