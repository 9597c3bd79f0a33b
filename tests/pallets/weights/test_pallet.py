"""Setting weights, with the checks in the order of the chain."""

import pytest

from chain.pallets.subtensor_module import errors, events
from chain.pallets.weights import Weights
from chain.pallets.weights.scaling import max_upscaled
from tests.pallets.subnet_world import HOTKEY, OTHER_HOTKEY, World, account

set_weights = Weights.set_weights


def a_network(neurons: int = 3) -> tuple[World, int]:
    """A network without commit-reveal, whose uid 1 is a validator, far past its rate limit."""
    world = World()
    netuid = world.register_network()
    world.register(netuid, OTHER_HOTKEY)
    for number in range(2, neurons):
        world.register(netuid, account(100 + number))
    world.parameters.commit_reveal_weights_enabled[netuid] = False
    world.parameters.min_allowed_weights[netuid] = 1
    world.epochs.permits.add((netuid, 1))
    return world.at_block(1_000), netuid


def test_a_validator_sets_its_row() -> None:
    world, netuid = a_network()
    world.signed(OTHER_HOTKEY, set_weights, netuid=netuid, dests=[2, 0], weights=[1, 3], version_key=0)
    assert world.events() == [events.WeightsSet(netuid, 1)]
    assert world.weights.row(netuid, 1) == [(2, 21_845), (0, 65_535)]
    assert world.epochs.last_update_of(netuid, 1) == 1_000
    assert world.weights.encoded_row(netuid, 1) == bytes.fromhex("08 0200 5555 0000 ffff")


def test_the_owner_needs_no_permit() -> None:
    world, netuid = a_network()
    world.signed(HOTKEY, set_weights, netuid=netuid, dests=[1], weights=[1], version_key=0)
    assert world.weights.row(netuid, 0) == [(1, 65_535)]


def test_anyone_may_weigh_itself_alone() -> None:
    world, netuid = a_network()
    world.parameters.min_allowed_weights[netuid] = 3
    world.signed(account(102), set_weights, netuid=netuid, dests=[2], weights=[1], version_key=0)
    assert world.weights.row(netuid, 2) == [(2, 65_535)]


def test_mechanisms_have_rows_of_their_own() -> None:
    world, netuid = a_network()
    world.parameters.mechanism_count_current[netuid] = 2
    arguments = {"netuid": netuid, "dests": [0], "weights": [9], "version_key": 0}
    world.signed(OTHER_HOTKEY, Weights.set_mechanism_weights, mecid=1, **arguments)
    assert world.weights.row(netuid + 4_096, 1) == [(0, 65_535)]
    assert world.weights.rows(netuid) == {}
    with pytest.raises(errors.MechanismDoesNotExist):
        world.signed(OTHER_HOTKEY, Weights.set_mechanism_weights, mecid=2, **arguments)


def test_hidden_weights_are_not_set_directly() -> None:
    world, netuid = a_network()
    world.parameters.commit_reveal_weights_enabled[netuid] = True
    with pytest.raises(errors.CommitRevealEnabled):
        world.signed(OTHER_HOTKEY, set_weights, netuid=netuid, dests=[0], weights=[1], version_key=0)


@pytest.mark.parametrize(
    ("dests", "weights", "error"),
    [
        ([0, 2], [1], errors.WeightVecNotEqualSize),
        ([0, 1, 2, 0], [1, 1, 1, 1], errors.UidsLengthExceedUidsInSubNet),
        ([0, 0], [1, 1], errors.DuplicateUids),
        ([0, 7], [1, 1], errors.UidVecContainInvalidOne),
        ([], [], errors.WeightVecLengthIsLow),
    ],
)
def test_wrong_lists_are_refused(dests: list[int], weights: list[int], error: type[Exception]) -> None:
    world, netuid = a_network()
    with pytest.raises(error):
        world.signed(OTHER_HOTKEY, set_weights, netuid=netuid, dests=dests, weights=weights, version_key=0)
    assert world.weights.row(netuid, 1) == []


