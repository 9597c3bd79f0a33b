"""What clients are told agrees with the state, and survives the wire."""

import pytest

from chain.codec import codec_of, decode, encode
from chain.pallets.subnet_info import (
    DelegateInfoRuntimeApi,
    NeuronInfoRuntimeApi,
    SubnetInfoRuntimeApi,
    SubnetParts,
    SubnetRegistrationRuntimeApi,
)
from chain.pallets.subnet_info.metagraph import SELECTIVE_NAMES
from chain.pallets.subtensor_module.types import AxonInfo, SubnetIdentityV3
from tests.pallets.coinbase.network import NETUID, RAO, Chain, account

AXON = AxonInfo(7, 1, 2130706433, 8091, 4, 4, 0, 0)


class Serving:
    """One miner serves, nobody shows metrics."""

    def axon_of(self, netuid, hotkey):
        return AXON if hotkey == account(103) else None

    def prometheus_of(self, netuid, hotkey):
        return None


class Market:
    """A fixed price of networks."""

    def lock_cost(self):
        return 1000 * RAO

    def network_to_prune(self):
        return NETUID


class Prices:
    """A fixed price of slots."""

    burn = {NETUID: RAO, 0: RAO}


@pytest.fixture
def chain():
    made = Chain()
    with made.runtime:
        made.add_neuron(2, stake=100 * RAO, root=5 * RAO)
        made.add_neuron(3)
        made.epoch.validator_permit[NETUID] = [True, False]
        made.weigh(0, [(1, 65535), (0, 0)])
        made.takes.become_delegate(account(102))
        made.epochs.restart(NETUID, 1)
        made.runtime.next_block(10)
        yield made


@pytest.fixture
def parts(chain):
    return SubnetParts(
        clock=chain.system,
        networks=chain.networks,
        market=Market(),
        neurons=chain.neurons,
        registration=Prices(),
        parameters=chain.parameters,
        vectors=chain.epoch,
        weights=chain.weights,
        schedule=chain.epochs,
        emission=chain.coinbase,
        dividends=chain.distribution,
        pools=chain.pools,
        serving=Serving(),
        accounts=chain.accounts,
        identities=chain.identities,
        stakes=chain.stakes,
        collateral=chain.collateral,
        stake_weights=chain.children,
        takes=chain.takes,
        destinations=chain.auto,
    )


def over_the_wire(api, name, *arguments):
    """The answer of a method after encoding and decoding it as its declared type."""
    declared = type(api).methods[name]
    return decode(declared.result, encode(declared.result, getattr(api, name)(*arguments)))


def test_every_answer_of_every_api_survives_the_wire(parts):
    arguments = {
        "netuid": NETUID, "uid": 1, "mecid": 0, "subid": 0, "metagraph_indexes": list(range(80)),
        "coldkey": account(2), "delegate_account": account(102), "delegatee_account": account(2),
    }  # fmt: skip
    apis = (NeuronInfoRuntimeApi, SubnetInfoRuntimeApi, DelegateInfoRuntimeApi, SubnetRegistrationRuntimeApi)
    for kind in apis:
        api = kind(parts)
        for name, declared in kind.methods.items():
            given = [arguments[argument.name] for argument in declared.arguments]
            answer = getattr(api, name)(*given)
            assert over_the_wire(api, name, *given) == answer, name


def test_a_missing_network_gives_nothing(parts):
    subnets, neurons = SubnetInfoRuntimeApi(parts), NeuronInfoRuntimeApi(parts)
    assert subnets.get_metagraph(99) is None
    assert subnets.get_dynamic_info(99) is None
    assert subnets.get_subnet_hyperparams_v3(99) is None
    assert subnets.get_selective_mechagraph(NETUID, 1, [0]) is None
    assert neurons.get_neurons_lite(99) == []
    assert neurons.get_neuron(NETUID, 2) is None


def test_neurons_are_told_with_what_the_epoch_found(chain, parts):
    api = NeuronInfoRuntimeApi(parts)
    validator, miner = over_the_wire(api, "get_neurons", NETUID)
    assert (validator.dividends, miner.incentive) == (65535, 65535)
    assert validator.weights == [(1, 65535)]
    assert validator.bonds == [(1, chain.epoch.bonds_of(NETUID, 0)[0][1])]
    assert miner.axon_info == AXON
    assert validator.stake == [(account(2), chain.stakes.hotkey_stake(account(102), NETUID))]
    assert [neuron.uid for neuron in api.get_neurons_lite(NETUID)] == [0, 1]


