"""btcli of bittensor 11.3.0 on a fresh localnet: hotkeys and coldkeys are swapped, an EVM key signs for a neuron.

Usage: python sdk11_btcli_keys.py ws://127.0.0.1:9944, with the SDK's own interpreter and HOME in an empty folder.
Prints `ok NAME` for each thing shown and ends with a traceback at the first that is not so.
"""

import json
import sys
import urllib.request
from pathlib import Path

from bittensor.keyfiles import Keypair
from sdk11_btcli import ADDRESSES, SEEDS, Btcli, ok

NETUID = 2
DELAY_BLOCKS, FURTHER_BLOCKS = 5_000, 1_000
EVM_SECRET, EVM_ADDRESS = "0x" + "01" * 32, "0x1a642f0e3c3af545e7acbd38b07251b3990914f1"
UNSHIELDED = ("--no-mev-shield",)


def fresh(name):
    return Keypair.create_from_uri(f"//fresh//{name}").ss58_address


class Node:
    """The chain itself, where time and parameters are to be moved."""

    def __init__(self, endpoint):
        self.url = endpoint.replace("ws://", "http://")

    def request(self, method, *params):
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
        question = urllib.request.Request(self.url, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(question, timeout=120) as reply:
            answer = json.load(reply)
        assert "error" not in answer, answer
        return answer["result"]

    def reaches(self, block):
        self.request("dev_newBlock", {"to": block})


def makes_wallets(btcli):
    for name, seed in SEEDS.items():
        btcli.json("wallet", "regen-coldkey", "-w", name, "--seed", seed, "--no-password")
    for hotkey in ("default", "second"):
        btcli.json("wallet", "new-hotkey", "-w", "alice", "-H", hotkey)
    return [hotkey_of("alice", hotkey) for hotkey in ("default", "second")]


def hotkey_of(wallet, hotkey):
    stored = Path.home() / ".bittensor" / "wallets" / wallet / "hotkeys" / hotkey
    return json.loads(stored.read_text())["ss58Address"]


def associates_an_evm_key(btcli):
    password = Path.home() / "password"
    password.write_text("secret of a test")
    locked = ("-w", "alice", "--wallet-password-file", password)
    btcli.json("evm", "key", "import", "--private-key", EVM_SECRET, *locked)
    btcli.json("evm", "associate", "--netuid", NETUID, *locked, *UNSHIELDED)
    known = btcli.json("query", "associated-evm-key", "--netuid", NETUID, "--uid", 0)
    assert known["evm_address"].lower() == EVM_ADDRESS, known
    ok("evm-associate")


def swaps_a_hotkey(btcli, node, first, second):
    btcli.json("wallet", "swap-hotkey", "--new-hotkey", second, "--netuid", NETUID, "-w", "alice", *UNSHIELDED)
    assert btcli.json("subnets", "metagraph", NETUID)["hotkeys"] == [second]
    node.request("dev_newBlock", {"count": 2})
    back = ("wallet", "swap-hotkey", "--new-hotkey", first, "-w", "alice", "-H", "second", *UNSHIELDED)
    btcli.json(*back)
    assert btcli.json("subnets", "metagraph", NETUID)["hotkeys"] == [first]
    assert btcli.refused(*back)[0] == "NonAssociatedColdKey"
    ok("swap-hotkey")


def swaps_a_coldkey(btcli, node):
    successor = ("--new-coldkey", fresh("bob"), "-w", "bob", *UNSHIELDED)
    check = ("wallet", "swap-check", "--coldkey", ADDRESSES["bob"])
    assert btcli.json(*check) == {"status": "none"}
    btcli.json("wallet", "announce-coldkey-swap", *successor)
    status = btcli.json(*check)
    assert status["blocks_remaining"] > 0 and status["disputed"] is False, status
    early = btcli.refused("wallet", "swap-coldkey", *successor)
    assert early[0] == "ColdkeySwapTooEarly", early
    paying = ("wallet", "transfer", "--dest", ADDRESSES["alice"], "--amount", 1, "-w", "bob")
    assert btcli.refused(*paying)[0] == "ColdkeySwapAnnounced"
    node.reaches(status["execute_block"])
    assert btcli.json(*check)["executable"].startswith("now")
    btcli.json("wallet", "swap-coldkey", *successor)
    assert btcli.json(*check) == {"status": "none"}
    ok("swap-coldkey")


def clears_and_disputes(btcli, node):
    signed = ("-w", "alice", *UNSHIELDED)
    check = ("wallet", "swap-check", "--coldkey", ADDRESSES["alice"])
    btcli.json("wallet", "announce-coldkey-swap", "--new-coldkey", fresh("alice"), *signed)
    assert btcli.refused("tx", "clear-coldkey-swap-announcement", *signed)[0] == "ColdkeySwapClearTooEarly"
    node.reaches(btcli.json(*check)["execute_block"] + FURTHER_BLOCKS)
    btcli.json("tx", "clear-coldkey-swap-announcement", *signed)
    assert btcli.json(*check) == {"status": "none"}
    ok("clear-coldkey-swap-announcement")
    assert btcli.refused("tx", "dispute-coldkey-swap", *signed)[0] == "ColdkeySwapAnnouncementNotFound"
    btcli.json("wallet", "announce-coldkey-swap", "--new-coldkey", fresh("alice"), *signed)
    btcli.json("tx", "dispute-coldkey-swap", *signed)
    status = btcli.json(*check)
    assert status["disputed"] is True and status["dispute_block"] > 0, status
    node.reaches(status["execute_block"])
    refused = btcli.refused("wallet", "swap-coldkey", "--new-coldkey", fresh("alice"), *signed)
    assert refused[0] == "ColdkeySwapDisputed", refused
    ok("dispute-coldkey-swap")


def main(endpoint):
    btcli, node = Btcli(endpoint), Node(endpoint)
    for name, value in (
        ("TxRateLimit", 0),
        ("ColdkeySwapAnnouncementDelay", DELAY_BLOCKS),
        ("ColdkeySwapReannouncementDelay", FURTHER_BLOCKS),
    ):
        node.request("dev_setHyperparameter", name, value)
    first, second = makes_wallets(btcli)
    btcli.json("subnets", "create", "-w", "alice", *UNSHIELDED)
    associates_an_evm_key(btcli)
    swaps_a_hotkey(btcli, node, first, second)
    swaps_a_coldkey(btcli, node)
    clears_and_disputes(btcli, node)


if __name__ == "__main__":
    main(sys.argv[1])
