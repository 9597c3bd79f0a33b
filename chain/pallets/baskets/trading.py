"""Trading by baskets: a validator turns one holding of its basket into another, within limits that protect the holders.

Shares do not change. Each leg fills whole within 2% of the moving price and of the price of now, the stricter of the
two; the TAO in between comes out of a budget that refills over 7,200 blocks; and what is bought may neither become too
large a part of its pool nor of the basket. Amounts are rao.
"""

from typing import Annotated, Protocol

from chain.codec import U64, Bound
from chain.frame import OptionalMap, Origin, Pallet, call, measured_weight
from chain.pallets.baskets.fund import BasketFunds, Holding
from chain.pallets.baskets.pallet import BasketSlots, BasketTrades
from chain.pallets.networks.sovereign import basket_account, subnet_account
from chain.pallets.staking.accounts import ROOT
from chain.pallets.staking.trading import MIN_STAKE
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
from chain.pallets.swap import MAX_PRICE, MIN_PRICE
from chain.pallets.swap.errors import PriceLimitExceeded
from chain.primitives.fixed import U16_MAX
from chain.primitives.hashing import Blake2_128Concat
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid

REFILL_BLOCKS = 7_200
MAX_SLIPPAGE_PERCENT = 2
RAO_PER_ALPHA = 10**9
MAX_LEGS = 128

Leg = tuple[NetUid, NetUid, AlphaBalance, U64]


class TradingParameters(Protocol):
    """What root decides about trading."""

    @property
    def basket_trading_enabled(self) -> bool:
        """Whether baskets trade at all."""
        ...

    @property
    def basket_daily_turnover_cap(self) -> int:
        """The share of a basket that its budget holds, of 65535."""
        ...

    @property
    def basket_liquidity_cap(self) -> int:
        """The share of a pool's alpha that a basket may hold, of 65535."""
        ...

    @property
    def basket_concentration_cap(self) -> int:
        """The share of a basket that one holding may be, of 65535."""
        ...

    def is_basket_frozen(self, hotkey: AccountId) -> bool:
        """Whether root froze the trading of a basket."""
        ...


class TradingNetworks(Protocol):
    """What trading asks of the networks."""

    def exists(self, netuid: int) -> bool:
        """Whether there is such a network."""
        ...

    def is_subtoken_enabled(self, netuid: int) -> bool:
        """Whether its alpha may be traded."""
        ...

    def netuids(self) -> list[int]:
        """Every network, root included."""
        ...


class TradingHotkeys(Protocol):
    """What trading asks of the hotkey accounts."""

    def owns(self, coldkey: AccountId, hotkey: AccountId) -> bool:
        """Whether the coldkey owns the hotkey."""
        ...


class TradingPools(Protocol):
    """The reserves."""

    def alpha_reserve(self, netuid: int) -> int:
        """The alpha in a pool."""
        ...


class TradingLimits(Protocol):
    """How much can be traded until a price is reached."""

    def max_add(self, netuid: int, limit_price: int) -> int:
        """The TAO that can be staked."""
        ...

    def max_remove(self, netuid: int, limit_price: int) -> int:
        """The alpha that can be sold."""
        ...


class TradingPrices(Protocol):
    """Prices."""

    def current_alpha_price(self, netuid: int) -> int:
        """TAO per alpha now, a raw U64F64."""
        ...


class TradingAverages(Protocol):
    """Prices that cannot be moved within a block."""

    def moving_price(self, netuid: int) -> int:
        """The average price, a raw I96F32."""
        ...


