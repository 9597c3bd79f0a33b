"""Events of parameters: one for each whose change is announced."""

from chain.codec import I16, U8, U16, U32, U64
from chain.frame.event import Event
from chain.pallets.subtensor_module.types import ConsensusMode, PerU16
from chain.primitives.fixed import U64f64
from chain.primitives.identifiers import BlockNumber, NetUid, TaoBalance


class MaxAllowedUidsSet(Event, index=10, unnamed=True):
    """The largest number of neurons of the network was set."""

    netuid: NetUid
    max_allowed_uids: U16


class MaxWeightLimitSet(Event, index=11, unnamed=True):
    """The largest share of a single weight was set."""

    netuid: NetUid
    max_weights_limit: U16


class DifficultySet(Event, index=12, unnamed=True):
    """The difficulty of work was set; it has no effect any more."""

    netuid: NetUid
    difficulty: U64


class AdjustmentIntervalSet(Event, index=13, unnamed=True):
    """The adjustment interval was set; it has no effect any more."""

    netuid: NetUid
    adjustment_interval: U16


class RegistrationPerIntervalSet(Event, index=14, unnamed=True):
    """The target of registrations per interval was set."""

    netuid: NetUid
    target: U16


class MaxRegistrationsPerBlockSet(Event, index=15, unnamed=True):
    """The number of registrations per block was set; it counts on root only."""

    netuid: NetUid
    maximum: U16


class ActivityCutoffSet(Event, index=16, unnamed=True):
    """The activity cutoff was set; the activity factor replaced it."""

    netuid: NetUid
    activity_cutoff: U16


class RhoSet(Event, index=17, unnamed=True):
    """The temperature of trust was set."""

    netuid: NetUid
    rho: U16


class AlphaSigmoidSteepnessSet(Event, index=18, unnamed=True):
    """The steepness of the liquid alpha curve was set."""

    netuid: NetUid
    steepness: I16


class KappaSet(Event, index=19, unnamed=True):
    """The majority, of 65535, that consensus asks for was set."""

    netuid: NetUid
    kappa: U16


class MinAllowedWeightSet(Event, index=20, unnamed=True):
    """The smallest number of weights a validator may set was set."""

    netuid: NetUid
    min_allowed_weights: U16


class ValidatorPruneLenSet(Event, index=21, unnamed=True):
    """The validator prune length was set; it has no effect any more."""

    netuid: NetUid
    length: U64


class ScalingLawPowerSet(Event, index=22, unnamed=True):
    """The scaling law power was set; it has no effect any more."""

    netuid: NetUid
    power: U16


class WeightsSetRateLimitSet(Event, index=23, unnamed=True):
    """The blocks between two weight settings of a neuron were set."""

    netuid: NetUid
    blocks: U64


class ImmunityPeriodSet(Event, index=24, unnamed=True):
    """The blocks for which a new neuron cannot be pruned were set."""

    netuid: NetUid
    blocks: U16


class BondsMovingAverageSet(Event, index=25, unnamed=True):
    """The smoothing of bonds, of 10^6, was set."""

    netuid: NetUid
    bonds_moving_average: U64


class BondsPenaltySet(Event, index=26, unnamed=True):
    """The penalty on out-of-consensus bonds, of 65535, was set."""

    netuid: NetUid
    bonds_penalty: U16


class BondsResetOnSet(Event, index=27, unnamed=True):
    """Resetting bonds by a commitment was switched on or off."""

    netuid: NetUid
    enabled: bool


class MaxAllowedValidatorsSet(Event, index=28, unnamed=True):
    """The largest number of validators with a permit was set."""

    netuid: NetUid
    max_allowed_validators: U16


class DefaultTakeSet(Event, index=32, unnamed=True):
    """The take of a new delegate, of 65535, was set."""

    take: PerU16


class WeightsVersionKeySet(Event, index=33, unnamed=True):
    """The lowest accepted version key of weights was set."""

    netuid: NetUid
    version_key: U64


