"""Buying stake that becomes collateral. Amounts are rao, limits rao of TAO per alpha."""

from typing import Protocol

from chain.frame import ModuleError
from chain.pallets.staking.checks import StakeChecks
from chain.pallets.subtensor_module.errors import InsufficientLiquidity, SlippageTooHigh
from chain.pallets.swap import Side, SwapResult
from chain.pallets.swap.errors import PriceLimitExceeded
from chain.primitives.fixed import U64F64
from chain.primitives.identifiers import AccountId

RAO_PER_ALPHA = 10**9
REGISTRATION_TOLERANCE_PERCENT = 5
"""By how much a registration's purchase may move the price."""


class CollateralMarket(Protocol):
    """Where alpha is bought."""

    def current_alpha_price(self, netuid: int) -> int:
        """TAO per alpha, a raw U64F64."""
        ...

    def quote(self, netuid: int, side: Side, amount: int) -> SwapResult:
        """What a trade without limit would give."""
        ...


class CollateralTrading(Protocol):
    """Who stakes what was bought."""

    def stake_into_subnet(
        self, hotkey: AccountId, coldkey: AccountId, netuid: int, tao: int, limit_price: int, *, drop_fees: bool = False
    ) -> int:
        """Stake TAO of the coldkey with the hotkey; the alpha that came out."""
        ...


class CollateralPurchase:
    """Buys alpha for a position, by TAO or by alpha."""

    def __init__(self, *, checks: StakeChecks, market: CollateralMarket, trading: CollateralTrading) -> None:
        self._checks = checks
        self._market = market
        self._trading = trading

    def worth(self, netuid: int, alpha: int) -> int:
        """The TAO that so much alpha is worth at the price of now, floored."""
        return U64F64.to_int(U64F64.mul(alpha << 64, self._market.current_alpha_price(netuid)))

    def spend(self, coldkey: AccountId, hotkey: AccountId, netuid: int, tao: int) -> int:
        """Stake `tao` at a price at most 5% above that of now; the alpha that came out. Raises `SlippageTooHigh`."""
        price = self._market.current_alpha_price(netuid) * RAO_PER_ALPHA * (100 + REGISTRATION_TOLERANCE_PERCENT)
        limit = price // 100 >> 64
        if tao > self._up_to(netuid, limit):
            raise SlippageTooHigh
        return self._trading.stake_into_subnet(hotkey, coldkey, netuid, tao, limit)

    def buy(self, coldkey: AccountId, hotkey: AccountId, netuid: int, alpha: int, limit_price: int) -> int:
        """Stake at least `alpha`, for as little TAO as buys it; the alpha that came out.

        Raises what `StakeChecks.ensure_addable` raises, in its order, and `InsufficientLiquidity`.
        """
        tao = self._cost(netuid, alpha)
        maximum = self._up_to(netuid, limit_price)
        self._checks.ensure_addable(coldkey, hotkey, netuid, tao, maximum, allow_partial=False)
        return self._trading.stake_into_subnet(hotkey, coldkey, netuid, tao, limit_price)

    def _up_to(self, netuid: int, limit_price: int) -> int:
        """The TAO that can be spent until alpha costs `limit_price`."""
        try:
            return self._checks.limits.max_add(netuid, limit_price)
        except PriceLimitExceeded:
            return 0

    def _cost(self, netuid: int, alpha: int) -> int:
        """The least TAO, fee included, for which at least `alpha` comes out."""
        low, high = 0, max(1, self.worth(netuid, alpha))
        largest = self._checks.limits.largest_purchase(netuid)
        while self._bought(netuid, high) < alpha:
            if high >= largest:
                raise InsufficientLiquidity
            low, high = high, min(2 * high, largest)
        while low + 1 < high:
            middle = (low + high) // 2
            if self._bought(netuid, middle) < alpha:
                low = middle
            else:
                high = middle
        return high

    def _bought(self, netuid: int, tao: int) -> int:
        try:
            return self._market.quote(netuid, Side.BUY, tao).amount_paid_out
        except ModuleError as error:
            raise InsufficientLiquidity from error
