"""Trading by baskets: one test for every limit."""

import pytest

from chain.frame import Origin
from chain.frame.error import BadOrigin
from chain.pallets.subtensor_module.errors import (
    AmountTooLow,
    BasketConcentrationCapExceeded,
    BasketLiquidityCapExceeded,
    BasketMinOutNotMet,
    BasketSameSubnet,
    BasketSwapBatchEmpty,
    BasketTradingDisabled,
    BasketTradingFrozen,
    BasketTurnoverBudgetExceeded,
    HotKeyNotRegisteredInSubNet,
    NonAssociatedColdKey,
    NotEnoughStakeToWithdraw,
    SlippageTooHigh,
    SubnetNotExists,
    SubtokenDisabled,
)
from chain.pallets.subtensor_module.events import BasketSwapped
from tests.economics.world import hotkey
from tests.pallets.baskets.funds import HOTKEY, NETUID, SECOND, STAKER, TAO, VALIDATOR, BasketChain


@pytest.fixture
def chain() -> BasketChain:
    made = BasketChain()
    made.stake_in(100)
    return made


def parameters(chain: BasketChain):
    return chain.parts.parameters


def test_tao_becomes_alpha_alpha_other_alpha_and_that_tao(chain: BasketChain) -> None:
    shares = chain.owed()
    chain.swap(0, NETUID, 40 * TAO)
    (first,) = chain.events(BasketSwapped)
    assert first == BasketSwapped(HOTKEY, 0, NETUID, 40 * TAO, 40 * TAO, chain.held(NETUID))
    chain.swap(NETUID, SECOND, 10 * TAO)
    chain.swap(SECOND, 0, chain.held(SECOND))
    assert chain.held(SECOND) == 0
    assert chain.held(0) == pytest.approx(70 * TAO, rel=0.01)
    assert chain.nav() == pytest.approx(100 * TAO, rel=0.01)
    assert chain.owed() == shares
    chain.check()


def test_reasons_not_to_trade_come_in_order(chain: BasketChain) -> None:
    parameters(chain).basket_trading_enabled = False
    with pytest.raises(BasketTradingDisabled):
        chain.swap(5, 5, 0, who=STAKER)
    parameters(chain).basket_trading_enabled = True
    parameters(chain).basket_trading_frozen[HOTKEY] = ()
    with pytest.raises(BasketTradingFrozen):
        chain.swap(5, 5, 0, who=STAKER)
    del parameters(chain).basket_trading_frozen[HOTKEY]
    with pytest.raises(BasketSameSubnet):
        chain.swap(5, 5, 0, who=STAKER)
    with pytest.raises(NonAssociatedColdKey):
        chain.swap(0, 5, 0, who=STAKER)
    with pytest.raises(SubnetNotExists):
        chain.swap(0, 5, 0)
    parameters(chain).subtoken_enabled[SECOND] = False
    with pytest.raises(SubtokenDisabled):
        chain.swap(0, SECOND, 0)
    with pytest.raises(AmountTooLow):
        chain.swap(0, NETUID, 0)
    with pytest.raises(NotEnoughStakeToWithdraw):
        chain.swap(0, NETUID, 101 * TAO)
    with pytest.raises(AmountTooLow):
        chain.swap(0, NETUID, 1_000)


def test_a_validator_that_left_root_does_not_trade(chain: BasketChain) -> None:
    uid = chain.parts.neurons.uid_of(0, HOTKEY)
    chain.parts.neurons.replace(0, uid, hotkey(9))
    with pytest.raises(HotKeyNotRegisteredInSubNet):
        chain.swap(0, NETUID, TAO)


@pytest.mark.parametrize("moving", [0.9, 1.1])
def test_a_price_off_its_average_is_not_traded_at(chain: BasketChain, moving: float) -> None:
    chain.swap(0, NETUID, 10 * TAO)
    chain.price(NETUID, moving)
    with pytest.raises(SlippageTooHigh):
        if moving < 1:
            chain.swap(0, NETUID, TAO)
        else:
            chain.swap(NETUID, 0, TAO)


