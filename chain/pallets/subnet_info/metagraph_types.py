"""The metagraph: all of a network in one answer."""

from chain.codec import U8, U16, U64, U128, Compact, Struct
from chain.pallets.delegation.identity import ChainIdentityV2
from chain.pallets.subtensor_module.types import AxonInfo, PerU16, SubnetIdentityV3
from chain.primitives.fixed.wire import I96f32
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid, TaoBalance


class Metagraph(Struct, path="pallet_subtensor::rpc_info::metagraph::Metagraph"):
    """All there is to know about a network and its neurons."""

    netuid: Compact[NetUid]
    name: list[Compact[U8]]
    symbol: list[Compact[U8]]
    identity: SubnetIdentityV3 | None
    network_registered_at: Compact[U64]
    owner_hotkey: AccountId
    owner_coldkey: AccountId
    block: Compact[U64]
    tempo: Compact[U16]
    last_step: Compact[U64]
    blocks_since_last_step: Compact[U64]
    subnet_emission: Compact[U64]
    alpha_in: Compact[AlphaBalance]
    alpha_out: Compact[AlphaBalance]
    tao_in: Compact[TaoBalance]
    alpha_out_emission: Compact[AlphaBalance]
    alpha_in_emission: Compact[AlphaBalance]
    tao_in_emission: Compact[TaoBalance]
    pending_alpha_emission: Compact[AlphaBalance]
    pending_root_emission: Compact[TaoBalance]
    subnet_volume: Compact[U128]
    moving_price: I96f32
    rho: Compact[U16]
    kappa: Compact[U16]
    min_allowed_weights: Compact[U16]
    max_weights_limit: Compact[U16]
    weights_version: Compact[U64]
    weights_rate_limit: Compact[U64]
    activity_cutoff: Compact[U64]
    max_validators: Compact[U16]
    num_uids: Compact[U16]
    max_uids: Compact[U16]
    burn: Compact[TaoBalance]
    difficulty: Compact[U64]
    registration_allowed: bool
    pow_registration_allowed: bool
    immunity_period: Compact[U16]
    min_difficulty: Compact[U64]
    max_difficulty: Compact[U64]
    min_burn: Compact[TaoBalance]
    max_burn: Compact[TaoBalance]
    adjustment_alpha: Compact[U64]
    adjustment_interval: Compact[U16]
    target_regs_per_interval: Compact[U16]
    max_regs_per_block: Compact[U16]
    serving_rate_limit: Compact[U64]
    commit_reveal_weights_enabled: bool
    commit_reveal_period: Compact[U64]
    liquid_alpha_enabled: bool
    alpha_high: Compact[U16]
    alpha_low: Compact[U16]
    bonds_moving_avg: Compact[U64]
    hotkeys: list[AccountId]
    coldkeys: list[AccountId]
    identities: list[ChainIdentityV2 | None]
    axons: list[AxonInfo]
    active: list[bool]
    validator_permit: list[bool]
    pruning_score: list[Compact[U16]]
    last_update: list[Compact[U64]]
    emission: list[Compact[AlphaBalance]]
    dividends: list[Compact[PerU16]]
    incentives: list[Compact[PerU16]]
    consensus: list[Compact[PerU16]]
    trust: list[Compact[PerU16]]
    rank: list[Compact[U16]]
    block_at_registration: list[Compact[U64]]
    alpha_stake: list[Compact[AlphaBalance]]
    tao_stake: list[Compact[TaoBalance]]
    total_stake: list[Compact[TaoBalance]]
    tao_dividends_per_hotkey: list[tuple[AccountId, Compact[TaoBalance]]]
    alpha_dividends_per_hotkey: list[tuple[AccountId, Compact[AlphaBalance]]]
    collateral_locked: list[Compact[AlphaBalance]]
    collateral_min: list[Compact[AlphaBalance]]
    collateral_earned: list[Compact[AlphaBalance]]
