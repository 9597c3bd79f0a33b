"""What must hold before stake is added, removed or moved, in the order in which clients see the errors.

Amounts in rao. Economics, sections 4.2, 4.4 and 4.6.
"""

from typing import Protocol

from chain.codec import Record
from chain.frame import ModuleError
from chain.pallets.staking.limits import PriceLimits
from chain.pallets.staking.trading import MIN_STAKE
from chain.pallets.subtensor_module.errors import (
    AmountTooLow,
    HotKeyAccountNotExists,
    InsufficientLiquidity,
    NotEnoughBalanceToStake,
    NotEnoughStakeToWithdraw,
    SameNetuid,
    SlippageTooHigh,
    StakeUnavailable,
    SubnetNotExists,
    SubtokenDisabled,
    TransferDisallowed,
)
from chain.pallets.subtensor_module.types import PerNetwork
from chain.pallets.swap import Side, SwapResult
from chain.primitives.fixed import U64_MAX
from chain.primitives.identifiers import AccountId


class StakeNetworks(Protocol):
    """What staking asks of the networks."""

    def exists(self, netuid: int) -> bool:
        """Whether there is such a network."""
        ...

    def is_subtoken_enabled(self, netuid: int) -> bool:
        """Whether its alpha may be traded."""
        ...

    def netuids(self) -> list[int]:
        """Every network, root included."""
        ...


class StakeHotkeys(Protocol):
    """What staking asks of the hotkey accounts."""

    def exists(self, hotkey: AccountId) -> bool:
        """Whether somebody owns the hotkey."""
        ...

    def owns(self, coldkey: AccountId, hotkey: AccountId) -> bool:
        """Whether the coldkey owns the hotkey."""
        ...


class StakeParameters(Protocol):
    """The parameters of staking."""

    @property
    def transfer_toggle(self) -> PerNetwork[bool]:
        """Whether stake on a network may change its coldkey."""
        ...


class StakeMarket(Protocol):
    """Where trades are tried out."""

    def quote(self, netuid: int, side: Side, amount: int) -> SwapResult:
        """What a trade without limit would give."""
        ...

    def approximate_fee(self, netuid: int, amount: int) -> int:
        """The fee contained in an amount."""
        ...


class StakeBalances(Protocol):
    """What coldkeys can pay."""

    def can_remove_balance(self, coldkey: AccountId, amount: int) -> bool:
        """Whether the coldkey can part with so many rao."""
        ...


class StakeHoldings(Protocol):
    """What coldkeys hold."""

    def stake_of(self, hotkey: AccountId, coldkey: AccountId, netuid: int) -> int:
        """What a coldkey holds with a hotkey."""
        ...

    def coldkey_stake(self, coldkey: AccountId, netuid: int) -> int:
        """What a coldkey holds with all hotkeys on a network."""
        ...

    def can_represent(self, hotkey: AccountId, netuid: int, alpha: int) -> bool:
        """Whether adding so much would give any share."""
        ...


class LockedStake(Protocol):
    """Alpha that its holder may not take out yet."""

    def locked(self, coldkey: AccountId, netuid: int) -> int:
        """What of a coldkey's stake on a network is locked."""
        ...


class CollateralStake(Protocol):
    """Alpha that its holder may not take out until emission has released it."""

    def locked_with(self, netuid: int, hotkey: AccountId, coldkey: AccountId) -> int:
        """What of a coldkey's stake with a hotkey is collateral."""
        ...

    def locked_by(self, netuid: int, coldkey: AccountId) -> int:
        """What of a coldkey's stake on a network is collateral."""
        ...


