"""btcli 9.23.2, unmodified: wallets, a subnet, a neuron, stake, and what the tables then say.

usage: sdk10_btcli.py ENDPOINT, by the interpreter of btcli, on a chain whose first registered subnet this is.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import bittensor
from bittensor.core.extrinsics.pallets import AdminUtils, Sudo
from sdk10_wallets import account, endpoint, passed

ENDPOINT = endpoint()
NETWORK = ("--network", ENDPOINT)
NETUID = ("--netuid", "2")
UNATTENDED = ("--no-prompt",)
UNSHIELDED = ("--no-mev-protection",)
PATIENCE_SECONDS = 120
BTCLI = Path(sys.executable).parent / "btcli"


def run(*arguments: str) -> str:
    """What a command prints; it must succeed and complain of nothing."""
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
    assert "❌" not in done.stdout + done.stderr, (arguments, done.stdout, done.stderr)
    return done.stdout


def ask(*arguments: str) -> Any:
    """What a command answers as JSON."""
    printed = run(*arguments, "--json-output")
    assert printed.strip(), (arguments, "printed nothing")
    return json.loads(printed, strict=False)


def wallet(name: str) -> tuple[str, ...]:
    """The options that name a wallet."""
    return "--wallet-name", name, "--hotkey", "default", "--wallet-path", str(Path.home() / "wallets")


# wallets

for name in ("Alice", "Bob"):
    created = ask("wallet", "create", *wallet(name.lower()), "--uri", name, "--no-use-password")
    assert created["success"] and created["data"]["coldkey_ss58"] == account(name), created
passed("wallet create")

balance = ask("wallet", "balance", *wallet("alice"), *NETWORK)
assert balance["balances"]["alice"] == {
    "coldkey": account("Alice"),
    "free": 1_000_000.0,
    "staked": 0.0,
    "total": 1_000_000.0,
}, balance
passed("wallet balance")

sent = ask("wallet", "transfer", *wallet("alice"), *NETWORK, *UNATTENDED, "--dest", account("Bob"), "--amount", "3")
assert sent["success"] and sent["extrinsic_identifier"], sent
assert ask("wallet", "balance", *wallet("bob"), *NETWORK)["balances"]["bob"]["free"] == 1_000_003.0
passed("wallet transfer")

# subnets

before = ask("subnets", "list", *NETWORK)
assert before["total_netuids"] == 2
assert [before["subnets"][netuid]["subnet_name"] for netuid in ("0", "1")] == ["root", "apex"], before
apex = before["subnets"]["1"]
assert (apex["price"], apex["liquidity"], apex["alpha_out"]) == (1.0, {"tao_in": 10.0, "alpha_in": 10.0}, 1.0), apex
passed("subnets list")

assert ask("subnets", "burn-cost", *NETWORK)["burn_cost"] == {"rao": 1_000_000_000_000, "tao": 1000.0}
passed("subnets burn-cost")

identity = {
    "--subnet-name": "weft",
    "--github-repo": "https://github.com/example/weft",
    "--subnet-contact": "someone@example.org",
    "--subnet-url": "https://example.org",
    "--discord": "someone",
    "--description": "A subnet made by a test",
    "--logo-url": "https://example.org/logo.png",
    "--additional-info": "nothing",
}
described = [word for pair in identity.items() for word in pair]
created = ask("subnets", "create", *wallet("alice"), *NETWORK, *UNATTENDED, *UNSHIELDED, *described)
assert created["success"] and created["netuid"] == 2 and created["extrinsic_identifier"], created
after = ask("subnets", "list", *NETWORK)
assert after["total_netuids"] == 3 and after["subnets"]["2"]["subnet_name"] == "weft", after
assert after["subnets"]["2"]["liquidity"] == {"tao_in": 1000.0, "alpha_in": 1000.0}, after
passed("subnets create")

assert "Successfully started subnet 2" in run("subnets", "start", *wallet("alice"), *NETWORK, *NETUID, *UNATTENDED)
passed("subnets start")

joined = ask("subnets", "register", *wallet("bob"), *NETWORK, *NETUID, *UNATTENDED)
assert joined["success"] and joined["msg"] == "Registered on 2 with UID 1", joined
passed("subnets register")

# stake


def stake(*options: str) -> None:
    """Stake from Alice's coldkey to her own hotkey."""
    done = ask("stake", "add", *wallet("alice"), *NETWORK, *NETUID, *UNATTENDED, *UNSHIELDED, *options)
    assert done["staking_success"] == {"2": {account("Alice"): True}}, done
    assert done["extrinsic_ids"]["2"][account("Alice")], done


