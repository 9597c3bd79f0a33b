"""btcli 9.23.2, unmodified: `wallet swap-hotkey`, and all that `wallet swap-coldkey` does.

usage: sdk10_btcli_keys.py ENDPOINT, by the interpreter of btcli, on a fresh chain.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import bittensor
from bittensor.core.extrinsics.pallets import AdminUtils, Sudo
from bittensor_wallet import Wallet
from sdk10_wallets import account, endpoint, passed

ENDPOINT = endpoint()
NETWORK = ("--network", ENDPOINT)
UNATTENDED = ("--no-prompt",)
PATIENCE_SECONDS = 120
DELAY_BLOCKS, FURTHER_BLOCKS = 1_000, 400
NETUID = 2
BTCLI = Path(sys.executable).parent / "btcli"
WALLETS = Path.home() / "wallets"


def run(*arguments: str) -> str:
    """What a command prints, on either stream; btcli ends well whatever the chain answers."""
    done = subprocess.run(
        [BTCLI, *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "COLUMNS": "240", "TERM": "dumb"},
        check=False,
    )
    assert done.returncode == 0, (arguments, done.returncode, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout + done.stderr


def wallet(name: str, hotkey: str = "default") -> tuple[str, ...]:
    """The options that name a wallet."""
    return "--wallet-name", name, "--hotkey", hotkey, "--wallet-path", str(WALLETS)


def coldkey(action: str, name: str, *arguments: str) -> str:
    """What `wallet swap-coldkey` prints."""
    unshielded = () if action == "check" else ("--no-mev-protection",)
    return run("wallet", "swap-coldkey", action, *wallet(name), *arguments, *NETWORK, *UNATTENDED, *unshielded)


def hotkey(new: str, *arguments: str) -> dict:
    """What `wallet swap-hotkey` answers for Alice."""
    printed = run("wallet", "swap-hotkey", new, *arguments, *NETWORK, *UNATTENDED, "--json-output")
    return json.loads(printed[printed.index('{"success"') :], strict=False)


def jump(block: int) -> None:
    """Let the chain come to a block at once."""
    chain.substrate.rpc_request("dev_newBlock", [{"to": block}])


for name in ("Alice", "Bob", "Charlie"):
    run("wallet", "create", *wallet(name.lower()), "--uri", name, "--no-use-password", "--json-output")
for name in ("second", "third"):
    Wallet(name="alice", hotkey=name, path=str(WALLETS)).create_new_hotkey(use_password=False, suppress=True)
alice = Wallet(name="alice", hotkey="default", path=str(WALLETS))
second, third = (
    Wallet(name="alice", hotkey=name, path=str(WALLETS)).hotkey.ss58_address for name in ("second", "third")
)
first = alice.hotkey.ss58_address
chain = bittensor.Subtensor(network=ENDPOINT)
pallet = AdminUtils(chain)
for call in (
    pallet.sudo_set_tx_rate_limit(tx_rate_limit=0),
    pallet.sudo_set_coldkey_swap_announcement_delay(duration=DELAY_BLOCKS),
    pallet.sudo_set_coldkey_swap_reannouncement_delay(duration=FURTHER_BLOCKS),
):
    assert chain.sign_and_send_extrinsic(call=Sudo(chain).sudo(call=call), wallet=alice).success
assert chain.register_subnet(wallet=alice, mev_protection=False).success

# hotkeys

answered = hotkey("second", *wallet("alice"), "--netuid", str(NETUID))
assert answered["success"] and answered["extrinsic_identifier"], answered
assert chain.get_uid_for_hotkey_on_subnet(second, NETUID) == 0
assert chain.get_uid_for_hotkey_on_subnet(first, NETUID) is None
passed("wallet swap-hotkey on one network")

chain.wait_for_block(chain.block + 2)
assert hotkey("third", *wallet("alice", "second"), "--all-netuids")["success"]
assert chain.get_uid_for_hotkey_on_subnet(third, NETUID) == 0 and not chain.does_hotkey_exist(second)
refused = run("wallet", "swap-hotkey", "second", *wallet("alice"), "--netuid", str(NETUID), *NETWORK, *UNATTENDED)
assert f"is not registered on subnet {NETUID}" in refused, refused
passed("wallet swap-hotkey on all networks")

# coldkeys

assert "No pending swap announcement" in coldkey("check", "bob"), coldkey("check", "bob")
told = coldkey("execute", "bob", "--new-coldkey", account("Bob_successor"))
assert "No pending coldkey swap announcement found" in told, told
before = chain.get_balance(account("Bob"))
told = coldkey("announce", "bob", "--new-coldkey", account("Bob_successor"))
assert "Successfully announced coldkey swap" in told, told
announced = chain.get_coldkey_swap_announcement(account("Bob"))
assert f"{announced.execution_block}" in told, (told, announced)
assert (before - chain.get_balance(account("Bob"))).rao >= 100_000_000
told = coldkey("check", "bob")
assert f"{announced.execution_block}" in told and "Pending" in told, told
told = coldkey("announce", "bob", "--new-coldkey", account("Bob_other"))
assert "You can reannounce after block" in told, told
passed("wallet swap-coldkey announce and check")

payment = ("--dest", account("Dave"), "--amount", "1")
told = run("wallet", "transfer", *wallet("bob"), *payment, *NETWORK, *UNATTENDED)
assert "ColdkeySwapAnnounced" in told, told
passed("a waiting coldkey pays nobody")

jump(announced.execution_block + 1)
told = coldkey("execute", "bob", "--new-coldkey", account("Bob_other"))
assert "does not match the announced hash" in told, told
left = chain.get_balance(account("Bob"))
told = coldkey("execute", "bob", "--new-coldkey", account("Bob_successor"))
assert "Successfully executed coldkey swap" in told, told
assert chain.get_balance(account("Bob")).rao == 0
assert 0 <= (left - chain.get_balance(account("Bob_successor"))).rao < 100_000_000
passed("wallet swap-coldkey execute")

assert "No coldkey swap announcement found" in coldkey("dispute", "charlie")
coldkey("announce", "charlie", "--new-coldkey", account("Charlie_successor"))
announced = chain.get_coldkey_swap_announcement(account("Charlie"))
jump(announced.execution_block + FURTHER_BLOCKS + 1)
told = coldkey("clear", "charlie")
assert "Coldkey swap announcement cleared" in told, told
assert chain.get_coldkey_swap_announcement(account("Charlie")) is None
passed("wallet swap-coldkey clear")

coldkey("announce", "charlie", "--new-coldkey", account("Charlie_successor"))
told = coldkey("dispute", "charlie")
assert "Coldkey swap disputed" in told, told
assert chain.get_coldkey_swap_dispute(account("Charlie")) is not None
assert "Disputed" in coldkey("check", "charlie"), coldkey("check", "charlie")
announced = chain.get_coldkey_swap_announcement(account("Charlie"))
jump(announced.execution_block + 1)
told = coldkey("execute", "charlie", "--new-coldkey", account("Charlie_successor"))
assert "ColdkeySwapDisputed" in told, told
passed("wallet swap-coldkey dispute")
