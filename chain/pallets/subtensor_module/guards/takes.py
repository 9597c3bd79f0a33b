"""CheckDelegateTake: takes inside their bounds, by the owner of the hotkey."""

from typing import Protocol

from chain.frame.call import Call
from chain.pallets.subtensor_module.errors import (
    DelegateTakeTooHigh,
    DelegateTakeTooLow,
    HotKeyAccountNotExists,
    NonAssociatedColdKey,
)
from chain.primitives.identifiers import AccountId


class TakeBounds(Protocol):
    """The bounds of takes."""

    @property
    def min_delegate_take(self) -> int:
        """The lowest, of 65535."""
        ...

    @property
    def max_delegate_take(self) -> int:
        """The highest, of 65535."""
        ...


class TakeAccounts(Protocol):
    """Who owns the hotkey."""

    def exists(self, hotkey: AccountId) -> bool:
        """Whether somebody does."""
        ...

    def owns(self, coldkey: AccountId, hotkey: AccountId) -> bool:
        """Whether this coldkey does."""
        ...


class DelegateTakeGuard:
    """Refuses changes of a take that could only fail."""

    def __init__(self, *, parameters: TakeBounds, accounts: TakeAccounts) -> None:
        self._parameters = parameters
        self._accounts = accounts

    def __call__(self, call: Call, who: AccountId) -> None:
        """Raise what stands against the change of a take; other calls pass."""
        if not call.is_any_of("SubtensorModule", "increase_take", "decrease_take"):
            return
        if call["take"] < self._parameters.min_delegate_take:
            raise DelegateTakeTooLow
        if call["take"] > self._parameters.max_delegate_take:
            raise DelegateTakeTooHigh
        if not self._accounts.exists(call["hotkey"]):
            raise HotKeyAccountNotExists
        if not self._accounts.owns(who, call["hotkey"]):
            raise NonAssociatedColdKey
