"""Errors of the balances pallet."""

from chain.frame.error import ModuleError


class VestingBalance(ModuleError, index=0):
    """Part of the balance is vesting and too little is left; wait or send less."""


class LiquidityRestrictions(ModuleError, index=1):
    """The balance is locked and cannot be withdrawn; wait for the lock to end or send less."""


class InsufficientBalance(ModuleError, index=2):
    """The account owns less than the amount asked for; lower the amount or fund the account."""


class ExistentialDeposit(ModuleError, index=3):
    """The amount is too small to bring an account into being; send at least the existential deposit."""


class Expendability(ModuleError, index=4):
    """The transfer would end the sender's account, which was to be kept alive; send less."""


class ExistingVestingSchedule(ModuleError, index=5):
    """The account has a vesting schedule already."""


class DeadAccount(ModuleError, index=6):
    """The receiving account does not exist."""


class TooManyReserves(ModuleError, index=7):
    """The account has as many named reserves as it may have (MaxReserves)."""


class TooManyHolds(ModuleError, index=8):
    """The account has as many holds as there are reasons for them."""


class TooManyFreezes(ModuleError, index=9):
    """The account has as many freezes as it may have (MaxFreezes)."""


class IssuanceDeactivated(ModuleError, index=10):
    """The issuance cannot be corrected because part of it is marked inactive."""


class DeltaZero(ModuleError, index=11):
    """A correction of the issuance by nothing makes no sense; give an amount above zero."""
