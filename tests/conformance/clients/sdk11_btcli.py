"""btcli of bittensor 11.3.0 on a fresh localnet: wallets, networks, registration, stake, and what it says of mistakes.

Usage: python sdk11_btcli.py ws://127.0.0.1:9944 [NETUID], with the SDK's own interpreter and HOME in an empty folder.
Prints `ok NAME` for each thing shown and ends with a traceback at the first that is not so. NETUID is the one the next
network will get.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

BTCLI = Path(sys.executable).with_name("btcli")
# The well-known seeds of //Alice and //Bob.
SEEDS = {
    "alice": "0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a",
    "bob": "0x398f0c28f98885e046333d4a41c19cee4c37368a9832c6502f6cfd182e2aef89",
}
ADDRESSES = {
    "alice": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
    "bob": "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty",
}


def ok(name):
    print("ok", name, flush=True)


class Btcli:
    """btcli with one endpoint."""

    def __init__(self, endpoint):
        self.options = ["-n", endpoint, "--fallback-endpoints", "none", "--archive-endpoints", "none"]

    def run(self, *arguments, status=0):
        """What it prints, both streams together; it has to end with that status."""
        environment = os.environ | {"COLUMNS": "160", "NO_COLOR": "1"}
        done = subprocess.run(
            [BTCLI, *self.options, *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            timeout=120,
        )
        assert done.returncode == status, f"btcli {arguments} ended with {done.returncode}:\n{done.stdout}"
        return done.stdout

    def json(self, *arguments, status=0):
        """What it answers as JSON, without asking back."""
        answer = self.run("--json", "--yes", *arguments, status=status)
        return json.loads(answer)

    def refused(self, *arguments):
        """The name and the code of the error with which a transaction fails on the chain."""
        answer = self.json(*arguments, status=1)
        assert answer["success"] is False, answer
        return answer["error"]["name"], answer["error"]["code"]


def makes_wallets(btcli):
    for name, seed in SEEDS.items():
        btcli.json("wallet", "regen-coldkey", "-w", name, "--seed", seed, "--no-password")
        btcli.json("wallet", "new-hotkey", "-w", name, "-H", "default")
    shown = {name: btcli.json("wallet", "show", "-w", name) for name in SEEDS}
    for name, address in ADDRESSES.items():
        assert address in json.dumps(shown[name]), shown[name]
    ok("wallets")
    return {name: hotkey_of(name) for name in SEEDS}


def hotkey_of(name):
    stored = Path.home() / ".bittensor" / "wallets" / name / "hotkeys" / "default"
    return json.loads(stored.read_text())["ss58Address"]


def shows_balances(btcli):
    balance = btcli.json("wallet", "balance", "-w", "alice")
    assert balance["coldkey"] == ADDRESSES["alice"] and balance["free_tao"] > 1_000, balance
    assert balance["total_value_tao"] == balance["free_tao"] + balance["stake_value_tao"], balance
    text = btcli.run("wallet", "balance", "-w", "alice")
    assert ADDRESSES["alice"] in text and f"{balance['free_tao']:,.0f}"[:7] in text, text
    ok("wallet-balance")


def transfers(btcli):
    before = btcli.json("wallet", "balance", "-w", "bob")["free_tao"]
    sent = btcli.json("wallet", "transfer", "--dest", ADDRESSES["bob"], "--amount", 3, "-w", "alice")
    assert sent["success"] and sent["fee_tao"] > 0, sent
    after = btcli.json("wallet", "balance", "-w", "bob")["free_tao"]
    assert abs(after - before - 3) < 1e-6, (before, after)
    ok("wallet-transfer")
    too_much = btcli.refused("wallet", "transfer", "--dest", ADDRESSES["alice"], "--amount", after + 1, "-w", "bob")
    assert too_much == ("FundsUnavailable", "insufficient_balance"), too_much
    ok("wallet-transfer-refused")


def creates_a_network(btcli, netuid):
    cost = btcli.json("subnets", "create-cost")
    created = btcli.json("subnets", "create", "-w", "alice")
    assert created["data"]["netuid"] == netuid and created["data"]["registration_mode"] == "immediate", created
    assert 0 < created["data"]["registration_price_rao"] <= cost["tao"] * 10**9, (created, cost)
    ok("subnets-create")
    assert btcli.refused("hparams", "start", "--netuid", netuid, "-w", "bob") == ("BadOrigin", "not_authorized")
    assert btcli.json("hparams", "start", "--netuid", netuid, "-w", "alice")["success"]
    ok("subnets-start")


def lists_networks(btcli, netuid):
    rows = {row["netuid"]: row for row in btcli.json("subnets", "list")}
    assert rows.keys() >= {0, 1, netuid} and rows[netuid]["tempo"] == 10 and rows[netuid]["neurons"] == 1, rows
    assert rows[netuid]["price_tao_per_alpha"] > 0, rows
    text = btcli.run("subnets", "list")
    assert f"{len(rows)} subnets" in text, text
    ok("subnets-list")
    shown = btcli.json("subnets", "show", netuid)
    assert shown["owner_coldkey"] == ADDRESSES["alice"] and shown["max_neurons"] == 256, shown
    assert ADDRESSES["alice"] in btcli.run("subnets", "show", netuid)
    ok("subnets-show")
    parameters = btcli.json("subnets", "hyperparameters", netuid)
    assert "immunity_period" in json.dumps(parameters), parameters
    assert btcli.json("subnets", "price", "--netuid", netuid)["tao_per_alpha"] > 0
    assert btcli.json("subnets", "burn-cost", netuid)
    ok("subnets-hyperparameters")
    assert btcli.run("subnets", "show", 4_000, status=1) == "error: subnet 4000 does not exist\n"
    assert btcli.json("subnets", "metagraph", 4_000, status=1)["error"] == "subnet 4000 does not exist"
    ok("subnets-unknown")


def registers(btcli, netuid, hotkeys):
    # It shields a registration whatever it is told.
    registered = btcli.json("subnets", "register", "--netuid", netuid, "-w", "bob")
    assert registered["success"] and registered["data"]["shielded"], registered
    root = btcli.json("subnets", "register", "--netuid", 0, "-w", "bob")
    assert root["success"], root
    assert btcli.json("subnets", "show", netuid)["neurons"] == 2
    ok("subnets-register")


def stakes(btcli, netuid, hotkeys):
    text = btcli.run("--yes", "stake", "add", "--netuid", netuid, "--amount", 5, "-w", "alice")
    assert "MEV-shielded" in text and "✓ stake" in text, text
    added = btcli.json("stake", "add", "--netuid", netuid, "--amount", 5, "-w", "alice")
    assert added["success"] and added["data"]["shielded"], added
    ok("stake-add")
    plain = btcli.json("--no-mev-shield", "stake", "add", "--netuid", netuid, "--amount", 5, "-w", "alice")
    assert plain["success"] and "shielded" not in plain.get("data", {}), plain
    ok("stake-add-unshielded")
    listed = btcli.json("stake", "list", "-w", "alice")
    assert hotkeys["alice"] in json.dumps(listed), listed
    assert "total τ" in btcli.run("stake", "list", "-w", "alice")
    ok("stake-list")
    assert btcli.json("stake", "remove", "--netuid", netuid, "--amount", 1, "-w", "alice")["success"]
    ok("stake-remove")
    add = ("stake", "add", "-w", "alice")
    refusals = {
        "InsufficientLiquidity": (*add, "--netuid", netuid, "--amount", 5_000_000),
        "SlippageTooHigh": (*add, "--netuid", netuid, "--amount", 500),
        "SubnetNotExists": (*add, "--netuid", 4_000, "--amount", 5),
        "SubtokenDisabled": (*add, "--netuid", 1, "--amount", 1),
    }
    for name, arguments in refusals.items():
        found = btcli.refused(*arguments)[0]
        assert found == name, (found, name)
    ok("stake-add-refused")


def shows_the_metagraph(btcli, netuid, hotkeys):
    metagraph = btcli.json("subnets", "metagraph", netuid)
    assert metagraph["hotkeys"] == [hotkeys["alice"], hotkeys["bob"]], metagraph["hotkeys"]
    assert metagraph["owner_coldkey"] == ADDRESSES["alice"] and metagraph["tempo"] == 10
    assert metagraph["num_uids"] == 2 and metagraph["tao_in"] > 0
    assert metagraph["total_stake"][0] > 0, metagraph["total_stake"]
    text = btcli.run("subnets", "metagraph", netuid)
    assert f"metagraph netuid {netuid}" in text and hotkeys["alice"] in text, text
    ok("subnets-metagraph")
    overview = btcli.run("wallet", "overview", "-w", "alice")
    assert f"netuid {netuid}" in overview and "uid 0" in overview, overview
    ok("wallet-overview")


def main(endpoint, netuid):
    btcli = Btcli(endpoint)
    hotkeys = makes_wallets(btcli)
    shows_balances(btcli)
    transfers(btcli)
    creates_a_network(btcli, netuid)
    lists_networks(btcli, netuid)
    registers(btcli, netuid, hotkeys)
    stakes(btcli, netuid, hotkeys)
    shows_the_metagraph(btcli, netuid, hotkeys)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2)