def test_the_metagraph_has_a_value_for_every_neuron(chain, parts):
    graph = over_the_wire(SubnetInfoRuntimeApi(parts), "get_metagraph", NETUID)
    assert graph.hotkeys == [account(102), account(103)]
    assert graph.coldkeys == [account(2), account(3)]
    for name in ("active", "emission", "incentives", "dividends", "last_update", "alpha_stake", "axons", "identities"):
        assert len(getattr(graph, name)) == 2, name
    assert graph.block == 11
    assert graph.tao_in == chain.pools.tao_reserve(NETUID)
    assert graph.total_stake[0] == pytest.approx(graph.alpha_stake[0] + graph.tao_stake[0])
    assert dict(graph.alpha_dividends_per_hotkey)[account(102)] > RAO
    assert graph.max_weights_limit == 65535


def test_a_selection_holds_what_was_asked_for_and_no_more(chain, parts):
    api = SubnetInfoRuntimeApi(parts)
    wanted = [SELECTIVE_NAMES.index(name) for name in ("hotkeys", "tempo", "validators", "identity")]
    assert wanted[0] == 52
    assert SELECTIVE_NAMES[72:74] == ("validators", "commitments")
    some = over_the_wire(api, "get_selective_metagraph", NETUID, [*wanted, 500])
    assert (some.netuid, some.tempo, some.validators) == (0, 10, [0])
    assert some.name is None
    assert api.get_selective_mechagraph(NETUID, 0, []).netuid == NETUID
    identity = SubnetIdentityV3(*(text.encode() for text in ("n", "g", "c", "u", "d", "e", "l", "a")))
    chain.networks.set_identity_of(NETUID, identity)
    assert over_the_wire(api, "get_selective_metagraph", NETUID, wanted).identity == identity
    # Some(Some(identity)) is two bytes before the first text.
    selected = type(api).methods["get_selective_metagraph"].result
    only = encode(selected, api.get_selective_metagraph(NETUID, [3]))
    assert codec_of(SubnetIdentityV3).encode(identity) in only
    assert b"\x01\x01" + codec_of(SubnetIdentityV3).encode(identity) in only


def test_hyperparameters_have_one_value_in_all_forms(chain, parts):
    api = SubnetInfoRuntimeApi(parts)
    first, second = api.get_subnet_hyperparams(NETUID), api.get_subnet_hyperparams_v2(NETUID)
    third = {
        entry.name.decode(): entry.value.value for entry in over_the_wire(api, "get_subnet_hyperparams_v3", NETUID)
    }
    assert len(third) == 33
    assert list(third)[:3] == ["kappa", "immunity_period", "min_allowed_weights"]
    for name in type(first).__annotations__:
        assert getattr(first, name) == getattr(second, name)
        assert name not in third or third[name] == getattr(first, name)
    assert second.yuma_version == 3
    assert third["activity_cutoff"] == 138
    assert second.alpha_sigmoid_steepness.bits == 1000 << 32


def test_dynamic_info_tells_the_pool_and_the_schedule(chain, parts):
    api = SubnetInfoRuntimeApi(parts)
    info = over_the_wire(api, "get_dynamic_info", NETUID)
    assert info.alpha_out == chain.pools.alpha_out(NETUID)
    assert (info.last_step, info.blocks_since_last_step) == (11, 0)
    assert info.pending_alpha_emission == 0
    assert api.get_next_epoch_start_block(NETUID) == 21
    assert api.get_block_emission() == RAO
    assert len(api.get_all_dynamic_info()) == 2
    assert SubnetRegistrationRuntimeApi(parts).get_network_registration_cost() == 1000 * RAO


def test_delegates_list_their_nominators_and_returns(chain, parts):
    api = DelegateInfoRuntimeApi(parts)
    delegate = over_the_wire(api, "get_delegate", account(102))
    stake = chain.stakes.stake_of(account(102), account(2), NETUID)
    assert delegate.nominators[0][0] == account(2)
    assert (NETUID, stake) in delegate.nominators[0][1]
    assert (delegate.registrations, delegate.validator_permits) == ([NETUID], [NETUID])
    assert delegate.total_daily_return == chain.epoch.emission[NETUID][0] * 720
    assert api.get_delegate(account(103)) is None
    assert [info.delegate_ss58 for info, _ in api.get_delegated(account(2))] == [account(102)] * 2
