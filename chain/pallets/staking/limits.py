"""How much may be staked, unstaked or moved before a price limit is reached. Amounts in rao, limits in rao per alpha.

Economics, sections 4.3, 4.5 and 4.6. Errors of the simulated trade pass through.
"""

from typing import Protocol

from chain.pallets.staking.accounts import ROOT
from chain.pallets.swap import Side, SwapResult
from chain.primitives.fixed import U64_MAX, U64F64

ONE_TO_ONE = 10**9
"""The price of a network without a pool, in rao per alpha."""

MAX_RESERVES = 1_000
"""No trade may bring in more than so many times the reserve it enters."""


class LimitMarket(Protocol):
    """Where trades are tried out."""

    def is_dynamic(self, netuid: int) -> bool:
        """Whether the network trades against a pool."""
        ...

    def current_alpha_price(self, netuid: int) -> int:
        """TAO per alpha, a raw U64F64."""
        ...

    def simulate(self, netuid: int, side: Side, amount: int, limit_price: int) -> SwapResult:
        """Price a trade and change nothing."""
        ...


class LimitPools(Protocol):
    """The reserves."""

    def tao_reserve(self, netuid: int) -> int:
        """The TAO in the pool."""
        ...

    def alpha_reserve(self, netuid: int) -> int:
        """The alpha in the pool."""
        ...


class PriceLimits:
    """Amounts at which a price limit is reached."""

    def __init__(self, market: LimitMarket, pools: LimitPools) -> None:
        self._market = market
        self._pools = pools

    def trades_against_pool(self, netuid: int) -> bool:
        """Whether a trade on the network has a price of its own."""
        return netuid != ROOT and self._market.is_dynamic(netuid)

    def largest_purchase(self, netuid: int) -> int:
        """The most TAO that a single trade may bring in."""
        return min(U64_MAX, self._pools.tao_reserve(netuid) * MAX_RESERVES)

    def largest_sale(self, netuid: int) -> int:
        """The most alpha that a single trade may bring in."""
        return min(U64_MAX, self._pools.alpha_reserve(netuid) * MAX_RESERVES)

    def max_add(self, netuid: int, limit_price: int) -> int:
        """The TAO, fee included, that can be staked until alpha costs `limit_price`."""
        if not self.trades_against_pool(netuid):
            return U64_MAX if limit_price >= ONE_TO_ONE else 0
        return self._up_to(netuid, Side.BUY, self.largest_purchase(netuid), limit_price)

    def max_remove(self, netuid: int, limit_price: int) -> int:
        """The alpha, fee included, that can be unstaked until alpha costs `limit_price`."""
        if not self.trades_against_pool(netuid):
            return U64_MAX if limit_price <= ONE_TO_ONE else 0
        return self._up_to(netuid, Side.SELL, self.largest_sale(netuid), limit_price)

    def max_move(self, origin: int, destination: int, limit_price: int) -> int:
        """The alpha that can be moved until the price of the origin over that of the destination is `limit_price`."""
        if not self.trades_against_pool(origin):
            if not self.trades_against_pool(destination):
                return U64_MAX if limit_price <= ONE_TO_ONE else 0
            if limit_price == 0:
                return U64_MAX
            inverse = U64F64.div(ONE_TO_ONE << 64, limit_price << 64)
            return self.max_add(destination, U64F64.to_int(U64F64.mul(inverse, ONE_TO_ONE << 64)))
        if not self.trades_against_pool(destination):
            return self.max_remove(origin, limit_price)
        return self._max_move_between_pools(origin, destination, limit_price)

    def _up_to(self, netuid: int, side: Side, amount: int, limit_price: int) -> int:
        result = self._market.simulate(netuid, side, amount, limit_price)
        return min(U64_MAX, result.amount_paid_in + result.fee_paid)

    def _max_move_between_pools(self, origin: int, destination: int, limit_price: int) -> int:
        tao_out, alpha_out = self._pools.tao_reserve(origin), self._pools.alpha_reserve(origin)
        tao_in, alpha_in = self._pools.tao_reserve(destination), self._pools.alpha_reserve(destination)
        if 0 in (tao_out, alpha_out, tao_in, alpha_in):
            return 0
        limit = U64F64.div(limit_price << 64, ONE_TO_ONE << 64)
        prices = self._market.current_alpha_price(origin), self._market.current_alpha_price(destination)
        if limit > U64F64.safe_div(*prices):
            return 0
        if limit == 0:
            return U64_MAX
        tao_sum = U64F64.add(tao_out << 64, tao_in << 64)
        bought = U64F64.mul(alpha_in << 64, U64F64.div(tao_out << 64, tao_sum))
        kept = U64F64.mul(alpha_out << 64, U64F64.div(tao_in << 64, tao_sum))
        return U64F64.to_int(U64F64.sub(U64F64.div(bought, limit), kept))
