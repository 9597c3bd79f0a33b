import pytest

from chain.frame import BadOrigin, Origin
from chain.pallets.swap.api import SwapRuntimeApi
from chain.pallets.swap.curve import WEIGHT_HALF
from chain.pallets.swap.errors import Deprecated, FeeRateTooHigh, MechanismDoesNotExist, ReservesOutOfBalance
from chain.pallets.swap.events import FeeRateSet
from chain.pallets.swap.step import Side
from chain.pallets.swap.types import SimSwapResult, SubnetPrice
from chain.primitives.fixed import U64F64
from tests.pallets.staking.world import BOB, HOTKEY, TAO, World
from tests.vectors.economics import cases

REFUSALS = {"FeeRateTooHigh": FeeRateTooHigh, "BadOrigin": BadOrigin}
ORIGINS = {"root": Origin.root(), "signed": Origin.signed(BOB)}


def world_with_pool(tao: int = 100 * TAO, alpha: int = 50 * TAO) -> World:
    world = World()
    world.open_network(1, tao, alpha)
    return world


def test_the_fee_rate_is_set_as_in_the_table() -> None:
    for case in cases("swap.set_fee_rate"):
        world = world_with_pool()
        origin = ORIGINS[case["origin"]]
        if case["expected"] == "Ok":
            world.swap.set_fee_rate(origin, 1, case["fee_rate"])
            assert world.swap.fee_rate[1] == case["fee_rate"]
            assert world.events()[-1] == FeeRateSet(1, case["fee_rate"])
        else:
            with pytest.raises(REFUSALS[case["expected"]]):
                world.swap.set_fee_rate(origin, 1, case["fee_rate"])
    with pytest.raises(MechanismDoesNotExist):
        world_with_pool().swap.set_fee_rate(Origin.root(), 9, 1)


def test_calls_of_former_positions_fail() -> None:
    swap, bob = world_with_pool().swap, Origin.signed(BOB)
    for attempt in (
        lambda: swap.add_liquidity(bob, HOTKEY, 1, -1, 1, 1),
        lambda: swap.remove_liquidity(bob, HOTKEY, 1, 1),
        lambda: swap.modify_position(bob, HOTKEY, 1, 1, -1),
        lambda: swap.toggle_user_liquidity(bob, 1, True),
        lambda: swap.disable_lp(bob),
    ):
        with pytest.raises(Deprecated):
            attempt()


def test_prices_follow_the_reserves_and_are_one_without_a_pool() -> None:
    world = world_with_pool()
    assert world.swap.current_alpha_price(1) == 2 << 64
    assert world.swap.current_alpha_price(0) == 1 << 64
    assert world.swap.current_alpha_price(9) == 1 << 64
    assert world.pools.alpha_prices() == [2 << 64]


def test_a_simulation_changes_nothing_and_a_trade_starts_the_pool() -> None:
    world = world_with_pool()
    before = world.state.changes()
    simulated = world.swap.simulate(1, Side.BUY, TAO, 10**15)
    assert world.state.changes() == before
    assert not world.swap.pal_swap_initialized[1]
    assert world.swap.swap(1, Side.BUY, TAO, 10**15) == simulated
    assert world.swap.pal_swap_initialized[1]
    assert world.swap.swap_balancer[1].quote.parts == WEIGHT_HALF


def test_a_pool_can_be_started_at_a_price_once() -> None:
    world = world_with_pool()
    world.swap.initialize(1, U64F64.from_ratio(3, 1))
    assert abs(world.swap.current_alpha_price(1) - (3 << 64)) < 1 << 10
    world.swap.initialize(1, U64F64.from_ratio(1, 1))
    assert abs(world.swap.current_alpha_price(1) - (3 << 64)) < 1 << 10
    with pytest.raises(ReservesOutOfBalance):
        world_with_pool().swap.initialize(1, U64F64.from_ratio(1_000, 1))


def test_an_injection_keeps_the_price_or_is_refused() -> None:
    world = world_with_pool()
    price = world.swap.current_alpha_price(1)
    assert world.swap.adjust_protocol_liquidity(1, TAO, 3 * TAO) == (TAO, 3 * TAO)
    world.pools.inject_tao(1, TAO)
    world.pools.inject_alpha(1, 3 * TAO)
    assert abs(world.swap.current_alpha_price(1) - price) < 1 << 10
    assert world.supply.total_alpha_issuance[1] == 3 * TAO
    assert world.pools.subnet_protocol_flow[1] == TAO
    weights = world.swap.swap_balancer[1]
    assert world.swap.adjust_protocol_liquidity(1, 0, 10**9 * TAO) == (0, 0)
    assert world.swap.swap_balancer[1] == weights


def test_a_removed_network_leaves_no_weights() -> None:
    world = world_with_pool()
    world.swap.set_fee_rate(Origin.root(), 1, 5)
    world.swap.initialize(1)
    world.swap.remove_subnet(1)
    for stored in (world.swap.fee_rate, world.swap.swap_balancer, world.swap.pal_swap_initialized):
        assert list(stored.keys()) == []


def test_the_api_prices_in_rao() -> None:
    world = world_with_pool()
    api = SwapRuntimeApi(world.swap, world.networks)
    assert api.current_alpha_price(1) == 2 * TAO
    assert api.current_alpha_price_all() == [SubnetPrice(0, TAO), SubnetPrice(1, 2 * TAO)]


def test_the_api_simulates_both_ways() -> None:
    world = world_with_pool()
    api = SwapRuntimeApi(world.swap, world.networks)
    bought = world.swap.quote(1, Side.BUY, TAO)
    assert bought.fee_paid == 503_547
    assert api.sim_swap_tao_for_alpha(1, TAO) == SimSwapResult(
        bought.amount_paid_in, bought.amount_paid_out, 503_547, 0, 0, TAO // 2 - bought.amount_paid_out
    )
    sold = world.swap.quote(1, Side.SELL, TAO)
    assert api.sim_swap_alpha_for_tao(1, TAO) == SimSwapResult(
        sold.amount_paid_out, sold.amount_paid_in, 0, 503_547, 2 * TAO - sold.amount_paid_out, 0
    )


def test_the_api_answers_one_to_one_on_root_and_zeros_on_failure() -> None:
    api = SwapRuntimeApi(world_with_pool().swap, world_with_pool().networks)
    assert api.sim_swap_tao_for_alpha(0, TAO) == SimSwapResult(TAO, TAO, 0, 0, 0, 0)
    assert api.sim_swap_alpha_for_tao(0, TAO) == SimSwapResult(TAO, TAO, 0, 0, 0, 0)
    nothing = SimSwapResult(0, 0, 0, 0, 0, 0)
    assert api.sim_swap_tao_for_alpha(1, 10**6 * TAO) == nothing
    assert api.sim_swap_alpha_for_tao(1, 10**6 * TAO) == nothing


def test_an_unknown_network_exchanges_nothing() -> None:
    world = world_with_pool()
    assert world.swap.quote(9, Side.BUY, TAO).amount_paid_out == 0
    assert world.swap.approximate_fee(9, TAO) == 0
    assert world.swap.alpha_at_price(1, TAO) == TAO // 2
    assert world.swap.alpha_at_price(0, TAO) == TAO
