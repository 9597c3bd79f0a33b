"""Errors of hyperparameters and of the calls that set them."""

from chain.frame.error import ModuleError


class LiquidAlphaDisabled(ModuleError, index=55):
    """The alpha values matter only with liquid alpha; switch `LiquidAlphaOn` on first."""


class AlphaHighTooLow(ModuleError, index=56):
    """The upper alpha value must be at least 1638 of 65535 (2.5 %)."""


class AlphaLowOutOfRange(ModuleError, index=57):
    """The lower alpha value must lie between 1638 and the upper alpha value."""


class TxRateLimitExceeded(ModuleError, index=64):
    """The same kind of transaction was made too few blocks ago; wait for its interval to pass."""


class ActivityCutoffTooLow(ModuleError, index=86):
    """The activity cutoff must be at least `MinActivityCutoff` blocks."""


class AdminActionProhibitedDuringWeightsWindow(ModuleError, index=108):
    """Parameters are frozen in the last `AdminFreezeWindow` blocks before an epoch; retry after it."""


class RevealPeriodTooLarge(ModuleError, index=113):
    """The reveal period may be at most 100 epochs."""


class RevealPeriodTooSmall(ModuleError, index=114):
    """The reveal period must be at least one epoch."""


class InvalidValue(ModuleError, index=115):
    """The value lies outside the range which the parameter allows."""


class InvalidRootClaimThreshold(ModuleError, index=124):
    """The threshold of a root claim may be at most 10,000,000 rao."""


class TooManyUIDsPerMechanism(ModuleError, index=125):
    """The uids of all mechanisms together would exceed 256; lower `MaxAllowedUids` or the number of mechanisms."""


class VotingPowerTrackingNotEnabled(ModuleError, index=126):
    """Voting power is not tracked on this network, so tracking cannot be ended."""


class InvalidVotingPowerEmaAlpha(ModuleError, index=127):
    """The smoothing factor of voting power is a fraction of 10^18 and may not exceed it."""


class Deprecated(ModuleError, index=128):
    """The call stays for its index only and does nothing any more; see its documentation for what replaced it."""


class SubnetBuybackRateLimitExceeded(ModuleError, index=129):
    """The owner bought back alpha of the network too recently; wait for the interval to pass."""


class DisabledTemporarily(ModuleError, index=135):
    """The feature is switched off for now."""


class TempoOutOfBounds(ModuleError, index=144):
    """A tempo set by the owner must lie between 360 and 50400 blocks."""


class ActivityCutoffFactorMilliOutOfBounds(ModuleError, index=145):
    """The activity factor must lie between 1000 and 50000 thousandths of a tempo."""


class EpochTriggerAlreadyPending(ModuleError, index=146):
    """An epoch is already ordered for a later block; wait until it ran."""


class AutoEpochAlreadyImminent(ModuleError, index=147):
    """The next regular epoch comes within the freeze window, so none can be ordered before it."""


class DynamicTempoBlockedByCommitReveal(ModuleError, index=148):
    """Epochs cannot be ordered while commit-reveal is on, because commits count epochs."""
