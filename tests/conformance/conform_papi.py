"""polkadot-api (PAPI) 1.23.3 and 2.2.2, unmodified, do their work by the new JSON-RPC methods.

Not collected by default: `pytest -o python_files='conform_*.py' tests/conformance/conform_papi.py`.
"""

import shutil

import pytest

from tests.conformance.client_script import CLIENTS, checks_passed
from tests.conformance.environments import FOLDER, require
from tests.conformance.node_process import running_node
from tests.ports import free_port

SCRIPT = "papi.mjs"
EXPECTED = [
    "connect",
    "storage value",
    "storage entries",
    "constants",
    "runtime API",
    "transfer, fees and events",
    "watched to finalized",
    "batch and storage subscription",
    "dispatch error",
    "refused before broadcast",
    "proxy",
    "multisig",
    "body and header",
]


@pytest.mark.parametrize("major", ["1", "2"])
def test_both_generations_pass_all_their_checks(tmp_path, major):
    installed = FOLDER / f"papi{major}/node_modules"
    require(installed)
    # A module is resolved from the folder of the script that imports it.
    shutil.copy(CLIENTS / SCRIPT, tmp_path)
    (tmp_path / "node_modules").symlink_to(installed.resolve(), target_is_directory=True)
    with running_node(free_port(), ["--sealing", "250"]) as node:
        command = ["node", tmp_path / SCRIPT, node.websocket, major]
        assert checks_passed(command, home=tmp_path, patience_seconds=120) == EXPECTED
