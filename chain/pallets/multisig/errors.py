"""Errors of the multisig pallet."""

from chain.frame.error import ModuleError


class MinimumThreshold(ModuleError, index=0):
    """The threshold must be 2 or more; for a single approval there is `as_multi_threshold_1`."""


class AlreadyApproved(ModuleError, index=1):
    """The signer has approved this call already."""


class NoApprovalsNeeded(ModuleError, index=2):
    """The call needs no more approvals. No call of this pallet fails with it."""


class TooFewSignatories(ModuleError, index=3):
    """Somebody beside the signer must be a signatory; name the others."""


class TooManySignatories(ModuleError, index=4):
    """There are more signatories than `MaxSignatories` allows."""


class SignatoriesOutOfOrder(ModuleError, index=5):
    """The other signatories must be in ascending order of their accounts' bytes, each of them once."""


class SenderInSignatories(ModuleError, index=6):
    """The signer is one of the other signatories; leave it out."""


class NotFound(ModuleError, index=7):
    """Nothing waits for approval under this account and call hash."""


class NotOwner(ModuleError, index=8):
    """Only the account that paid the deposit may cancel the operation or poke its deposit."""


class NoTimepoint(ModuleError, index=9):
    """The operation is under way; give the timepoint at which it began."""


class WrongTimepoint(ModuleError, index=10):
    """The operation under way began at another timepoint than the given one."""


class UnexpectedTimepoint(ModuleError, index=11):
    """No operation is under way, so there is no timepoint to give."""


class MaxWeightTooLow(ModuleError, index=12):
    """The call weighs more than the given `max_weight`; give at least its weight."""


class AlreadyStored(ModuleError, index=13):
    """The call is stored already. No call of this pallet fails with it: calls are not stored."""
