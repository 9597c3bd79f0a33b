"""The calls that add stake and take it back. Economics, sections 4.2 to 4.5."""

from typing import Protocol

from chain.frame import DispatchFailure, ModuleError, Origin, Pallet, call, measured_weight
from chain.pallets.staking.accounts import ROOT, StakeAccounts
from chain.pallets.staking.checks import StakeChecks
from chain.pallets.staking.trading import MIN_STAKE, StakeTrading
from chain.pallets.subtensor_module.errors import (
    AmountTooLow,
    HotKeyAccountNotExists,
    InsufficientLiquidity,
    NotEnoughBalanceToStake,
    NotEnoughStakeToWithdraw,
    SlippageTooHigh,
    StakeUnavailable,
    SubnetNotExists,
    SubtokenDisabled,
)
from chain.pallets.swap import MAX_PRICE, MIN_PRICE
from chain.primitives.fixed import U64_MAX, U64F64
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid, TaoBalance

_MILLION = 10**6


class NominationParameters(Protocol):
    """What small nominations are measured by."""

    @property
    def nominator_min_required_stake(self) -> int:
        """The least stake of a nominator, in millionths of the least stake."""
        ...

    @property
    def stake_threshold(self) -> int:
        """The TAO in rao below which a hotkey may not plan to have children."""
        ...


class Delegates(Protocol):
    """Who takes stake of others."""

    def become_delegate(self, hotkey: AccountId) -> None:
        """Others may stake with the hotkey from now on."""
        ...


class PlannedChildren(Protocol):
    """Children that hotkeys are about to get."""

    def drop_pending(self, hotkey: AccountId) -> None:
        """Forget the children that the hotkey was about to get."""
        ...


class NominationLocks(Protocol):
    """Alpha that its holder may not take out yet."""

    def reduce(self, coldkey: AccountId, netuid: int, alpha: int) -> None:
        """Lock so much less."""
        ...


