"""Delegates and the part of dividends they keep for themselves (lifecycle 2.10)."""

from typing import Protocol

from chain.frame.call import call
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import StorageMap
from chain.frame.weight import Pays, Weight
from chain.pallets.subtensor_module.errors import (
    DelegateTakeTooHigh,
    DelegateTakeTooLow,
    DelegateTxRateLimitExceeded,
    HotKeyAccountNotExists,
    NonAssociatedColdKey,
)
from chain.pallets.subtensor_module.events import TakeDecreased, TakeIncreased
from chain.pallets.subtensor_module.limits import DELEGATE_TAKES, WaitingRule
from chain.pallets.subtensor_module.types import LastTxBlockDelegateTake, PerU16, RateLimitKey
from chain.primitives.hashing import Blake2_128Concat
from chain.primitives.identifiers import AccountId

DEFAULT_TAKE = 11_796
"""18 %, of 65535."""


class KeyOwners(Protocol):
    """What takes ask of the hotkey accounts."""

    def exists(self, hotkey: AccountId) -> bool:
        """Whether some coldkey owns the hotkey."""
        ...

    def owns(self, coldkey: AccountId, hotkey: AccountId) -> bool:
        """Whether the coldkey owns the hotkey."""
        ...


class TakeLimits(Protocol):
    """What takes ask of the rate limits."""

    def ensure_not_exceeded(self, rule: WaitingRule, key: RateLimitKey, blocks: int) -> None:
        """Raise the rule's error while no more than `blocks` have gone by since the last action."""
        ...

    def record(self, key: RateLimitKey) -> None:
        """Note the action as taken in the current block."""
        ...


class TakeParameters(Protocol):
    """The bounds of a delegate's take."""

    @property
    def min_delegate_take(self) -> int:
        """The lowest take."""
        ...

    @property
    def max_delegate_take(self) -> int:
        """The highest take."""
        ...

    @property
    def tx_delegate_take_rate_limit(self) -> int:
        """Blocks between two changes."""
        ...


class Takes(Pallet, wire="SubtensorModule"):
    """What each delegate keeps of the dividends it earns, before its nominators share the rest."""

    errors = (
        DelegateTakeTooHigh,
        DelegateTakeTooLow,
        DelegateTxRateLimitExceeded,
        HotKeyAccountNotExists,
        NonAssociatedColdKey,
    )
    events = (TakeDecreased, TakeIncreased)

    delegates = StorageMap[AccountId, PerU16](
        hasher=Blake2_128Concat, default=DEFAULT_TAKE, doc="The take of a delegate, of 65535."
    )

    def connect(self, *, accounts: KeyOwners, limits: TakeLimits, parameters: TakeParameters) -> None:
        """Hand over what takes depend on."""
        self._accounts = accounts
        self._limits = limits
        self._parameters = parameters

    # calls

    @call(index=65, weight=Weight(304_895_000, 0), pays=Pays.No)
    def decrease_take(self, origin: Origin, hotkey: AccountId, take: PerU16) -> None:
        """Lower the take of a hotkey the signer owns, at any time.

        Fails with DelegateTakeTooLow unless the new take is below the present one and not below the lowest allowed.
        """
        coldkey = self._ensure_owner(origin, hotkey)
        if hotkey in self.delegates and take >= self.delegates[hotkey]:
            raise DelegateTakeTooLow
        if take < self._parameters.min_delegate_take:
            raise DelegateTakeTooLow
        self._set(hotkey, take)
        self.deposit_event(TakeDecreased(coldkey, hotkey, take))

    @call(index=66, weight=Weight(362_710_000, 0), pays=Pays.No)
    def increase_take(self, origin: Origin, hotkey: AccountId, take: PerU16) -> None:
        """Raise the take of a hotkey the signer owns, once in TxDelegateTakeRateLimit blocks.

        Fails with DelegateTakeTooLow unless the new take is above the present one, with DelegateTakeTooHigh above the
        highest allowed, with DelegateTxRateLimitExceeded too soon after the last change.
        """
        coldkey = self._ensure_owner(origin, hotkey)
        if hotkey in self.delegates and take <= self.delegates[hotkey]:
            raise DelegateTakeTooLow
        if take > self._parameters.max_delegate_take:
            raise DelegateTakeTooHigh
        limit = self._parameters.tx_delegate_take_rate_limit
        self._limits.ensure_not_exceeded(DELEGATE_TAKES, LastTxBlockDelegateTake(hotkey), limit)
        self._set(hotkey, take)
        self.deposit_event(TakeIncreased(coldkey, hotkey, take))

    # for other parts

    def take_of(self, hotkey: AccountId) -> int:
        """The take of a hotkey, of 65535; the default for one that never chose."""
        return self.delegates[hotkey]

    def is_delegate(self, hotkey: AccountId) -> bool:
        """Whether the hotkey has a take of its own."""
        return hotkey in self.delegates

    def delegate_hotkeys(self) -> list[AccountId]:
        """Every delegate, in storage order."""
        return list(self.delegates.keys())

    def become_delegate(self, hotkey: AccountId) -> None:
        """Write the default take for a hotkey that has none."""
        if hotkey not in self.delegates:
            self.delegates[hotkey] = DEFAULT_TAKE

    def move_take(self, old: AccountId, new: AccountId) -> None:
        """Let a delegate go by another hotkey."""
        if old in self.delegates:
            self.delegates[new] = self.delegates.take(old)

    def keep_nothing(self, hotkey: AccountId) -> None:
        """Have a hotkey leave all dividends to those who stake with it."""
        self.delegates[hotkey] = 0

    def _ensure_owner(self, origin: Origin, hotkey: AccountId) -> AccountId:
        coldkey = origin.ensure_signed()
        if not self._accounts.exists(hotkey):
            raise HotKeyAccountNotExists
        if not self._accounts.owns(coldkey, hotkey):
            raise NonAssociatedColdKey
        return coldkey

    def _set(self, hotkey: AccountId, take: int) -> None:
        self.delegates[hotkey] = take
        self._limits.record(LastTxBlockDelegateTake(hotkey))