class MinDifficultySet(Event, index=34, unnamed=True):
    """The smallest difficulty of work was set; it has no effect any more."""

    netuid: NetUid
    min_difficulty: U64


class MaxDifficultySet(Event, index=35, unnamed=True):
    """The largest difficulty of work was set; it has no effect any more."""

    netuid: NetUid
    max_difficulty: U64


class ServingRateLimitSet(Event, index=36, unnamed=True):
    """The blocks between two announcements of an endpoint were set."""

    netuid: NetUid
    blocks: U64


class BurnSet(Event, index=37, unnamed=True):
    """The registration price was set, in rao."""

    netuid: NetUid
    burn: TaoBalance


class MaxBurnSet(Event, index=38, unnamed=True):
    """The highest registration price was set, in rao."""

    netuid: NetUid
    max_burn: TaoBalance


class MinBurnSet(Event, index=39, unnamed=True):
    """The lowest registration price was set, in rao."""

    netuid: NetUid
    min_burn: TaoBalance


class MaxEpochsPerBlockSet(Event, index=40, unnamed=True):
    """The number of epochs that one block may run was set."""

    epochs: U8


class TxRateLimitSet(Event, index=41, unnamed=True):
    """The blocks between two swaps of a coldkey's hotkeys were set."""

    blocks: U64


class TxDelegateTakeRateLimitSet(Event, index=42, unnamed=True):
    """The blocks between two increases of a delegate take were set."""

    blocks: U64


class TxChildKeyTakeRateLimitSet(Event, index=43, unnamed=True):
    """The blocks between two increases of a childkey take were set."""

    blocks: U64


class AdminFreezeWindowSet(Event, index=44, unnamed=True):
    """The blocks before an epoch in which parameters are frozen were set."""

    blocks: U16


class OwnerHyperparamRateLimitSet(Event, index=45, unnamed=True):
    """The tempos between two changes of one parameter by an owner were set."""

    epochs: U16


class MinChildKeyTakeSet(Event, index=46, unnamed=True):
    """The lowest childkey take, of 65535, was set."""

    take: PerU16


class MinChildKeyTakePerSubnetSet(Event, index=47, unnamed=True):
    """The lowest childkey take on the network, of 65535, was set."""

    netuid: NetUid
    take: PerU16


class MaxChildKeyTakeSet(Event, index=48, unnamed=True):
    """The highest childkey take, of 65535, was set."""

    take: PerU16


class RegistrationAllowed(Event, index=51, unnamed=True):
    """Registration on the network was opened or closed."""

    netuid: NetUid
    allowed: bool


class PowRegistrationAllowed(Event, index=52, unnamed=True):
    """Registration by work was opened or closed."""

    netuid: NetUid
    allowed: bool


class TempoSet(Event, index=53, unnamed=True):
    """The blocks between two epochs of the network were set."""

    netuid: NetUid
    tempo: U16


class RAORecycledForRegistrationSet(Event, index=54, unnamed=True):
    """The sum of TAO paid for registrations changed, in rao."""

    netuid: NetUid
    total: TaoBalance


class StakeThresholdSet(Event, index=55, unnamed=True):
    """The stake a hotkey needs for weights and children was set."""

    min_stake: U64


class AdjustmentAlphaSet(Event, index=56, unnamed=True):
    """The adjustment alpha was set; it has no effect any more."""

    netuid: NetUid
    adjustment_alpha: U64


class SubnetOwnerCutSet(Event, index=58, unnamed=True):
    """The share of emission that owners get, of 65535, was set."""

    cut: U16


class NetworkRateLimitSet(Event, index=59, unnamed=True):
    """The blocks between two network registrations were set."""

    blocks: U64


class NetworkImmunityPeriodSet(Event, index=60, unnamed=True):
    """The blocks for which a new network cannot be pruned were set."""

    blocks: U64


