"""The parameters of a network as the runtime API hands them out (lifecycle 5.7): two fixed forms and a list by name.

All three are read from the table; `get_subnet_hyperparams_v3` is the order of `LISTED`.
"""

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, get_args

from chain.codec import U16, U32, U64, U128, Compact, Enum, Struct, TypeName
from chain.pallets.hyperparameters.pallet import Hyperparameters, declared_parameters
from chain.pallets.hyperparameters.parameter import SubnetParameter
from chain.primitives.fixed import I32f32, U64f64
from chain.primitives.identifiers import TaoBalance

_PATH = "pallet_subtensor::rpc_info::subnet_info::"
NO_WEIGHT_LIMIT = 65_535
YUMA3, YUMA2 = 3, 2


class SubnetHyperparams(Struct, path=_PATH + "SubnetHyperparams"):
    """The parameters that clients first knew."""

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
    min_burn: Annotated[Compact[U64], TypeName("Compact<TaoBalance>")]
    max_burn: Annotated[Compact[U64], TypeName("Compact<TaoBalance>")]
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


class SubnetHyperparamsV2(Struct, path=_PATH + "SubnetHyperparamsV2"):
    """The same, and six more."""

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
    min_burn: Annotated[Compact[U64], TypeName("Compact<TaoBalance>")]
    max_burn: Annotated[Compact[U64], TypeName("Compact<TaoBalance>")]
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


class HyperparamValue(Enum, path=_PATH + "HyperparamValue"):
    """A value with its type."""


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


class TaoValue(HyperparamValue, index=5, name="TaoBalance", unnamed=True):
    """An amount in rao."""

    value: Annotated[Compact[U64], TypeName("Compact<TaoBalance>")]


class I32f32Value(HyperparamValue, index=6, name="I32F32", unnamed=True):
    """A fixed-point number with 32 bits on either side."""

    value: I32f32


class U64f64Value(HyperparamValue, index=7, name="U64F64", unnamed=True):
    """A fixed-point number with 64 bits on either side."""

    value: U64f64


class HyperparamEntry(Struct, path=_PATH + "HyperparamEntry"):
    """A parameter by name."""

    name: bytes
    value: HyperparamValue


Reader = Callable[[Hyperparameters, int], Any]

DERIVED: dict[str, tuple[Any, Reader]] = {
    "max_weights_limit": (U16, lambda parameters, netuid: NO_WEIGHT_LIMIT),
    "activity_cutoff": (U64, lambda parameters, netuid: parameters.activity_cutoff_of(netuid)),
    "alpha_high": (U16, lambda parameters, netuid: parameters.alpha_values[netuid][1]),
    "alpha_low": (U16, lambda parameters, netuid: parameters.alpha_values[netuid][0]),
    "alpha_sigmoid_steepness": (
        I32f32,
        lambda parameters, netuid: I32f32(parameters.alpha_sigmoid_steepness[netuid] << 32),
    ),
    "yuma_version": (U16, lambda parameters, netuid: YUMA3 if parameters.yuma3_on[netuid] else YUMA2),
    "user_liquidity_enabled": (bool, lambda parameters, netuid: False),
}
"""Entries that no parameter holds as it is: their type, and how they are read."""

LISTED = (
    "kappa",
    "immunity_period",
    "min_allowed_weights",
    "max_weights_limit",
    "tempo",
    "weights_version",
    "weights_rate_limit",
    "activity_cutoff",
    "activity_cutoff_factor",
    "registration_allowed",
    "target_regs_per_interval",
    "min_burn",
    "max_burn",
    "burn_half_life",
    "burn_increase_mult",
    "bonds_moving_avg",
    "max_regs_per_block",
    "serving_rate_limit",
    "max_validators",
    "commit_reveal_period",
    "commit_reveal_weights_enabled",
    "alpha_high",
    "alpha_low",
    "liquid_alpha_enabled",
    "alpha_sigmoid_steepness",
    "yuma_version",
    "subnet_is_active",
    "transfers_enabled",
    "bonds_reset_enabled",
    "user_liquidity_enabled",
    "owner_cut_enabled",
    "owner_cut_auto_lock_enabled",
    "min_childkey_take",
)
"""What version 3 lists, in this order."""


def subnet_hyperparams(parameters: Hyperparameters, netuid: int) -> SubnetHyperparams:
    """The first form; the network must exist."""
    return SubnetHyperparams(**_values(parameters, netuid, SubnetHyperparams))


def subnet_hyperparams_v2(parameters: Hyperparameters, netuid: int) -> SubnetHyperparamsV2:
    """The second form; the network must exist."""
    return SubnetHyperparamsV2(**_values(parameters, netuid, SubnetHyperparamsV2))


def subnet_hyperparams_v3(parameters: Hyperparameters, netuid: int) -> list[HyperparamEntry]:
    """The list by name; the network must exist."""
    readers = _readers()
    entries = []
    for name in LISTED:
        annotation, read = readers[name]
        entries.append(HyperparamEntry(name.encode(), _wrap(annotation, read(parameters, netuid))))
    return entries


def value_of(parameters: Hyperparameters, netuid: int, name: str) -> Any:
    """The value of a parameter of a network by its name in the API. Raises KeyError for an unknown name."""
    return _readers()[name][1](parameters, netuid)


def _values(parameters: Hyperparameters, netuid: int, form: type[Struct]) -> dict[str, Any]:
    return {name: value_of(parameters, netuid, name) for name in form.__annotations__}


@cache
def _readers() -> dict[str, tuple[Any, Reader]]:
    """Type and reader of every entry by its name in the API."""
    readers: dict[str, tuple[Any, Reader]] = {}
    for declared in declared_parameters():
        if isinstance(declared, SubnetParameter) and declared.settings.api:
            readers[declared.settings.api] = (declared.settings.annotation, _stored(declared.attribute))
    return readers | DERIVED


def _stored(attribute: str) -> Reader:
    return lambda parameters, netuid: getattr(parameters, attribute)[netuid]


def _wrap(annotation: Any, value: Any) -> HyperparamValue:
    if annotation is bool:
        return BoolValue(value)
    if annotation is U64f64:
        return U64f64Value(value)
    if annotation is I32f32:
        return I32f32Value(value)
    if annotation is TaoBalance:
        return TaoValue(value)
    bits = next(marker.bits for marker in get_args(annotation)[1:] if hasattr(marker, "bits"))
    return {16: U16Value, 32: U32Value, 64: U64Value, 128: U128Value}[bits](value)
