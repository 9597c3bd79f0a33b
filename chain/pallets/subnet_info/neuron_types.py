"""What clients are told about neurons."""

from chain.codec import U16, U64, Compact, Struct
from chain.pallets.subtensor_module.types import AxonInfo, PerU16, PrometheusInfo
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid


class NeuronInfo(Struct, path="pallet_subtensor::rpc_info::neuron_info::NeuronInfo"):
    """Everything about one neuron, weights and bonds included."""

    hotkey: AccountId
    coldkey: AccountId
    uid: Compact[U16]
    netuid: Compact[NetUid]
    active: bool
    axon_info: AxonInfo
    prometheus_info: PrometheusInfo
    stake: list[tuple[AccountId, Compact[AlphaBalance]]]
    rank: Compact[U16]
    emission: Compact[AlphaBalance]
    incentive: Compact[PerU16]
    consensus: Compact[PerU16]
    trust: Compact[PerU16]
    validator_trust: Compact[PerU16]
    dividends: Compact[PerU16]
    last_update: Compact[U64]
    validator_permit: bool
    weights: list[tuple[Compact[U16], Compact[U16]]]
    bonds: list[tuple[Compact[U16], Compact[U16]]]
    pruning_score: Compact[U16]


class NeuronInfoLite(Struct, path="pallet_subtensor::rpc_info::neuron_info::NeuronInfoLite"):
    """Everything about one neuron but its weights and bonds."""

    hotkey: AccountId
    coldkey: AccountId
    uid: Compact[U16]
    netuid: Compact[NetUid]
    active: bool
    axon_info: AxonInfo
    prometheus_info: PrometheusInfo
    stake: list[tuple[AccountId, Compact[AlphaBalance]]]
    rank: Compact[U16]
    emission: Compact[AlphaBalance]
    incentive: Compact[PerU16]
    consensus: Compact[PerU16]
    trust: Compact[PerU16]
    validator_trust: Compact[PerU16]
    dividends: Compact[PerU16]
    last_update: Compact[U64]
    validator_permit: bool
    pruning_score: Compact[U16]
