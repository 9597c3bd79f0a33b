"""What a start loads: whatever is loaded for nothing makes every start slower."""

import subprocess
import sys

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
