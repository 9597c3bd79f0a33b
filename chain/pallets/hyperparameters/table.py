"""The table of parameters: every one the chain has, declared once (lifecycle 1.11 and 1.12).

Each declaration makes a storage item of SubtensorModule, the AdminUtils call that sets it and its entry in the runtime
API. `root(…)` and `owner(…)` name the call's index, its guards (W freeze window, X network exists, N not on root) and
its argument. Setters that do more than write a value stand in `chain.pallets.admin_utils` by hand, and so does what the
calls cost. The file is longer than others here because it is one table.
"""

from collections.abc import Callable
from typing import Annotated, Any

from chain.codec import I16, U8, U16, U32, U64, TypeName
from chain.frame.pallet import Pallet
from chain.frame.storage import OptionalMap, StorageMap
from chain.pallets.admin_utils import errors as admin
from chain.pallets.admin_utils import events as admin_events
from chain.pallets.hyperparameters import ranges
from chain.pallets.hyperparameters.parameter import GlobalParameter, N, SubnetParameter, W, X, owner, root
from chain.pallets.registration.rate_limits import TransactionKind
from chain.pallets.subtensor_module import errors, events
from chain.pallets.subtensor_module.types import (
    ConsensusMode,
    EpochConsensus,
    Hyperparameter,
    PerU16,
    RecycleOrBurnEnum,
)
from chain.primitives.fixed import I64f64, I96f32, U64f64
from chain.primitives.hashing import Blake2_128Concat, Identity, Twox64Concat
from chain.primitives.identifiers import AccountId, BlockNumber, MechId, NetUid, TaoBalance

ONE = 1 << 64
"""One, as a raw U64F64."""


def by_build(normal: int, fast: int) -> Callable[[Any], int]:
    """A default that differs between the normal and the fast build."""
    return lambda parameters: fast if parameters.fast else normal


def limit(normal: int, fast: int | None = None, *, lifted: int = 0) -> Callable[[Any], int]:
    """A default that holds something back: `lifted` where limits are lifted, else that of the build."""
    built = by_build(normal, normal if fast is None else fast)
    return lambda parameters: lifted if parameters.limits_lifted else built(parameters)


