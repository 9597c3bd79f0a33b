"""Every command of btcli that touches the chain, of both generations, unmodified: it does its work, and it refuses.

Not collected by default, for it needs the clients (`scripts/conformance-setup sdk10 sdk11`) and minutes:
`pytest -o python_files='conform_*.py' tests/conformance/conform_btcli.py`. Each run leaves a record of what
the commands did; the last test compares the records with btcli's own tree of commands, and prints what is lacking.
"""

import os
import subprocess

import pytest

from tests.conformance.btcli_coverage import GENERATIONS, OUTCOME, RECORDS, kept, outcome, summary
from tests.conformance.client_script import CLIENTS
from tests.conformance.environments import FOLDER, require
from tests.conformance.node_process import running_node
from tests.ports import free_port

PERMISSIVE = ["--chain", "permissive", "--sealing", "250"]
NODES = {
    "sdk10_btcli_wallet": ["--chain", "localnet", "--sealing", "instant"],
    "sdk10_btcli_subnets": PERMISSIVE,
    "sdk10_btcli_stake": PERMISSIVE,
    "sdk10_btcli_sudo": PERMISSIVE,
}
"""The scripts and their chains: without rate limits, but for one, whose every extrinsic has a block of its own."""
PATIENCE_SECONDS = 600


@pytest.fixture(scope="module", autouse=True)
def installed():
    for environment in GENERATIONS.values():
        require(FOLDER / environment / "bin/btcli")
    RECORDS.mkdir(exist_ok=True)


def reported(script, endpoint, home):
    """The commands that a script shows, as it reports them."""
    interpreter = FOLDER / script.partition("_")[0] / "bin/python"
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(home), "COLUMNS": "240", "TERM": "dumb"}
    done = subprocess.run(
        [interpreter, CLIENTS / f"{script}.py", endpoint],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=PATIENCE_SECONDS,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr[-4000:]}"
    return [line.removeprefix("ok ") for line in done.stdout.splitlines() if line.startswith("ok ")]


@pytest.mark.timeout(PATIENCE_SECONDS + 60)
@pytest.mark.parametrize("script", NODES)
def test_every_command_of_the_script_does_its_work_and_refuses(script, tmp_path):
    with running_node(free_port(), NODES[script]) as node:
        shown = reported(script, node.websocket, tmp_path)
    assert shown
    (RECORDS / f"{script}.txt").write_text("\n".join(shown) + "\n", encoding="utf-8")


def test_the_runs_show_every_command_that_touches_the_chain(capsys):
    """After all of the above: what they do not show has a reason (btcli_reasons.py)."""
    lacking = [script for script in NODES if not (RECORDS / f"{script}.txt").exists()]
    assert not lacking, f"run {lacking} first"
    found = outcome()
    with capsys.disabled():
        print(f"\n{summary(found)}")
    assert [row.command for rows in found.values() for row in rows if row.lacks] == []
    assert kept() == found, f"{OUTCOME.name} is of other runs: python -m tests.conformance.btcli_coverage --write"
