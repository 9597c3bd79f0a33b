"""What clients are told about root baskets: that there are none.

On the live chain since spec 461 the root dividends of a validator's stakers go into a basket, of which they hold
shares. Here they wait per network until they are claimed (economics section 4), so nobody holds a share and nothing is
owed through one. Wallets ask before they show a balance, and count on an answer.
"""

from chain.codec import U64, Struct
from chain.frame.runtime_api import RuntimeApi, api_method
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid, TaoBalance


class BasketHolding(Struct, path="pallet_subtensor::rpc_info::basket_info::BasketHolding"):
    """The alpha of one network in a basket, with its worth in rao."""

    netuid: NetUid
    alpha: AlphaBalance
    spot_tao: TaoBalance
    realizable_tao: TaoBalance


class BasketSummary(
    Struct, path="pallet_subtensor::rpc_info::basket_info::BasketSummary", params={"AccountId": AccountId}
):
    """The basket of a validator, with its worth in rao."""

    hotkey: AccountId
    nav_tao: TaoBalance
    spot_nav_tao: TaoBalance
    shares: U64
    deposited_tao: TaoBalance
    redeemed_tao: TaoBalance
    holdings: list[BasketHolding]


class BasketPosition(
    Struct, path="pallet_subtensor::rpc_info::basket_info::BasketPosition", params={"AccountId": AccountId}
):
    """The part of a basket that a coldkey holds, with its worth in rao."""

    hotkey: AccountId
    beta: U64
    beta_total: U64
    nav_tao: TaoBalance
    value_tao: TaoBalance
    spot_value_tao: TaoBalance


class BetaBasketRuntimeApi(RuntimeApi, version=1):
    """Root baskets, on a chain without them: every list is empty and every sum is zero."""

    @api_method
    def get_root_basket_owed(self, coldkey: AccountId) -> TaoBalance:
        """What a coldkey's shares are worth, in rao."""
        return 0

    @api_method
    def get_basket_payout(self, hotkey: AccountId, coldkey: AccountId) -> TaoBalance:
        """What a coldkey's share of one basket pays, in rao."""
        return 0

    @api_method
    def get_validator_basket_nav(self, hotkey: AccountId) -> TaoBalance:
        """What a basket is worth, in rao."""
        return 0

    @api_method
    def get_validator_basket(self, hotkey: AccountId) -> list[tuple[NetUid, AlphaBalance, TaoBalance]]:
        """The networks whose alpha is in a basket: netuid, rao of alpha, and its worth in rao."""
        return []

    @api_method
    def get_root_basket_total_nav(self) -> TaoBalance:
        """What all baskets are worth, in rao."""
        return 0

    @api_method
    def get_all_validator_baskets(self) -> list[BasketSummary]:
        """All baskets."""
        return []

    @api_method
    def get_root_basket_positions(self, coldkey: AccountId) -> list[tuple[AccountId, U64, TaoBalance]]:
        """The shares that a coldkey holds: hotkey, shares, and their worth in rao."""
        return []

    @api_method
    def get_basket_position(self, hotkey: AccountId, coldkey: AccountId) -> BasketPosition | None:
        """A coldkey's part of one basket."""
        return None

    @api_method
    def get_root_basket_portfolio(self, coldkey: AccountId) -> list[BasketPosition]:
        """A coldkey's parts of all baskets."""
        return []
