"""@polkadot/api 16.5.6, unmodified, does its work on a node: `scripts/conformance-setup` installs it.

Not collected by default: `pytest -o python_files='conform_*.py' tests/conformance/conform_polkadot.py`.
"""

import shutil

import pytest

from tests.conformance.client_script import CLIENTS, checks_passed
from tests.conformance.environments import FOLDER, require
from tests.conformance.node_process import running_node
from tests.ports import free_port

INSTALLED = FOLDER / "polkadot/node_modules"
SCRIPT = "polkadot_transfer.mjs"
EXPECTED = [
    "connect",
    "api.query.system.account",
    "paymentInfo",
    "signAndSend watched to finalized",
    "events decoded",
    "balances at the block",
    "entries",
    "subscribeNewHeads",
    "storage subscription",
    "utility.batchAll",
    "runtime API",
    "proxy",
    "multisig",
]


@pytest.fixture(scope="module", autouse=True)
def installed():
    require(INSTALLED)
    if shutil.which("node") is None:
        pytest.fail("there is no `node` on the path; install Node 20")


def test_the_script_passes_all_its_checks(tmp_path):
    # A module is resolved from the folder of the script that imports it.
    shutil.copy(CLIENTS / SCRIPT, tmp_path)
    (tmp_path / "node_modules").symlink_to(INSTALLED.resolve(), target_is_directory=True)
    with running_node(free_port(), ["--sealing", "250"]) as node:
        command = ["node", tmp_path / SCRIPT, node.websocket]
        assert checks_passed(command, home=tmp_path, patience_seconds=120) == EXPECTED
