"""Staking as one step: TAO moves, the pool trades, the share pool changes, the fee is paid, an event tells it.

The calls check first and then come here; registration and the transaction fee use the same steps.
All amounts are rao; limits are rao of TAO per alpha. Economics, sections 3.8 and 4.2 to 4.6.
"""

from typing import Protocol

from chain.frame import ModuleError, Pallet
from chain.pallets.balances.types import Preservation
from chain.pallets.networks.sovereign import BURN_ACCOUNT, subnet_account
from chain.pallets.staking.accounts import ROOT
from chain.pallets.subtensor_module.errors import AmountTooLow, InsufficientLiquidity, InsufficientTaoBalance
from chain.pallets.subtensor_module.events import StakeAdded, StakeRemoved
from chain.pallets.swap import MAX_PRICE, MIN_PRICE, SwapResult
from chain.primitives.fixed import U64F64
from chain.primitives.identifiers import AccountId

MIN_STAKE = 2_000_000
"""The least TAO that a stake operation may move, in rao."""


class Currency(Protocol):
    """The free TAO of accounts."""

    def reducible_balance(self, who: AccountId, preservation: Preservation = ...) -> int:
        """What the account can part with."""
        ...

    def transfer(self, source: AccountId, dest: AccountId, amount: int, preservation: Preservation = ...) -> None:
        """Move an amount."""
        ...


class Books(Protocol):
    """The books of the pools."""

    def buy(self, netuid: int, tao: int, limit_price: int, *, drop_fees: bool = False) -> SwapResult:
        """Trade TAO for alpha."""
        ...

    def sell(self, netuid: int, alpha: int, limit_price: int, *, drop_fees: bool = False) -> SwapResult:
        """Trade alpha for TAO."""
        ...

    def burn_alpha(self, netuid: int, alpha: int) -> None:
        """Make outside alpha unusable."""
        ...

    def remove_alpha_out(self, netuid: int, alpha: int) -> None:
        """Let outside alpha vanish."""
        ...

    def record_user_flow(self, netuid: int, tao: int) -> None:
        """Count TAO that users brought in or took out."""
        ...


class Holdings(Protocol):
    """The share pools."""

    def increase(self, hotkey: AccountId, coldkey: AccountId, netuid: int, alpha: int) -> None:
        """Give a coldkey more stake with a hotkey."""
        ...

    def decrease(self, hotkey: AccountId, coldkey: AccountId, netuid: int, alpha: int) -> None:
        """Take stake away."""
        ...

    def can_represent(self, hotkey: AccountId, netuid: int, alpha: int) -> bool:
        """Whether adding so much would give any share."""
        ...

    def record_change(self, coldkey: AccountId, hotkey: AccountId, block: int) -> None:
        """Remember the block of a change."""
        ...


class Prices(Protocol):
    """What alpha is worth."""

    def current_alpha_price(self, netuid: int) -> int:
        """TAO per alpha, a raw U64F64."""
        ...


class Authorship(Protocol):
    """Who makes the block."""

    def author(self) -> AccountId | None:
        """The account that fees go to, if there is one."""
        ...


class RootClaims(Protocol):
    """What root stakers are owed in dividends; it must not change when their stake does."""

    def root_stake_added(self, hotkey: AccountId, coldkey: AccountId, tao: int) -> None:
        """Stake on root grew."""
        ...

    def root_stake_removed(self, hotkey: AccountId, coldkey: AccountId, tao: int) -> None:
        """Stake on root shrank."""
        ...


class TradedLocks(Protocol):
    """Alpha that its holder may not take out yet."""

    def clean_up(self, coldkey: AccountId, netuid: int) -> None:
        """Forget a lock that came to nothing."""
        ...

    def follow_transfer(self, source: AccountId, destination: AccountId, netuid: int, alpha: int) -> None:
        """Move the part of a lock that a transfer of stake takes along; raises where it may not."""
        ...


