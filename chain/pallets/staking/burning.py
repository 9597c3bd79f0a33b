"""The calls that destroy alpha. Economics, section 4.5."""

from typing import Protocol

from chain.frame import Origin, Pallet, call, measured_weight
from chain.pallets.staking.accounts import ROOT, StakeAccounts
from chain.pallets.staking.calls import StakeCalls
from chain.pallets.staking.checks import StakeChecks
from chain.pallets.subtensor_module.errors import (
    CannotBurnOrRecycleOnRootSubnet,
    HotKeyAccountNotExists,
    InsufficientLiquidity,
    SubnetNotExists,
)
from chain.pallets.subtensor_module.events import AddStakeBurn, AlphaBurned, AlphaRecycled
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid, TaoBalance


class BurningPools(Protocol):
    """The alpha outside the pools."""

    def alpha_out(self, netuid: int) -> int:
        """The alpha outside the pool."""
        ...

    def recycle_alpha(self, netuid: int, alpha: int) -> None:
        """Take outside alpha back."""
        ...

    def burn_alpha(self, netuid: int, alpha: int) -> None:
        """Make outside alpha unusable."""
        ...


class AlphaBurning(Pallet, wire="SubtensorModule"):
    """Destroying one's own alpha: burnt alpha still counts as issued, recycled alpha does not."""

    events = (AddStakeBurn, AlphaBurned, AlphaRecycled)
    errors = (CannotBurnOrRecycleOnRootSubnet, HotKeyAccountNotExists, InsufficientLiquidity, SubnetNotExists)

    def connect(
        self, *, checks: StakeChecks, accounts: StakeAccounts, pools: BurningPools, staking: StakeCalls
    ) -> None:
        """Hand over what the calls depend on."""
        self._checks = checks
        self._accounts = accounts
        self._pools = pools
        self._staking = staking

    @call(index=101, weight=measured_weight(172_139_000, reads=13, writes=6))
    def recycle_alpha(self, origin: Origin, hotkey: AccountId, amount: AlphaBalance, netuid: NetUid) -> None:
        """Give up to `amount` rao of staked alpha back, so that it no longer exists."""
        coldkey = origin.ensure_signed()
        alpha = self._take(coldkey, hotkey, amount, netuid)
        self._pools.recycle_alpha(netuid, alpha)
        self.deposit_event(AlphaRecycled(coldkey, hotkey, alpha, netuid))

    @call(index=102, weight=measured_weight(168_964_000, reads=12, writes=4))
    def burn_alpha(self, origin: Origin, hotkey: AccountId, amount: AlphaBalance, netuid: NetUid) -> None:
        """Make up to `amount` rao of staked alpha unusable for ever; it still counts as issued."""
        self._burn(origin.ensure_signed(), hotkey, amount, netuid)

    @call(index=132, weight=measured_weight(967_308_000, reads=33, writes=17))
    def add_stake_burn(
        self, origin: Origin, hotkey: AccountId, netuid: NetUid, amount: TaoBalance, limit: TaoBalance | None
    ) -> None:
        """Buy alpha for `amount` rao of TAO, within a limit if there is one, and burn it at once."""
        coldkey = origin.ensure_signed()
        if limit is None:
            alpha = self._staking.add(coldkey, hotkey, netuid, amount)
        else:
            alpha = self._staking.add_within_limit(coldkey, hotkey, netuid, amount, limit, allow_partial=False)
        self._burn(coldkey, hotkey, alpha, netuid)
        self.deposit_event(AddStakeBurn(netuid, hotkey, amount, alpha))

    def _burn(self, coldkey: AccountId, hotkey: AccountId, amount: int, netuid: int) -> None:
        alpha = self._take(coldkey, hotkey, amount, netuid)
        self._pools.burn_alpha(netuid, alpha)
        self.deposit_event(AlphaBurned(coldkey, hotkey, alpha, netuid))

    def _take(self, coldkey: AccountId, hotkey: AccountId, amount: int, netuid: int) -> int:
        if not self._checks.networks.exists(netuid):
            raise SubnetNotExists
        if netuid == ROOT:
            raise CannotBurnOrRecycleOnRootSubnet
        self._checks.ensure_enabled(netuid)
        if not self._checks.hotkeys.exists(hotkey):
            raise HotKeyAccountNotExists
        alpha = min(amount, self._accounts.stake_of(hotkey, coldkey, netuid))
        if self._pools.alpha_out(netuid) < alpha:
            raise InsufficientLiquidity
        self._checks.ensure_free(hotkey, coldkey, netuid, alpha)
        self._accounts.decrease(hotkey, coldkey, netuid, alpha)
        return alpha
