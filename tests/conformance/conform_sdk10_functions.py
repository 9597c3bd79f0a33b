"""Every function of bittensor 10.5.0 that touches the chain, unmodified: by `Subtensor`, then by `AsyncSubtensor`.

Not collected by default: `pytest -o python_files='conform_*.py' tests/conformance/conform_sdk10_functions.py`. Each run
leaves a record of what it entered (clients/sdk10_recording.py); the last test compares the records with the package.
"""

import re

import pytest

from tests.conformance.client_script import CLIENTS, checks_passed
from tests.conformance.environments import FOLDER, require
from tests.conformance.node_process import running_node
from tests.conformance.sdk10_coverage import RECORDS
from tests.ports import free_port

INTERPRETER = FOLDER / "sdk10/bin/python"
FAST_BLOCKS = ["--sealing", "250"]
SCRIPTS = (
    "sdk10_chain",
    "sdk10_transfers",
    "sdk10_networks",
    "sdk10_neurons",
    "sdk10_staking",
    "sdk10_delegation",
    "sdk10_weights",
    "sdk10_locks",
    "sdk10_root",
    "sdk10_coldkeys",
    "sdk10_administration",
)


@pytest.fixture(scope="module", autouse=True)
def installed():
    require(INTERPRETER)
    RECORDS.mkdir(exist_ok=True)


def promised(script):
    """The names of the checks that a script reports when it has made them."""
    return re.findall(r'^passed\("(.*)"\)$', (CLIENTS / f"{script}.py").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("script", SCRIPTS)
def test_the_script_passes_all_its_checks_on_a_fresh_chain(script, kind, tmp_path):
    record = RECORDS / f"{script}.{kind}.json"
    with running_node(free_port(), FAST_BLOCKS) as node:
        watched = [INTERPRETER, CLIENTS / "sdk10_recording.py", record, CLIENTS / f"{script}.py", node.websocket]
        command = watched if kind == "sync" else [*watched, "async"]
        checks = checks_passed(command, home=tmp_path, patience_seconds=300)
    assert checks == promised(script) and checks
