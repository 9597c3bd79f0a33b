"""Null consensus: one validator, exact weights, and the way there and back."""

import pytest

from chain.codec import decode
from chain.frame.error import BadOrigin
from chain.pallets.admin_utils.errors import (
    InvalidValue,
    MaxAllowedUidsGreaterThanDefaultMaxAllowedUids,
    NotPermittedOnRootSubnet,
)
from chain.pallets.admin_utils.pallet import AdminUtils
from chain.pallets.subtensor_module.errors import (
    NeuronNoValidatorPermit,
    TooManyUIDsPerMechanism,
    TxRateLimitExceeded,
)
from chain.pallets.subtensor_module.events import NullUidsPruningProgress
from chain.pallets.subtensor_module.types import EpochConsensus, Hyperparameter, OwnerHyperparamUpdate, RateLimitKey
from chain.primitives.identifiers import Hash
from tests.economics.world import NETUID, RAO, Economy, coldkey, hotkey
from tests.pallets.subnet_world import ALICE, BOB, World, account

NULL, YUMA = EpochConsensus.Null, EpochConsensus.Yuma
change, prune = AdminUtils.sudo_set_epoch_consensus, AdminUtils.sudo_trim_null_uids_batch


@pytest.fixture
def economy() -> Economy:
    """Validators 1 and 2, servers 3 and 4; the second validator has less stake."""
    made = Economy()
    made.open_network()
    for number, alpha in ((1, 200), (2, 100), (3, 0), (4, 0)):
        made.add_neuron(number, alpha=alpha * RAO)
    made.sudo("sudo_set_epoch_consensus", netuid=NETUID, mode=NULL)
    return made


def weigh(economy: Economy, number: int, uids: list[int], weights: list[int]) -> None:
    economy.parts.parameters.min_allowed_weights[NETUID] = 1
    economy.signed(hotkey(number), "set_weights", netuid=NETUID, dests=uids, weights=weights, version_key=0)


def test_the_hotkey_with_most_stake_holds_the_only_permit_at_once(economy: Economy) -> None:
    assert economy.parts.epoch.validator_permit[NETUID] == [True, False, False, False]
    assert economy.parts.parameters.max_allowed_validators[NETUID] == 1


def test_weights_stay_as_they_are_and_only_the_permit_gives_them(economy: Economy) -> None:
    economy.go_to(1_000)
    weigh(economy, 1, [2, 3], [3, 1])
    assert economy.parts.weights.weights[NETUID, 0] == [(2, 3), (3, 1)]
    for number, uids in ((2, [2]), (3, [2])):
        with pytest.raises(NeuronNoValidatorPermit):
            weigh(economy, number, uids, [1])


def test_servers_share_by_these_weights_and_the_validators_part_is_one_hotkeys(economy: Economy) -> None:
    economy.go_to(1_000)
    weigh(economy, 1, [0, 2, 3], [9, 3, 1])
    before = [economy.stake_on(number) for number in (1, 2, 3, 4)]
    economy.distribute(server=8 * RAO, validator=8 * RAO)
    earned = [economy.stake_on(number) - held for number, held in zip((1, 2, 3, 4), before, strict=True)]
    assert earned[2:] == [6 * RAO, 2 * RAO]
    assert earned[:2] == [pytest.approx(8 * RAO, abs=5), 0]
    epoch = economy.parts.epoch
    assert epoch.incentive[NETUID] == [0, 0, 49_151, 16_383]
    assert epoch.dividends[NETUID] == [65_535, 0, 0, 0]
    assert epoch.emission[NETUID] == [8 * RAO, 0, 6 * RAO, 2 * RAO]
    economy.parts.epoch.check_invariants()


def test_without_weights_stake_earns(economy: Economy) -> None:
    economy.distribute(server=3 * RAO, validator=3 * RAO)
    assert economy.parts.epoch.incentive[NETUID] == [0, 0, 0, 0]
    assert economy.stake_on(1) - 200 * RAO == pytest.approx(4 * RAO, rel=1e-6)


def test_the_permit_follows_stake_with_the_next_epoch_and_bonds_stay(economy: Economy) -> None:
    epoch = economy.parts.epoch
    epoch.bonds[NETUID, 1] = [(2, 7)]
    economy.parts.pools.mint_alpha_out(NETUID, 500 * RAO)
    economy.parts.stakes.increase(hotkey(2), coldkey(2), NETUID, 500 * RAO)
    economy.distribute(server=RAO)
    assert epoch.validator_permit[NETUID] == [False, True, False, False]
    assert epoch.bonds_of(NETUID, 1) == [(2, 7)]


def test_a_hotkey_that_registered_after_the_weights_gets_none_of_them(economy: Economy) -> None:
    economy.go_to(1_000)
    weigh(economy, 1, [2, 3], [3, 1])
    economy.go_to(1_001)
    economy.add_hotkey(9)
    economy.parts.neurons.replace(NETUID, 3, hotkey(9))
    economy.distribute(server=RAO, validator=RAO)
    assert economy.parts.epoch.incentive[NETUID] == [0, 0, 65_535, 0]


