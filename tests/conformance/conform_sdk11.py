"""bittensor 11.3.0 and its btcli, unmodified, do what people do with a chain.

Not part of the default run, for it needs the SDK (`scripts/conformance-setup sdk11`) and minutes:

    pytest -o python_files='conform_*.py' tests/conformance/conform_sdk11.py
"""

import os
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.conformance.node_process import RunningNode, running_node
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
CLIENTS = Path(__file__).parent / "clients"
SOURCES = ROOT / ".conformance/oracles/bittensor-11.3.0.tar.gz"
PYTHON = Path(os.environ.get("WEFT_SDK11_PYTHON", ROOT / ".conformance/sdk11/bin/python"))
SCRIPT_SECONDS = 900

SHOWN_BY_THE_SDK = [
    "connect",
    "blocks",
    "balance",
    "transfer",
    "balance-of-the-past",
    "batch",
    "transfer-refused",
    "register-subnet",
    "hyperparameters",
    "start",
    "burned-register",
    "add-stake",
    "remove-stake",
    "stake-of-coldkey",
    "stake-refused",
    "serve-axon",
    "commitment",
    "set-weights",
    "epoch",
    "incentives",
    "emission",
    "metagraph",
    "root",
    "reads",
    "without-async",
]
SHOWN_OF_ACCOUNTS = [
    "proxy",
    "proxies-removed",
    "proxy-filters",
    "proxy-announced",
    "pure-account",
    "multisig",
    "multisig-cancelled",
    "multisig-of-one",
    "crowdloan",
    "lease",
]
SHOWN_OF_KEYS = [
    "associate-evm-key",
    "swap-hotkey",
    "coldkey-swap",
    "coldkey-swap-cleared",
    "coldkey-swap-disputed",
    "coldkey-swap-by-root",
]
SHOWN_OF_ADDITIONS = [
    "network",
    "collateral-at-registration",
    "collateral-stays",
    "collateral-added",
    "collateral-drains",
    "pow-register",
    "basket-bought",
    "basket-trading",
    "basket-reads",
    "basket-claimed",
]
SHOWN_OF_KEYS_BY_BTCLI = [
    "evm-associate",
    "swap-hotkey",
    "swap-coldkey",
    "clear-coldkey-swap-announcement",
    "dispute-coldkey-swap",
]
SHOWN_BY_BTCLI = [
    "wallets",
    "wallet-balance",
    "wallet-transfer",
    "wallet-transfer-refused",
    "subnets-create",
    "subnets-start",
    "subnets-list",
    "subnets-show",
    "subnets-hyperparameters",
    "subnets-unknown",
    "subnets-register",
    "stake-add",
    "stake-add-unshielded",
    "stake-list",
    "stake-remove",
    "stake-add-refused",
    "subnets-metagraph",
    "wallet-overview",
]

pytestmark = [
    pytest.mark.skipif(not PYTHON.exists(), reason=f"no bittensor SDK 11 at {PYTHON}"),
    pytest.mark.timeout(SCRIPT_SECONDS + 60),
]


needs_sources = pytest.mark.skipif(not SOURCES.exists(), reason=f"no sources of bittensor 11.3.0 at {SOURCES}")


@pytest.fixture
def node():
    with running_node(free_port(), ["--sealing", "100", "--check"]) as node:
        yield node


@pytest.mark.parametrize(
    ("script", "shown"),
    [
        ("sdk11_flow.py", SHOWN_BY_THE_SDK),
        ("sdk11_accounts.py", SHOWN_OF_ACCOUNTS),
        ("sdk11_btcli.py", SHOWN_BY_BTCLI),
        ("sdk11_keys.py", SHOWN_OF_KEYS),
        ("sdk11_btcli_keys.py", SHOWN_OF_KEYS_BY_BTCLI),
        ("sdk11_additions.py", SHOWN_OF_ADDITIONS),
    ],
    ids=["sdk", "accounts", "btcli", "keys", "btcli-keys", "additions"],
)
def test_the_script_shows_all_it_is_there_to_show(node, tmp_path, script, shown):
    environment = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    run = subprocess.run(
        [PYTHON, CLIENTS / script, node.websocket],
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
        timeout=SCRIPT_SECONDS,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert [line.removeprefix("ok ") for line in run.stdout.splitlines()] == shown


def run_with_sources(script: str, node: RunningNode, folder: Path) -> str:
    """What a script prints that is given the SDK's source distribution besides the node."""
    with tarfile.open(SOURCES) as archive:
        archive.extractall(folder, filter="data")
    run = subprocess.run(
        [PYTHON, CLIENTS / script, node.websocket, folder / "bittensor-11.3.0"],
        capture_output=True,
        text=True,
        env={"HOME": str(folder), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
        cwd=folder,
        timeout=SCRIPT_SECONDS,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


@needs_sources
def test_every_intent_plans_and_every_read_decodes_but_for_what_is_left_out(node, tmp_path):
    print(run_with_sources("sdk11_surface.py", node, tmp_path))


@needs_sources
def test_the_sdks_own_end_to_end_tests_pass(node, tmp_path):
    printed = run_with_sources("sdk11_own_tests.py", node, tmp_path)
    assert printed.splitlines() == ["ok null-consensus", "ok pow-registration"]
