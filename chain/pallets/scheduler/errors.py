"""Errors of the scheduler pallet."""

from chain.frame.error import ModuleError


class FailedToSchedule(ModuleError, index=0):
    """A task of this name is planned already; cancel it first."""


class NotFound(ModuleError, index=1):
    """No task is planned under this name or at this place."""


class TargetBlockNumberInPast(ModuleError, index=2):
    """Tasks can be planned only for blocks after the present one."""


class RescheduleNoChange(ModuleError, index=3):
    """The task is planned for that block already. No call of this pallet fails with it."""


class Named(ModuleError, index=4):
    """The task has a name, by which it must be called. No call of this pallet fails with it."""
