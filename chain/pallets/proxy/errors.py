"""Errors of the proxy pallet.

A client compares the words of NotFound, NotProxy, Duplicate, Unannounced and NoSelfProxy, so these stay as they are.
"""

from chain.frame.error import ModuleError


class TooMany(ModuleError, index=0):
    """The account has as many proxies, or pending announcements, as it may have; remove some first."""


class NotFound(ModuleError, index=1):
    """Proxy registration not found."""


class NotProxy(ModuleError, index=2):
    """Sender is not a proxy of the account to be proxied."""


class Unproxyable(ModuleError, index=3):
    """The type of the proxy does not allow this call. Such a call is refused as `System.CallFiltered` instead."""


class Duplicate(ModuleError, index=4):
    """Account is already a proxy."""


class NoPermission(ModuleError, index=5):
    """Only the pure account itself may end itself, with the facts of its creation; check all five of them."""


class Unannounced(ModuleError, index=6):
    """Announcement, if made at all, was made too recently."""


class NoSelfProxy(ModuleError, index=7):
    """Cannot add self as proxy."""


class AnnouncementDepositInvariantViolated(ModuleError, index=8):
    """An announcement was stored without a deposit for it, which is a fault of the chain."""


class InvalidDerivedAccountId(ModuleError, index=9):
    """No account could be derived for a pure proxy, which is a fault of the chain."""
