"""The setters that do more than write a value."""

import pytest

from chain.frame.error import BadOrigin
from chain.pallets.admin_utils import errors as admin
from chain.pallets.admin_utils.events import BasketTradingFrozenSet, PrecompileEnum, PrecompileUpdated
from chain.pallets.admin_utils.pallet import AdminUtils
from chain.pallets.networks.sovereign import subnet_account
from chain.pallets.subtensor_module import errors, events
from tests.pallets.subnet_world import ALICE, BOB, OTHER_HOTKEY, World, account


def a_network() -> tuple[World, int]:
    world = World()
    return world, world.register_network()


def test_root_sets_any_tempo_and_restarts_the_count() -> None:
    world, netuid = a_network()
    world.at_block(9).as_root(AdminUtils.sudo_set_tempo, netuid=netuid, tempo=0)
    assert world.events() == [events.TempoSet(netuid, 0)]
    assert world.epochs.last[netuid] == 9
    with pytest.raises(BadOrigin):
        world.signed(ALICE, AdminUtils.sudo_set_tempo, netuid=netuid, tempo=1)
    with pytest.raises(admin.SubnetDoesNotExist):
        world.as_root(AdminUtils.sudo_set_tempo, netuid=77, tempo=1)


def test_alpha_values_need_liquid_alpha_and_an_order() -> None:
    world, netuid = a_network()
    call = AdminUtils.sudo_set_alpha_values
    with pytest.raises(errors.LiquidAlphaDisabled):
        world.signed(ALICE, call, netuid=netuid, alpha_low=2_000, alpha_high=3_000)
    world.parameters.liquid_alpha_on[netuid] = True
    with pytest.raises(errors.AlphaHighTooLow):
        world.signed(ALICE, call, netuid=netuid, alpha_low=1, alpha_high=1_637)
    for low in (1_637, 3_001):
        with pytest.raises(errors.AlphaLowOutOfRange):
            world.signed(ALICE, call, netuid=netuid, alpha_low=low, alpha_high=3_000)
    world.signed(ALICE, call, netuid=netuid, alpha_low=2_000, alpha_high=3_000)
    assert world.parameters.alpha_values[netuid] == (2_000, 3_000)
    with pytest.raises(errors.TxRateLimitExceeded):
        world.signed(ALICE, call, netuid=netuid, alpha_low=2_000, alpha_high=3_000)


def test_the_owner_hotkey_is_set_once_a_week_even_by_root() -> None:
    world, netuid = a_network()
    call = AdminUtils.sudo_set_sn_owner_hotkey
    with pytest.raises(BadOrigin):
        world.signed(BOB, call, netuid=netuid, hotkey=OTHER_HOTKEY)
    with pytest.raises(errors.SubnetNotExists):
        world.as_root(call, netuid=77, hotkey=OTHER_HOTKEY)
    with pytest.raises(errors.CannotUseSystemAccount):
        world.as_root(call, netuid=netuid, hotkey=subnet_account(0))
    world.signed(ALICE, call, netuid=netuid, hotkey=OTHER_HOTKEY)
    assert world.events() == [events.SubnetOwnerHotkeySet(netuid, OTHER_HOTKEY)]
    with pytest.raises(errors.TxRateLimitExceeded):
        world.at_block(50_400).as_root(call, netuid=netuid, hotkey=OTHER_HOTKEY)
    world.at_block(50_401).as_root(call, netuid=netuid, hotkey=OTHER_HOTKEY)


def test_the_older_name_of_that_call_sets_the_owner_hotkey_within_the_same_limit() -> None:
    world, netuid = a_network()
    call = AdminUtils.sudo_set_subnet_owner_hotkey
    with pytest.raises(BadOrigin):
        world.signed(BOB, call, netuid=netuid, hotkey=OTHER_HOTKEY)
    world.signed(ALICE, call, netuid=netuid, hotkey=OTHER_HOTKEY)
    assert world.events() == [events.SubnetOwnerHotkeySet(netuid, OTHER_HOTKEY)]
    with pytest.raises(errors.TxRateLimitExceeded):
        world.as_root(AdminUtils.sudo_set_sn_owner_hotkey, netuid=netuid, hotkey=OTHER_HOTKEY)


def test_mechanisms_share_the_uids_and_leave_nothing_behind() -> None:
    world, netuid = a_network()
    call = AdminUtils.sudo_set_mechanism_count
    with pytest.raises(errors.TooManyUIDsPerMechanism):
        world.as_root(call, netuid=netuid, mechanism_count=2)
    world.parameters.max_allowed_uids[netuid] = 128
    world.signed(ALICE, call, netuid=netuid, mechanism_count=2)
    with pytest.raises(errors.TxRateLimitExceeded):
        world.signed(ALICE, call, netuid=netuid, mechanism_count=1)
    world.as_root(AdminUtils.sudo_set_mechanism_emission_split, netuid=netuid, maybe_split=[40_000, 25_535])
    world.weights.weights[netuid + 4_096, 0] = [(0, 1)]
    world.as_root(call, netuid=netuid, mechanism_count=1)
    assert world.weights.rows(netuid + 4_096) == {}
    assert world.epochs.removed_mechanisms == [netuid + 4_096]
    assert world.parameters.mechanism_emission_split[netuid] is None
    for count in (0, 3):
        with pytest.raises(errors.InvalidValue):
            world.as_root(call, netuid=netuid, mechanism_count=count)
    with pytest.raises(errors.MechanismDoesNotExist):
        world.as_root(call, netuid=77, mechanism_count=1)


