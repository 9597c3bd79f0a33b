"""The calls made from the table: who, when, how often, and which values."""

from typing import Any

import pytest

from chain.frame.error import BadOrigin
from chain.pallets.admin_utils import errors as admin
from chain.pallets.admin_utils.pallet import AdminUtils
from chain.pallets.hyperparameters.pallet import declared_parameters
from chain.pallets.hyperparameters.parameter import Guard, SubnetParameter
from chain.pallets.subtensor_module import errors
from chain.primitives.fixed import U64f64
from tests.pallets.subnet_world import ALICE, BOB, World, account

ROWS = {declared.settings.call_name: declared for declared in declared_parameters() if declared.settings.setter}
SUBNET_ROWS = {name: row for name, row in ROWS.items() if isinstance(row, SubnetParameter)}
GLOBAL_ROWS = {name: row for name, row in ROWS.items() if name not in SUBNET_ROWS}

ALLOWED: dict[str, Any] = {
    "sudo_set_owner_immune_neuron_limit": 2,
    "sudo_set_commit_reveal_weights_interval": 2,
    "sudo_set_max_allowed_uids": 100,
    "sudo_set_min_allowed_uids": 1,
    "sudo_set_max_allowed_validators": 3,
    "sudo_set_min_burn": 600_000,
    "sudo_set_max_burn": 200_000_000,
    "sudo_set_burn_increase_mult": U64f64(2 << 64),
    "sudo_set_collateral_drain_ratio": U64f64(1 << 63),
    "sudo_set_activity_cutoff": 400,
    "sudo_set_tao_flow_normalization_exponent": U64f64(3 << 63),
}
"""A value for the calls that do not take every one."""

REFUSED = [
    ("sudo_set_max_allowed_uids", 63, admin.MaxAllowedUidsLessThanMinAllowedUids),
    ("sudo_set_max_allowed_uids", 257, admin.MaxAllowedUidsGreaterThanDefaultMaxAllowedUids),
    ("sudo_set_min_allowed_uids", 256, admin.MinAllowedUidsGreaterThanMaxAllowedUids),
    ("sudo_set_min_allowed_uids", 3, admin.MinAllowedUidsGreaterThanCurrentUids),
    ("sudo_set_max_allowed_validators", 257, admin.MaxValidatorsLargerThanMaxUIds),
    ("sudo_set_min_burn", 10**9, admin.ValueNotInBounds),
    ("sudo_set_max_burn", 10**8, admin.ValueNotInBounds),
    ("sudo_set_burn_half_life", 0, admin.InvalidValue),
    ("sudo_set_burn_half_life", 36_101, admin.InvalidValue),
    ("sudo_set_burn_increase_mult", U64f64((1 << 64) - 1), admin.InvalidValue),
    ("sudo_set_activity_cutoff", 359, errors.ActivityCutoffTooLow),
    ("sudo_set_commit_reveal_weights_interval", 0, errors.RevealPeriodTooSmall),
    ("sudo_set_commit_reveal_weights_interval", 101, errors.RevealPeriodTooLarge),
    ("sudo_set_owner_immune_neuron_limit", 0, errors.InvalidValue),
    ("sudo_set_owner_immune_neuron_limit", 11, errors.InvalidValue),
    ("sudo_set_min_childkey_take_per_subnet", 11_797, admin.InvalidValue),
    ("sudo_set_collateral_lock_share", 65_535, admin.CollateralLockShareTooHigh),
    ("sudo_set_collateral_drain_ratio", U64f64(0), admin.CollateralDrainRatioOutOfBounds),
]


def a_network() -> tuple[World, int]:
    """A network of three neurons far from its next epoch."""
    world = World()
    netuid = world.register_network()
    for number in (20, 21):
        world.register(netuid, account(number))
    return world, netuid


