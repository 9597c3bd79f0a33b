"""Events of the safe mode. Amounts are in rao."""

from chain.codec import UnitEnum
from chain.frame.event import Event
from chain.primitives.identifiers import AccountId, Balance, BlockNumber


class ExitReason(UnitEnum, path="pallet_safe_mode::pallet::ExitReason"):
    """Why the safe mode ended."""

    Timeout = 0
    Force = 1


class EnteredEvent(Event, index=0, name="Entered"):
    """The safe mode was entered, up to and including this block."""

    until: BlockNumber


class Extended(Event, index=1):
    """The safe mode was extended, up to and including this block."""

    until: BlockNumber


class ExitedEvent(Event, index=2, name="Exited"):
    """The safe mode ended."""

    reason: ExitReason


class DepositPlaced(Event, index=3):
    """An account made a deposit to enter or extend the safe mode."""

    account: AccountId
    amount: Balance


class DepositReleased(Event, index=4):
    """A deposit was returned."""

    account: AccountId
    amount: Balance


class DepositSlashed(Event, index=5):
    """A deposit was taken."""

    account: AccountId
    amount: Balance


class CannotDeposit(Event, index=6):
    """A deposit could not be held."""


class CannotRelease(Event, index=7):
    """A deposit could not be released."""