class ParameterTable(Pallet, wire="SubtensorModule"):
    """Parameters of single networks, set by their owner or by root, and of the whole chain, set by root.

    Functions among the defaults read `fast`, `limits_lifted` and `initial_network_rate_limit` of the pallet.
    """

    # neurons

    max_allowed_uids = SubnetParameter[U16](
        256,
        owner(15, Hyperparameter.MaxAllowedUids, W | X, check=ranges.max_allowed_uids),
        event=events.MaxAllowedUidsSet,
        api="max_allowed_uids",
        doc="The largest number of neurons.",
    )
    min_allowed_uids = SubnetParameter[U16](
        64,
        root(79, W | X, check=ranges.min_allowed_uids),
        event=events.MinAllowedUidsSet,
        removed=False,
        doc="The smallest number of uids to which a network may be trimmed.",
    )
    immunity_period = SubnetParameter[U16](
        4_096,
        owner(13, Hyperparameter.ImmunityPeriod, W | X),
        event=events.ImmunityPeriodSet,
        api="immunity_period",
        doc="Blocks for which a new neuron is not pruned.",
    )
    min_non_immune_uids = SubnetParameter[U16](
        10,
        root(84, argument="min"),
        event=events.MinNonImmuneUidsSet,
        removed=False,
        doc="Neurons past immunity that pruning leaves alone.",
    )
    immune_owner_uids_limit = SubnetParameter[U16](
        1,
        owner(
            72,
            Hyperparameter.ImmuneNeuronLimit,
            W,
            call_name="sudo_set_owner_immune_neuron_limit",
            argument="immune_neurons",
            check=ranges.within(1, ranges.MOST_OWNER_IMMUNE_UIDS, errors.InvalidValue),
        ),
        doc="How many of the owner's neurons are never pruned.",
    )
    serving_rate_limit = SubnetParameter[U64](
        limit(50),
        owner(3, Hyperparameter.ServingRateLimit, W),
        event=events.ServingRateLimitSet,
        api="serving_rate_limit",
        doc="Blocks between two announcements of a neuron's endpoint.",
    )

    # registration and its price

    network_registration_allowed = SubnetParameter[bool](
        True,
        owner(19, None, argument="registration_allowed", owner_check=ranges.one_way_in_beside_burning),
        event=events.RegistrationAllowed,
        api="registration_allowed",
        doc="Whether neurons can register; without it the network gets no emission.",
    )
    network_pow_registration_allowed = SubnetParameter[bool](
        True,
        owner(
            20,
            Hyperparameter.PowRegistrationAllowed,
            argument="registration_allowed",
            owner_check=ranges.one_way_in_beside_work,
        ),
        event=events.PowRegistrationAllowed,
        doc="Whether neurons can register by proof of work; networks begin without.",
    )
    target_registrations_per_interval = SubnetParameter[U16](
        limit(2, lifted=20_000),
        root(21, W | X),
        event=events.RegistrationPerIntervalSet,
        api="target_regs_per_interval",
        doc="Registrations that root aims at per interval; it takes three times as many.",
    )
    max_registrations_per_block = SubnetParameter[U16](
        limit(1, lifted=20_000),
        root(27, W | X),
        event=events.MaxRegistrationsPerBlockSet,
        api="max_regs_per_block",
        doc="Registrations that root takes per block.",
    )
    min_burn = SubnetParameter[TaoBalance](
        500_000,
        owner(22, Hyperparameter.MinBurn, W | X, check=ranges.min_burn),
        event=events.MinBurnSet,
        api="min_burn",
        doc="The lowest registration price, in rao.",
    )
    max_burn = SubnetParameter[TaoBalance](
        100_000_000_000,
        owner(23, Hyperparameter.MaxBurn, W | X, check=ranges.max_burn),
        event=events.MaxBurnSet,
        api="max_burn",
        doc="The highest registration price, in rao.",
    )
    burn_half_life = SubnetParameter[U16](
        360,
        owner(
            89,
            Hyperparameter.BurnHalfLife,
            W | X | N,
            operational=True,
            check=ranges.within(1, ranges.LONGEST_BURN_HALF_LIFE_BLOCKS, admin.InvalidValue),
        ),
        admin_event=admin_events.BurnHalfLifeSet,
        api="burn_half_life",
        doc="Blocks in which the registration price halves.",
    )
    burn_increase_mult = SubnetParameter[U64f64](
        U64f64(23_242_897_532_874_035_200),
        owner(90, Hyperparameter.BurnIncreaseMult, W | X | N, operational=True, check=ranges.burn_increase_mult),
        admin_event=admin_events.BurnIncreaseMultSet,
        api="burn_increase_mult",
        doc="What a registration multiplies the price by; 1.26 at first.",
    )
    min_difficulty = SubnetParameter[U64](
        10_000_000,
        root(4, W | X),
        event=events.MinDifficultySet,
        api="min_difficulty",
        doc="The lowest difficulty of a registration by work.",
    )
    max_difficulty = SubnetParameter[U64](
        2**62 - 1,
        owner(5, Hyperparameter.MaxDifficulty, W | X),
        event=events.MaxDifficultySet,
        api="max_difficulty",
        doc="The highest difficulty of a registration by work.",
    )
    difficulty = SubnetParameter[U64](
        10_000_000,
        root(24, W | X),
        event=events.DifficultySet,
        api="difficulty",
        doc="The difficulty of a registration by work; it halves and jumps as the price does.",
    )
    adjustment_interval = SubnetParameter[U16](
        100,
        root(8, X),
        event=events.AdjustmentIntervalSet,
        api="adjustment_interval",
        removed=False,
        doc="Without effect: the price moves with every block.",
    )
    adjustment_alpha = SubnetParameter[U64](
        0,
        owner(9, Hyperparameter.AdjustmentAlpha, W | X),
        event=events.AdjustmentAlphaSet,
        api="adjustment_alpha",
        removed=False,
        doc="Without effect: the price moves with every block.",
    )

    # weights

    weights_version_key = SubnetParameter[U64](
        0,
        owner(6, TransactionKind.SET_WEIGHTS_VERSION_KEY, W | X),
        event=events.WeightsVersionKeySet,
        api="weights_version",
        doc="The lowest version key with which weights are taken; 0 takes any.",
    )
    weights_set_rate_limit = SubnetParameter[U64](
        limit(100),
        root(7, X),
        event=events.WeightsSetRateLimitSet,
        api="weights_rate_limit",
        doc="Blocks between two weight settings of a neuron.",
    )
    min_allowed_weights = SubnetParameter[U16](
        1_024,
        owner(14, Hyperparameter.MinAllowedWeights, W | X),
        event=events.MinAllowedWeightSet,
        api="min_allowed_weights",
        doc="The smallest number of weights a validator may set.",
    )
    max_weights_limit = SubnetParameter[U16](65_535, removed=False, doc="Without effect: a weight may be any share.")
    commit_reveal_weights_enabled = SubnetParameter[bool](
        True,
        owner(49, Hyperparameter.CommitRevealEnabled, W | X, argument="enabled"),
        event=events.CommitRevealEnabled,
        api="commit_reveal_weights_enabled",
        doc="Whether weights are committed first and revealed later.",
    )
    reveal_period_epochs = SubnetParameter[U64](
        1,
        owner(
            57,
            Hyperparameter.WeightCommitInterval,
            W | X,
            call_name="sudo_set_commit_reveal_weights_interval",
            argument="interval",
            check=ranges.reveal_period,
        ),
        event=events.CommitRevealPeriodsSet,
        hasher=Twox64Concat,
        api="commit_reveal_period",
        doc="Epochs between a commit and its reveal.",
    )

    # consensus

    tempo = SubnetParameter[U16](by_build(360, 10), api="tempo", doc="Blocks between two epochs; 0 stops them.")
    kappa = SubnetParameter[U16](
        32_767,
        root(16, X),
        event=events.KappaSet,
        api="kappa",
        doc="The majority of stake, of 65535, that consensus asks for.",
    )
    rho = SubnetParameter[U16](10, owner(17, Hyperparameter.Rho, W | X), api="rho", doc="The temperature of trust.")
    activity_cutoff = SubnetParameter[U16](
        5_000,
        owner(18, Hyperparameter.ActivityCutoff, W | X, check=ranges.activity_cutoff),
        event=events.ActivityCutoffSet,
        doc="Without effect: the activity factor replaced it.",
    )
    activity_cutoff_factor_milli = SubnetParameter[U32](
        13_889,
        api="activity_cutoff_factor",
        doc="Thousandths of a tempo after which a validator that set no weights does not count.",
    )
    max_allowed_validators = SubnetParameter[U16](
        128,
        root(25, W | X, check=ranges.max_allowed_validators),
        event=events.MaxAllowedValidatorsSet,
        api="max_validators",
        doc="The largest number of validators with a permit.",
    )
    bonds_moving_average = SubnetParameter[U64](
        900_000,
        owner(26, Hyperparameter.BondsMovingAverage, W | X, owner_check=ranges.bonds_moving_average_of_owner),
        event=events.BondsMovingAverageSet,
        api="bonds_moving_avg",
        doc="The share of old bonds that an epoch keeps, of 10^6.",
    )
    bonds_penalty = SubnetParameter[U16](
        65_535,
        owner(60, Hyperparameter.BondsPenalty, W | X),
        event=events.BondsPenaltySet,
        doc="How much bonds of weights beyond consensus lose, of 65535.",
    )
    bonds_reset_on = SubnetParameter[bool](
        False,
        owner(70, Hyperparameter.BondsResetEnabled, W, call_name="sudo_set_bonds_reset_enabled", argument="enabled"),
        event=events.BondsResetOnSet,
        admin_event=admin_events.BondsResetToggled,
        api="bonds_reset_enabled",
        doc="Whether a commitment can reset the bonds on its neuron.",
    )
    liquid_alpha_on = SubnetParameter[bool](
        False,
        owner(50, Hyperparameter.LiquidAlphaEnabled, W, call_name="sudo_set_liquid_alpha_enabled", argument="enabled"),
        hasher=Blake2_128Concat,
        api="liquid_alpha_enabled",
        doc="Whether bonds move at a speed of their own per pair.",
    )
    alpha_values = SubnetParameter[tuple[U16, U16]](
        (45_875, 58_982), doc="The slowest and the fastest of those speeds, of 65535."
    )
    alpha_sigmoid_steepness = SubnetParameter[I16](
        1_000,
        owner(
            68, Hyperparameter.AlphaSigmoidSteepness, W | X, argument="steepness", owner_check=ranges.steepness_of_owner
        ),
        doc="How sharply those speeds change, in hundredths.",
    )
    liquid_alpha_consensus_mode = SubnetParameter[ConsensusMode](
        ConsensusMode.Auto,
        owner(104, Hyperparameter.LiquidAlphaConsensusMode, W | X, argument="mode"),
        event=events.LiquidAlphaConsensusModeSet,
        doc="Which consensus liquid alpha compares weights with.",
    )
    yuma3_on = SubnetParameter[bool](
        False,
        owner(69, Hyperparameter.Yuma3Enabled, W, call_name="sudo_set_yuma3_enabled", argument="enabled"),
        admin_event=admin_events.Yuma3EnableToggled,
        hasher=Blake2_128Concat,
        doc="Whether bonds follow the third Yuma.",
    )
    scaling_law_power = SubnetParameter[U16](50, doc="Without effect.")
    validator_prune_len = SubnetParameter[U64](1, doc="Without effect.")
    mechanism_count_current = SubnetParameter[MechId](
        1, hasher=Twox64Concat, doc="The number of mechanisms of a network."
    )
    mechanism_emission_split = OptionalMap[NetUid, list[U16]](
        hasher=Twox64Concat, doc="The share of each mechanism in emission, of 65535; even where absent."
    )

    # economy of a network

    subtoken_enabled = SubnetParameter[bool](
        False, root(66, W), api="subnet_is_active", doc="Whether the network's alpha can be traded and staked."
    )
    subnet_emission_enabled = SubnetParameter[bool](
        True,
        root(94, X | N, argument="enabled"),
        admin_event=admin_events.SubnetEmissionEnabledSet,
        removed=False,
        doc="Whether emission puts TAO into the network's pool.",
    )
    transfer_toggle = SubnetParameter[bool](
        True,
        owner(61, Hyperparameter.TransferEnabled, W, call_name="sudo_set_toggle_transfer", argument="toggle"),
        event=events.TransferToggle,
        api="transfers_enabled",
        doc="Whether stake can pass to another coldkey.",
    )
    recycle_or_burn = SubnetParameter[Annotated[RecycleOrBurnEnum, TypeName("pallet_subtensor::RecycleOrBurnEnum")]](
        RecycleOrBurnEnum.Burn,
        owner(80, Hyperparameter.RecycleOrBurn, W),
        removed=False,
        doc="What becomes of the alpha that the owner's own miners earn.",
    )
    owner_cut_enabled = SubnetParameter[bool](
        True,
        owner(92, None, W | X | N, operational=True, argument="enabled"),
        api="owner_cut_enabled",
        removed=False,
        doc="Whether the owner gets a share of emission.",
    )
    owner_cut_auto_lock_enabled = SubnetParameter[bool](
        False,
        owner(95, None, W | X | N, operational=True, argument="enabled"),
        api="owner_cut_auto_lock_enabled",
        doc="Whether the owner's share is locked at once.",
    )
    min_childkey_take_per_subnet = SubnetParameter[PerU16](
        0,
        owner(93, Hyperparameter.MinChildkeyTake, W | X, argument="take", check=ranges.min_childkey_take),
        event=events.MinChildKeyTakePerSubnetSet,
        api="min_childkey_take",
        removed=False,
        doc="The lowest childkey take on the network, of 65535.",
    )
    ema_price_halving_blocks = SubnetParameter[U64](
        201_600,
        root(65, call_name="sudo_set_ema_price_halving_period", argument="ema_halving"),
        name="EMAPriceHalvingBlocks",
        doc="Blocks in which the moving price comes half the way to the price.",
    )
    collateral_lock_share = SubnetParameter[U16](
        0,
        owner(98, Hyperparameter.CollateralLockShare, W | X, argument="lock_share", check=ranges.collateral_lock_share),
        admin_event=admin_events.CollateralLockShareSet,
        doc="The share of a registration's price that is locked as collateral, of 65535.",
    )
    collateral_drain_ratio = SubnetParameter[U64f64](
        U64f64(ONE),
        owner(
            99, Hyperparameter.CollateralDrainRatio, W | X, argument="drain_ratio", check=ranges.collateral_drain_ratio
        ),
        admin_event=admin_events.CollateralDrainRatioSet,
        doc="The alpha of collateral that is released per alpha that its position earns.",
    )
    subnet_epoch_consensus = SubnetParameter[EpochConsensus](
        EpochConsensus.Yuma,
        doc="How the epoch turns weights into emission: by Yuma consensus, or by the word of one validator.",
    )
    root_claimable_threshold = StorageMap[NetUid, I96f32](
        hasher=Blake2_128Concat, default=I96f32(500_000 << 32), doc="Root dividends below so many rao are not claimed."
    )
    voting_power_tracking_enabled = StorageMap[NetUid, bool](
        hasher=Identity, default=False, doc="Whether the network's voting power is tracked."
    )
    voting_power_disable_at_block = StorageMap[NetUid, U64](
        hasher=Identity, default=0, doc="The block at which tracking ends; 0 for none."
    )
    voting_power_ema_alpha = StorageMap[NetUid, U64](
        hasher=Identity, default=3_570_000_000_000_000, doc="The smoothing factor of voting power, of 10^18."
    )

    # networks in general

    network_rate_limit = GlobalParameter[U64](
        lambda parameters: parameters.initial_network_rate_limit,
        root(29, argument="rate_limit"),
        event=events.NetworkRateLimitSet,
        doc="Blocks between two registrations of networks.",
    )
    network_immunity_period = GlobalParameter[U64](
        1_296_000,
        root(35, argument="immunity_period"),
        event=events.NetworkImmunityPeriodSet,
        doc="Blocks for which a new network is not pruned.",
    )
    network_min_lock_cost = GlobalParameter[TaoBalance](
        1_000_000_000_000,
        root(36, argument="lock_cost"),
        event=events.NetworkMinLockCostSet,
        doc="The lowest price of a network, in rao.",
    )
    network_lock_reduction_interval = GlobalParameter[U64](
        100_800,
        root(38, call_name="sudo_set_lock_reduction_interval", argument="interval"),
        event=events.NetworkLockCostReductionIntervalSet,
        doc="Blocks in which the last price of a network would decay to nothing.",
    )
    network_registration_start_block = GlobalParameter[U64](0, doc="No network is registered before this block.")
    tao_in_refund_deployment_block = GlobalParameter[U64](
        0, doc="Where a network from after this block is dissolved, its pool's alpha takes part in the division."
    )
    subnet_limit = GlobalParameter[U16](
        128,
        root(37, argument="max_subnets"),
        event=events.SubnetLimitSet,
        doc="The largest number of networks besides root.",
    )
    start_call_delay = GlobalParameter[U64](
        0,
        root(85, argument="delay"),
        event=events.StartCallDelaySet,
        doc="Blocks after which a new network can be started.",
    )
    dissolve_network_schedule_duration = GlobalParameter[BlockNumber](
        36_000,
        root(55, argument="duration"),
        event=events.DissolveNetworkScheduleDurationSet,
        doc="Without effect: networks are dissolved at once.",
    )
    max_mechanism_count = GlobalParameter[MechId](
        2,
        root(88, check=ranges.within(1, ranges.MOST_MECHANISMS, errors.InvalidValue)),
        doc="The largest number of mechanisms of a network.",
    )
    max_epochs_per_block = GlobalParameter[U8](
        by_build(2, 32),
        root(96, check=ranges.max_epochs_per_block),
        event=events.MaxEpochsPerBlockSet,
        doc="Epochs that one block runs at most; further ones wait for the next.",
    )
    commit_reveal_weights_version = GlobalParameter[U16](
        4,
        root(71, call_name="sudo_set_commit_reveal_version", argument="version"),
        event=events.CommitRevealVersionSet,
        doc="The version of timelocked commits that is taken.",
    )
    stake_threshold = GlobalParameter[U64](
        0,
        root(42, argument="min_stake"),
        event=events.StakeThresholdSet,
        doc="The stake weight, in rao, that weights and children ask for.",
    )
    admin_freeze_window = GlobalParameter[U16](
        limit(10),
        root(74, argument="window"),
        event=events.AdminFreezeWindowSet,
        doc="Blocks before an epoch in which parameters are frozen.",
    )
    owner_hyperparam_rate_limit = GlobalParameter[U16](
        limit(2),
        root(75, call_name="sudo_set_owner_hparam_rate_limit", argument="epochs"),
        event=events.OwnerHyperparamRateLimitSet,
        doc="Tempos between two changes of one parameter by an owner.",
    )
    weights_version_key_rate_limit = GlobalParameter[U64](
        limit(5), doc="Tempos between two changes of a version key by an owner."
    )
    min_activity_cutoff = GlobalParameter[U16](360, doc="The lowest activity cutoff, in blocks.")

    # keys and takes

    tx_rate_limit = GlobalParameter[U64](
        limit(1_000), root(2), event=events.TxRateLimitSet, doc="Blocks between two hotkey swaps of a coldkey."
    )
    tx_delegate_take_rate_limit = GlobalParameter[U64](
        limit(216_000),
        root(45, argument="tx_rate_limit"),
        event=events.TxDelegateTakeRateLimitSet,
        doc="Blocks between two increases of a delegate take.",
    )
    tx_childkey_take_rate_limit = GlobalParameter[U64](
        limit(216_000, 5),
        event=events.TxChildKeyTakeRateLimitSet,
        doc="Blocks between two increases of a childkey take.",
    )
    max_delegate_take = GlobalParameter[PerU16](
        11_796,
        root(1, call_name="sudo_set_default_take", argument="default_take"),
        event=events.MaxDelegateTakeSet,
        doc="The highest delegate take, and that of a new delegate, of 65535.",
    )
    min_delegate_take = GlobalParameter[PerU16](
        0, root(46, argument="take"), event=events.MinDelegateTakeSet, doc="The lowest delegate take, of 65535."
    )
    max_childkey_take = GlobalParameter[PerU16](
        11_796, event=events.MaxChildKeyTakeSet, doc="The highest childkey take, of 65535."
    )
    min_childkey_take = GlobalParameter[PerU16](
        0, event=events.MinChildKeyTakeSet, doc="The lowest childkey take, of 65535."
    )
    pending_child_key_cooldown = GlobalParameter[U64](
        limit(7_200, 15), doc="Blocks after which new children take effect."
    )
    coldkey_swap_announcement_delay = GlobalParameter[BlockNumber](
        limit(36_000, 50),
        root(86, argument="duration"),
        event=events.ColdkeySwapAnnouncementDelaySet,
        doc="Blocks between announcing and making a coldkey swap.",
    )
    coldkey_swap_reannouncement_delay = GlobalParameter[BlockNumber](
        limit(7_200, 10),
        root(87, argument="duration"),
        event=events.ColdkeySwapReannouncementDelaySet,
        doc="Further blocks after which a coldkey swap can be announced anew.",
    )

    # emission in general

    subnet_owner_cut = GlobalParameter[U16](
        11_796, root(28), event=events.SubnetOwnerCutSet, doc="The owner's share of emission, of 65535."
    )
    tao_weight = GlobalParameter[U64](971_718_665_099_567_868, doc="What root stake counts for, of 2^64 - 1.")
    ck_burn = GlobalParameter[U64](
        0, root(73, argument="burn"), name="CKBurn", doc="The share of children's take that is burnt."
    )
    nominator_min_required_stake = GlobalParameter[U64](
        0, doc="The factor, of 10^6, of the smallest nomination that is kept."
    )
    subnet_moving_alpha = GlobalParameter[I96f32](
        I96f32(12_885), root(63, argument="alpha"), doc="The pace of the moving price."
    )
    tao_flow_cutoff = GlobalParameter[I64f64](
        I64f64(0), root(81, argument="flow_cutoff"), doc="The flow below which a network gets nothing."
    )
    flow_norm_exponent = GlobalParameter[U64f64](
        U64f64(ONE),
        root(
            82,
            call_name="sudo_set_tao_flow_normalization_exponent",
            argument="exponent",
            check=ranges.normalization_exponent,
        ),
        doc="The power to which flows are raised before they are shared out.",
    )
    flow_ema_smoothing_factor = GlobalParameter[U64](
        29_597_889_189_277,
        root(83, call_name="sudo_set_tao_flow_smoothing_factor", argument="smoothing_factor"),
        doc="The pace at which flows are averaged.",
    )
    emission_bar_quantile = GlobalParameter[U64f64](
        U64f64(0x9C28_F5C2_8F5C_2800),
        root(100, argument="quantile", check=ranges.quantile),
        doc="The quantile of networks above which emission is not held back.",
    )
    emission_bar_rank = GlobalParameter[U16](
        32, root(102, argument="rank"), doc="The rank that may stand for that quantile."
    )
    emission_gate_exponent = GlobalParameter[U64f64](
        U64f64(3 * ONE), root(101, argument="exponent"), doc="How sharply emission falls off below the bar."
    )
    net_tao_flow_enabled = GlobalParameter[bool](
        True, root(91, argument="enabled"), doc="Whether the chain's own trades are taken out of flows."
    )

    # baskets of root validators

    basket_concentration_cap = GlobalParameter[U16](
        4_096,
        root(105, argument="cap"),
        admin_event=admin_events.BasketConcentrationCapSet,
        doc="The largest share of one network in a basket, of 65535.",
    )
    basket_trading_enabled = GlobalParameter[bool](
        False,
        root(106, argument="enabled"),
        admin_event=admin_events.BasketTradingToggled,
        doc="Whether baskets may trade.",
    )
    basket_daily_turnover_cap = GlobalParameter[U16](
        6_553,
        root(108, argument="cap"),
        admin_event=admin_events.BasketDailyTurnoverCapSet,
        doc="The share of itself that a basket may trade in a day, of 65535.",
    )
    basket_liquidity_cap = GlobalParameter[U16](
        6_553,
        root(109, argument="cap"),
        admin_event=admin_events.BasketLiquidityCapSet,
        doc="The share of a pool that a basket may trade, of 65535.",
    )
    basket_trading_frozen = OptionalMap[AccountId, tuple[()]](
        hasher=Blake2_128Concat, doc="The baskets whose trading is frozen."
    )
