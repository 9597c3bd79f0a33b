"""The two older forms in which clients are told hyperparameters."""

from chain.codec import U16, U32, U64, U128, Compact, Enum, Struct
from chain.primitives.fixed.wire import I32f32, U64f64
from chain.primitives.identifiers import TaoBalance


class SubnetHyperparams(Struct, path="pallet_subtensor::rpc_info::subnet_info::SubnetHyperparams"):
    """The hyperparameters of a network, in the oldest form."""

    rho: Compact[U16]
    kappa: Compact[U16]
    immunity_period: Compact[U16]
    min_allowed_weights: Compact[U16]
    max_weights_limit: Compact[U16]
    tempo: Compact[U16]
    min_difficulty: Compact[U64]
    max_difficulty: Compact[U64]
    weights_version: Compact[U64]
    weights_rate_limit: Compact[U64]
    adjustment_interval: Compact[U16]
    activity_cutoff: Compact[U64]
    registration_allowed: bool
    target_regs_per_interval: Compact[U16]
    min_burn: Compact[TaoBalance]
    max_burn: Compact[TaoBalance]
    bonds_moving_avg: Compact[U64]
    max_regs_per_block: Compact[U16]
    serving_rate_limit: Compact[U64]
    max_validators: Compact[U16]
    adjustment_alpha: Compact[U64]
    difficulty: Compact[U64]
    commit_reveal_period: Compact[U64]
    commit_reveal_weights_enabled: bool
    alpha_high: Compact[U16]
    alpha_low: Compact[U16]
    liquid_alpha_enabled: bool


class SubnetHyperparamsV2(Struct, path="pallet_subtensor::rpc_info::subnet_info::SubnetHyperparamsV2"):
    """The hyperparameters of a network, in the second form."""

    rho: Compact[U16]
    kappa: Compact[U16]
    immunity_period: Compact[U16]
    min_allowed_weights: Compact[U16]
    max_weights_limit: Compact[U16]
    tempo: Compact[U16]
    min_difficulty: Compact[U64]
    max_difficulty: Compact[U64]
    weights_version: Compact[U64]
    weights_rate_limit: Compact[U64]
    adjustment_interval: Compact[U16]
    activity_cutoff: Compact[U64]
    registration_allowed: bool
    target_regs_per_interval: Compact[U16]
    min_burn: Compact[TaoBalance]
    max_burn: Compact[TaoBalance]
    bonds_moving_avg: Compact[U64]
    max_regs_per_block: Compact[U16]
    serving_rate_limit: Compact[U64]
    max_validators: Compact[U16]
    adjustment_alpha: Compact[U64]
    difficulty: Compact[U64]
    commit_reveal_period: Compact[U64]
    commit_reveal_weights_enabled: bool
    alpha_high: Compact[U16]
    alpha_low: Compact[U16]
    liquid_alpha_enabled: bool
    alpha_sigmoid_steepness: I32f32
    yuma_version: Compact[U16]
    subnet_is_active: bool
    transfers_enabled: bool
    bonds_reset_enabled: bool
    user_liquidity_enabled: bool


class HyperparamValue(Enum, path="pallet_subtensor::rpc_info::subnet_info::HyperparamValue"):
    """A hyperparameter's value with its type."""


class BoolValue(HyperparamValue, index=0, name="Bool", unnamed=True):
    """Yes or no."""

    value: bool


class U16Value(HyperparamValue, index=1, name="U16", unnamed=True):
    """A number of 16 bits."""

    value: Compact[U16]


class U32Value(HyperparamValue, index=2, name="U32", unnamed=True):
    """A number of 32 bits."""

    value: Compact[U32]


class U64Value(HyperparamValue, index=3, name="U64", unnamed=True):
    """A number of 64 bits."""

    value: Compact[U64]


class U128Value(HyperparamValue, index=4, name="U128", unnamed=True):
    """A number of 128 bits."""

    value: Compact[U128]


class TaoBalanceValue(HyperparamValue, index=5, name="TaoBalance", unnamed=True):
    """An amount in rao."""

    value: Compact[TaoBalance]


class I32F32Value(HyperparamValue, index=6, name="I32F32", unnamed=True):
    """A signed fixed-point number."""

    value: I32f32


class U64F64Value(HyperparamValue, index=7, name="U64F64", unnamed=True):
    """A fixed-point number."""

    value: U64f64


class HyperparamEntry(Struct, path="pallet_subtensor::rpc_info::subnet_info::HyperparamEntry"):
    """One hyperparameter by name."""

    name: bytes
    value: HyperparamValue