class StakeCalls(Pallet, wire="SubtensorModule"):
    """Adding stake and taking it back, at any price or within a limit."""

    errors = (
        AmountTooLow,
        HotKeyAccountNotExists,
        InsufficientLiquidity,
        NotEnoughBalanceToStake,
        NotEnoughStakeToWithdraw,
        SlippageTooHigh,
        StakeUnavailable,
        SubnetNotExists,
        SubtokenDisabled,
    )

    def connect(
        self,
        *,
        checks: StakeChecks,
        accounts: StakeAccounts,
        trading: StakeTrading,
        parameters: NominationParameters,
        delegates: Delegates,
        children: PlannedChildren,
        locks: NominationLocks,
    ) -> None:
        """Hand over what the calls depend on."""
        self._checks = checks
        self._accounts = accounts
        self._trading = trading
        self._parameters = parameters
        self._delegates = delegates
        self._children = children
        self._locks = locks

    # calls

    @call(index=2, weight=measured_weight(664_064_000, reads=32, writes=16))
    def add_stake(self, origin: Origin, hotkey: AccountId, netuid: NetUid, amount_staked: TaoBalance) -> None:
        """Buy alpha of a network for `amount_staked` rao, at any price, and stake it with a hotkey.

        On root the TAO itself is staked. Others may stake with a hotkey too and share its dividends.
        """
        self.add(origin.ensure_signed(), hotkey, netuid, amount_staked)

    @call(index=88, weight=measured_weight(853_005_000, reads=32, writes=16))
    def add_stake_limit(
        self,
        origin: Origin,
        hotkey: AccountId,
        netuid: NetUid,
        amount_staked: TaoBalance,
        limit_price: TaoBalance,
        allow_partial: bool,
    ) -> None:
        """Stake like `add_stake`, but only until alpha costs `limit_price` rao.

        With `allow_partial` what the limit allows is staked, without it all or nothing.
        """
        self.add_within_limit(
            origin.ensure_signed(), hotkey, netuid, amount_staked, limit_price, allow_partial=allow_partial
        )

    @call(index=3, weight=measured_weight(569_198_000, reads=28, writes=13))
    def remove_stake(self, origin: Origin, hotkey: AccountId, netuid: NetUid, amount_unstaked: AlphaBalance) -> None:
        """Sell `amount_unstaked` rao of alpha staked with a hotkey, at any price, for TAO."""
        self._remove(origin.ensure_signed(), hotkey, netuid, amount_unstaked)

    @call(index=89, weight=measured_weight(740_696_000, reads=27, writes=13))
    def remove_stake_limit(
        self,
        origin: Origin,
        hotkey: AccountId,
        netuid: NetUid,
        amount_unstaked: AlphaBalance,
        limit_price: TaoBalance,
        allow_partial: bool,
    ) -> None:
        """Sell staked alpha like `remove_stake`, but only until it is worth `limit_price` rao."""
        self._remove_within_limit(
            origin.ensure_signed(), hotkey, netuid, amount_unstaked, limit_price, allow_partial=allow_partial
        )

    @call(index=103, weight=measured_weight(754_292_000, reads=27, writes=13))
    def remove_stake_full_limit(
        self, origin: Origin, hotkey: AccountId, netuid: NetUid, limit_price: TaoBalance | None
    ) -> None:
        """Sell all that is staked with a hotkey on a network, all or nothing where there is a limit."""
        coldkey = origin.ensure_signed()
        alpha = self._accounts.stake_of(hotkey, coldkey, netuid)
        if limit_price is None:
            self._remove(coldkey, hotkey, netuid, alpha)
        else:
            self._remove_within_limit(coldkey, hotkey, netuid, alpha, limit_price, allow_partial=False)

    @call(index=83, weight=measured_weight(26_830_000, reads=6))
    def unstake_all(self, origin: Origin, hotkey: AccountId) -> None:
        """Sell all that is staked with a hotkey on every network where that is possible."""
        self._unstake_all(origin.ensure_signed(), hotkey, self._checks.networks.netuids())

    @call(index=84, weight=measured_weight(700_873_000, reads=43, writes=25))
    def unstake_all_alpha(self, origin: Origin, hotkey: AccountId) -> None:
        """Sell all alpha staked with a hotkey and stake the TAO with it on root."""
        coldkey = origin.ensure_signed()
        netuids = [netuid for netuid in self._checks.networks.netuids() if netuid != ROOT]
        total = self._unstake_all(coldkey, hotkey, netuids)
        self._trading.stake_into_subnet(hotkey, coldkey, ROOT, total, MAX_PRICE)

    # for other parts

    def add(self, coldkey: AccountId, hotkey: AccountId, netuid: int, tao: int) -> int:
        """Stake like `add_stake`; the alpha that came out."""
        self._checks.ensure_purchase_fits(netuid, tao)
        self._checks.ensure_addable(coldkey, hotkey, netuid, tao, tao, allow_partial=False)
        return self._trading.stake_into_subnet(hotkey, coldkey, netuid, tao, MAX_PRICE)

    def add_within_limit(
        self, coldkey: AccountId, hotkey: AccountId, netuid: int, tao: int, limit_price: int, *, allow_partial: bool
    ) -> int:
        """Stake like `add_stake_limit`; the alpha that came out."""
        self._checks.ensure_purchase_fits(netuid, tao)
        maximum = self._checks.limits.max_add(netuid, limit_price)
        self._checks.ensure_addable(coldkey, hotkey, netuid, tao, maximum, allow_partial=allow_partial)
        if not self._checks.hotkeys.owns(coldkey, hotkey):
            self._delegates.become_delegate(hotkey)
        return self._trading.stake_into_subnet(hotkey, coldkey, netuid, min(tao, maximum), limit_price)

    def clear_small_nominations(self) -> None:
        """Give back every stake of a nominator that is below the least one."""
        for (hotkey, coldkey, netuid), _ in list(self._accounts.alpha_v2.items()):
            self._clear_small_nomination(hotkey, coldkey, netuid)

    # inner

    def _remove(self, coldkey: AccountId, hotkey: AccountId, netuid: int, alpha: int) -> None:
        self._checks.ensure_enabled(netuid)
        alpha = min(alpha, self._accounts.stake_of(hotkey, coldkey, netuid))
        self._checks.ensure_sale_fits(netuid, alpha)
        self._checks.ensure_removable(coldkey, hotkey, netuid, alpha, alpha, allow_partial=False)
        self._trading.unstake_from_subnet(hotkey, coldkey, coldkey, netuid, alpha, MIN_PRICE)
        self._after_removal(coldkey, hotkey, netuid)

    def _remove_within_limit(
        self, coldkey: AccountId, hotkey: AccountId, netuid: int, alpha: int, limit_price: int, *, allow_partial: bool
    ) -> None:
        self._checks.ensure_sale_fits(netuid, alpha)
        maximum = self._checks.limits.max_remove(netuid, limit_price)
        self._checks.ensure_removable(coldkey, hotkey, netuid, alpha, maximum, allow_partial=allow_partial)
        self._trading.unstake_from_subnet(hotkey, coldkey, coldkey, netuid, min(alpha, maximum), limit_price)
        self._after_removal(coldkey, hotkey, netuid)

    def _after_removal(self, coldkey: AccountId, hotkey: AccountId, netuid: int) -> None:
        self._clear_small_nomination(hotkey, coldkey, netuid)
        threshold = self._parameters.stake_threshold
        if threshold and self._accounts.total_hotkey_stake(hotkey) < threshold:
            self._children.drop_pending(hotkey)

    def _unstake_all(self, coldkey: AccountId, hotkey: AccountId, netuids: list[int]) -> int:
        """Sell everything wherever the checks allow it; the TAO that came out."""
        if not self._checks.hotkeys.exists(hotkey):
            raise HotKeyAccountNotExists
        total = 0
        for netuid in netuids:
            if not self._checks.networks.is_subtoken_enabled(netuid):
                continue
            alpha = self._accounts.stake_of(hotkey, coldkey, netuid)
            try:
                self._checks.ensure_removable(coldkey, hotkey, netuid, alpha, alpha, allow_partial=False)
            except ModuleError:
                continue
            total += self._trading.unstake_from_subnet(hotkey, coldkey, coldkey, netuid, alpha, MIN_PRICE)
            self._clear_small_nomination(hotkey, coldkey, netuid)
        return total

    def _clear_small_nomination(self, hotkey: AccountId, coldkey: AccountId, netuid: int) -> None:
        factor = self._parameters.nominator_min_required_stake
        if factor == 0 or self._checks.hotkeys.owns(coldkey, hotkey):
            return
        worth = min(U64_MAX, factor * MIN_STAKE // _MILLION)
        price = self._accounts.price_of(netuid)
        least = U64F64.to_int(U64F64.safe_div(worth << 64, price))
        held = self._accounts.stake_of(hotkey, coldkey, netuid)
        if not 0 < held < least:
            return
        try:
            with self.state.layer():
                self._trading.unstake_from_subnet(hotkey, coldkey, coldkey, netuid, held, MIN_PRICE)
        except DispatchFailure:
            self._accounts.decrease(hotkey, coldkey, netuid, held)
        self._locks.reduce(coldkey, netuid, held)
