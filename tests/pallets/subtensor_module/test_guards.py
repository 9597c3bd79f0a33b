"""Guards refuse what could only fail, and the pool knows their numbers."""

from typing import Any

import pytest

from chain.frame.call import Call
from chain.frame.extension import Transaction
from chain.frame.validity import TransactionRefused, TransactionSource
from chain.frame.weight import ZERO_WEIGHT
from chain.pallets.networks import NetworkRegistration
from chain.pallets.serving import Serving
from chain.pallets.subtensor_module import errors
from chain.pallets.subtensor_module.extension import EVERY_ERROR, SubtensorTransactionExtension, custom_code
from chain.pallets.subtensor_module.guards import RateGuard, ServingGuard, WeightGuard
from chain.pallets.weights import HashCommits, TimelockedCommits, Weights
from chain.pallets.weights.commitment import commit_hash
from chain.primitives.identifiers import AccountId
from tests.pallets.subnet_world import ALICE, HOTKEY, OTHER_HOTKEY, World

SET = {"dests": [0], "weights": [1], "version_key": 0}
REVEAL = {"uids": [0], "values": [9], "salt": [], "version_key": 0}


class Beacon:
    def last_round(self) -> int:
        return 7


def weight_guard(world: World) -> WeightGuard:
    return WeightGuard(stakes=world.weights, commits=world.commits, drand=Beacon())


def rate_guard(world: World) -> RateGuard:
    return RateGuard(neurons=world.neurons, weights=world.weights, parameters=world.parameters, limits=world.limits)


def a_network() -> tuple[World, int]:
    world = World()
    netuid = world.register_network()
    world.register(netuid, OTHER_HOTKEY)
    return world, netuid


def test_weights_without_stake_are_refused() -> None:
    world, netuid = a_network()
    world.parameters.stake_threshold = 5
    guard = weight_guard(world)
    for call in (
        world.runtime.call(Weights.set_weights, netuid=netuid, **SET),
        world.runtime.call(HashCommits.commit_weights, netuid=netuid, commit_hash=bytes(32)),
        world.runtime.call(Weights.batch_set_weights, netuids=[netuid], weights=[[]], version_keys=[0]),
    ):
        with pytest.raises(errors.NotEnoughStakeToSetWeights):
            guard(call, OTHER_HOTKEY)
        guard(call, HOTKEY)


def test_lists_of_batches_are_equal() -> None:
    world, netuid = a_network()
    guard = weight_guard(world)
    for call in (
        world.runtime.call(Weights.batch_set_weights, netuids=[netuid], weights=[], version_keys=[0]),
        world.runtime.call(HashCommits.batch_commit_weights, netuids=[netuid], commit_hashes=[]),
        world.runtime.call(
            HashCommits.batch_reveal_weights,
            netuid=netuid,
            uids_list=[[]],
            values_list=[],
            salts_list=[],
            version_keys=[],
        ),
    ):
        with pytest.raises(errors.InputLengthsUnequal):
            guard(call, HOTKEY)


def test_reveals_are_known_and_in_time() -> None:
    world, netuid = a_network()
    world.parameters.weights_set_rate_limit[netuid] = 0
    guard, call = weight_guard(world), world.runtime.call(HashCommits.reveal_weights, netuid=netuid, **REVEAL)
    batch = world.runtime.call(
        HashCommits.batch_reveal_weights,
        netuid=netuid,
        uids_list=[[0]],
        values_list=[[9]],
        salts_list=[[]],
        version_keys=[0],
    )
    with pytest.raises(errors.NoWeightsCommitFound):
        guard(call, HOTKEY)
    digest = commit_hash(HOTKEY, netuid, [0], [9], [], 0)
    world.signed(HOTKEY, HashCommits.commit_weights, netuid=netuid, commit_hash=digest)
    for refused in (call, batch):
        with pytest.raises(errors.RevealTooEarly):
            guard(refused, HOTKEY)
    world.epochs.numbers[netuid] = 1
    guard(call, HOTKEY)
    guard(batch, HOTKEY)


