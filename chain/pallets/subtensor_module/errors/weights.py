"""Errors of weights: setting, committing and revealing them."""

from chain.frame.error import ModuleError


class NotEnoughStakeToSetWeights(ModuleError, index=10):
    """The hotkey holds less stake on the network than `StakeThreshold` asks for."""


class NeuronNoValidatorPermit(ModuleError, index=15):
    """Only validators with a permit, the owner's hotkey and neurons weighing themselves may set weights."""


class WeightVecNotEqualSize(ModuleError, index=16):
    """The lists of uids and of weights have different lengths."""


class DuplicateUids(ModuleError, index=17):
    """A uid appears twice in the list."""


class UidVecContainInvalidOne(ModuleError, index=18):
    """A uid in the list belongs to no neuron of the network."""


class WeightVecLengthIsLow(ModuleError, index=19):
    """The list holds fewer uids than `MinAllowedWeights`, or than the network has neurons."""


class MaxWeightExceeded(ModuleError, index=27):
    """One weight takes more than the allowed share of the sum."""


class SettingWeightsTooFast(ModuleError, index=29):
    """The neuron set weights fewer than `WeightsSetRateLimit` blocks ago; wait."""


class IncorrectWeightVersionKey(ModuleError, index=30):
    """The version key is lower than `WeightsVersionKey`; update the validator."""


class UidsLengthExceedUidsInSubNet(ModuleError, index=32):
    """The list holds more uids than the network has neurons."""


class CanNotSetRootNetworkWeights(ModuleError, index=47):
    """The root network takes no weights."""


class NoWeightsCommitFound(ModuleError, index=51):
    """The hotkey has no open commit with this hash; commit first, or check uids, values, salt and version key."""


class InvalidRevealCommitHashNotMatch(ModuleError, index=52):
    """The revealed weights hash to none of the open commits; reveal exactly what was committed."""


class CommitRevealEnabled(ModuleError, index=53):
    """Weights of this network must be committed and revealed; `CommitRevealWeightsEnabled` is on."""


class CommitRevealDisabled(ModuleError, index=54):
    """The network takes weights directly; `CommitRevealWeightsEnabled` is off."""


class TooManyUnrevealedCommits(ModuleError, index=77):
    """The hotkey has ten commits open; reveal them or let them expire."""


class ExpiredWeightCommit(ModuleError, index=78):
    """The epoch in which this commit could be revealed is over; commit again."""


class RevealTooEarly(ModuleError, index=79):
    """A commit can be revealed only in its reveal epoch, `RevealPeriodEpochs` after the one of the commit."""


class InputLengthsUnequal(ModuleError, index=80):
    """The lists of a batch must have the same length."""


class CommittingWeightsTooFast(ModuleError, index=81):
    """The neuron committed fewer than `WeightsSetRateLimit` blocks ago; wait."""


class IncorrectCommitRevealVersion(ModuleError, index=111):
    """The commit was made for another version of commit-reveal; see `CommitRevealWeightsVersion`."""


class InvalidRevealRound(ModuleError, index=112):
    """The reveal round is already public; encrypt for a later round."""


class RootWeightSettingDisabled(ModuleError, index=158):
    """Weights on root are switched off."""
