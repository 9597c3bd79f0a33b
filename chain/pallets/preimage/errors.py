"""Errors of the preimage pallet."""

from chain.frame.error import ModuleError


class TooBig(ModuleError, index=0):
    """A preimage has at most 4 MiB."""


class AlreadyNoted(ModuleError, index=1):
    """These bytes are kept already."""


class NotAuthorized(ModuleError, index=2):
    """Only the account that keeps the bytes, or root, may give them up."""


class NotNoted(ModuleError, index=3):
    """No bytes with this hash are kept or wanted."""


class RequestedPreimage(ModuleError, index=4, name="Requested"):
    """The bytes are wanted, so they cannot go. No call of this pallet fails with it."""


class NotRequested(ModuleError, index=5):
    """The chain does not want the bytes with this hash."""


class TooMany(ModuleError, index=6):
    """At most 1024 hashes can be named in one call."""


class TooFew(ModuleError, index=7):
    """At least one hash must be named."""
