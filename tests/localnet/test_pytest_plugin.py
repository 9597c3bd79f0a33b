"""The pytest plugin: each test sees the chain as it was before any test."""

import pytest

from chain.client.staking import RAO_PER_TAO, free_balance, transfer
from chain.client.wallets import development_key

NOBODY = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty"  # //Bob


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_one_test_does_no_other_sees(weft_chain, turn):
    assert weft_chain.block_number == 0
    with weft_chain.connect() as chain:
        before = free_balance(chain, NOBODY)
        transfer(chain, development_key("//Alice"), NOBODY, RAO_PER_TAO)
        assert free_balance(chain, NOBODY) == before + RAO_PER_TAO == 1_000_001 * RAO_PER_TAO
    assert weft_chain.block_number == 1


@pytest.mark.parametrize("turn", ["first", "second"])
def test_sealing_and_length_are_undone_too(weft_chain, turn):
    assert weft_chain.request("dev_getSealing") == "instant"
    weft_chain.request("dev_setSealing", "manual")
    assert weft_chain.jump(100) == 100


def test_a_refused_request_raises_with_the_nodes_reason(weft_chain):
    from chain.node.service import RpcRefused

    with pytest.raises(RpcRefused, match="Method not found"):
        weft_chain.request("chain_getNothing")


def test_a_whole_network_runs_for_one_test(weft_localnet):
    network = weft_localnet("small")
    report = network.look()
    assert [neuron.role for neuron in report.neurons] == ["validator", "miner", "miner", "miner", "validator"]
    assert all(process.running for process in network.supervisor.processes)
