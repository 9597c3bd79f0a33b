"""Storage that clients may ask for and that nothing on this chain writes: it always reads as its default.

Some items belong to older versions of the reference chain and are kept by it for what was written then. Others came
with spec 461, whose metadata has names and types but no rule: they are declared so that reading them works.
"""

from typing import Annotated

from chain.codec import U16, U32, U64, U128, Bound, Struct, TypeName, UnitEnum
from chain.frame.pallet import Pallet
from chain.frame.storage import OptionalMap, OptionalValue, StorageDoubleMap, StorageMap, StorageNMap, StorageValue
from chain.pallets.subtensor_module.types import SubnetIdentityV3
from chain.primitives.fixed.wire import I64f64, I96f32, U64f64
from chain.primitives.hashing import Blake2_128Concat, Identity, Twox64Concat
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid, NetUidStorageIndex, TaoBalance

SealedWeights = Annotated[bytes, Bound(5_000)]


class DissolveCleanupPhase(UnitEnum, path="pallet_subtensor::subnets::dissolution::DissolveCleanupPhase"):
    """The steps in which spec 461 takes a network down over several blocks."""

    SubnetRootDividendsRootClaimable = 0
    SubnetRootDividendsRootClaimed = 1
    AlphaInOutStakesGetTotalAlphaValue = 2
    AlphaInOutStakesSettleStakes = 3
    AlphaInOutStakesAlpha = 4
    AlphaInOutStakesHotkeyTotals = 5
    AlphaInOutStakesLocks = 6
    AlphaInOutStakesDecayingLocks = 7
    AlphaInOutStakes = 8
    ProtocolLiquidity = 9
    PurgeNetuid = 10
    NetworkIsNetworkMember = 11
    NetworkParameters = 12
    NetworkMapParameters = 13
    NetworkUpdateWeightsOnRoot = 14
    NetworkChildkeyTake = 15
    NetworkChildkeys = 16
    NetworkParentkeys = 17
    NetworkLastHotkeyEmissionOnNetuid = 18
    NetworkTotalHotkeyAlphaLastEpoch = 19
    NetworkTransactionKeyLastBlock = 20
    NetworkLock = 21
    NetworkDecayingLock = 22
    SubnetBasketHoldingsToRoot = 23
    NetworkPendingBasketDeposits = 24
    NetworkAlphaAssetCounters = 25


class DissolveCleanupStatus(Struct, path="pallet_subtensor::subnets::dissolution::DissolveCleanupStatus"):
    """How far spec 461 has come with taking a network down."""

    netuid: NetUid
    phase: DissolveCleanupPhase
    last_key: bytes | None
    subnet_total_alpha_value: U128 | None
    subnet_distributed_tao: U128 | None


class BetaBaselineOf(Struct, path="pallet_subtensor::pallet::BetaBaselineOf"):
    """Where spec 461 begins to show the price of a basket's shares."""

    price_divisor: Annotated[U64f64, TypeName("U64F64")]
    rate0: Annotated[I96f32, TypeName("I96F32")]
    tr_splice: Annotated[U64f64, TypeName("U64F64")]
    first_block: U64


class BetaIndexSnapshotOf(Struct, path="pallet_subtensor::pallet::BetaIndexSnapshotOf"):
    """The index of all baskets in spec 461."""

    bag_level: Annotated[U64f64, TypeName("U64F64")]
    stake_level: Annotated[U64f64, TypeName("U64F64")]
    block: U64


class BetaIndexSweepOf(Struct, path="pallet_subtensor::pallet::BetaIndexSweepOf"):
    """How far spec 461 has come with computing that index."""

    cursor: bytes
    weight_sum: U128
    rel_bag_sum: Annotated[U64f64, TypeName("U64F64")]
    rel_stake_sum: Annotated[U64f64, TypeName("U64F64")]


class BetaIndexFundSampleOf(Struct, path="pallet_subtensor::pallet::BetaIndexFundSampleOf"):
    """What that index takes from one basket."""

    nav: U64
    display: Annotated[U64f64, TypeName("U64F64")]
    stake: Annotated[U64f64, TypeName("U64F64")]


class NetworkRegistrationInfo(
    Struct, path="pallet_subtensor::subnets::subnet::NetworkRegistrationInfo", params={"AccountId": AccountId}
):
    """A registration of a network that waits until another one is taken down."""

    coldkey: Annotated[AccountId, TypeName("AccountId")]
    hotkey: Annotated[AccountId, TypeName("AccountId")]
    mechid: U16
    identity: Annotated[SubnetIdentityV3 | None, TypeName("Option<SubnetIdentityOfV3>")]
    lock_amount: TaoBalance
    median_subnet_alpha_price: Annotated[U64f64, TypeName("U64F64")]
    registration_block: U64
    lock_id: U32


