"""What clients are told about root baskets: what they hold, who holds shares of them, and what a claim would pay.

A share, which clients call beta, was worth one rao of TAO when its basket began. There is no index of all baskets
here: it stands at one, so the prices that clients call provisional are what a share is worth.
"""

from typing import Annotated

from chain.codec import U32, U64, Struct, TypeName
from chain.frame.runtime_api import RuntimeApi, api_method
from chain.pallets.baskets.fund import BasketFunds, Holding
from chain.pallets.baskets.pallet import Baskets
from chain.pallets.baskets.trading import REFILL_BLOCKS, BasketTrading
from chain.primitives.fixed.wire import U64f64
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid, TaoBalance

ONE = U64f64(1 << 64)
SHARES_PER_BETA = 10**9
LONGEST_PAGE = 64
_PATH = "pallet_subtensor::rpc_info::basket_info"
Price = Annotated[U64f64, TypeName("U64F64")]


class BasketHolding(Struct, path=f"{_PATH}::BasketHolding"):
    """The alpha of one network in a basket, with its worth in rao."""

    netuid: NetUid
    alpha: AlphaBalance
    spot_tao: TaoBalance
    realizable_tao: TaoBalance


class BasketSummary(Struct, path=f"{_PATH}::BasketSummary", params={"AccountId": AccountId}):
    """The basket of a validator, with its worth in rao."""

    hotkey: AccountId
    nav_tao: TaoBalance
    spot_nav_tao: TaoBalance
    shares: U64
    deposited_tao: TaoBalance
    redeemed_tao: TaoBalance
    holdings: list[BasketHolding]


class BasketPosition(Struct, path=f"{_PATH}::BasketPosition", params={"AccountId": AccountId}):
    """The part of a basket that a coldkey holds, with its worth in rao."""

    hotkey: AccountId
    beta: U64
    beta_total: U64
    nav_tao: TaoBalance
    value_tao: TaoBalance
    spot_value_tao: TaoBalance


class BetaPricing(Struct, path=f"{_PATH}::BetaPricing", params={"AccountId": AccountId}):
    """What a share of a basket is worth, in TAO for 10**9 shares."""

    hotkey: AccountId
    spot_price: Price
    display_price: Price
    stake_price: Price
    staker_yield: Price
    staker_twr: Price
    bag_index: Price
    stake_index: Price
    first_block: U64
    provisional: bool
    spot_nav_tao: TaoBalance
    shares: U64
    display_shares: Price


class BetaPricingPage(Struct, path=f"{_PATH}::BetaPricingPage", params={"AccountId": AccountId}):
    """Some of all baskets, and the last hotkey where there are more."""

    pricing: Annotated[list[BetaPricing], TypeName("Vec<BetaPricing<AccountId>>")]
    next: Annotated[AccountId | None, TypeName("Option<AccountId>")]


class BetaPosition(Struct, path=f"{_PATH}::BetaPosition", params={"AccountId": AccountId}):
    """The part of a basket that a coldkey holds, in shares and as clients show them."""

    hotkey: AccountId
    beta: U64
    display_beta: Price
    display_price: Price
    value_tao: TaoBalance
    spot_value_tao: TaoBalance
    provisional: bool


class BasketTradingStatus(Struct, path=f"{_PATH}::BasketTradingStatus"):
    """Whether a basket may trade, and the TAO that may go through it now and with a full budget."""

    enabled: bool
    frozen: bool
    refill_blocks: U64
    tao_available: TaoBalance
    budget_tao: TaoBalance


class BasketClaimPreview(Struct, path=f"{_PATH}::BasketClaimPreview", params={"AccountId": AccountId}):
    """What a claim would pay and how many holdings it would touch; no holding is left unsold as dust."""

    hotkey: AccountId
    accrued_tao: TaoBalance
    redeemable_tao: TaoBalance
    forfeited_tao_est: TaoBalance
    rows: U32
    rows_to_sell: U32
    dust_rows: U32
    swept: U32
    flushed_credits: U32


