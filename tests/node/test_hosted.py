"""A node in a thread: what the pytest plugin stands on."""

import json
import urllib.request

import pytest

from chain.node.config import NodeConfig
from chain.node.hosted import HostedNode
from chain.node.service import NodeFault, RpcRefused
from chain.node.transport.server import CannotListen
from tests.node.stand_in import ALICE, COUNT_KEY, extrinsic, stand_in_rules


def test_a_hosted_node_answers_in_the_thread_and_over_its_port() -> None:
    with HostedNode(rules=stand_in_rules()) as node:
        node.request("author_submitExtrinsic", "0x" + extrinsic(ALICE, 0).hex())
        while node.request("state_getStorage", "0x" + COUNT_KEY.hex()) != "0x01" + "00" * 7:
            pass
        with pytest.raises(RpcRefused, match="Method not found"):
            node.request("no_method")
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "chain_getHead", "params": []}).encode()
        asked = urllib.request.Request(node.url.replace("ws", "http"), body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(asked) as response:
            assert json.load(response)["result"] == node.request("chain_getHead")


def test_several_hosted_nodes_live_side_by_side() -> None:
    with HostedNode(rules=stand_in_rules()) as one, HostedNode(rules=stand_in_rules()) as other:
        one.request("dev_newBlock", 3)
        assert (one.node.head.number, other.node.head.number) == (3, 0) and one.url != other.url


def test_a_port_that_is_taken_is_an_error_and_leaves_no_thread() -> None:
    with HostedNode(rules=stand_in_rules()) as one:
        second = HostedNode(NodeConfig(ports=one.node.ports), rules=stand_in_rules())
        with pytest.raises(CannotListen):
            second.start()
        assert not second._thread.is_alive()
    with pytest.raises(NodeFault, match="does not run"):
        one.node.parts  # noqa: B018
