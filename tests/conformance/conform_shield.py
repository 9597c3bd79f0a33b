"""What both SDKs and btcli send through the MEV shield comes behind its carrier, with blocks of any length.

Not collected by default, for it needs the clients (`scripts/conformance-setup sdk10 sdk11`) and minutes:
`pytest -o python_files='conform_*.py' tests/conformance/conform_shield.py`. btcli of bittensor 11, which shields stake
and registration by default too, is shown with all the rest by conform_sdk11.py.
"""

from itertools import product

import pytest

from tests.conformance.client_script import CLIENTS, checks_passed
from tests.conformance.environments import FOLDER, require
from tests.conformance.node_process import running_node
from tests.ports import free_port

NODES = {
    "fast": ["--sealing", "250"],
    "twelve-seconds": ["--chain", "localnet", "--sealing", "500"],
    "instant": ["--chain", "localnet", "--sealing", "mixed:1000"],
}

SDK11 = [
    "network",
    "next-key",
    "burned-register",
    "add-stake",
    "remove-stake",
    "finalized",
    "any-call",
    "refused-before",
    "failed-inside",
    "pool-refusals",
]
SDK10 = [
    "get_mev_shield_next_key and get_mev_shield_current_key",
    "register_subnet",
    "start_call",
    "burned_register",
    "transfer",
    "add_stake",
    "unstake",
    "swap_stake",
    "add_stake, asynchronously",
    "submit_encrypted_extrinsic",
    "a failure of what was shielded is named",
    "a ciphertext that nobody can open is refused",
    "without protection as before",
]
BTCLI = [
    "subnets create",
    "stake add",
    "stake remove",
    "stake swap",
    "stake move",
    "stake transfer",
    "stake add beyond its price",
]
SCRIPTS = {"sdk11_shield.py": SDK11, "sdk10_shield.py": SDK10, "sdk10_btcli_shield.py": BTCLI}


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("script", "blocks"),
    # A command of btcli takes seconds to start, so it is shown where keys last for long and where blocks do not wait.
    [*product(("sdk11_shield.py", "sdk10_shield.py"), NODES), *product(["sdk10_btcli_shield.py"], ["fast", "instant"])],
)
def test_the_script_passes_all_its_checks_on_a_fresh_chain(script, blocks, tmp_path):
    interpreter = FOLDER / script[: len("sdk10")] / "bin/python"
    require(interpreter)
    with running_node(free_port(), [*NODES[blocks], "--check"]) as node:
        command = [interpreter, CLIENTS / script, node.websocket]
        assert checks_passed(command, home=tmp_path, patience_seconds=600) == SCRIPTS[script]