stake("--amount", "100", "--unsafe")
stake("--amount", "1", "--safe", "--tolerance", "0.1", "--partial")
passed("stake add")

listed = ask("stake", "list", *wallet("alice"), *NETWORK, *UNATTENDED)
(position,) = listed["stake_info"][account("Alice")]
assert (position["netuid"], position["subnet_name"], position["registered"]) == (2, "weft", True), position
assert position["stake_value"] > 80, position
passed("stake list")

# what the chain does with it; btcli itself sets no weights without commit-reveal

subtensor = bittensor.Subtensor(network=ENDPOINT)
alice = bittensor.Wallet(name="alice", hotkey="default", path=str(Path.home() / "wallets"))


def by_sudo(call: Any) -> None:
    """Dispatch a call as root."""
    response = subtensor.sign_and_send_extrinsic(call=Sudo(subtensor).sudo(call=call), wallet=alice)
    assert response.success, response


by_sudo(AdminUtils(subtensor).sudo_set_admin_freeze_window(window=0))
by_sudo(AdminUtils(subtensor).sudo_set_weights_set_rate_limit(netuid=2, weights_set_rate_limit=0))
parameter = ("--param", "commit_reveal_weights_enabled", "--value", "false")
changed = ask("sudo", "set", *wallet("alice"), *NETWORK, *NETUID, *UNATTENDED, *parameter)
assert changed["success"] and changed["extrinsic_identifier"], changed
table = {row["hyperparameter"]: row["value"] for row in ask("subnets", "hyperparameters", *NETWORK, *NETUID)}
assert table["commit_reveal_weights_enabled"] is False
assert (table["weights_rate_limit"], table["tempo"], table["max_validators"]) == (0, 10, 64), table
passed("sudo set and subnets hyperparameters")

# btcli takes seconds to start, in which blocks go by: without this the validator counts as inactive before the tables.
patient = subtensor.set_activity_cutoff_factor(wallet=alice, netuid=2, factor_milli=50_000)
assert patient.success, patient
weighed = subtensor.set_weights(wallet=alice, netuid=2, uids=[1], weights=[1.0])
assert weighed.success, weighed
for _ in range(2):
    subtensor.wait_for_block(subtensor.get_next_epoch_start_block(2) + 1)
subtensor.close()

for command in ("show", "metagraph"):
    shown = ask("subnets", command, *NETWORK, *NETUID, *UNATTENDED)
    assert (shown["netuid"], shown["owner"], shown["mechanism_count"]) == (2, account("Alice"), 1), shown
    validator, miner = shown["uids"]
    assert (validator["hotkey"], miner["hotkey"]) == (account("Alice"), account("Bob")), shown
    assert (validator["dividends"], validator["incentive"]) == (1.0, 0.0), validator
    assert (miner["dividends"], miner["incentive"]) == (0.0, 1.0), miner
    assert miner["emissions"] > 0 and validator["emissions"] > 0, shown
    printed = run("subnets", command, *NETWORK, *NETUID, *UNATTENDED)
    assert "Subnet 2" in printed and "weft" in printed and account("Bob")[:6] in printed, printed
    passed(f"subnets {command}")

overview = ask("wallet", "overview", *wallet("bob"), *NETWORK)
(subnet,) = overview["subnets"]
(neuron,) = subnet["neurons"]
assert (subnet["netuid"], neuron["uid"], neuron["incentive"], neuron["hotkey_ss58"]) == (2, 1, 1.0, account("Bob")), (
    subnet
)
passed("wallet overview")

removal = ("--amount", "10", "--hotkey-ss58-address", account("Alice"))
(removed,) = ask("stake", "remove", *wallet("alice"), *NETWORK, *NETUID, *UNATTENDED, *UNSHIELDED, *removal, "--unsafe")
assert removed["success"] and (removed["netuid"], removed["unstake_amount"]) == (2, 10.0), removed
passed("stake remove")
