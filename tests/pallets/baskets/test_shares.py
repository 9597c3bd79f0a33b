"""Shares of baskets: what they cost, what they pay, and that nothing is lost or made on the way."""

import pytest

from chain.frame import InvariantBroken
from chain.pallets.networks.sovereign import basket_account, is_basket_account
from chain.pallets.subtensor_module.errors import (
    AmountTooLow,
    CannotUseSystemAccount,
    HotKeyAccountNotExists,
    HotKeyNotRegisteredInSubNet,
    NewHotKeyNotCleanForRootSwap,
    NotEnoughBalanceToStake,
)
from chain.pallets.subtensor_module.events import (
    BasketAlphaWrittenOff,
    BasketClaimed,
    BasketHoldingConverted,
    BasketStakedIn,
    RootClaimed,
)
from chain.primitives.fixed.wire import I96f32
from tests.economics.world import coldkey, hotkey
from tests.pallets.baskets.funds import (
    ESCROW,
    HOTKEY,
    NETUID,
    OTHER_STAKER,
    SECOND,
    STAKER,
    TAO,
    VALIDATOR,
    BasketChain,
)


@pytest.fixture
def chain() -> BasketChain:
    return BasketChain()


def test_the_first_tao_is_kept_as_tao_at_one_share_a_rao(chain: BasketChain) -> None:
    money = chain.free()
    assert chain.stake_in(10) == 10 * TAO
    assert (money - chain.free(), chain.held(0), chain.nav()) == (10 * TAO, 10 * TAO, 10 * TAO)
    assert chain.parts.baskets.basket_shares[HOTKEY] == 10 * TAO
    assert chain.parts.baskets.basket_deposited_tao[HOTKEY] == 10 * TAO
    assert chain.events(BasketStakedIn) == [BasketStakedIn(HOTKEY, STAKER, 10 * TAO, 10 * TAO, 10 * TAO)]
    assert HOTKEY in chain.parts.stakes.hotkeys_of(STAKER)
    chain.check()


def test_reasons_not_to_take_tao_come_in_order(chain: BasketChain) -> None:
    with pytest.raises(HotKeyAccountNotExists):
        chain.stake_in(0, validator=hotkey(9))
    chain.add_hotkey(9)
    with pytest.raises(HotKeyNotRegisteredInSubNet):
        chain.stake_in(0, validator=hotkey(9))
    with pytest.raises(AmountTooLow):
        chain.stake_in(0)
    with pytest.raises(NotEnoughBalanceToStake):
        chain.stake_in(20_000)


def test_later_tao_buys_every_holding_in_proportion_and_pays_its_own_fees(chain: BasketChain) -> None:
    chain.stake_in(40)
    chain.swap(0, NETUID, 30 * TAO)
    cash, alpha, nav = chain.held(0), chain.held(NETUID), chain.nav()
    shares = chain.stake_in(20, who=OTHER_STAKER)
    assert chain.held(0) - cash == pytest.approx(5 * TAO, rel=0.01)
    assert chain.held(NETUID) - alpha == pytest.approx(15 * TAO, rel=0.01)
    assert 0.99 * 20 * TAO < shares < 40 * TAO * 20 * TAO / nav
    assert chain.parts.baskets.payout(HOTKEY, STAKER) >= nav * (1 - 1e-6)
    chain.check()


