"""Errors of keys: takes, children, hotkey and coldkey swaps."""

from chain.frame.error import ModuleError


class NotEnoughStakeToSetChildkeys(ModuleError, index=11):
    """The hotkey holds less stake than `StakeThreshold` asks of a parent."""


class NewHotKeyIsSameWithOld(ModuleError, index=22):
    """The new hotkey equals the old one."""


class NewHotKeyNotCleanForRootSwap(ModuleError, index=23):
    """The new hotkey has root stake or root claims of its own; use one that has none."""


class HotKeyAlreadyDelegate(ModuleError, index=28):
    """The hotkey is a delegate already."""


class DelegateTxRateLimitExceeded(ModuleError, index=34):
    """The take was raised fewer than `TxDelegateTakeRateLimit` blocks ago; wait."""


class HotKeySetTxRateLimitExceeded(ModuleError, index=35):
    """The coldkey swapped a hotkey fewer than `TxRateLimit` blocks ago; wait."""


class NotEnoughBalanceToPaySwapHotKey(ModuleError, index=45):
    """The coldkey owns less than the price of a hotkey swap."""


class DelegateTakeTooLow(ModuleError, index=49):
    """The take is below `MinDelegateTake`, or does not move in the direction of the call."""


class DelegateTakeTooHigh(ModuleError, index=50):
    """The take is above `MaxDelegateTake`."""


class ColdKeyAlreadyAssociated(ModuleError, index=58):
    """The new coldkey stakes already; swap to a fresh one."""


class NotEnoughBalanceToPaySwapColdKey(ModuleError, index=59):
    """The coldkey owns less than the price of a coldkey swap."""


class InvalidChild(ModuleError, index=60):
    """A hotkey cannot be its own child."""


class DuplicateChild(ModuleError, index=61):
    """A child is named twice."""


class ProportionOverflow(ModuleError, index=62):
    """The proportions of the children sum to more than the whole (2^64 - 1)."""


class TooManyChildren(ModuleError, index=63):
    """A hotkey may have at most five children on a network."""


class ColdkeySwapAnnouncementNotFound(ModuleError, index=65):
    """The coldkey announced no swap; announce it first."""


class ColdkeySwapTooEarly(ModuleError, index=66):
    """The announced swap may be made only after `ColdkeySwapAnnouncementDelay` blocks."""


class ColdkeySwapReannouncedTooEarly(ModuleError, index=67):
    """Another swap may be announced only after `ColdkeySwapReannouncementDelay` further blocks."""


class AnnouncedColdkeyHashDoesNotMatch(ModuleError, index=68):
    """The new coldkey does not hash to what was announced."""


class ColdkeySwapAlreadyDisputed(ModuleError, index=69):
    """The swap of this coldkey is disputed already."""


class NewColdKeyIsHotkey(ModuleError, index=70):
    """The new coldkey is in use as a hotkey."""


class InvalidChildkeyTake(ModuleError, index=71):
    """The childkey take lies outside the minimum and the maximum of the chain and the network."""


class TxChildkeyTakeRateLimitExceeded(ModuleError, index=72):
    """The childkey take was raised too recently; wait for `TxChildkeyTakeRateLimit` blocks."""


class HotKeySwapOnSubnetIntervalNotPassed(ModuleError, index=95):
    """The coldkey swapped a hotkey on this network too recently; wait for the interval to pass."""


class SameAutoStakeHotkeyAlreadySet(ModuleError, index=120):
    """Rewards are staked to this hotkey already."""


class ChildParentInconsistency(ModuleError, index=123):
    """An account would be child and parent of the same hotkey; remove one relation first."""


class ColdkeySwapAnnounced(ModuleError, index=132):
    """A swap of this coldkey is announced, so it can do nothing but complete, dispute or clear it."""


class ColdkeySwapDisputed(ModuleError, index=133):
    """The swap of this coldkey is disputed, so all its calls fail until root resets it."""


class ColdkeySwapClearTooEarly(ModuleError, index=134):
    """The announcement may be cleared only after `ColdkeySwapReannouncementDelay` further blocks."""
