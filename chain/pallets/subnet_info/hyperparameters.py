"""The hyperparameters of a network as clients ask for them: two fixed forms and a list of named values (5.7)."""

from collections.abc import Callable, Mapping
from typing import Any

from chain.codec import Struct
from chain.pallets.subnet_info.hyperparameter_types import (
    BoolValue,
    HyperparamEntry,
    HyperparamValue,
    I32F32Value,
    SubnetHyperparams,
    SubnetHyperparamsV2,
    TaoBalanceValue,
    U16Value,
    U32Value,
    U64F64Value,
    U64Value,
)
from chain.primitives.fixed.wire import I32f32

NO_WEIGHT_LIMIT = 65_535

STORED: Mapping[str, str] = {
    "rho": "rho",
    "kappa": "kappa",
    "immunity_period": "immunity_period",
    "min_allowed_weights": "min_allowed_weights",
    "tempo": "tempo",
    "min_difficulty": "min_difficulty",
    "max_difficulty": "max_difficulty",
    "weights_version": "weights_version_key",
    "weights_rate_limit": "weights_set_rate_limit",
    "adjustment_interval": "adjustment_interval",
    "activity_cutoff_factor": "activity_cutoff_factor_milli",
    "registration_allowed": "network_registration_allowed",
    "target_regs_per_interval": "target_registrations_per_interval",
    "min_burn": "min_burn",
    "max_burn": "max_burn",
    "burn_half_life": "burn_half_life",
    "burn_increase_mult": "burn_increase_mult",
    "bonds_moving_avg": "bonds_moving_average",
    "max_regs_per_block": "max_registrations_per_block",
    "serving_rate_limit": "serving_rate_limit",
    "max_validators": "max_allowed_validators",
    "adjustment_alpha": "adjustment_alpha",
    "difficulty": "difficulty",
    "commit_reveal_period": "reveal_period_epochs",
    "commit_reveal_weights_enabled": "commit_reveal_weights_enabled",
    "liquid_alpha_enabled": "liquid_alpha_on",
    "subnet_is_active": "subtoken_enabled",
    "transfers_enabled": "transfer_toggle",
    "bonds_reset_enabled": "bonds_reset_on",
    "owner_cut_enabled": "owner_cut_enabled",
    "owner_cut_auto_lock_enabled": "owner_cut_auto_lock_enabled",
    "min_childkey_take": "min_childkey_take_per_subnet",
}
"""The parameter behind a name, where the stored value is the answer."""

DERIVED: Mapping[str, Callable[[Any, int], Any]] = {
    "max_weights_limit": lambda parameters, netuid: NO_WEIGHT_LIMIT,
    "activity_cutoff": lambda parameters, netuid: activity_cutoff(parameters, netuid),
    "alpha_low": lambda parameters, netuid: parameters.alpha_values[netuid][0],
    "alpha_high": lambda parameters, netuid: parameters.alpha_values[netuid][1],
    "alpha_sigmoid_steepness": lambda parameters, netuid: I32f32(parameters.alpha_sigmoid_steepness[netuid] << 32),
    "yuma_version": lambda parameters, netuid: 3 if parameters.yuma3_on[netuid] else 2,
    "user_liquidity_enabled": lambda parameters, netuid: False,
}

NAMED_VALUES: Mapping[str, Callable[[Any], HyperparamValue]] = {
    "kappa": U16Value,
    "immunity_period": U16Value,
    "min_allowed_weights": U16Value,
    "max_weights_limit": U16Value,
    "tempo": U16Value,
    "weights_version": U64Value,
    "weights_rate_limit": U64Value,
    "activity_cutoff": U64Value,
    "activity_cutoff_factor": U32Value,
    "registration_allowed": BoolValue,
    "target_regs_per_interval": U16Value,
    "min_burn": TaoBalanceValue,
    "max_burn": TaoBalanceValue,
    "burn_half_life": U16Value,
    "burn_increase_mult": U64F64Value,
    "bonds_moving_avg": U64Value,
    "max_regs_per_block": U16Value,
    "serving_rate_limit": U64Value,
    "max_validators": U16Value,
    "commit_reveal_period": U64Value,
    "commit_reveal_weights_enabled": BoolValue,
    "alpha_high": U16Value,
    "alpha_low": U16Value,
    "liquid_alpha_enabled": BoolValue,
    "alpha_sigmoid_steepness": I32F32Value,
    "yuma_version": U16Value,
    "subnet_is_active": BoolValue,
    "transfers_enabled": BoolValue,
    "bonds_reset_enabled": BoolValue,
    "user_liquidity_enabled": BoolValue,
    "owner_cut_enabled": BoolValue,
    "owner_cut_auto_lock_enabled": BoolValue,
    "min_childkey_take": U16Value,
}
"""The third form: names in the order of the answer, and the types of their values."""


def activity_cutoff(parameters: Any, netuid: int) -> int:
    """Blocks after which a neuron that set no weights is inactive."""
    return max(1, int(parameters.activity_cutoff_factor_milli[netuid]) * int(parameters.tempo[netuid]) // 1000)


def read(parameters: Any, netuid: int, name: str) -> Any:
    """The value of a hyperparameter by the name clients know it under."""
    if name in DERIVED:
        return DERIVED[name](parameters, netuid)
    return getattr(parameters, STORED[name])[netuid]


def _fill(kind: type[Struct], parameters: Any, netuid: int) -> Any:
    return kind(**{name: read(parameters, netuid, name) for name in kind.__annotations__})


def first_form(parameters: Any, netuid: int) -> SubnetHyperparams:
    """The oldest form."""
    filled: SubnetHyperparams = _fill(SubnetHyperparams, parameters, netuid)
    return filled


def second_form(parameters: Any, netuid: int) -> SubnetHyperparamsV2:
    """The second form."""
    filled: SubnetHyperparamsV2 = _fill(SubnetHyperparamsV2, parameters, netuid)
    return filled


def named_values(parameters: Any, netuid: int) -> list[HyperparamEntry]:
    """The third form: every name with a typed value."""
    return [HyperparamEntry(name.encode(), kind(read(parameters, netuid, name))) for name, kind in NAMED_VALUES.items()]
