"""The chain's own RPC methods: the answers of runtime APIs as numbers, and prices as numbers."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from chain.node.config import NodeConfig
from chain.node.sealing import SealingMode
from chain.node.service import Node, RpcRefused
from chain.primitives.keys import Keypair

ZERO = list(bytes(32))
FIRST = "0100"

SAME_AS_API = [
    ("delegateInfo_getDelegates", [], "DelegateInfoRuntimeApi_get_delegates", ""),
    ("delegateInfo_getDelegate", [ZERO], "DelegateInfoRuntimeApi_get_delegate", bytes(32).hex()),
    ("delegateInfo_getDelegated", [ZERO], "DelegateInfoRuntimeApi_get_delegated", bytes(32).hex()),
    ("neuronInfo_getNeurons", [1], "NeuronInfoRuntimeApi_get_neurons", FIRST),
    ("neuronInfo_getNeuronsLite", [1], "NeuronInfoRuntimeApi_get_neurons_lite", FIRST),
    ("neuronInfo_getNeuron", [1, 0], "NeuronInfoRuntimeApi_get_neuron", FIRST + "0000"),
    ("neuronInfo_getNeuronLite", [1, 0], "NeuronInfoRuntimeApi_get_neuron_lite", FIRST + "0000"),
    ("subnetInfo_getSubnetInfo", [1], "SubnetInfoRuntimeApi_get_subnet_info", FIRST),
    ("subnetInfo_getSubnetInfo_v2", [1], "SubnetInfoRuntimeApi_get_subnet_info_v2", FIRST),
    ("subnetInfo_getSubnetHyperparams", [1], "SubnetInfoRuntimeApi_get_subnet_hyperparams", FIRST),
    ("subnetInfo_getSubnetHyperparamsV2", [1], "SubnetInfoRuntimeApi_get_subnet_hyperparams_v2", FIRST),
    ("subnetInfo_getDynamicInfo", [1], "SubnetInfoRuntimeApi_get_dynamic_info", FIRST),
    ("subnetInfo_getMetagraph", [1], "SubnetInfoRuntimeApi_get_metagraph", FIRST),
    ("subnetInfo_getSubnetState", [1], "SubnetInfoRuntimeApi_get_subnet_state", FIRST),
    ("subnetInfo_getSubnetsInfo", [], "SubnetInfoRuntimeApi_get_subnets_info", ""),
    ("subnetInfo_getSubnetsInfo_v2", [], "SubnetInfoRuntimeApi_get_subnets_info_v2", ""),
    ("subnetInfo_getAllDynamicInfo", [], "SubnetInfoRuntimeApi_get_all_dynamic_info", ""),
    ("subnetInfo_getAllMetagraphs", [], "SubnetInfoRuntimeApi_get_all_metagraphs", ""),
    ("subnetInfo_getAllMechagraphs", [], "SubnetInfoRuntimeApi_get_all_mechagraphs", ""),
    ("subnetInfo_getMechagraph", [1, 0], "SubnetInfoRuntimeApi_get_mechagraph", FIRST + "00"),
    ("subnetInfo_getSelectiveMetagraph", [1, [5]], "SubnetInfoRuntimeApi_get_selective_metagraph", FIRST + "040500"),
    (
        "subnetInfo_getSelectiveMechagraph",
        [1, 0, [5]],
        "SubnetInfoRuntimeApi_get_selective_mechagraph",
        FIRST + "00" + "040500",
    ),
    ("subnetInfo_getSubnetAccountId", [1], "SubnetInfoRuntimeApi_get_subnet_account_id", FIRST),
    ("swap_simSwapTaoForAlpha", [1, 10**9], "SwapRuntimeApi_sim_swap_tao_for_alpha", FIRST + "00ca9a3b00000000"),
    ("swap_simSwapAlphaForTao", [1, 10**9], "SwapRuntimeApi_sim_swap_alpha_for_tao", FIRST + "00ca9a3b00000000"),
]


def on_a_chain(test: Callable[[Node], Awaitable[None]]) -> Callable[[], None]:
    async def run() -> None:
        async with Node(NodeConfig(sealing=SealingMode(), ports=())) as node:
            await node.request("dev_newBlock")
            await test(node)

    def call() -> None:
        asyncio.run(run())

    call.__name__, call.__doc__ = test.__name__, test.__doc__
    return call


@on_a_chain
async def test_each_method_gives_the_bytes_of_its_runtime_api(node: Node) -> None:
    genesis = await node.request("chain_getBlockHash", 0)
    for method, parameters, api, arguments in SAME_AS_API:
        for at in ([], [genesis]):
            answer = await node.request(method, *parameters, *at)
            encoded = await node.request("state_call", api, arguments, *at)
            assert answer == list(bytes.fromhex(encoded[2:])), method


@on_a_chain
async def test_accounts_go_as_numbers_or_addresses(node: Node) -> None:
    alice = Keypair.from_uri("//Alice")
    as_numbers = await node.request("delegateInfo_getDelegate", list(alice.public_key))
    assert as_numbers == await node.request("delegateInfo_getDelegate", alice.address) == [0]
    assert await node.request("subnetInfo_getColdkeyAutoStakeHotkey", alice.address, 1) == [0]
    assert await node.request("stakeInfo_getColdkeyLock", alice.address, 1) == [0]


@on_a_chain
async def test_prices_and_costs_are_numbers(node: Node) -> None:
    assert await node.request("subnetInfo_getLockCost") == 1_000_000_000_000
    assert await node.request("subnetInfo_getSubnetToPrune") is None
    assert await node.request("swap_currentAlphaPrice", 1) == 10**9
    prices = {entry["netuid"]: entry["price"] for entry in await node.request("swap_currentAlphaPriceAll")}
    assert prices[1] == 10**9


@on_a_chain
async def test_what_does_not_fit_is_refused_with_what_is_expected(node: Node) -> None:
    for method, parameters, words in (
        ("neuronInfo_getNeurons", [65_536], "0 to 65535"),
        ("subnetInfo_getMechagraph", [1, 256], "0 to 255"),
        ("delegateInfo_getDelegate", [[1, 2]], "32 bytes"),
        ("subnetInfo_getSelectiveMetagraph", [1, 5], "an array of a whole number"),
    ):
        with pytest.raises(RpcRefused, match=words):
            await node.request(method, *parameters)
    with pytest.raises(RpcRefused) as unknown:
        await node.request("neuronInfo_getNeurons", 1, "0x" + "11" * 32)
    assert unknown.value.error["code"] == 1
