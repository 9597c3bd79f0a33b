import pytest

from chain.frame import ModuleError
from chain.pallets.swap.errors import PriceLimitExceeded, ReservesTooLow
from tests.pallets.staking.world import World
from tests.vectors.economics import cases, table

ERRORS = {"PriceLimitExceeded": PriceLimitExceeded, "ReservesTooLow": ReservesTooLow}
# The reserve that the tables' chain wants; the real one would refuse their small pools.
MINIMUM_RESERVE = 100
# The tables' model took roots such as that of 9 just below the whole number; the exact branch of the power does not.
ROOT_DIGIT = 1


def world_with(*pools: tuple[int, int]) -> World:
    world = World(minimum_reserve=MINIMUM_RESERVE)
    for netuid, (tao, alpha) in enumerate(pools, start=1):
        world.networks.mechanisms[netuid] = 1
        world.pools.open_pool(netuid, tao, alpha)
    return world


def test_the_most_that_can_be_added_is_that_of_the_table() -> None:
    tolerance = table("staking.max_amount_add_dynamic")["tolerance"]
    for case in cases("staking.max_amount_add_dynamic"):
        limits = world_with((case["tao_in"], case["alpha_in"])).limits
        if case["expected"] in ERRORS:
            assert case["model"] == case["expected"]
            with pytest.raises(ERRORS[case["expected"]]):
                limits.max_add(1, case["limit_price"])
            continue
        got = limits.max_add(1, case["limit_price"])
        assert abs(got - case["model"]) <= ROOT_DIGIT, case
        assert abs(got - case["expected"]) <= case["expected"] * tolerance, case


def test_the_most_that_can_be_removed_is_that_of_the_table() -> None:
    tolerance = table("staking.max_amount_remove_dynamic")["tolerance"]
    for case in cases("staking.max_amount_remove_dynamic"):
        limits = world_with((case["tao_in"], case["alpha_in"])).limits
        if case["expected"] in ERRORS:
            assert case["model"] == case["expected"]
            with pytest.raises(ERRORS[case["expected"]]):
                limits.max_remove(1, case["limit_price"])
            continue
        got = limits.max_remove(1, case["limit_price"])
        assert abs(got - case["model"]) <= ROOT_DIGIT, case
        assert abs(got - case["expected"]) <= case["expected"] * tolerance, case


def test_networks_without_a_pool_have_a_limit_of_one_to_one() -> None:
    world = world_with()
    world.networks.mechanisms[1] = 0
    for case in cases("staking.max_amount_root_or_stable"):
        for netuid in (0, 1):
            if case["op"].startswith("add"):
                assert world.limits.max_add(netuid, case["limit_price"]) == case["expected"], case
            else:
                assert world.limits.max_remove(netuid, case["limit_price"]) == case["expected"], case
                assert world.limits.max_move(netuid, 1 - netuid, case["limit_price"]) == case["expected"], case


def test_the_most_that_can_be_moved_between_pools_is_that_of_the_table() -> None:
    for case in cases("staking.max_amount_move_dynamic_dynamic"):
        pools = (case["tao_in_1"], case["alpha_in_1"]), (case["tao_in_2"], case["alpha_in_2"])
        got = world_with(*pools).limits.max_move(1, 2, case["limit_price"])
        assert got == case["model"], case
        assert abs(got - case["expected"]) <= case["abs_tolerance"], case


def test_the_most_that_can_be_moved_into_a_pool_is_that_of_the_table() -> None:
    for case in cases("staking.max_amount_move_stable_dynamic"):
        limits = world_with((50 * 10**9, 100 * 10**9)).limits
        if isinstance(case["expected"], str):
            with pytest.raises(ModuleError) as failure:
                limits.max_move(0, 1, case["limit_price"])
            assert type(failure.value) is ERRORS[case["expected"]]
            continue
        tolerance = float(case["compare"].split()[1]) if case["compare"].startswith("abs") else 0
        assert abs(limits.max_move(0, 1, case["limit_price"]) - case["expected"]) <= tolerance, case
    assert limits.max_move(1, 0, 1) == limits.max_remove(1, 1)
