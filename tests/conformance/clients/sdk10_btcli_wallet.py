"""btcli 9.23.2, unmodified: what its `wallet` commands ask of the chain and change there, and what is in no group.

usage: sdk10_btcli_wallet.py ENDPOINT, by the interpreter of btcli, on a fresh chain.
"""

import re
from pathlib import Path

import bittensor
from bittensor_wallet import Keypair, Wallet
from sdk10_btcli_runs import NOWHERE, UNREACHABLE, UNSHIELDED, WALLETS, Btcli10, coldkey, make_wallets, wallet
from sdk10_wallets import account, endpoint

ENDPOINT = endpoint()
IDENTITY = {
    "--id-name": "someone",
    "--web-url": "https://example.org",
    "--image-url": "https://example.org/me.png",
    "--discord": "someone",
    "--description": "One of the development accounts",
    "--additional": "nothing",
    "--github": "example",
}
btcli = Btcli10(ENDPOINT)
make_wallets(btcli, "alice", "bob", "charlie")
chain = bittensor.Subtensor(network=ENDPOINT)
alice, bob, charlie = wallet("alice"), wallet("bob"), wallet("charlie")
nobody = wallet("nobody")

# balances and transfers

shown = btcli.ask("wallet", "balance", "--ss58", account("Dave"))
(dave,) = shown["balances"].values()
assert dave == {"coldkey": account("Dave"), "free": 2000.0, "staked": 0.0, "total": 2000.0}, shown
assert "2,000.0000" in btcli.text("wallet", "balance", "--ss58", account("Dave"), unattended=False)
btcli.fail("wallet", "balance", *nobody, words="Wallet does not exist", unattended=False)
btcli.fail("wallet", "balance", *alice, *NOWHERE, words=UNREACHABLE, unattended=False)

btcli.do("wallet", "transfer", *alice, "--dest", account("Fred"), "--amount", 3)
assert chain.get_balance(account("Fred")).tao == 3
btcli.do("wallet", "transfer", *charlie, "--dest", account("Fred"), "--all", "--allow-death")
assert chain.get_balance(account("Charlie")).rao == 0
assert 1_000_002.9 < chain.get_balance(account("Fred")).tao < 1_000_003
btcli.fail("wallet", "transfer", *alice, "--dest", account("Fred"), "--amount", 10**8, words="Not enough balance")
btcli.do("wallet", "transfer", *alice, "--dest", account("Charlie"), "--amount", 100)

# a password

locked = Wallet(name="locked", hotkey="default", path=str(WALLETS))
dave_key = Keypair.create_from_uri("//Dave")
locked.set_coldkey(keypair=dave_key, encrypt=True, overwrite=True, coldkey_password="right")
locked.set_coldkeypub(keypair=dave_key, encrypt=False, overwrite=True)
locked.set_hotkey(keypair=dave_key, encrypt=False, overwrite=True)
gift = ("wallet", "transfer", *wallet("locked"), "--dest", account("Ferdie"), "--amount", 1)
status, stdout, stderr = btcli.run(*btcli.arguments(gift, "--no-prompt"), typed="wrong\nright\n")
assert status == 0 and "Your extrinsic has been included" in stdout, (stdout, stderr)
btcli.refused(gift, stderr, "The password used to decrypt your Coldkey Keyfile is invalid.")
assert chain.get_balance(account("Ferdie")).tao == 2001

# neurons and identities

btcli.do("subnets", "register", *alice, "--netuid", 1)
overview = btcli.ask("wallet", "overview", *coldkey("alice"))
(network,) = overview["subnets"]
(neuron,) = network["neurons"]
assert (network["netuid"], neuron["uid"], neuron["hotkey_ss58"]) == (1, 1, account("Alice")), overview
assert "apex" in btcli.text("wallet", "overview", *coldkey("alice"), unattended=False)
btcli.fail("wallet", "overview", *coldkey("nobody"), words="Wallet does not exist", unattended=False)

# It cannot read its own answers about a coldkey that has staked, whatever the chain.
inspected = btcli.text("wallet", "inspect", *coldkey("bob"), unattended=False)
assert "bob" in inspected and "1,000,000" in inspected, inspected
btcli.fail("wallet", "inspect", *coldkey("nobody"), words="Wallet does not exist", unattended=False)

described = [word for pair in IDENTITY.items() for word in pair]
written = btcli.do("wallet", "set-identity", *alice, *described)
assert written["identity"]["name"] == "someone" and written["extrinsic_identifier"], written
read = btcli.ask("wallet", "get-identity", "--key", account("Alice"))
assert list(read.values()) == [
    "someone",
    "https://example.org",
    "example",
    "https://example.org/me.png",
    "someone",
    "One of the development accounts",
    "nothing",
], read
btcli.fail("wallet", "get-identity", "--key", account("Bob"), words="identity not found", unattended=False)
btcli.fail("wallet", "set-identity", *bob, *described, words="HotKeyNotRegisteredInNetwork")
described[1] = "x" * 257
btcli.fail("wallet", "set-identity", *alice, *described, words="InvalidIdentity")

# keys handed over

assert btcli.text("wallet", "swap-check", "--all", unattended=False)
btcli.text("wallet", "swap-coldkey", "announce", *wallet("bob"), "--new", account("Eve"), *UNSHIELDED)
announced = chain.get_coldkey_swap_announcement(account("Bob"))
printed = btcli.text("wallet", "swap-check", *wallet("bob"), unattended=False)
assert f"{announced.execution_block:,}" in printed or str(announced.execution_block) in printed, printed
btcli.fail("wallet", "swap-check", "--all", *NOWHERE, words=UNREACHABLE, unattended=False)
btcli.fail("wallet", "transfer", *bob, "--dest", account("Fred"), "--amount", 1, words="ColdkeySwapAnnounced")

# hotkeys

assert "Successfully associated hotkey" in btcli.text("wallet", "associate-hotkey", *charlie)
assert chain.get_hotkey_owner(account("Charlie")) == account("Charlie")
assert "is already associated" in btcli.text("wallet", "associate-hotkey", *charlie)
btcli.run("wallet", "new-hotkey", *wallet("charlie", "alices"), "--uri", "Alice", "--no-use-password")
btcli.fail("wallet", "associate-hotkey", *wallet("charlie", "alices"), words="is already associated with wallet: alice")
btcli.fail("wallet", "associate-hotkey", *wallet("charlie", "missing"), words="the hotkey 'missing' does not")

# what belongs to no group

latencies = btcli.run("utils", "latency", "--network", ENDPOINT)
assert latencies[0] == 0 and ENDPOINT in latencies[1], latencies
btcli.did(("utils", "latency"))
refused = btcli.run("utils", "latency", *NOWHERE)
btcli.refused(("utils", "latency"), " ".join(refused[2].split()), "Error attempting network ws://127.0.0.1:9")

page = btcli.text(
    "view", "dashboard", *coldkey("alice"), "--save-file", "--dashboard-path", Path.home(), unattended=False
)
assert "The HTML file is saved at" in page, page
(saved,) = Path.home().glob("alice_*.html")
assert {"apex", account("Alice")[:6]} <= set(re.findall(r"apex|5Grwva", saved.read_text(encoding="utf-8")))
btcli.fail("view", "dashboard", *coldkey("nobody"), words="Wallet does not exist", unattended=False)
