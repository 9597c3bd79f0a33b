"""What a basket holds and what that is worth. Amounts are rao; the holding on root is TAO.

A holding is worth what its sale would fetch now, all of it at once, free of fees, as claims are. The value of a basket
is the sum: every holding trades against a pool of its own.
"""

from typing import Protocol

from chain.codec import Record
from chain.frame import ModuleError
from chain.pallets.networks.sovereign import basket_account
from chain.pallets.staking.accounts import ROOT
from chain.pallets.swap import MIN_PRICE, Side, SwapResult
from chain.primitives.fixed import U64F64
from chain.primitives.identifiers import AccountId


class FundStakes(Protocol):
    """What coldkeys hold."""

    def stake_of(self, hotkey: AccountId, coldkey: AccountId, netuid: int) -> int:
        """What a coldkey holds with a hotkey."""
        ...


class FundNetworks(Protocol):
    """Where a basket may hold something."""

    def netuids(self) -> list[int]:
        """Every network, root included."""
        ...


class FundMarket(Protocol):
    """What alpha fetches."""

    def is_dynamic(self, netuid: int) -> bool:
        """Whether the network trades against a pool."""
        ...

    def current_alpha_price(self, netuid: int) -> int:
        """TAO per alpha, a raw U64F64."""
        ...

    def simulate(
        self, netuid: int, side: Side, amount: int, limit_price: int, *, drop_fees: bool = False
    ) -> SwapResult:
        """Price a trade and change nothing."""
        ...


class MovingPrices(Protocol):
    """Prices that cannot be moved within a block."""

    def moving_price(self, netuid: int) -> int:
        """The average price of a network's alpha, a raw I96F32."""
        ...


class Holding(Record):
    """What a basket holds of one network, and the TAO that selling all of it would fetch."""

    netuid: int
    alpha: int
    value: int


class BasketFunds:
    """The holdings of baskets, valued."""

    def __init__(
        self, *, stakes: FundStakes, networks: FundNetworks, market: FundMarket, averages: MovingPrices
    ) -> None:
        self._stakes = stakes
        self._networks = networks
        self._market = market
        self._averages = averages

    def netuids(self) -> list[int]:
        """The networks of which a basket may hold something, root first."""
        return sorted(self._networks.netuids())

    def alpha_of(self, hotkey: AccountId, netuid: int) -> int:
        """What a basket holds of one network."""
        return self._stakes.stake_of(hotkey, basket_account(hotkey), netuid)

    def holdings(self, hotkey: AccountId) -> list[Holding]:
        """Everything that a basket holds, root first."""
        held = ((netuid, self.alpha_of(hotkey, netuid)) for netuid in self.netuids())
        return [Holding(netuid, alpha, self.value(netuid, alpha)) for netuid, alpha in held if alpha]

    def nav(self, hotkey: AccountId) -> int:
        """What a basket is worth."""
        return sum(holding.value for holding in self.holdings(hotkey))

    def value(self, netuid: int, alpha: int) -> int:
        """What the sale of so much alpha would fetch; nothing where it cannot be sold."""
        if netuid == ROOT or not self._market.is_dynamic(netuid):
            return alpha
        try:
            return self._market.simulate(netuid, Side.SELL, alpha, MIN_PRICE, drop_fees=True).amount_paid_out
        except ModuleError:
            return 0

    def spot_value(self, netuid: int, alpha: int) -> int:
        """What so much alpha would be worth if its sale did not move the price."""
        return U64F64.to_int(U64F64.mul(alpha << 64, self._market.current_alpha_price(netuid)))

    def guarded_value(self, holding: Holding) -> int:
        """The value of a holding, or its worth at the moving price if that is less: what a moved price cannot raise."""
        if holding.netuid == ROOT:
            return holding.value
        return min(holding.value, holding.alpha * self._averages.moving_price(holding.netuid) >> 32)

    def guarded_nav(self, hotkey: AccountId) -> int:
        """What a basket is worth for the limits of trading."""
        return sum(self.guarded_value(holding) for holding in self.holdings(hotkey))