def test_root_takes_no_weights() -> None:
    world, _ = a_network()
    world.parameters.commit_reveal_weights_enabled[0] = False
    with pytest.raises(errors.CanNotSetRootNetworkWeights):
        world.signed(OTHER_HOTKEY, set_weights, netuid=0, dests=[0], weights=[1], version_key=0)


def test_strangers_and_neurons_without_permit_are_refused() -> None:
    world, netuid = a_network()
    with pytest.raises(errors.HotKeyNotRegisteredInSubNet):
        world.signed(account(77), set_weights, netuid=netuid, dests=[0], weights=[1], version_key=0)
    with pytest.raises(errors.NeuronNoValidatorPermit):
        world.signed(account(102), set_weights, netuid=netuid, dests=[0], weights=[1], version_key=0)


def test_weights_take_stake_except_of_the_owner() -> None:
    world, netuid = a_network()
    world.parameters.stake_threshold = 10
    with pytest.raises(errors.NotEnoughStakeToSetWeights):
        world.signed(OTHER_HOTKEY, set_weights, netuid=netuid, dests=[0], weights=[1], version_key=0)
    world.money.stake[OTHER_HOTKEY] = 10
    world.signed(OTHER_HOTKEY, set_weights, netuid=netuid, dests=[0], weights=[1], version_key=0)
    world.signed(HOTKEY, set_weights, netuid=netuid, dests=[0], weights=[1], version_key=0)


def test_old_version_keys_are_refused() -> None:
    world, netuid = a_network()
    world.parameters.weights_version_key[netuid] = 5
    with pytest.raises(errors.IncorrectWeightVersionKey):
        world.signed(OTHER_HOTKEY, set_weights, netuid=netuid, dests=[0], weights=[1], version_key=4)
    world.signed(OTHER_HOTKEY, set_weights, netuid=netuid, dests=[0], weights=[1], version_key=5)


def test_weights_are_rate_limited_from_registration_on() -> None:
    world, netuid = a_network()
    with pytest.raises(errors.SettingWeightsTooFast):
        world.at_block(100).signed(OTHER_HOTKEY, set_weights, netuid=netuid, dests=[0], weights=[1], version_key=0)
    world.at_block(101).signed(OTHER_HOTKEY, set_weights, netuid=netuid, dests=[0], weights=[1], version_key=0)


def test_a_batch_goes_on_after_a_failure() -> None:
    world, netuid = a_network()
    world.signed(
        OTHER_HOTKEY,
        Weights.batch_set_weights,
        netuids=[1, netuid],
        weights=[[(0, 1)], [(0, 1)]],
        version_keys=[0, 0],
    )
    failure = world.runtime.declaration.dispatch_error(errors.CommitRevealEnabled())
    assert world.events() == [
        events.WeightsSet(netuid, 1),
        events.BatchCompletedWithErrors(),
        events.BatchWeightItemFailed(1, failure),
        events.BatchWeightsCompleted([1, netuid], OTHER_HOTKEY),
    ]
    with pytest.raises(errors.InputLengthsUnequal):
        world.signed(OTHER_HOTKEY, Weights.batch_set_weights, netuids=[netuid], weights=[], version_keys=[0])


@pytest.mark.parametrize(
    ("values", "scaled"),
    [
        ([], []),
        ([0, 0], [0, 0]),
        ([1, 2, 4], [16_384, 32_768, 65_535]),
        ([65_535, 7], [65_535, 7]),
        ([40_000, 20_000, 1], [65_535, 32_767, 2]),
    ],
)
def test_the_largest_weight_becomes_65535(values: list[int], scaled: list[int]) -> None:
    assert max_upscaled(values) == scaled


def test_a_dissolved_network_leaves_no_rows() -> None:
    world, netuid = a_network()
    world.signed(OTHER_HOTKEY, set_weights, netuid=netuid, dests=[0], weights=[1], version_key=0)
    world.weights.weights[0, 0] = [(netuid, 5), (1, 6)]
    world.weights.remove_subnet(netuid)
    assert world.weights.rows(netuid) == {}
    assert world.weights.row(0, 0) == [(netuid, 0), (1, 6)]
