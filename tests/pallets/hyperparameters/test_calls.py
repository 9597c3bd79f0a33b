"""Tempo, activity, ordered epochs and the other parameter calls of SubtensorModule."""

from collections.abc import Callable
from typing import Any

import pytest

from chain.frame.error import BadOrigin
from chain.pallets.hyperparameters.calls import ParameterCalls
from chain.pallets.subtensor_module import errors, events
from chain.primitives.fixed import I96f32
from tests.pallets.subnet_world import ALICE, BOB, World


def test_the_owner_sets_the_tempo_and_restarts_the_count() -> None:
    world = World()
    netuid = world.register_network()
    world.at_block(400).signed(ALICE, ParameterCalls.set_tempo, netuid=netuid, tempo=360)
    assert world.events() == [events.TempoSet(netuid, 360)]
    assert world.epochs.last[netuid] == 400
    with pytest.raises(errors.TxRateLimitExceeded):
        world.at_block(759).signed(ALICE, ParameterCalls.set_tempo, netuid=netuid, tempo=400)
    world.at_block(760).signed(ALICE, ParameterCalls.set_tempo, netuid=netuid, tempo=400)


def test_a_tempo_out_of_bounds_or_in_the_freeze_window_is_refused() -> None:
    world = World()
    netuid = world.register_network()
    for tempo in (359, 50_401):
        with pytest.raises(errors.TempoOutOfBounds):
            world.signed(ALICE, ParameterCalls.set_tempo, netuid=netuid, tempo=tempo)
    world.parameters.admin_freeze_window = 100
    with pytest.raises(errors.AdminActionProhibitedDuringWeightsWindow):
        world.signed(ALICE, ParameterCalls.set_tempo, netuid=netuid, tempo=400)
    with pytest.raises(BadOrigin):
        world.as_root(ParameterCalls.set_tempo, netuid=netuid, tempo=400)


def test_the_activity_factor_is_limited_for_the_owner_alone() -> None:
    world = World()
    netuid = world.register_network()
    call = ParameterCalls.set_activity_cutoff_factor
    world.signed(ALICE, call, netuid=netuid, factor_milli=1_000)
    assert world.events() == [events.ActivityCutoffFactorMilliSet(netuid, 1_000)]
    with pytest.raises(errors.TxRateLimitExceeded):
        world.signed(ALICE, call, netuid=netuid, factor_milli=2_000)
    world.parameters.admin_freeze_window = 100
    world.as_root(call, netuid=netuid, factor_milli=2_000)
    with pytest.raises(errors.ActivityCutoffFactorMilliOutOfBounds):
        world.as_root(call, netuid=netuid, factor_milli=999)
    with pytest.raises(BadOrigin):
        world.signed(BOB, call, netuid=netuid, factor_milli=2_000)


def test_the_owner_orders_an_epoch() -> None:
    world = World()
    netuid = world.register_network()
    call = ParameterCalls.trigger_epoch
    with pytest.raises(errors.DynamicTempoBlockedByCommitReveal):
        world.signed(ALICE, call, netuid=netuid)
    world.parameters.commit_reveal_weights_enabled[netuid] = False
    world.parameters.admin_freeze_window = 5
    world.signed(ALICE, call, netuid=netuid)
    assert world.events() == [events.EpochTriggered(netuid, ALICE, 6)]
    assert world.epochs.pending[netuid] == 6
    with pytest.raises(errors.EpochTriggerAlreadyPending):
        world.signed(ALICE, call, netuid=netuid)
    world.epochs.pending[netuid] = 0
    with pytest.raises(errors.TxRateLimitExceeded):
        world.signed(ALICE, call, netuid=netuid)
    with pytest.raises(errors.AutoEpochAlreadyImminent):
        world.at_block(6).signed(ALICE, call, netuid=netuid)


@pytest.mark.parametrize(
    ("call", "argument", "attribute", "event"),
    [
        (
            ParameterCalls.sudo_set_tx_childkey_take_rate_limit,
            "tx_rate_limit",
            "tx_childkey_take_rate_limit",
            events.TxChildKeyTakeRateLimitSet,
        ),
        (ParameterCalls.sudo_set_min_childkey_take, "take", "min_childkey_take", events.MinChildKeyTakeSet),
        (ParameterCalls.sudo_set_max_childkey_take, "take", "max_childkey_take", events.MaxChildKeyTakeSet),
        (ParameterCalls.set_pending_childkey_cooldown, "cooldown", "pending_child_key_cooldown", None),
    ],
)
def test_root_sets_what_holds_for_childkeys(
    call: Callable[..., Any], argument: str, attribute: str, event: Callable[[int], Any] | None
) -> None:
    world = World()
    with pytest.raises(BadOrigin):
        world.signed(ALICE, call, **{argument: 7})
    world.as_root(call, **{argument: 7})
    assert getattr(world.parameters, attribute) == 7
    assert world.events() == ([] if event is None else [event(7)])


def test_a_claim_threshold_is_at_most_a_hundredth_of_a_tao() -> None:
    world = World()
    netuid = world.register_network()
    world.signed(ALICE, ParameterCalls.sudo_set_root_claim_threshold, netuid=netuid, new_value=10_000_000)
    assert world.parameters.root_claimable_threshold[netuid] == I96f32(10_000_000 << 32)
    with pytest.raises(errors.InvalidRootClaimThreshold):
        world.as_root(ParameterCalls.sudo_set_root_claim_threshold, netuid=netuid, new_value=10_000_001)


def test_voting_power_is_tracked_until_long_after_its_end() -> None:
    world = World()
    netuid = world.register_network()
    with pytest.raises(errors.VotingPowerTrackingNotEnabled):
        world.signed(ALICE, ParameterCalls.disable_voting_power_tracking, netuid=netuid)
    world.signed(ALICE, ParameterCalls.enable_voting_power_tracking, netuid=netuid)
    world.signed(ALICE, ParameterCalls.disable_voting_power_tracking, netuid=netuid)
    world.as_root(ParameterCalls.sudo_set_voting_power_ema_alpha, netuid=netuid, alpha=10**18)
    assert world.events() == [
        events.VotingPowerTrackingEnabled(netuid),
        events.VotingPowerTrackingDisableScheduled(netuid, 100_801),
        events.VotingPowerEmaAlphaSet(netuid, 10**18),
    ]
    with pytest.raises(errors.InvalidVotingPowerEmaAlpha):
        world.as_root(ParameterCalls.sudo_set_voting_power_ema_alpha, netuid=netuid, alpha=10**18 + 1)