def test_rounds_already_public_are_refused() -> None:
    world, netuid = a_network()
    arguments: dict[str, Any] = {"netuid": netuid, "commit": b"x", "commit_reveal_version": 4}
    guard = weight_guard(world)
    with pytest.raises(errors.InvalidRevealRound):
        guard(world.runtime.call(TimelockedCommits.commit_timelocked_weights, reveal_round=6, **arguments), HOTKEY)
    guard(world.runtime.call(TimelockedCommits.commit_timelocked_weights, reveal_round=7, **arguments), HOTKEY)


def test_rate_limits_are_known_beforehand() -> None:
    world, netuid = a_network()
    guard = rate_guard(world)
    commit = world.runtime.call(HashCommits.commit_weights, netuid=netuid, commit_hash=bytes(32))
    setting = world.runtime.call(Weights.set_mechanism_weights, netuid=netuid, mecid=0, **SET)
    with pytest.raises(errors.CommittingWeightsTooFast):
        guard(commit, HOTKEY)
    guard(commit, ALICE)
    guard(setting, HOTKEY)
    world.parameters.commit_reveal_weights_enabled[netuid] = False
    with pytest.raises(errors.SettingWeightsTooFast):
        guard(setting, HOTKEY)
    register = world.runtime.call(NetworkRegistration.register_network, hotkey=HOTKEY)
    guard(register, ALICE)
    world.parameters.network_rate_limit = 10
    with pytest.raises(errors.NetworkTxRateLimitExceeded):
        guard(register, ALICE)


def test_endpoints_are_tested_beforehand() -> None:
    world, netuid = a_network()
    guard = ServingGuard(serving=world.serving)
    endpoint = {"netuid": netuid, "version": 1, "ip": 9, "port": 0, "ip_type": 4}
    with pytest.raises(errors.InvalidPort):
        guard(world.runtime.call(Serving.serve_prometheus, **endpoint), HOTKEY)
    axon = {**endpoint, "protocol": 0, "placeholder1": 0, "placeholder2": 0}
    with pytest.raises(errors.InvalidPort):
        guard(world.runtime.call(Serving.serve_axon, **axon), HOTKEY)
    guard(world.runtime.call(Serving.serve_axon, **{**axon, "port": 1}), HOTKEY)


def transaction(call: Call, signer: AccountId | None) -> Transaction:
    return Transaction(
        encoded=b"",
        call=call,
        signer=signer,
        signature=None,
        extras=(),
        payload=b"",
        extension_weight=ZERO_WEIGHT,
    )


def test_the_pool_refuses_by_number_only_what_it_is_told_to() -> None:
    world, netuid = a_network()
    world.parameters.stake_threshold = 5
    call = world.runtime.call(Weights.set_weights, netuid=netuid, **SET)
    strict = SubtensorTransactionExtension([weight_guard(world)], refused=EVERY_ERROR)
    with pytest.raises(TransactionRefused) as refusal:
        strict.validate(transaction(call, OTHER_HOTKEY), None, TransactionSource.External)
    assert refusal.value.reason.code == 1  # type: ignore[union-attr]
    lenient = SubtensorTransactionExtension([weight_guard(world)])
    assert lenient.validate(transaction(call, OTHER_HOTKEY), None, TransactionSource.External) is None
    assert strict.validate(transaction(call, None), None, TransactionSource.InBlock) is None


def test_guards_run_before_calls_inside_other_calls() -> None:
    world, netuid = a_network()
    world.parameters.commit_reveal_weights_enabled[netuid] = False
    world.runtime.dispatcher.guards = (rate_guard(world),)
    with pytest.raises(errors.SettingWeightsTooFast):
        world.signed(HOTKEY, Weights.set_weights, netuid=netuid, **SET)


def test_unknown_reasons_have_a_number_too() -> None:
    assert custom_code(errors.InvalidIpType) == 255
    assert custom_code(errors.DelegateTakeTooHigh) == 27