class StakeTrading(Pallet, wire="SubtensorModule"):
    """Moves TAO into stake and back. It checks nothing that the calls have to check, and keeps no storage."""

    events = (StakeAdded, StakeRemoved)
    errors = (AmountTooLow, InsufficientLiquidity, InsufficientTaoBalance)

    def connect(
        self,
        *,
        currency: Currency,
        pools: Books,
        accounts: Holdings,
        prices: Prices,
        authorship: Authorship,
        root_claims: RootClaims,
        locks: TradedLocks,
    ) -> None:
        """Hand over what moves when stake moves."""
        self._currency = currency
        self._pools = pools
        self._accounts = accounts
        self._prices = prices
        self._authorship = authorship
        self._root_claims = root_claims
        self._locks = locks

    # for other parts

    def can_remove_balance(self, coldkey: AccountId, amount: int) -> bool:
        """Whether the coldkey can part with so many rao, the existential deposit counted in."""
        return amount <= self._currency.reducible_balance(coldkey, Preservation.EXPENDABLE)

    def move_to_subnet(self, coldkey: AccountId, netuid: int, tao: int) -> int:
        """Move TAO to the account of a network, leaving the coldkey alive; what was moved.

        Raises `InsufficientTaoBalance` when nothing can be moved.
        """
        if tao == 0:
            return 0
        moved = min(tao, self._currency.reducible_balance(coldkey, Preservation.PRESERVE))
        if moved == 0:
            raise InsufficientTaoBalance
        self._currency.transfer(coldkey, subnet_account(netuid), moved, Preservation.PRESERVE)
        return moved

    def lock_for_network(self, coldkey: AccountId, netuid: int, amount: int) -> int:
        """Move the price of a new network to its account; what was moved."""
        return self.move_to_subnet(coldkey, netuid, amount)

    def buy_and_destroy_alpha(self, coldkey: AccountId, netuid: int, tao: int) -> None:
        """Take `tao` from the coldkey, buy alpha at any price and take that alpha out of the supply.

        The fee of the trade stays with the network. Raises what the trade raises.
        """
        moved = self.move_to_subnet(coldkey, netuid, tao)
        bought = self._pools.buy(netuid, moved, MAX_PRICE)
        self._pools.remove_alpha_out(netuid, bought.amount_paid_out)
        self._pools.record_user_flow(netuid, tao)

    def stake_into_subnet(
        self,
        hotkey: AccountId,
        coldkey: AccountId,
        netuid: int,
        tao: int,
        limit_price: int,
        *,
        drop_fees: bool = False,
    ) -> int:
        """Stake up to `tao` of the coldkey with the hotkey; the alpha that came out.

        Raises `InsufficientTaoBalance`, `AmountTooLow`, `InsufficientLiquidity` and what the trade raises.
        """
        moved = self.move_to_subnet(coldkey, netuid, tao)
        return self.stake_moved(hotkey, coldkey, netuid, moved, limit_price, drop_fees=drop_fees)

    def stake_moved(
        self,
        hotkey: AccountId,
        coldkey: AccountId,
        netuid: int,
        moved: int,
        limit_price: int,
        *,
        drop_fees: bool = False,
    ) -> int:
        """Stake TAO that lies on the network's account already; the alpha that came out, with the same errors."""
        result = self._pools.buy(netuid, moved, limit_price, drop_fees=drop_fees)
        alpha = result.amount_paid_out
        if alpha == 0:
            raise AmountTooLow
        if not self._accounts.can_represent(hotkey, netuid, alpha):
            raise InsufficientLiquidity
        self._accounts.increase(hotkey, coldkey, netuid, alpha)
        self._pay_fee(netuid, result.fee_to_block_author)
        self._pools.record_user_flow(netuid, result.amount_paid_in)
        self._locks.clean_up(coldkey, netuid)
        self._accounts.record_change(coldkey, hotkey, self.system.block_number)
        if netuid == ROOT:
            self._root_claims.root_stake_added(hotkey, coldkey, alpha)
        self.deposit_event(StakeAdded(coldkey, hotkey, moved, alpha, netuid, result.fee_paid))
        return alpha

    def unstake_from_subnet(
        self,
        hotkey: AccountId,
        coldkey: AccountId,
        beneficiary: AccountId,
        netuid: int,
        alpha: int,
        limit_price: int,
        *,
        drop_fees: bool = False,
    ) -> int:
        """Sell up to `alpha` of the coldkey's stake for the beneficiary; the TAO that came out.

        What the limit keeps from being sold stays staked. Raises what the trade raises.
        """
        self._accounts.decrease(hotkey, coldkey, netuid, alpha)
        result = self._pools.sell(netuid, alpha, limit_price, drop_fees=drop_fees)
        unsold = max(0, alpha - result.amount_paid_in - result.fee_paid)
        self._accounts.increase(hotkey, coldkey, netuid, unsold)
        self._move_from_subnet(netuid, beneficiary, result.amount_paid_out)
        fee_tao = self._pay_alpha_fee(netuid, result.fee_to_block_author)
        if netuid == ROOT:
            self._root_claims.root_stake_removed(hotkey, coldkey, alpha - unsold)
        self._pools.record_user_flow(netuid, -(result.amount_paid_out + fee_tao))
        self._locks.clean_up(coldkey, netuid)
        self._accounts.record_change(coldkey, hotkey, self.system.block_number)
        self.deposit_event(
            StakeRemoved(coldkey, hotkey, result.amount_paid_out, result.amount_paid_in, netuid, result.fee_paid)
        )
        return result.amount_paid_out

    def transfer_within_subnet(
        self,
        origin: tuple[AccountId, AccountId],
        destination: tuple[AccountId, AccountId],
        netuid: int,
        alpha: int,
    ) -> int:
        """Move stake between (hotkey, coldkey) pairs of one network without a trade; its worth in TAO.

        Raises `AmountTooLow` below the least worth.
        """
        (origin_hotkey, origin_coldkey), (hotkey, coldkey) = origin, destination
        self._locks.follow_transfer(origin_coldkey, coldkey, netuid, alpha)
        self._accounts.decrease(origin_hotkey, origin_coldkey, netuid, alpha)
        self._accounts.increase(hotkey, coldkey, netuid, alpha)
        if netuid == ROOT:
            self._root_claims.root_stake_removed(origin_hotkey, origin_coldkey, alpha)
            self._root_claims.root_stake_added(hotkey, coldkey, alpha)
        worth = U64F64.to_int(U64F64.mul(alpha << 64, self._prices.current_alpha_price(netuid)))
        if worth < MIN_STAKE:
            raise AmountTooLow
        self._accounts.record_change(coldkey, hotkey, self.system.block_number)
        self.deposit_event(StakeRemoved(origin_coldkey, origin_hotkey, worth, alpha, netuid, 0))
        self.deposit_event(StakeAdded(coldkey, hotkey, worth, alpha, netuid, 0))
        return worth

    # inner

    def _move_from_subnet(self, netuid: int, account: AccountId, tao: int) -> None:
        if tao:
            self._currency.transfer(subnet_account(netuid), account, tao, Preservation.EXPENDABLE)

    def _pay_fee(self, netuid: int, tao: int) -> None:
        author = self._authorship.author()
        self._move_from_subnet(netuid, BURN_ACCOUNT if author is None else author, tao)

    def _pay_alpha_fee(self, netuid: int, alpha: int) -> int:
        """Sell a fee in alpha for the author, or burn it when there is none or the pool gives nothing; the TAO paid."""
        author = self._authorship.author()
        if alpha == 0:
            return 0
        if author is None:
            self._pools.burn_alpha(netuid, alpha)
            return 0
        try:
            with self.state.layer():
                tao = self._pools.sell(netuid, alpha, MIN_PRICE, drop_fees=True).amount_paid_out
        except ModuleError:
            self._pools.burn_alpha(netuid, alpha)
            return 0
        self._move_from_subnet(netuid, author, tao)
        return tao
