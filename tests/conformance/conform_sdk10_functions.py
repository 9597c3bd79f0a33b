"""Every function of bittensor 10.5.0 that touches the chain, unmodified: by `Subtensor`, then by `AsyncSubtensor`.

Not collected by default: `pytest -o python_files='conform_*.py' tests/conformance/conform_sdk10_functions.py`. Each run
leaves a record of what it entered (clients/sdk10_recording.py); the last test compares the records with the package.
"""

import json
import re

import pytest

from tests.conformance.client_script import CLIENTS, checks_passed
from tests.conformance.environments import FOLDER, require
from tests.conformance.node_process import running_node
from tests.conformance.sdk10_coverage import NOT_COVERED, OUTCOME, RECORDS, not_covered, outcome, summary
from tests.ports import free_port

INTERPRETER = FOLDER / "sdk10/bin/python"
FAST_BLOCKS = ["--sealing", "250"]
KINDS = ("sync", "async")
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
    "sdk10_proxies",
    "sdk10_protected",
    "sdk10_gone",
)
SLOWLY = {"sdk10_protected": ["--sealing", "1000"]}
"""What is shielded lives eight blocks at most, which at four blocks a second is less than a busy machine may need."""


@pytest.fixture(scope="module", autouse=True)
def installed():
    require(INTERPRETER)
    RECORDS.mkdir(exist_ok=True)


def promised(script):
    """The names of the checks that a script reports when it has made them."""
    return re.findall(r'^passed\("(.*)"\)$', (CLIENTS / f"{script}.py").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("script", SCRIPTS)
def test_the_script_passes_all_its_checks_on_a_fresh_chain(script, kind, tmp_path):
    record = RECORDS / f"{script}.{kind}.json"
    with running_node(free_port(), SLOWLY.get(script, FAST_BLOCKS)) as node:
        watched = [INTERPRETER, CLIENTS / "sdk10_recording.py", record, CLIENTS / f"{script}.py", node.websocket]
        command = watched if kind == "sync" else [*watched, "async"]
        checks = checks_passed(command, home=tmp_path, patience_seconds=300)
    assert checks == promised(script) and checks


def test_the_runs_entered_every_function_that_the_package_has(capsys):
    """After all of the above: what no run entered stands in NOT_COVERED with its reason, and nothing else does."""
    lacking = [
        f"{script}.{kind}" for script in SCRIPTS for kind in KINDS if not (RECORDS / f"{script}.{kind}.json").exists()
    ]
    assert not lacking, f"run {lacking} first"
    found = outcome()
    with capsys.disabled():
        print(f"\n{summary(found)}")
    assert set(not_covered(found["functions"])) == set(NOT_COVERED)
    kept = json.loads(OUTCOME.read_text(encoding="utf-8"))["functions"]
    assert [row[:2] for row in kept] == [row[:2] for row in found["functions"]], "run the module with --write"