def another_value(declared: Any, world: World) -> Any:
    """A value that differs from the default and is allowed."""
    default = declared.default_for(world.parameters)
    name = declared.settings.call_name
    if name in ALLOWED:
        return ALLOWED[name]
    if isinstance(default, bool):
        return not default
    if isinstance(default, int):
        return type(default)(1 if default == 0 else default - 1)
    return type(default)(default.bits // 2 + 1)


@pytest.mark.parametrize("name", SUBNET_ROWS)
def test_root_sets_every_parameter_of_a_network(name: str) -> None:
    world, netuid = a_network()
    declared = SUBNET_ROWS[name]
    settings = declared.settings
    value = another_value(declared, world)
    world.as_root(getattr(AdminUtils, name), netuid=netuid, **{settings.argument: value})
    assert getattr(world.parameters, settings.attribute)[netuid] == value
    expected = [event(netuid, value) for event in (settings.event, settings.admin_event) if event is not None]
    assert world.events() == expected


@pytest.mark.parametrize("name", GLOBAL_ROWS)
def test_root_sets_every_parameter_of_the_chain(name: str) -> None:
    world = World()
    declared = GLOBAL_ROWS[name]
    settings = declared.settings
    value = another_value(declared, world)
    with pytest.raises(BadOrigin):
        world.signed(ALICE, getattr(AdminUtils, name), **{settings.argument: value})
    world.as_root(getattr(AdminUtils, name), **{settings.argument: value})
    assert getattr(world.parameters, settings.attribute) == value
    assert world.events() == [event(value) for event in (settings.event, settings.admin_event) if event is not None]


@pytest.mark.parametrize("name", SUBNET_ROWS)
def test_owners_set_what_is_theirs_at_their_pace(name: str) -> None:
    world, netuid = a_network()
    # An owner may close one way of registration, if another is open.
    world.parameters.network_pow_registration_allowed[netuid] = True
    settings = SUBNET_ROWS[name].settings
    arguments = {"netuid": netuid, settings.argument: another_value(SUBNET_ROWS[name], world)}
    method = getattr(AdminUtils, name)
    with pytest.raises(BadOrigin):
        world.signed(BOB, method, **arguments)
    assert settings.setter is not None
    if not settings.setter.by_owner:
        with pytest.raises(BadOrigin):
            world.signed(ALICE, method, **arguments)
        return
    world.signed(ALICE, method, **arguments)
    if settings.setter.limit is None:
        world.signed(ALICE, method, **arguments)
        return
    with pytest.raises(errors.TxRateLimitExceeded):
        world.signed(ALICE, method, **arguments)
    world.as_root(method, **arguments)
    later = world.at_block(1 + world.rights.interval(netuid, settings.setter.limit))
    later.signed(ALICE, method, **arguments)


@pytest.mark.parametrize("name", SUBNET_ROWS)
def test_the_freeze_window_holds_for_root_too(name: str) -> None:
    world, netuid = a_network()
    settings = SUBNET_ROWS[name].settings
    arguments = {"netuid": netuid, settings.argument: another_value(SUBNET_ROWS[name], world)}
    world.parameters.admin_freeze_window = 100
    assert settings.setter is not None
    if Guard.WINDOW in settings.setter.guard:
        with pytest.raises(errors.AdminActionProhibitedDuringWeightsWindow):
            world.as_root(getattr(AdminUtils, name), **arguments)
    else:
        world.as_root(getattr(AdminUtils, name), **arguments)


@pytest.mark.parametrize("name", SUBNET_ROWS)
def test_parameters_of_missing_networks_and_of_root_are_guarded(name: str) -> None:
    world, _ = a_network()
    settings = SUBNET_ROWS[name].settings
    assert settings.setter is not None
    argument = {settings.argument: another_value(SUBNET_ROWS[name], world)}
    method = getattr(AdminUtils, name)
    if Guard.EXISTS in settings.setter.guard:
        with pytest.raises(admin.SubnetDoesNotExist):
            world.as_root(method, netuid=77, **argument)
    if Guard.NOT_ROOT in settings.setter.guard:
        with pytest.raises(admin.NotPermittedOnRootSubnet):
            world.as_root(method, netuid=0, **argument)


@pytest.mark.parametrize(("name", "value", "error"), REFUSED)
def test_values_out_of_range_are_refused(name: str, value: Any, error: type[Exception]) -> None:
    world, netuid = a_network()
    with pytest.raises(error):
        world.as_root(getattr(AdminUtils, name), netuid=netuid, **{SUBNET_ROWS[name].settings.argument: value})


def test_a_network_cannot_shrink_below_its_neurons_or_outgrow_its_mechanisms() -> None:
    world, netuid = a_network()
    world.parameters.min_allowed_uids[netuid] = 1
    with pytest.raises(admin.MaxAllowedUIdsLessThanCurrentUIds):
        world.as_root(AdminUtils.sudo_set_max_allowed_uids, netuid=netuid, max_allowed_uids=2)
    world.parameters.mechanism_count_current[netuid] = 2
    with pytest.raises(errors.TooManyUIDsPerMechanism):
        world.as_root(AdminUtils.sudo_set_max_allowed_uids, netuid=netuid, max_allowed_uids=129)


def test_what_only_owners_are_held_to() -> None:
    world, netuid = a_network()
    average, steepness = AdminUtils.sudo_set_bonds_moving_average, AdminUtils.sudo_set_alpha_sigmoid_steepness
    with pytest.raises(admin.BondsMovingAverageMaxReached):
        world.signed(ALICE, average, netuid=netuid, bonds_moving_average=975_001)
    with pytest.raises(admin.NegativeSigmoidSteepness):
        world.signed(ALICE, steepness, netuid=netuid, steepness=-1)
    world.as_root(average, netuid=netuid, bonds_moving_average=975_001)
    world.as_root(steepness, netuid=netuid, steepness=-1)
    assert world.parameters.alpha_sigmoid_steepness[netuid] == -1


@pytest.mark.parametrize(
    ("call", "argument", "value", "error"),
    [
        ("sudo_set_max_mechanism_count", "max_mechanism_count", 17, errors.InvalidValue),
        ("sudo_set_max_epochs_per_block", "max_epochs_per_block", 0, admin.ValueNotInBounds),
        ("sudo_set_tao_flow_normalization_exponent", "exponent", U64f64(0), admin.InvalidValue),
        ("sudo_set_emission_bar_quantile", "quantile", U64f64(2 << 64), admin.InvalidValue),
    ],
)
def test_values_of_the_chain_out_of_range_are_refused(
    call: str, argument: str, value: Any, error: type[Exception]
) -> None:
    with pytest.raises(error):
        World().as_root(getattr(AdminUtils, call), **{argument: value})


def test_an_ordered_epoch_freezes_parameters_until_it_ran() -> None:
    world, netuid = a_network()
    world.epochs.pending[netuid] = 5
    assert world.rights.is_frozen(netuid)
    world.at_block(5)
    assert not world.rights.is_frozen(netuid)
    world.parameters.tempo[netuid] = 0
    world.parameters.admin_freeze_window = 100
    assert not world.rights.is_frozen(netuid)


def test_a_generated_call_documents_itself() -> None:
    declared = {call.name: call for call in AdminUtils.declaration.calls}
    assert declared["sudo_set_kappa"].docs.startswith("Set `Kappa`, as root.")
    assert [argument.name for argument in declared["sudo_set_min_burn"].arguments] == ["netuid", "min_burn"]
    assert declared["sudo_set_burn_half_life"].dispatch_info((1, 2)).dispatch_class.name == "Operational"
    # All of spec 461, one of spec 425 that it dropped, and two from after it.
    assert len(declared) == 96
