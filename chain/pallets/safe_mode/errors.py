"""Errors of the safe mode."""

from chain.frame.error import ModuleError


class Entered(ModuleError, index=0):
    """The safe mode is entered already, or deposits are not released while it is."""


class Exited(ModuleError, index=1):
    """The safe mode is not entered."""


class NotConfigured(ModuleError, index=2):
    """This chain lets root alone enter and extend the safe mode, without deposits."""


class NoDeposit(ModuleError, index=3):
    """The account made no deposit in that block."""


class AlreadyDeposited(ModuleError, index=4):
    """The account made a deposit in this block already. Nobody can make one on this chain."""


class CannotReleaseYet(ModuleError, index=5):
    """The deposit is held for some time. Nobody can make one on this chain."""


class CurrencyError(ModuleError, index=6):
    """The deposit could not be held or released. Nobody can make one on this chain."""
