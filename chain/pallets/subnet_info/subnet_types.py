"""What clients are told about networks."""

from typing import Annotated

from chain.codec import U8, U16, U64, U128, Compact, Length, Struct
from chain.pallets.subtensor_module.types import PerU16, SubnetIdentityV3
from chain.primitives.fixed.wire import I96f32
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid, TaoBalance

Pair = Annotated[list[U16], Length(2)]


class SubnetInfo(Struct, path="pallet_subtensor::rpc_info::subnet_info::SubnetInfo"):
    """The main parameters of a network, in the oldest form."""

    netuid: Compact[NetUid]
    rho: Compact[U16]
    kappa: Compact[U16]
    difficulty: Compact[U64]
    immunity_period: Compact[U16]
    max_allowed_validators: Compact[U16]
    min_allowed_weights: Compact[U16]
    max_weights_limit: Compact[U16]
    scaling_law_power: Compact[U16]
    subnetwork_n: Compact[U16]
    max_allowed_uids: Compact[U16]
    blocks_since_last_step: Compact[U64]
    tempo: Compact[U16]
    network_modality: Compact[U16]
    network_connect: list[Pair]
    emission_values: Compact[U64]
    burn: Compact[TaoBalance]
    owner: AccountId


class SubnetInfov2(Struct, path="pallet_subtensor::rpc_info::subnet_info::SubnetInfov2"):
    """The main parameters of a network and how its owner describes it."""

    netuid: Compact[NetUid]
    rho: Compact[U16]
    kappa: Compact[U16]
    difficulty: Compact[U64]
    immunity_period: Compact[U16]
    max_allowed_validators: Compact[U16]
    min_allowed_weights: Compact[U16]
    max_weights_limit: Compact[U16]
    scaling_law_power: Compact[U16]
    subnetwork_n: Compact[U16]
    max_allowed_uids: Compact[U16]
    blocks_since_last_step: Compact[U64]
    tempo: Compact[U16]
    network_modality: Compact[U16]
    network_connect: list[Pair]
    emission_value: Compact[U64]
    burn: Compact[TaoBalance]
    owner: AccountId
    identity: SubnetIdentityV3 | None


class DynamicInfo(Struct, path="pallet_subtensor::rpc_info::dynamic_info::DynamicInfo"):
    """The pool, the price and the emission of a network."""

    netuid: Compact[NetUid]
    owner_hotkey: AccountId
    owner_coldkey: AccountId
    subnet_name: list[Compact[U8]]
    token_symbol: list[Compact[U8]]
    tempo: Compact[U16]
    last_step: Compact[U64]
    blocks_since_last_step: Compact[U64]
    emission: Compact[U64]
    alpha_in: Compact[AlphaBalance]
    alpha_out: Compact[AlphaBalance]
    tao_in: Compact[TaoBalance]
    alpha_out_emission: Compact[AlphaBalance]
    alpha_in_emission: Compact[AlphaBalance]
    tao_in_emission: Compact[TaoBalance]
    pending_alpha_emission: Compact[AlphaBalance]
    pending_root_emission: Compact[TaoBalance]
    subnet_volume: Compact[U128]
    network_registered_at: Compact[U64]
    subnet_identity: SubnetIdentityV3 | None
    moving_price: I96f32


class SubnetState(Struct, path="pallet_subtensor::rpc_info::show_subnet::SubnetState"):
    """The neurons of a network, vector by vector."""

    netuid: Compact[NetUid]
    hotkeys: list[AccountId]
    coldkeys: list[AccountId]
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
    emission_history: list[list[Compact[AlphaBalance]]]