def test_yuma_gets_its_permits_back_as_far_as_there_are_uids(economy: Economy) -> None:
    parts = economy.parts
    assert parts.null_consensus.saved_yuma_max_allowed_validators[NETUID] == 128
    economy.sudo("sudo_set_epoch_consensus", netuid=NETUID, mode=NULL)
    assert parts.null_consensus.saved_yuma_max_allowed_validators[NETUID] == 128
    parts.parameters.max_allowed_uids[NETUID] = 100
    economy.sudo("sudo_set_epoch_consensus", netuid=NETUID, mode=YUMA)
    assert parts.parameters.max_allowed_validators[NETUID] == 100
    assert parts.null_consensus.saved_yuma_max_allowed_validators[NETUID] is None
    assert parts.parameters.subnet_epoch_consensus[NETUID] == YUMA


def a_network(size: int = 1) -> tuple[World, int]:
    """Network 2 of Alice under Null consensus, with so many neurons, none of them immune."""
    world = World()
    netuid = world.register_network()
    world.parameters.admin_freeze_window = 0
    world.parameters.owner_hyperparam_rate_limit = 0
    world.signed(ALICE, change, netuid=netuid, mode=NULL)
    world.parameters.max_allowed_uids[netuid] = 2_500
    world.parameters.immunity_period[netuid] = 0
    for number in range(1, size):
        hotkey_of = account(1_000 + number)
        world.accounts.create_if_missing(BOB, hotkey_of)
        world.neurons.append(netuid, hotkey_of)
    world.epochs.emissions[netuid] = list(range(size))
    world.events()
    return world, netuid


def test_a_network_under_null_has_room_for_2500(economy: Economy) -> None:
    economy.sudo("sudo_set_max_allowed_uids", netuid=NETUID, max_allowed_uids=2_500)
    with pytest.raises(MaxAllowedUidsGreaterThanDefaultMaxAllowedUids):
        economy.sudo("sudo_set_max_allowed_uids", netuid=NETUID, max_allowed_uids=2_501)
    with pytest.raises(TooManyUIDsPerMechanism):
        economy.sudo("sudo_set_epoch_consensus", netuid=NETUID, mode=YUMA)


def test_pruning_takes_64_at_a_time_and_then_yuma_is_possible() -> None:
    world, netuid = a_network(200)
    with pytest.raises(TooManyUIDsPerMechanism):
        world.signed(ALICE, change, netuid=netuid, mode=YUMA)
    world.commits.weight_commits[netuid, account(1_001)] = [(Hash(bytes(32)), 1, 1, 0)]
    world.signed(ALICE, prune, netuid=netuid, target=100)
    assert world.events() == [NullUidsPruningProgress(netuid, 100, 64, 1)]
    assert (world.networks.size(netuid), world.parameters.max_allowed_uids[netuid]) == (136, 136)
    assert world.null_consensus.null_pruning_target[netuid] == 100
    with pytest.raises(InvalidValue):
        world.as_root(change, netuid=netuid, mode=YUMA)
    # The same target goes on at once, another one has to wait.
    with pytest.raises(TxRateLimitExceeded):
        world.signed(ALICE, prune, netuid=netuid, target=90)
    world.epochs.emissions[netuid] = list(range(136))
    world.signed(ALICE, prune, netuid=netuid, target=100)
    assert world.events() == [NullUidsPruningProgress(netuid, 100, 36, 0)]
    assert (world.networks.size(netuid), world.parameters.max_allowed_uids[netuid]) == (100, 100)
    assert world.null_consensus.null_pruning_target[netuid] is None
    world.signed(ALICE, change, netuid=netuid, mode=YUMA)
    world.check()


def test_pruning_is_for_networks_under_null_within_their_bounds() -> None:
    world, netuid = a_network(3)
    for target in (world.parameters.min_allowed_uids[netuid] - 1, 2_501):
        with pytest.raises(InvalidValue):
            world.as_root(prune, netuid=netuid, target=target)
    world.as_root(prune, netuid=netuid, target=64)
    world.signed(ALICE, change, netuid=netuid, mode=YUMA)
    with pytest.raises(InvalidValue):
        world.as_root(prune, netuid=netuid, target=64)
    with pytest.raises(BadOrigin):
        world.signed(BOB, prune, netuid=netuid, target=64)
    with pytest.raises(BadOrigin):
        world.signed(BOB, change, netuid=netuid, mode=NULL)
    with pytest.raises(NotPermittedOnRootSubnet):
        world.as_root(change, netuid=0, mode=NULL)


def test_a_change_by_the_owner_is_remembered_under_its_own_name() -> None:
    world, netuid = a_network()
    key = OwnerHyperparamUpdate(netuid, Hyperparameter.EpochConsensus)
    assert world.limits.last(key) == 1
    assert decode(RateLimitKey, bytes([1, netuid, 0, 35])) == key


def test_what_a_network_remembers_goes_with_it(economy: Economy) -> None:
    economy.parts.null_consensus.null_pruning_target[NETUID] = 3
    economy.parts.null_consensus.remove_subnet(NETUID)
    assert NETUID not in economy.parts.null_consensus.saved_yuma_max_allowed_validators
    assert NETUID not in economy.parts.null_consensus.null_pruning_target