class Unwritten(Pallet, wire="SubtensorModule"):
    """Items that are always empty."""

    # older than the reference

    last_tx_block = StorageMap[AccountId, U64](hasher=Identity, default=0, doc="Moved to LastRateLimitedBlock.")
    last_tx_block_child_key_take = StorageMap[AccountId, U64](
        hasher=Identity, default=0, doc="Moved to LastRateLimitedBlock."
    )
    last_tx_block_delegate_take = StorageMap[AccountId, U64](
        hasher=Identity, default=0, doc="Moved to LastRateLimitedBlock."
    )
    loaded_emission = OptionalMap[NetUid, list[tuple[AccountId, U64, U64]]](
        hasher=Identity, doc="What an epoch owed, before it was paid at once."
    )
    used_work = StorageMap[bytes, U64](hasher=Identity, default=0, doc="Work that registrations used up.")
    next_stake_job_id = StorageValue[U64](default=0, doc="The number of the next trade to be put off; none is.")
    crv3_weight_commits = StorageDoubleMap[NetUidStorageIndex, U64, list[tuple[AccountId, SealedWeights, U64]]](
        name="CRV3WeightCommits", hashers=(Twox64Concat, Twox64Concat), default=[], doc="See TimelockedWeightCommits."
    )
    crv3_weight_commits_v2 = StorageDoubleMap[NetUidStorageIndex, U64, list[tuple[AccountId, U64, SealedWeights, U64]]](
        name="CRV3WeightCommitsV2", hashers=(Twox64Concat, Twox64Concat), default=[], doc="See TimelockedWeightCommits."
    )
    alpha_map_last_key = StorageValue[bytes | None](
        default=None, doc="How far the index of root stakers was filled from Alpha; here it is complete from the start."
    )
    alpha_v2_map_last_key = StorageValue[bytes | None](
        name="AlphaV2MapLastKey",
        default=None,
        doc="How far the index of root stakers was filled from AlphaV2; here it is complete from the start.",
    )
    has_migration_run = StorageMap[bytes, bool](
        hasher=Identity, default=False, doc="Which changes of the storage format were made, by name; none was needed."
    )
    subnet_ema_protocol_flow = OptionalMap[NetUid, tuple[U64, I64f64]](
        hasher=Identity,
        doc="Block and average of the TAO that the protocol put into a pool; shares of emission are by price.",
    )

    # newer than the rules that this chain follows

    subnet_fast_moving_price = OptionalMap[NetUid, U64f64](hasher=Identity, doc="A faster average of a price.")
    emission_gate_bar = StorageValue[U64f64](default=U64f64(0), doc="A bar that emission has to pass; there is none.")
    root_stake_unlock_interval = StorageValue[U64](
        default=0, doc="Blocks for which root stake is locked; it is not locked."
    )
    alpha_share_pool_epoch = StorageDoubleMap[AccountId, NetUid, U64](
        hashers=(Blake2_128Concat, Identity), default=0, doc="How often a share pool began anew; none did."
    )
    alpha_share_epoch = StorageNMap[tuple[AccountId, AccountId, NetUid], U64](
        hashers=(Blake2_128Concat, Blake2_128Concat, Identity),
        default=0,
        doc="The beginning of a share pool that a share belongs to; there is one.",
    )
    pending_basket_deposits = StorageDoubleMap[AccountId, NetUid, AlphaBalance](
        hashers=(Blake2_128Concat, Identity),
        default=0,
        doc="Root dividends on their way into a basket; here they wait until they are claimed.",
    )
    pending_basket_flush_cursor = OptionalValue[bytes](doc="How far those have been looked at; there are none.")
    basket_rate = StorageMap[AccountId, I96f32](
        hasher=Blake2_128Concat,
        default=I96f32(0),
        doc="Shares of a basket that root stake earned; here it earns alpha.",
    )
    basket_twr = StorageMap[AccountId, U64f64](
        hasher=Blake2_128Concat,
        default=U64f64(1 << 64),
        doc="The return of root stake through a basket; there is none.",
    )
    beta_baseline = OptionalMap[AccountId, BetaBaselineOf](
        hasher=Blake2_128Concat, doc="Where the shown price of a basket's shares began."
    )
    beta_index_snapshot = OptionalValue[BetaIndexSnapshotOf](doc="The index of all baskets; none is computed.")
    beta_index_sweep = OptionalValue[BetaIndexSweepOf](doc="How far computing that index has come.")
    beta_index_fund_sample = OptionalMap[AccountId, BetaIndexFundSampleOf](
        hasher=Blake2_128Concat, doc="What the index takes from a basket."
    )
    childkey_threshold_checks = OptionalMap[AccountId, tuple[()]](
        hasher=Blake2_128Concat, doc="Hotkeys whose stake is to be compared with what children demand."
    )
    childkey_threshold_suspended = OptionalMap[AccountId, tuple[()]](
        hasher=Blake2_128Concat, doc="Hotkeys whose children are suspended for want of stake."
    )
    dissolve_cleanup_queue = StorageValue[list[NetUid]](
        default=[], doc="Networks that are being taken down; here that is done at once."
    )
    current_dissolve_cleanup_status = OptionalValue[DissolveCleanupStatus](
        doc="How far taking a network down has come; here that is done at once."
    )
    network_registration_queue = StorageValue[list[NetworkRegistrationInfo]](
        default=[], doc="Registrations that wait for a network to be taken down; here none waits."
    )
    network_registration_lock_id = StorageValue[U32](default=0, doc="The number of the next registration to wait.")
