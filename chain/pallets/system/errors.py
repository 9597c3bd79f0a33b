"""Errors of the system pallet."""

from chain.frame.error import ModuleError


class InvalidSpecName(ModuleError, index=0):
    """The new code has another spec name than the present runtime; only the same chain's runtime may replace it."""


class SpecVersionNeedsToIncrease(ModuleError, index=1):
    """The new code's spec version is not above the present one; raise it."""


class FailedToExtractRuntimeVersion(ModuleError, index=2):
    """The new code does not tell its version. The runtime is part of the node and runs no uploaded code."""


class NonDefaultComposite(ModuleError, index=3):
    """An account cannot be removed while it holds data."""


class NonZeroRefCount(ModuleError, index=4):
    """An account cannot be removed while something refers to it."""


class CallFiltered(ModuleError, index=5):
    """The call is not allowed at present, or not inside this other call."""


class MultiBlockMigrationsOngoing(ModuleError, index=6):
    """A migration that takes several blocks is under way; try again when it is over."""


class NothingAuthorized(ModuleError, index=7):
    """No upgrade was authorised; authorise one first."""


class Unauthorized(ModuleError, index=8):
    """The code is not the one that was authorised; its hash differs."""