def test_a_split_of_emission_is_the_whole_of_it() -> None:
    world, netuid = a_network()
    call = AdminUtils.sudo_set_mechanism_emission_split
    for split in ([], [65_534], [1, 65_534]):
        with pytest.raises(errors.InvalidValue):
            world.as_root(call, netuid=netuid, maybe_split=split)
    with pytest.raises(errors.MechanismDoesNotExist):
        world.as_root(call, netuid=77, maybe_split=None)
    world.signed(ALICE, call, netuid=netuid, maybe_split=[65_535])
    assert world.parameters.mechanism_emission_split[netuid] == [65_535]
    world.as_root(call, netuid=netuid, maybe_split=None)
    assert world.parameters.mechanism_emission_split[netuid] is None


def test_trimming_lowers_the_limit_too() -> None:
    world, netuid = a_network()
    world.parameters.min_allowed_uids[netuid] = 2
    for number in (20, 21, 22):
        world.register(netuid, account(number))
    world.epochs.emissions[netuid] = [0, 3, 1, 2]
    call = AdminUtils.sudo_trim_to_max_allowed_uids
    with pytest.raises(errors.TrimmingWouldExceedMaxImmunePercentage):
        world.signed(ALICE, call, netuid=netuid, max_n=3)
    for number in (1, 257):
        with pytest.raises(errors.InvalidValue):
            world.signed(ALICE, call, netuid=netuid, max_n=number)
    world.at_block(6_000).signed(ALICE, call, netuid=netuid, max_n=3)
    assert world.parameters.max_allowed_uids[netuid] == 3
    assert world.neurons.hotkeys(netuid)[1:] == [account(20), account(22)]
    with pytest.raises(errors.SubnetNotExists):
        world.as_root(call, netuid=77, max_n=64)
    world.check()


def test_the_activity_factor_has_a_setter_here_too() -> None:
    world, netuid = a_network()
    world.as_root(AdminUtils.sudo_set_activity_cutoff_factor, netuid=netuid, factor_milli=2_000)
    assert world.parameters.activity_cutoff_factor_milli[netuid] == 2_000
    with pytest.raises(errors.ActivityCutoffFactorMilliOutOfBounds):
        world.as_root(AdminUtils.sudo_set_activity_cutoff_factor, netuid=netuid, factor_milli=1)


def test_root_corrects_the_sum_of_registrations() -> None:
    world, netuid = a_network()
    world.as_root(AdminUtils.sudo_set_rao_recycled, netuid=netuid, rao_recycled=7)
    assert world.events() == [events.RAORecycledForRegistrationSet(netuid, 7)]
    with pytest.raises(admin.SubnetDoesNotExist):
        world.as_root(AdminUtils.sudo_set_rao_recycled, netuid=77, rao_recycled=7)


def test_a_higher_minimum_of_nominations_clears_the_small_ones() -> None:
    world = World()
    world.as_root(AdminUtils.sudo_set_nominator_min_required_stake, min_stake=1_000)
    assert world.money.cleared_nominations == 1
    world.as_root(AdminUtils.sudo_set_nominator_min_required_stake, min_stake=2_000)
    assert world.money.cleared_nominations == 1
    assert world.parameters.nominator_min_required_stake == 2_000
    with pytest.raises(BadOrigin):
        world.signed(ALICE, AdminUtils.sudo_set_nominator_min_required_stake, min_stake=1)


def test_precompiles_are_switched_and_say_so_when_they_change() -> None:
    world = World()
    for _ in range(2):
        world.as_root(AdminUtils.sudo_toggle_evm_precompile, precompile_id=PrecompileEnum.Drand, enabled=False)
    assert world.events() == [PrecompileUpdated(PrecompileEnum.Drand, False)]


def test_baskets_are_frozen_and_freed() -> None:
    world = World()
    call = AdminUtils.sudo_set_basket_trading_frozen
    world.as_root(call, hotkey=OTHER_HOTKEY, frozen=True)
    assert OTHER_HOTKEY in world.parameters.basket_trading_frozen
    world.as_root(call, hotkey=OTHER_HOTKEY, frozen=False)
    assert OTHER_HOTKEY not in world.parameters.basket_trading_frozen
    assert world.events() == [BasketTradingFrozenSet(OTHER_HOTKEY, True), BasketTradingFrozenSet(OTHER_HOTKEY, False)]


def test_root_replaces_the_authorities() -> None:
    world = World()
    world.as_root(AdminUtils.swap_authorities, new_authorities=[ALICE, BOB])
    assert world.money.authorities == [ALICE, BOB]
    with pytest.raises(BadOrigin):
        world.signed(ALICE, AdminUtils.swap_authorities, new_authorities=[ALICE])


def test_calls_without_a_purpose_here_say_so() -> None:
    world, _ = a_network()
    with pytest.raises(admin.Deprecated):
        world.as_root(AdminUtils.sudo_set_total_issuance, total_issuance=1)
    with pytest.raises(admin.Deprecated):
        world.as_root(AdminUtils.sudo_set_evm_chain_id, chain_id=1)
    grandpa = AdminUtils.schedule_grandpa_change
    with pytest.raises(admin.GrandpaChangeDelayMustBeZero):
        world.as_root(grandpa, next_authorities=[], in_blocks=1, forced=None)
    with pytest.raises(admin.Deprecated):
        world.as_root(grandpa, next_authorities=[(ALICE, 1)], in_blocks=0, forced=None)
