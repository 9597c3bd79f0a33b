"""bittensor 10.5.0 and btcli 9.23.2, unmodified, do their work on a node: `scripts/conformance-setup` installs them.

Not collected by default: `pytest -o python_files='conform_*.py' tests/conformance/conform_sdk10.py`.
"""

import pytest

from tests.conformance.client_script import CLIENTS, checks_passed
from tests.conformance.environments import FOLDER, require
from tests.conformance.node_process import running_node
from tests.ports import free_port

INTERPRETER = FOLDER / "sdk10/bin/python"
FAST_BLOCKS = ["--sealing", "250"]

EXPECTED = {
    "sdk10_genesis.py": [
        "accounts",
        "constants",
        "network parameters",
        "subnets 0 and 1",
        "subnet info",
        "hyperparameters of subnet 1",
        "neurons",
        "metagraphs",
    ],
    "sdk10_subtensor.py": [
        "connect",
        "balance",
        "transfer",
        "transfer without funds is refused",
        "register a subnet",
        "sudo",
        "hyperparameters set by owner and root",
        "a stranger may not set hyperparameters",
        "start the subnet",
        "burned_register",
        "register with a price limit",
        "serve_axon",
        "add_stake",
        "stake info",
        "safe staking",
        "validator permit",
        "set_weights",
        "set_weights without permit names its error",
        "metagraph",
        "incentives and emission",
        "metagraph with weights, and of the past",
        "metagraph info",
        "hyperparameters",
        "unstake",
        "root_register and stake on root",
        "delegate",
        "all subnets and prices",
    ],
    "sdk10_owners.py": [
        "two subnets in a row",
        "add_stake_multiple",
        "move_stake",
        "swap_stake",
        "transfer_stake",
        "unstake_all",
        "add_stake_burn",
        "set_delegate_take",
        "set_auto_stake",
        "set_children",
        "set_subnet_identity",
        "commit and reveal weights",
        "lock_stake",
        "set_tempo",
    ],
    "sdk10_claims.py": [
        "set_root_claim_type",
        "claim_root",
        "sudo_set_num_root_claims",
        "sudo_set_subnet_owner_hotkey",
    ],
    "sdk10_proxies.py": [
        "constants, types and filters",
        "add_proxy",
        "what proxies may not do names its error",
        "proxy",
        "remove_proxy",
        "announce_proxy and proxy_announced",
        "announcements withdrawn and rejected",
        "create_pure_proxy and kill_pure_proxy",
        "create_crowdloan",
        "contributions and terms",
        "finalize_crowdloan to a target",
        "finalize_crowdloan with a call",
        "refund_crowdloan and dissolve_crowdloan",
    ],
    "sdk10_hotkeys.py": ["swap_hotkey_v2 on one network", "swap_hotkey on all networks"],
    "sdk10_btcli_keys.py": [
        "wallet swap-hotkey on one network",
        "wallet swap-hotkey on all networks",
        "wallet swap-coldkey announce and check",
        "a waiting coldkey pays nobody",
        "wallet swap-coldkey execute",
        "wallet swap-coldkey clear",
        "wallet swap-coldkey dispute",
    ],
    "sdk10_btcli_accounts.py": [
        "proxy add, transfer by proxy and proxy remove",
        "proxy create",
        "crowd create, contribute, list and finalize",
        "crowd create for a leased subnet",
        "crowd update, refund and dissolve",
    ],
    "sdk10_async.py": [
        "connect",
        "many questions at once",
        "transfer",
        "subnets, hyperparameters and metagraph",
        "wait_for_block",
        "timestamps",
        "block info",
    ],
    "sdk10_btcli.py": [
        "wallet create",
        "wallet balance",
        "wallet transfer",
        "subnets list",
        "subnets burn-cost",
        "subnets create",
        "subnets start",
        "subnets register",
        "stake add",
        "stake list",
        "sudo set and subnets hyperparameters",
        "subnets show",
        "subnets metagraph",
        "wallet overview",
        "stake remove",
    ],
}


@pytest.fixture(scope="module", autouse=True)
def installed():
    require(INTERPRETER)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("script", EXPECTED)
def test_the_script_passes_all_its_checks_on_a_fresh_chain(script, tmp_path):
    with running_node(free_port(), FAST_BLOCKS) as node:
        command = [INTERPRETER, CLIENTS / script, node.websocket]
        assert checks_passed(command, home=tmp_path, patience_seconds=600) == EXPECTED[script]
