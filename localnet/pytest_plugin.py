"""The pytest plugin `weft.pytest`: a fresh chain for every test, in milliseconds.

`weft_chain` is a node in this process with instant sealing; each test sees it as it was before any test.
`weft_timelock` makes what the bittensor SDK encrypts for a drand round open there. `weft_localnet` runs whole networks
from scenarios. To choose other settings, override the session fixture `weft_node_config` in your conftest.py.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # the plugin is loaded in every pytest run, also in those that need no chain
    from substrateinterface import SubstrateInterface

    from chain.node.config import NodeConfig
    from chain.node.hosted import HostedNode
    from localnet.network import Localnet
    from localnet.timelock import ChainBeacon


class _Output:
    """The node's log on standard error, where pytest shows it with the test that fails: a fault in a pallet, say."""

    dropped = 0

    def say(self, text: str) -> None:
        # A line for each block would bury the one that matters.
        if not text.startswith("Imported #"):
            print(text, file=sys.stderr)


class WeftChain:
    """A chain for one test. Whatever the test does to it is undone afterwards."""

    def __init__(self, node: "HostedNode") -> None:
        self._node = node
        self._connections: list[SubstrateInterface] = []

    @property
    def url(self) -> str:
        """The WebSocket endpoint for any client."""
        return self._node.url

    @property
    def block_number(self) -> int:
        """The number of the best block."""
        return int(self.request("chain_getHeader")["number"], 16)

    def request(self, method: str, *parameters: Any) -> Any:
        """Make a JSON-RPC request; raises chain.node.service.RpcRefused with the node's error."""
        return self._node.request(method, *parameters)

    def jump(self, blocks: int) -> int:
        """Seal so many empty blocks at once; returns the number of the last one."""
        self.request("dev_newBlock", {"count": blocks})
        return self.block_number

    def connect(self) -> "SubstrateInterface":
        """A substrate-interface connection, closed with the test. Needs weft[ai]."""
        from chain.client.connection import connect

        connection = connect(self.url)
        self._connections.append(connection)
        return connection

    def close(self) -> None:
        """Close the connections that `connect` opened."""
        for connection in self._connections:
            connection.close()


@pytest.fixture(scope="session")
def weft_node_config() -> "NodeConfig":
    """The settings of the chain; override it to choose others."""
    from chain.node.config import NodeConfig

    return NodeConfig()


@pytest.fixture(scope="session")
def _weft_node(weft_node_config: "NodeConfig") -> "Iterator[HostedNode]":
    from chain.node.hosted import HostedNode

    with HostedNode(weft_node_config, _Output()) as node:
        yield node


@pytest.fixture
def weft_chain(_weft_node: "HostedNode") -> Iterator[WeftChain]:
    """A fresh chain: a node on a free port that seals a block for each extrinsic."""
    sealing = _weft_node.request("dev_getSealing")
    snapshot = _weft_node.request("dev_snapshot")
    chain = WeftChain(_weft_node)
    yield chain
    chain.close()
    _weft_node.request("dev_setSealing", sealing)
    _weft_node.request("dev_revert", snapshot)


@pytest.fixture
def weft_timelock(weft_chain: WeftChain) -> "Iterator[ChainBeacon]":
    """Have the bittensor SDK encrypt for `weft_chain`, whose blocks bring the pulses that open what it encrypts."""
    from localnet.timelock import sealed_for

    before = weft_chain.request("dev_drandSealing", True)
    with sealed_for(weft_chain.request) as beacon:
        yield beacon
    weft_chain.request("dev_drandSealing", before)


@pytest.fixture
def weft_localnet(tmp_path: Path) -> "Iterator[Callable[[str], Localnet]]":
    """Start a network from a scenario's name or path with `weft_localnet(scenario)`; it ends with the test."""
    from contextlib import ExitStack

    from localnet.network import Localnet
    from localnet.scenario import load_scenario

    with ExitStack() as running:

        def start(scenario: str) -> Localnet:
            folder = tmp_path / f"localnet-{len(list(tmp_path.glob('localnet-*')))}"
            return running.enter_context(Localnet(load_scenario(scenario), folder))

        yield start
