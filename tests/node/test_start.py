"""What a start loads: whatever is loaded for nothing makes every start slower."""

import subprocess
import sys

from chain.node.rpc.methods import method_table
from chain.node.service import RPC_MODULES

STARTED = """
import sys
from chain.node.hosted import HostedNode

with HostedNode() as node:
    node.request("system_chain")
    print(sorted({"difflib", "email", "importlib.metadata", "numpy", "sqlite3", "websockets"} & sys.modules.keys()))
"""


def test_a_start_loads_neither_websockets_nor_numpy_nor_the_database() -> None:
    started = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, check=True)
    assert started.stdout == "[]\n"


def test_every_method_declares_parameters_that_can_be_read_though_a_start_does_not_look_at_them() -> None:
    table = method_table(RPC_MODULES)
    assert not any("parameters" in vars(method) for method in table.values())
    for method in table.values():
        assert method.parameters.names == list(method.function.__annotations__)[1:-1], method.name