class BetaBasketRuntimeApi(RuntimeApi, version=1):
    """Baskets of root validators. What is worth something is so in rao of TAO."""

    def __init__(self, baskets: Baskets, trading: BasketTrading, funds: BasketFunds) -> None:
        self._baskets = baskets
        self._trading = trading
        self._funds = funds

    @api_method
    def get_root_basket_owed(self, coldkey: AccountId) -> TaoBalance:
        """What a claim of all shares of a coldkey would pay."""
        return sum(self._baskets.payout(hotkey, coldkey) for hotkey in self._baskets.baskets_of(coldkey))

    @api_method
    def get_basket_payout(self, hotkey: AccountId, coldkey: AccountId) -> TaoBalance:
        """What a claim of a coldkey's shares of one basket would pay."""
        return self._baskets.payout(hotkey, coldkey)

    @api_method
    def get_validator_basket_nav(self, hotkey: AccountId) -> TaoBalance:
        """What selling all of a basket would fetch."""
        return self._funds.nav(hotkey)

    @api_method
    def get_validator_basket(self, hotkey: AccountId) -> list[tuple[NetUid, AlphaBalance, TaoBalance]]:
        """The networks whose alpha is in a basket, how much, and what selling it would fetch."""
        return [(holding.netuid, holding.alpha, holding.value) for holding in self._funds.holdings(hotkey)]

    @api_method
    def get_root_basket_total_nav(self) -> TaoBalance:
        """What selling all baskets would fetch, each by itself."""
        return sum(self._funds.nav(hotkey) for hotkey in self._baskets.hotkeys())

    @api_method
    def get_validator_basket_summary(self, hotkey: AccountId) -> BasketSummary:
        """One basket."""
        holdings = [self._holding(holding) for holding in self._funds.holdings(hotkey)]
        return BasketSummary(
            hotkey=hotkey,
            nav_tao=sum(holding.realizable_tao for holding in holdings),
            spot_nav_tao=sum(holding.spot_tao for holding in holdings),
            shares=self._baskets.basket_shares[hotkey],
            deposited_tao=self._baskets.basket_deposited_tao[hotkey],
            redeemed_tao=self._baskets.basket_redeemed_tao[hotkey],
            holdings=holdings,
        )

    @api_method
    def get_all_validator_baskets(self) -> list[BasketSummary]:
        """All baskets that somebody has a share of."""
        return [self.get_validator_basket_summary(hotkey) for hotkey in self._baskets.hotkeys()]

    @api_method
    def get_root_basket_positions(self, coldkey: AccountId) -> list[tuple[AccountId, U64, TaoBalance]]:
        """The shares that a coldkey holds: hotkey, shares, and what a claim would pay."""
        return [
            (hotkey, self._baskets.owed(hotkey, coldkey), self._baskets.payout(hotkey, coldkey))
            for hotkey in self._baskets.baskets_of(coldkey)
        ]

    @api_method
    def get_basket_position(self, hotkey: AccountId, coldkey: AccountId) -> BasketPosition | None:
        """A coldkey's part of one basket."""
        beta = self._baskets.owed(hotkey, coldkey)
        if beta == 0:
            return None
        summary = self.get_validator_basket_summary(hotkey)
        return BasketPosition(
            hotkey=hotkey,
            beta=beta,
            beta_total=summary.shares,
            nav_tao=summary.nav_tao,
            value_tao=summary.nav_tao * beta // summary.shares,
            spot_value_tao=summary.spot_nav_tao * beta // summary.shares,
        )

    @api_method
    def get_root_basket_portfolio(self, coldkey: AccountId) -> list[BasketPosition]:
        """A coldkey's parts of all baskets."""
        found = (self.get_basket_position(hotkey, coldkey) for hotkey in self._baskets.baskets_of(coldkey))
        return [position for position in found if position is not None]

    @api_method
    def get_beta_pricing(self, hotkey: AccountId) -> BetaPricing | None:
        """What a share of a basket is worth, if anybody has one."""
        summary = self.get_validator_basket_summary(hotkey)
        if summary.shares == 0:
            return None
        price = _ratio(summary.nav_tao, summary.shares)
        return BetaPricing(
            hotkey=hotkey,
            spot_price=_ratio(summary.spot_nav_tao, summary.shares),
            display_price=price,
            stake_price=ONE,
            staker_yield=U64f64(0),
            staker_twr=ONE,
            bag_index=ONE,
            stake_index=ONE,
            first_block=0,
            provisional=True,
            spot_nav_tao=summary.spot_nav_tao,
            shares=summary.shares,
            display_shares=_ratio(summary.shares, SHARES_PER_BETA),
        )

    @api_method
    def get_all_beta_pricing(self, start_after: AccountId | None, limit: U32) -> BetaPricingPage:
        """Up to `limit` baskets, 64 at most and for 0, behind a hotkey in the order of storage."""
        hotkeys = self._baskets.hotkeys()
        start = hotkeys.index(start_after) + 1 if start_after in hotkeys else 0
        end = start + min(limit or LONGEST_PAGE, LONGEST_PAGE)
        found = (self.get_beta_pricing(hotkey) for hotkey in hotkeys[start:end])
        return BetaPricingPage(
            pricing=[pricing for pricing in found if pricing is not None],
            next=hotkeys[end - 1] if end < len(hotkeys) else None,
        )

    @api_method
    def get_beta_index(self) -> tuple[U64f64, U64f64]:
        """The index of baskets and of their stakers' returns: there is none, so both stand at one."""
        return ONE, ONE

    @api_method
    def get_beta_position(self, hotkey: AccountId, coldkey: AccountId) -> BetaPosition | None:
        """A coldkey's part of one basket, as clients show it."""
        position = self.get_basket_position(hotkey, coldkey)
        if position is None:
            return None
        return BetaPosition(
            hotkey=hotkey,
            beta=position.beta,
            display_beta=_ratio(position.beta, SHARES_PER_BETA),
            display_price=_ratio(position.nav_tao, position.beta_total),
            value_tao=position.value_tao,
            spot_value_tao=position.spot_value_tao,
            provisional=True,
        )

    @api_method
    def get_beta_portfolio(self, coldkey: AccountId) -> list[BetaPosition]:
        """A coldkey's parts of all baskets, as clients show them."""
        found = (self.get_beta_position(hotkey, coldkey) for hotkey in self._baskets.baskets_of(coldkey))
        return [position for position in found if position is not None]

    @api_method
    def get_basket_trading_status(self, hotkey: AccountId) -> BasketTradingStatus:
        """Whether and how much a basket may trade."""
        budget = self._trading.budget(hotkey)
        return BasketTradingStatus(
            enabled=self._trading.is_enabled(),
            frozen=self._trading.is_frozen(hotkey),
            refill_blocks=REFILL_BLOCKS,
            tao_available=self._trading.available(hotkey, budget),
            budget_tao=budget,
        )

    @api_method
    def get_basket_claim_preview(self, hotkey: AccountId, coldkey: AccountId) -> BasketClaimPreview | None:
        """What a claim of a coldkey's shares of one basket would do."""
        if self._baskets.owed(hotkey, coldkey) == 0:
            return None
        payout, rows = self._baskets.payout(hotkey, coldkey), len(self._funds.holdings(hotkey))
        redeemable = payout if self._baskets.is_payable(payout) else 0
        return BasketClaimPreview(hotkey, payout, redeemable, 0, rows, rows if redeemable else 0, 0, 0, 0)

    @api_method
    def get_root_basket_claim_previews(self, coldkey: AccountId) -> list[BasketClaimPreview]:
        """What a claim of all shares of a coldkey would do, basket by basket."""
        found = (self.get_basket_claim_preview(hotkey, coldkey) for hotkey in self._baskets.baskets_of(coldkey))
        return [preview for preview in found if preview is not None]

    def _holding(self, holding: Holding) -> BasketHolding:
        spot = self._funds.spot_value(holding.netuid, holding.alpha)
        return BasketHolding(holding.netuid, holding.alpha, spot, holding.value)


def _ratio(amount: int, of: int) -> U64f64:
    return U64f64((amount << 64) // of)
