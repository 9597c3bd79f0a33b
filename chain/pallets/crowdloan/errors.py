"""Errors of the crowdloan pallet."""

from chain.frame.error import ModuleError


class DepositTooLow(ModuleError, index=0):
    """The creator has to put in at least `MinimumDeposit`."""


class CapTooLow(ModuleError, index=1):
    """The cap must be above the deposit, and not below what is raised already."""


class MinimumContributionTooLow(ModuleError, index=2):
    """The smallest contribution must be at least `AbsoluteMinimumContribution`."""


class CannotEndInPast(ModuleError, index=3):
    """The end must lie after the present block."""


class BlockDurationTooShort(ModuleError, index=4):
    """The end must lie at least `MinimumBlockDuration` blocks ahead."""


class BlockDurationTooLong(ModuleError, index=5):
    """The end must lie at most `MaximumBlockDuration` blocks ahead."""


class InsufficientBalance(ModuleError, index=6):
    """The account does not own so much free balance."""


class Overflow(ModuleError, index=7):
    """A number of the crowdloan is larger than it can be."""


class InvalidCrowdloanId(ModuleError, index=8):
    """There is no crowdloan of this number, or none is being finalised."""


class CapRaised(ModuleError, index=9):
    """The whole cap is raised; nothing more is needed."""


class ContributionPeriodEnded(ModuleError, index=10):
    """The end of the crowdloan has come; its creator can set a later one."""


class ContributionTooLow(ModuleError, index=11):
    """The contribution is below the smallest one that this crowdloan takes."""


class InvalidOrigin(ModuleError, index=12):
    """Only the creator of the crowdloan may do this."""


class AlreadyFinalized(ModuleError, index=13):
    """The crowdloan is finalised; nothing about it can be changed."""


class AlreadyFinalizing(ModuleError, index=14):
    """A crowdloan is being finalised, and its call cannot finalise another."""


class ContributionPeriodNotEnded(ModuleError, index=15):
    """The end of the crowdloan has not come. No call of this pallet fails with it."""


class NoContribution(ModuleError, index=16):
    """The account has contributed nothing to this crowdloan."""


class CapNotRaised(ModuleError, index=17):
    """The cap is not raised in full; wait for contributions or lower the cap."""


class Underflow(ModuleError, index=18):
    """A number of the crowdloan would be below zero, which is a fault of the chain."""


class CallUnavailable(ModuleError, index=19):
    """The call to be made is not among the preimages any more."""


class NotReadyToDissolve(ModuleError, index=20):
    """Others have contributions in the crowdloan; refund them first."""


class DepositCannotBeWithdrawn(ModuleError, index=21):
    """The creator's deposit stays until the crowdloan is dissolved."""


class MaxContributorsReached(ModuleError, index=22):
    """The crowdloan has as many contributors as it may have."""


class InvalidFinalizationConfig(ModuleError, index=23):
    """Give either a call or a target address, and not both."""


class MaxContributionReached(ModuleError, index=24):
    """The account has contributed as much as one account may."""


class MaximumContributionTooLow(ModuleError, index=25):
    """The largest contribution must not be below the smallest one, nor below the creator's own."""


class MinimumContributionTooHigh(ModuleError, index=26):
    """The smallest contribution must not be above the largest one."""


class FundsNotSettled(ModuleError, index=27):
    """The call did not spend what was raised. No call fails with it: this chain lets them leave money where it is."""