class BasketTrading(Pallet, wire="SubtensorModule"):
    """What validators do with the holdings of their baskets."""

    events = (BasketSwapped,)
    errors = (
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

    basket_trade_bucket = OptionalMap[AccountId, tuple[U64, U64]](
        hasher=Blake2_128Concat,
        doc="What was left of a basket's budget, in rao of TAO, and the block of its last trade; full where absent.",
    )

    def connect(
        self,
        *,
        funds: BasketFunds,
        trading: BasketTrades,
        hotkeys: TradingHotkeys,
        neurons: BasketSlots,
        networks: TradingNetworks,
        pools: TradingPools,
        prices: TradingPrices,
        averages: TradingAverages,
        limits: TradingLimits,
        parameters: TradingParameters,
    ) -> None:
        """Hand over what trading depends on."""
        self._funds = funds
        self._trading = trading
        self._hotkeys = hotkeys
        self._neurons = neurons
        self._networks = networks
        self._pools = pools
        self._prices = prices
        self._averages = averages
        self._limits = limits
        self._parameters = parameters

    # calls

    @call(index=150, weight=measured_weight(1_889_030_000, reads=94, writes=48))
    def swap_basket(
        self,
        origin: Origin,
        hotkey: AccountId,
        origin_netuid: NetUid,
        destination_netuid: NetUid,
        amount: AlphaBalance,
        min_amount_out: U64,
    ) -> None:
        """Sell `amount` of one holding of a basket and buy another, as the owner of its hotkey.

        On root a holding is TAO. The trade fails where less than `min_amount_out` comes out, fees taken off.
        """
        coldkey = origin.ensure_signed()
        self._ensure_open(hotkey)
        self._swap(coldkey, hotkey, (origin_netuid, destination_netuid, amount, min_amount_out))

    @call(index=152, weight=measured_weight(1_889_030_000, reads=94, writes=48))
    def swap_basket_many(self, origin: Origin, hotkey: AccountId, legs: Annotated[list[Leg], Bound(MAX_LEGS)]) -> None:
        """Make several trades as `swap_basket` does, all or none.

        A leg is what is sold, what is bought, how much of the first, and the least that has to come out.
        """
        coldkey = origin.ensure_signed()
        self._ensure_open(hotkey)
        if not legs:
            raise BasketSwapBatchEmpty
        for leg in legs:
            self._swap(coldkey, hotkey, leg)

    # reads

    def budget(self, hotkey: AccountId) -> int:
        """The TAO that may go through a basket at once when its budget is full."""
        return self._funds.guarded_nav(hotkey) * self._parameters.basket_daily_turnover_cap // U16_MAX

    def available(self, hotkey: AccountId, budget: int) -> int:
        """What of its budget a basket has now."""
        bucket = self.basket_trade_bucket[hotkey]
        if bucket is None:
            return budget
        left, last_block = bucket
        return min(budget, left + budget * (self.system.block_number - last_block) // REFILL_BLOCKS)

    def is_enabled(self) -> bool:
        """Whether baskets trade at all."""
        return self._parameters.basket_trading_enabled

    def is_frozen(self, hotkey: AccountId) -> bool:
        """Whether root froze the trading of a basket."""
        return self._parameters.is_basket_frozen(hotkey)

    # for other parts

    def move_stake_of_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Let the budget of a basket follow it to another hotkey on root; of two the poorer one and later block."""
        if netuid != ROOT or old not in self.basket_trade_bucket:
            return
        buckets = [self.basket_trade_bucket.take(old), self.basket_trade_bucket[new]]
        known = [bucket for bucket in buckets if bucket is not None]
        self.basket_trade_bucket[new] = min(left for left, _ in known), max(block for _, block in known)

    # inner

    def _ensure_open(self, hotkey: AccountId) -> None:
        if not self.is_enabled():
            raise BasketTradingDisabled
        if self.is_frozen(hotkey):
            raise BasketTradingFrozen

    def _swap(self, coldkey: AccountId, hotkey: AccountId, leg: Leg) -> None:
        source, target, amount, least = leg
        if source == target:
            raise BasketSameSubnet
        if not self._hotkeys.owns(coldkey, hotkey):
            raise NonAssociatedColdKey
        if self._neurons.uid_of(ROOT, hotkey) is None:
            raise HotKeyNotRegisteredInSubNet
        for netuid in (source, target):
            if not self._networks.exists(netuid):
                raise SubnetNotExists
            if netuid != ROOT and not self._networks.is_subtoken_enabled(netuid):
                raise SubtokenDisabled
        if amount == 0:
            raise AmountTooLow
        if amount > self._funds.alpha_of(hotkey, source):
            raise NotEnoughStakeToWithdraw
        budget = self.budget(hotkey)
        available = self.available(hotkey, budget)
        tao = self._sell(hotkey, source, target, amount)
        if tao > available:
            raise BasketTurnoverBudgetExceeded
        bought = self._buy(hotkey, target, tao, drop_fees=source != ROOT)
        if bought < least:
            raise BasketMinOutNotMet
        self._ensure_within_caps(hotkey, target)
        self.basket_trade_bucket[hotkey] = (available - tao, self.system.block_number)
        self.deposit_event(BasketSwapped(hotkey, source, target, amount, tao, bought))

    def _sell(self, hotkey: AccountId, netuid: int, target: int, amount: int) -> int:
        """Sell a part of a holding; the TAO goes to the account of the network that is bought."""
        if netuid != ROOT and amount > self._up_to(netuid, selling=True):
            raise SlippageTooHigh
        tao = self._trading.unstake_from_subnet(
            hotkey, basket_account(hotkey), subnet_account(target), netuid, amount, MIN_PRICE, drop_fees=netuid == ROOT
        )
        if tao < MIN_STAKE:
            raise AmountTooLow
        return tao

    def _buy(self, hotkey: AccountId, netuid: int, tao: int, *, drop_fees: bool) -> int:
        if netuid != ROOT and tao > self._up_to(netuid, selling=False):
            raise SlippageTooHigh
        return self._trading.stake_moved(hotkey, basket_account(hotkey), netuid, tao, MAX_PRICE, drop_fees=drop_fees)

    def _up_to(self, netuid: int, *, selling: bool) -> int:
        """How much can be traded within 2% of the moving price and of the price of now."""
        prices = (self._averages.moving_price(netuid) << 32, self._prices.current_alpha_price(netuid))
        try:
            if selling:
                return self._limits.max_remove(netuid, _rao(max(prices), 100 - MAX_SLIPPAGE_PERCENT))
            return self._limits.max_add(netuid, _rao(min(prices), 100 + MAX_SLIPPAGE_PERCENT))
        except PriceLimitExceeded:
            return 0

    def _ensure_within_caps(self, hotkey: AccountId, netuid: int) -> None:
        """Hold what was bought against its pool and against the basket; TAO may be any part of it."""
        if netuid == ROOT:
            return
        alpha = self._funds.alpha_of(hotkey, netuid)
        if alpha * U16_MAX > self._pools.alpha_reserve(netuid) * self._parameters.basket_liquidity_cap:
            raise BasketLiquidityCapExceeded
        cap = self._parameters.basket_concentration_cap
        subnets = sum(1 for other in self._networks.netuids() if other != ROOT)
        if cap == 0 or subnets < -(-U16_MAX // cap):
            return
        value = self._funds.guarded_value(Holding(netuid, alpha, self._funds.value(netuid, alpha)))
        if value * U16_MAX > self._funds.guarded_nav(hotkey) * cap:
            raise BasketConcentrationCapExceeded


def _rao(price: int, percent: int) -> int:
    """So many percent of a raw U64F64 price, in rao per alpha."""
    return price * RAO_PER_ALPHA * percent // 100 >> 64