def test_shares_are_no_more_than_the_part_of_every_holding_that_was_bought(chain: BasketChain) -> None:
    """In shallow pools a purchase raises what the basket held before; the buyer gets nothing of that."""
    shallow = BasketChain(tao=100 * TAO)
    shallow.parts.parameters.basket_liquidity_cap = 65_535
    shallow.stake_in(10)
    shallow.price(NETUID, 1.0)
    shallow.swap(0, NETUID, TAO // 2)
    held = {netuid: shallow.held(netuid) for netuid in (0, NETUID)}
    before = shallow.parts.baskets.basket_shares[HOTKEY]
    shares = shallow.stake_in(100, who=OTHER_STAKER)
    for netuid, alpha in held.items():
        assert shares * alpha <= (shallow.held(netuid) - alpha) * before
    shallow.check()


def test_a_claim_pays_root_stake_for_the_part_of_everything(chain: BasketChain) -> None:
    chain.stake_in(30)
    chain.stake_in(10, who=OTHER_STAKER)
    chain.swap(0, NETUID, 20 * TAO)
    expected = chain.parts.baskets.payout(HOTKEY, OTHER_STAKER)
    paid = chain.claim(OTHER_STAKER)
    assert paid == expected
    assert chain.events(BasketClaimed) == [BasketClaimed(HOTKEY, OTHER_STAKER, paid)]
    assert chain.events(RootClaimed) == [RootClaimed(OTHER_STAKER, paid)]
    assert chain.owed(OTHER_STAKER) == 0
    assert (HOTKEY, OTHER_STAKER) not in chain.parts.baskets.basket_claimed
    assert chain.parts.baskets.basket_shares[HOTKEY] == 30 * TAO
    assert chain.parts.baskets.basket_redeemed_tao[HOTKEY] == paid
    assert chain.nav() >= 30 * TAO * 0.999
    chain.check()


def test_a_claim_takes_nothing_off_the_part_of_the_others() -> None:
    shallow = BasketChain(tao=100 * TAO)
    shallow.parts.parameters.basket_liquidity_cap = 65_535
    shallow.stake_in(10)
    shallow.stake_in(10, who=OTHER_STAKER)
    for _ in range(8):
        shallow.price(NETUID, 5.0)
        shallow.parts.coinbase.subnet_moving_price[NETUID] = I96f32(
            shallow.parts.swap.current_alpha_price(NETUID) >> 32
        )
        shallow.swap(0, NETUID, TAO // 2)
    cash, others = shallow.held(0), shallow.parts.baskets.payout(HOTKEY, STAKER)
    paid = shallow.claim(OTHER_STAKER)
    kept = shallow.held(0) - cash // 2
    assert paid == pytest.approx(others, rel=1e-6)
    assert kept > 0
    # The surplus makes good what the sale took off the price of the rest.
    assert shallow.parts.baskets.payout(HOTKEY, STAKER) == pytest.approx(others, abs=10)
    shallow.check()


def test_the_last_claim_empties_the_basket_and_the_next_begins_anew(chain: BasketChain) -> None:
    chain.stake_in(30)
    chain.swap(0, NETUID, 20 * TAO)
    nav = chain.nav()
    assert chain.claim() == nav
    assert (chain.held(0), chain.held(NETUID), chain.nav()) == (0, 0, 0)
    assert not chain.parts.baskets.has_shares(HOTKEY)
    assert chain.stake_in(5, who=OTHER_STAKER) == 5 * TAO
    chain.check()


def test_root_alone_claims_all_baskets_and_other_networks_none(chain: BasketChain) -> None:
    chain.stake_in(10)
    chain.signed(STAKER, "claim_root", subnets=frozenset({NETUID}))
    assert chain.owed() == 10 * TAO
    chain.signed(STAKER, "claim_root", subnets=frozenset({0}))
    assert (chain.owed(), chain.root_stake(STAKER)) == (0, 10 * TAO)


def test_a_claim_below_the_threshold_is_put_off(chain: BasketChain) -> None:
    chain.stake_in(1)
    chain.parts.parameters.root_claimable_threshold[0] = I96f32(2 * TAO << 32)
    assert (chain.claim(), chain.owed()) == (0, TAO)
    chain.parts.parameters.root_claimable_threshold[0] = I96f32(TAO << 32)
    assert chain.claim() == TAO
    assert chain.claim() == 0


def test_alpha_that_cannot_be_sold_is_given_up_part_by_part_and_no_tao_comes_in_meanwhile(chain: BasketChain) -> None:
    chain.stake_in(30)
    chain.stake_in(10, who=OTHER_STAKER)
    chain.swap(0, NETUID, 20 * TAO)
    alpha = chain.held(NETUID)
    chain.parts.pools.subnet_tao[NETUID] = 0
    with pytest.raises(AmountTooLow):
        chain.stake_in(10)
    chain.claim(OTHER_STAKER)
    assert chain.events(BasketAlphaWrittenOff) == [BasketAlphaWrittenOff(HOTKEY, NETUID, alpha // 4)]
    assert chain.held(NETUID) == pytest.approx(alpha * 3 / 4, abs=2)


def test_shares_and_root_dividends_are_claimed_together(chain: BasketChain) -> None:
    chain.stake_in(10)
    chain.signed(STAKER, "add_stake", hotkey=HOTKEY, netuid=0, amount_staked=100 * TAO)
    chain.parts.pools.mint_alpha_out(NETUID, 4 * TAO)
    chain.parts.root_dividends.increase_root_claimable(HOTKEY, NETUID, 4 * TAO)
    paid = chain.claim()
    assert 13 * TAO < paid < 14 * TAO
    assert chain.events(RootClaimed) == [RootClaimed(STAKER, paid)]


def test_dividends_of_what_a_basket_holds_raise_its_value(chain: BasketChain) -> None:
    chain.stake_in(40)
    chain.swap(0, NETUID, 20 * TAO)
    nav = chain.nav()
    chain.parts.pools.mint_alpha_out(NETUID, TAO)
    chain.parts.stakes.increase_for_all(HOTKEY, NETUID, TAO)
    assert chain.nav() - nav == pytest.approx(TAO, rel=0.01)
    assert chain.parts.baskets.payout(HOTKEY, STAKER) == chain.nav()


def test_a_network_that_ends_leaves_tao_in_the_basket(chain: BasketChain) -> None:
    chain.stake_in(40)
    chain.swap(0, NETUID, 20 * TAO)
    cash = chain.held(0)
    chain.parts.dissolution.dissolve(NETUID)
    (converted,) = chain.events(BasketHoldingConverted)
    assert (converted.hotkey, converted.netuid) == (HOTKEY, NETUID)
    assert converted.tao > 0
    assert (chain.held(0), chain.held(NETUID)) == (cash + converted.tao, 0)
    assert chain.free(ESCROW) == 0
    assert chain.owed() == 40 * TAO
    chain.check()


def test_nobody_gives_stake_to_a_basket_by_a_transfer(chain: BasketChain) -> None:
    chain.signed(STAKER, "add_stake", hotkey=HOTKEY, netuid=NETUID, amount_staked=10 * TAO)
    with pytest.raises(CannotUseSystemAccount):
        chain.signed(
            STAKER,
            "transfer_stake",
            destination_coldkey=ESCROW,
            hotkey=HOTKEY,
            origin_netuid=NETUID,
            destination_netuid=NETUID,
            alpha_amount=TAO,
        )


def test_a_basket_follows_its_validator_to_a_new_hotkey(chain: BasketChain) -> None:
    chain.stake_in(40)
    chain.swap(0, NETUID, 20 * TAO)
    nav, bucket = chain.nav(), chain.parts.basket_trading.basket_trade_bucket[HOTKEY]
    chain.parts.parameters.basket_trading_frozen[HOTKEY] = ()
    chain.go_to(50)
    chain.signed(VALIDATOR, "swap_hotkey", hotkey=HOTKEY, new_hotkey=hotkey(7), netuid=None)
    assert chain.parts.basket_funds.nav(hotkey(7)) == pytest.approx(nav, abs=5)
    assert chain.nav() == 0
    assert chain.owed(STAKER, hotkey(7)) == 40 * TAO
    assert chain.parts.basket_trading.basket_trade_bucket[hotkey(7)] == bucket
    assert chain.parts.basket_trading.is_frozen(hotkey(7))
    assert not chain.parts.basket_trading.is_frozen(HOTKEY)
    chain.check()


def test_a_swap_on_one_network_takes_nothing_out_of_the_basket(chain: BasketChain) -> None:
    chain.stake_in(40)
    chain.swap(0, NETUID, 20 * TAO)
    held = chain.held(NETUID)
    chain.signed(VALIDATOR, "add_stake", hotkey=HOTKEY, netuid=NETUID, amount_staked=10 * TAO)
    chain.go_to(50)
    chain.signed(VALIDATOR, "swap_hotkey", hotkey=HOTKEY, new_hotkey=hotkey(7), netuid=NETUID)
    assert chain.parts.stakes.stake_of(hotkey(7), VALIDATOR, NETUID) > 9 * TAO
    assert chain.held(NETUID) == pytest.approx(held, abs=5)
    assert chain.owed() == 40 * TAO
    chain.check()


def test_a_hotkey_with_a_basket_takes_over_no_other_on_root(chain: BasketChain) -> None:
    chain.add_hotkey(8)
    chain.parts.accounts.create_if_missing(VALIDATOR, hotkey(8))
    chain.parts.baskets.basket_shares[hotkey(8)] = 1
    chain.go_to(50)
    chain.parts.accounts.owner[hotkey(8)] = VALIDATOR
    with pytest.raises(NewHotKeyNotCleanForRootSwap):
        chain.signed(VALIDATOR, "swap_hotkey", hotkey=HOTKEY, new_hotkey=hotkey(8), netuid=None)


def test_shares_follow_a_coldkey(chain: BasketChain) -> None:
    chain.stake_in(10)
    chain.stake_in(4, who=OTHER_STAKER)
    chain.parts.baskets.move_coldkey(STAKER, OTHER_STAKER)
    assert (chain.owed(STAKER), chain.owed(OTHER_STAKER)) == (0, 14 * TAO)
    chain.check()


def test_escrow_accounts_are_told_from_others() -> None:
    assert is_basket_account(ESCROW) and ESCROW == basket_account(HOTKEY) != basket_account(hotkey(2))
    assert not is_basket_account(coldkey(1))


def test_shares_that_nobody_holds_are_noticed(chain: BasketChain) -> None:
    chain.stake_in(10)
    chain.parts.baskets.basket_shares[HOTKEY] += 1
    with pytest.raises(InvariantBroken):
        chain.parts.baskets.check_invariants()


def test_many_stakers_and_trades_leave_every_rao_accounted_for(chain: BasketChain) -> None:
    stakers = [coldkey(100 + number) for number in range(6)]
    for number, who in enumerate(stakers):
        chain.balances.mint_into(who, 1_000 * TAO)
        chain.stake_in(7 + 3 * number, who=who)
        if number % 2:
            chain.go_to(chain.block + 7_200)
            chain.swap(0, (NETUID, SECOND)[number % 3 == 0], chain.held(0) // 2)
        chain.check()
    issuance = chain.balances.total_issuance
    paid = sum(chain.claim(who) for who in stakers)
    chain.check()
    assert chain.balances.total_issuance == issuance
    assert chain.nav() == 0 and not chain.parts.baskets.has_shares(HOTKEY)
    brought = sum(7 + 3 * number for number in range(6)) * TAO
    assert 0.99 * brought < paid < brought