class StakeChecks(Record):
    """The checks of the staking calls. They change nothing."""

    networks: StakeNetworks
    hotkeys: StakeHotkeys
    parameters: StakeParameters
    market: StakeMarket
    balances: StakeBalances
    holdings: StakeHoldings
    locks: LockedStake
    collateral: CollateralStake
    limits: PriceLimits

    def ensure_purchase_fits(self, netuid: int, tao: int) -> None:
        """Raise `InsufficientLiquidity` above a thousand times the reserve."""
        if self.limits.trades_against_pool(netuid) and tao > self.limits.largest_purchase(netuid):
            raise InsufficientLiquidity

    def ensure_sale_fits(self, netuid: int, alpha: int) -> None:
        """Raise `InsufficientLiquidity` above a thousand times the reserve."""
        if self.limits.trades_against_pool(netuid) and alpha > self.limits.largest_sale(netuid):
            raise InsufficientLiquidity

    def ensure_enabled(self, netuid: int) -> None:
        """Raise `SubtokenDisabled` where alpha may not be traded yet."""
        if not self.networks.is_subtoken_enabled(netuid):
            raise SubtokenDisabled

    def ensure_addable(
        self, coldkey: AccountId, hotkey: AccountId, netuid: int, tao: int, maximum: int, *, allow_partial: bool
    ) -> None:
        """Raise the first reason why `tao`, or what a price limit leaves of it, cannot be staked."""
        if not self.networks.exists(netuid):
            raise SubnetNotExists
        self.ensure_enabled(netuid)
        if tao < MIN_STAKE + self._fee_of_min_stake(netuid):
            raise AmountTooLow
        tao = _limited(tao, maximum, allow_partial=allow_partial)
        if not self.balances.can_remove_balance(coldkey, tao):
            raise NotEnoughBalanceToStake
        if not self.hotkeys.exists(hotkey):
            raise HotKeyAccountNotExists
        result = self._try(netuid, Side.BUY, tao)
        if result.amount_paid_in < MIN_STAKE:
            raise AmountTooLow
        if result.amount_paid_out == 0 or not self.holdings.can_represent(hotkey, netuid, result.amount_paid_out):
            raise InsufficientLiquidity

    def ensure_removable(
        self, coldkey: AccountId, hotkey: AccountId, netuid: int, alpha: int, maximum: int, *, allow_partial: bool
    ) -> None:
        """Raise the first reason why `alpha`, or what a price limit leaves of it, cannot be unstaked."""
        if not self.networks.exists(netuid):
            raise SubnetNotExists
        if alpha == 0:
            raise AmountTooLow
        held = self.holdings.stake_of(hotkey, coldkey, netuid)
        if alpha > held:
            raise NotEnoughStakeToWithdraw
        payout = self._try(netuid, Side.SELL, alpha).amount_paid_out
        if held > alpha and payout < MIN_STAKE:
            raise AmountTooLow
        _limited(alpha, maximum, allow_partial=allow_partial)
        if not self.hotkeys.exists(hotkey):
            raise HotKeyAccountNotExists
        self.ensure_free(hotkey, coldkey, netuid, alpha)

    def ensure_movable(self, move: "StakeMove", *, check_toggle: bool) -> None:
        """Raise the first reason why a move between keys or networks cannot be made."""
        same_network = move.origin_netuid == move.destination_netuid
        if same_network and move.keeps_keys():
            raise SameNetuid
        for netuid in (move.origin_netuid, move.destination_netuid):
            if not self.networks.exists(netuid):
                raise SubnetNotExists
        for netuid in (move.origin_netuid, move.destination_netuid):
            self.ensure_enabled(netuid)
        if not (self.hotkeys.exists(move.origin_hotkey) and self.hotkeys.exists(move.destination_hotkey)):
            raise HotKeyAccountNotExists
        if move.alpha > self.holdings.stake_of(move.origin_hotkey, move.origin_coldkey, move.origin_netuid):
            raise NotEnoughStakeToWithdraw
        if not same_network:
            if self._try(move.origin_netuid, Side.SELL, move.alpha).amount_paid_out <= MIN_STAKE:
                raise AmountTooLow
            _limited(move.alpha, move.maximum, allow_partial=move.allow_partial)
        if check_toggle:
            for netuid in (move.origin_netuid, move.destination_netuid):
                if not self.parameters.transfer_toggle[netuid]:
                    raise TransferDisallowed
        position = move.origin_hotkey, move.origin_coldkey, move.origin_netuid
        if same_network:
            # A lock belongs to the coldkey: it stays, or the transfer takes it along. Collateral belongs to the hotkey.
            self._ensure_no_collateral(*position, move.alpha)
        else:
            self.ensure_free(*position, move.alpha)

    def ensure_free(self, hotkey: AccountId, coldkey: AccountId, netuid: int, alpha: int) -> None:
        """Raise `StakeUnavailable` when less than `alpha` of the stake is free of locks and collateral."""
        self._ensure_no_collateral(hotkey, coldkey, netuid, alpha)
        reserved = self.locks.locked(coldkey, netuid) + self.collateral.locked_by(netuid, coldkey)
        if reserved and max(0, self.holdings.coldkey_stake(coldkey, netuid) - reserved) < alpha:
            raise StakeUnavailable

    def _ensure_no_collateral(self, hotkey: AccountId, coldkey: AccountId, netuid: int, alpha: int) -> None:
        held = self.collateral.locked_with(netuid, hotkey, coldkey)
        if held and max(0, self.holdings.stake_of(hotkey, coldkey, netuid) - held) < alpha:
            raise StakeUnavailable

    def _fee_of_min_stake(self, netuid: int) -> int:
        try:
            return self.market.quote(netuid, Side.BUY, MIN_STAKE).fee_paid
        except ModuleError:
            return self.market.approximate_fee(netuid, MIN_STAKE)

    def _try(self, netuid: int, side: Side, amount: int) -> SwapResult:
        try:
            return self.market.quote(netuid, side, amount)
        except ModuleError as error:
            raise InsufficientLiquidity from error


class StakeMove(Record):
    """Stake on its way from one hotkey, coldkey and network to another; `maximum` is what a limit allows."""

    origin_coldkey: AccountId
    origin_hotkey: AccountId
    origin_netuid: int
    destination_coldkey: AccountId
    destination_hotkey: AccountId
    destination_netuid: int
    alpha: int
    maximum: int = U64_MAX
    allow_partial: bool = False

    def keeps_keys(self) -> bool:
        """Whether neither the coldkey nor the hotkey changes."""
        return self.origin_coldkey == self.destination_coldkey and self.origin_hotkey == self.destination_hotkey


def _limited(amount: int, maximum: int, *, allow_partial: bool) -> int:
    if amount > maximum and not allow_partial:
        raise SlippageTooHigh
    return min(amount, maximum)