class StartCallDelaySet(Event, index=61, unnamed=True):
    """The age, in blocks, at which a network can be started was set."""

    blocks: U64


class NetworkMinLockCostSet(Event, index=62, unnamed=True):
    """The lowest lock cost of a network was set, in rao."""

    lock_cost: TaoBalance


class SubnetLimitSet(Event, index=63, unnamed=True):
    """The largest number of networks was set."""

    max_subnets: U16


class NetworkLockCostReductionIntervalSet(Event, index=64, unnamed=True):
    """The blocks in which a lock cost decays were set."""

    blocks: U64


class MaxDelegateTakeSet(Event, index=68, unnamed=True):
    """The highest delegate take, of 65535, was set."""

    take: PerU16


class MinDelegateTakeSet(Event, index=69, unnamed=True):
    """The lowest delegate take, of 65535, was set."""

    take: PerU16


class ColdkeySwapAnnouncementDelaySet(Event, index=82, unnamed=True):
    """The blocks between announcing and making a coldkey swap were set."""

    blocks: BlockNumber


class ColdkeySwapReannouncementDelaySet(Event, index=83, unnamed=True):
    """The blocks after which a coldkey swap can be announced anew were set."""

    blocks: BlockNumber


class DissolveNetworkScheduleDurationSet(Event, index=84, unnamed=True):
    """The blocks between scheduling and making a dissolution were set."""

    blocks: BlockNumber


class TransferToggle(Event, index=94, unnamed=True):
    """Transfers of the network's stake between coldkeys were allowed or forbidden."""

    netuid: NetUid
    enabled: bool


class CommitRevealPeriodsSet(Event, index=101, unnamed=True):
    """The epochs between commit and reveal were set."""

    netuid: NetUid
    epochs: U64


class CommitRevealEnabled(Event, index=102, unnamed=True):
    """Commit-reveal was switched on or off."""

    netuid: NetUid
    enabled: bool


class CommitRevealVersionSet(Event, index=107, unnamed=True):
    """The accepted version of commit-reveal was set."""

    version: U16


class MinAllowedUidsSet(Event, index=112, unnamed=True):
    """The smallest number to which the network may be trimmed was set."""

    netuid: NetUid
    min_allowed_uids: U16


class MinNonImmuneUidsSet(Event, index=114, unnamed=True):
    """The number of non-immune neurons that pruning leaves alone was set."""

    netuid: NetUid
    minimum: U16


class VotingPowerTrackingEnabled(Event, index=120):
    """Voting power of the network is tracked from now on."""

    netuid: NetUid


class VotingPowerTrackingDisableScheduled(Event, index=121):
    """Voting power of the network is tracked until a block."""

    netuid: NetUid
    disable_at_block: U64


class VotingPowerTrackingDisabled(Event, index=122):
    """Voting power of the network is not tracked any more."""

    netuid: NetUid


class VotingPowerEmaAlphaSet(Event, index=123):
    """The smoothing factor of voting power, of 10^18, was set."""

    netuid: NetUid
    alpha: U64


class BurnHalfLifeSet(Event, index=129):
    """The blocks in which the registration price halves were set."""

    netuid: NetUid
    burn_half_life: U16


class BurnIncreaseMultSet(Event, index=130):
    """The factor by which a registration raises the price was set."""

    netuid: NetUid
    burn_increase_mult: U64f64


class ActivityCutoffFactorMilliSet(Event, index=135):
    """The activity cutoff was set, in thousandths of a tempo."""

    netuid: NetUid
    factor_milli: U32


class LiquidAlphaConsensusModeSet(Event, index=146, unnamed=True):
    """The consensus that liquid alpha compares with was set."""

    netuid: NetUid
    mode: ConsensusMode


class NullUidsPruningProgress(Event, index=151):
    """Uids were taken out of a network under Null consensus. Newer than spec 461; it stands after the others."""

    netuid: NetUid
    target: U16
    removed: U16
    cleared_commits: U32
