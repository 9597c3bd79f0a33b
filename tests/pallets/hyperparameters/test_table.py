"""The table of parameters as storage, and what networks start and end with."""

from chain.codec import codec_of
from chain.pallets.hyperparameters.api import (
    LISTED,
    HyperparamEntry,
    TaoValue,
    U16Value,
    U64f64Value,
    subnet_hyperparams,
    subnet_hyperparams_v2,
    subnet_hyperparams_v3,
)
from chain.pallets.hyperparameters.pallet import Hyperparameters, declared_parameters
from chain.pallets.hyperparameters.parameter import GlobalParameter, SubnetParameter
from chain.primitives.fixed import I32f32, U64f64
from tests.pallets.subnet_world import HOTKEY, World


def test_names_on_the_wire_are_those_of_the_chain() -> None:
    names = {item.name for item in Hyperparameters.declaration.storage}
    assert {"Tempo", "CKBurn", "EMAPriceHalvingBlocks", "Yuma3On", "TxChildkeyTakeRateLimit", "StakeThreshold"} <= names
    assert Hyperparameters.max_allowed_uids.hashers[0].name == "Identity"
    assert Hyperparameters.reveal_period_epochs.hashers[0].name == "Twox64Concat"


def test_every_row_reads_as_its_default_and_can_be_written() -> None:
    world = World()
    for declared in declared_parameters():
        value = declared.default_for(world.parameters)
        codec = codec_of(declared.value_annotation)
        assert codec.decode(codec.encode(value)) == value
        if isinstance(declared, SubnetParameter):
            stored = getattr(world.parameters, declared.attribute)
            assert stored[77] == value
            stored[77] = value
            assert 77 in stored
        else:
            assert isinstance(declared, GlobalParameter)
            setattr(world.parameters, declared.attribute, value)
            assert getattr(world.parameters, declared.attribute) == value


def test_the_fast_build_has_values_of_its_own() -> None:
    fast, normal = World(fast=True).parameters, World(fast=False).parameters
    assert (fast.tempo[9], normal.tempo[9]) == (10, 360)
    assert (fast.max_epochs_per_block, normal.max_epochs_per_block) == (32, 2)
    assert (fast.coldkey_swap_announcement_delay, normal.coldkey_swap_announcement_delay) == (50, 36_000)
    assert (fast.pending_child_key_cooldown, normal.pending_child_key_cooldown) == (15, 7_200)


def test_a_dissolved_network_leaves_what_the_next_one_inherits() -> None:
    world = World()
    parameters = world.parameters
    parameters.kappa[5] = 1
    parameters.min_allowed_uids[5] = 7
    parameters.recycle_or_burn[5] = parameters.recycle_or_burn[5]
    parameters.mechanism_emission_split[5] = [65_535]
    parameters.remove_subnet(5)
    assert 5 not in parameters.kappa
    assert parameters.mechanism_emission_split[5] is None
    assert parameters.min_allowed_uids[5] == 7
    assert 5 in parameters.recycle_or_burn


def test_the_activity_cutoff_is_a_share_of_the_tempo() -> None:
    world = World()
    netuid = world.register_network()
    assert world.parameters.activity_cutoff_of(netuid) == 138
    world.parameters.tempo[netuid] = 0
    assert world.parameters.activity_cutoff_of(netuid) == 1
    assert world.parameters.burn_increase_mult_raw[netuid] == 23_242_897_532_874_035_200


def test_the_api_reads_the_table() -> None:
    world = World()
    netuid = world.register_network(hotkey=HOTKEY)
    first = subnet_hyperparams(world.parameters, netuid)
    assert (first.tempo, first.immunity_period, first.min_burn, first.alpha_low) == (10, 5_000, 500_000, 45_875)
    assert (first.max_weights_limit, first.activity_cutoff, first.registration_allowed) == (65_535, 138, True)
    second = subnet_hyperparams_v2(world.parameters, netuid)
    assert second.alpha_sigmoid_steepness == I32f32(1_000 << 32)
    assert (second.yuma_version, second.subnet_is_active, second.user_liquidity_enabled) == (3, False, False)
    third = subnet_hyperparams_v3(world.parameters, netuid)
    assert [entry.name.decode() for entry in third] == list(LISTED)
    assert third[0] == HyperparamEntry(b"kappa", U16Value(32_767))
    assert HyperparamEntry(b"max_burn", TaoValue(10**11)) in third
    assert HyperparamEntry(b"burn_increase_mult", U64f64Value(U64f64(23_242_897_532_874_035_200))) in third