def test_a_trade_that_would_move_the_price_too_far_is_refused() -> None:
    shallow = BasketChain(tao=100 * TAO)
    shallow.stake_in(50)
    with pytest.raises(SlippageTooHigh):
        shallow.swap(0, NETUID, 5 * TAO)
    shallow.parts.parameters.basket_liquidity_cap = 65_535
    shallow.swap(0, NETUID, TAO // 2)


def test_so_much_tao_goes_through_at_once_and_the_budget_refills(chain: BasketChain) -> None:
    parameters(chain).basket_daily_turnover_cap = 6_553
    trading = chain.parts.basket_trading
    budget = trading.budget(HOTKEY)
    assert budget == 100 * TAO * 6_553 // 65_535
    with pytest.raises(BasketTurnoverBudgetExceeded):
        chain.swap(0, NETUID, budget + 1)
    chain.swap(0, NETUID, budget)
    assert trading.basket_trade_bucket[HOTKEY] == (0, chain.block)
    with pytest.raises(BasketTurnoverBudgetExceeded):
        chain.swap(0, NETUID, TAO)
    chain.go_to(chain.block + 3_600)
    now = trading.budget(HOTKEY)
    assert trading.available(HOTKEY, now) == now // 2
    chain.swap(0, NETUID, now // 2)
    chain.go_to(chain.block + 100_000)
    assert trading.available(HOTKEY, trading.budget(HOTKEY)) == trading.budget(HOTKEY)


def test_the_budget_does_not_grow_with_a_price_that_was_just_raised(chain: BasketChain) -> None:
    chain.swap(0, NETUID, 40 * TAO)
    before = chain.parts.basket_trading.budget(HOTKEY)
    chain.balances.mint_into(STAKER, 50_000 * TAO)
    chain.signed(STAKER, "add_stake", hotkey=HOTKEY, netuid=NETUID, amount_staked=50_000 * TAO)
    assert chain.nav() > 140 * TAO
    assert chain.parts.basket_trading.budget(HOTKEY) <= before * 1.01


def test_too_little_for_the_trader_undoes_the_trade(chain: BasketChain) -> None:
    with pytest.raises(BasketMinOutNotMet):
        chain.swap(0, NETUID, 10 * TAO, least=10 * TAO)
    assert (chain.held(0), chain.held(NETUID)) == (100 * TAO, 0)
    chain.swap(0, NETUID, 10 * TAO, least=9 * TAO)


def test_a_basket_holds_so_much_of_a_pool(chain: BasketChain) -> None:
    parameters(chain).basket_liquidity_cap = 6
    with pytest.raises(BasketLiquidityCapExceeded):
        chain.swap(0, NETUID, 40 * TAO)
    chain.swap(0, NETUID, 5 * TAO)


def test_one_network_is_so_much_of_a_basket_once_there_are_enough_networks(chain: BasketChain) -> None:
    parameters(chain).basket_concentration_cap = 32_768
    with pytest.raises(BasketConcentrationCapExceeded):
        chain.swap(0, NETUID, 60 * TAO)
    chain.swap(0, NETUID, 40 * TAO)
    parameters(chain).basket_concentration_cap = 4_096
    chain.swap(0, NETUID, 40 * TAO)
    assert chain.held(0) == 20 * TAO


def test_several_trades_are_made_or_none(chain: BasketChain) -> None:
    def swap_many(*legs, who=VALIDATOR):
        chain.signed(who, "swap_basket_many", hotkey=HOTKEY, legs=list(legs))

    with pytest.raises(BasketSwapBatchEmpty):
        swap_many()
    with pytest.raises(NonAssociatedColdKey):
        swap_many((0, NETUID, TAO, 0), who=STAKER)
    with pytest.raises(BasketMinOutNotMet):
        swap_many((0, NETUID, 10 * TAO, 0), (0, SECOND, 10 * TAO, 100 * TAO))
    assert chain.held(NETUID) == 0
    swap_many((0, NETUID, 20 * TAO, 0), (NETUID, SECOND, 10 * TAO, 9 * TAO))
    assert chain.held(NETUID) > 9 * TAO and chain.held(SECOND) > 9 * TAO
    assert len(chain.events(BasketSwapped)) == 2
    chain.check()


def test_root_switches_and_freezes_trading(chain: BasketChain) -> None:
    with pytest.raises(BadOrigin):
        chain._dispatch("AdminUtils", "sudo_set_basket_trading_enabled", {"enabled": False}, Origin.signed(VALIDATOR))
    chain.sudo("sudo_set_basket_trading_enabled", enabled=False)
    assert not chain.parts.basket_trading.is_enabled()
    chain.sudo("sudo_set_basket_trading_frozen", hotkey=HOTKEY, frozen=True)
    assert chain.parts.basket_trading.is_frozen(HOTKEY)


def test_of_two_budgets_that_become_one_the_poorer_and_later_stay(chain: BasketChain) -> None:
    trading = chain.parts.basket_trading
    trading.basket_trade_bucket[HOTKEY] = (5, 10)
    trading.basket_trade_bucket[hotkey(2)] = (7, 3)
    trading.move_stake_of_hotkey(NETUID, HOTKEY, hotkey(2))
    assert trading.basket_trade_bucket[HOTKEY] == (5, 10)
    trading.move_stake_of_hotkey(0, HOTKEY, hotkey(2))
    assert trading.basket_trade_bucket[hotkey(2)] == (5, 10)
    assert HOTKEY not in trading.basket_trade_bucket
