"""btcli 9.23.2, unmodified: its `sudo`, `lock` and `weights` commands.

usage: sdk10_btcli_sudo.py ENDPOINT, by the interpreter of btcli, on a fresh chain without rate limits.
"""

import bittensor
from sdk10_btcli_runs import NOWHERE, UNKNOWN, UNREACHABLE, UNSHIELDED, WALLETS, Btcli10, coldkey, make_wallets, wallet
from sdk10_wallets import account, endpoint

btcli = Btcli10(endpoint())
make_wallets(btcli, "alice", "bob", "charlie")
chain = bittensor.Subtensor(network=endpoint())
alice, bob, charlie = wallet("alice"), wallet("bob"), wallet("charlie")
netuid, unknown = ("--netuid", 2), ("--netuid", UNKNOWN)
NOT_OWNER = "This wallet doesn't own the specified subnet"

owner = bittensor.Wallet("alice", "default", str(WALLETS))
assert chain.register_subnet(wallet=owner).success and chain.start_call(wallet=owner, netuid=2).success
assert chain.burned_register(wallet=bittensor.Wallet("bob", "default", str(WALLETS)), netuid=2).success


def parameter(name: str) -> object:
    """The value of a parameter of network 2, as the table shows it."""
    table = {row["hyperparameter"]: row["value"] for row in btcli.ask("sudo", "get", *netuid)}
    return table[name]


# parameters

btcli.fail("sudo", "get", *unknown, words="Subnet with netuid 99 does not exist", unattended=False)
for name, value, shown in (
    ("immunity_period", "77", 77),
    ("commit_reveal_weights_enabled", "false", False),
    ("max_burn", "10000000000", 10_000_000_000),
):
    assert btcli.do("sudo", "set", *alice, *netuid, "--param", name, "--value", value)["extrinsic_identifier"]
    assert parameter(name) == shown, name
limit = ("sudo", "set", *netuid, "--param", "immunity_period", "--value")
btcli.fail(*limit, "78", *bob, words=NOT_OWNER)
btcli.fail(
    "sudo", "set", *alice, *netuid, "--param", "nonsense", "--value", "1", words="Invalid hyperparameter specified"
)
trimmed = btcli.do("sudo", "trim", *alice, *netuid, "--max", 100)
assert trimmed["message"] == "Successfully trimmed UIDs on SN2 to 100", trimmed
btcli.fail("sudo", "trim", *bob, *netuid, "--max", 100, words=NOT_OWNER)
btcli.fail("sudo", "trim", *alice, *netuid, "--max", 1, words="InvalidValue")

# epochs

block = chain.get_current_block()
assert btcli.do("sudo", "trigger-epoch", *alice, *netuid)["success"]
btcli.fail("sudo", "trigger-epoch", *bob, *netuid, words=NOT_OWNER)

# takes

assert round(btcli.ask("sudo", "get-take", *alice)["current_take"], 2) == 0.18
btcli.ask("sudo", "set-take", *alice, "--take", "0.1")
assert round(chain.get_delegate_take(account("Alice")), 3) == 0.1
too_much = ("sudo", "set-take", *alice, "--take", "0.9")
btcli.fail(*too_much, words="Take value must be between 0.0 and 0.18", unattended=False)
btcli.fail("sudo", "get-take", *wallet("nobody"), words="Wallet does not exist", unattended=False)

# a senate there is none of any more, on any chain of today

NO_SENATE = 'Pallet "SenateMembers" not found'
btcli.fail("sudo", "senate", words=NO_SENATE, unattended=False)
btcli.fail("sudo", "proposals", words=NO_SENATE, unattended=False)
btcli.fail("sudo", "senate-vote", *alice, "--proposal", "0x" + "11" * 32, "--vote-aye", words=NO_SENATE)

# alpha bought and burnt

before = chain.get_balance(account("Alice")).tao
burnt = btcli.do("sudo", "stake-burn", *alice, *netuid, "--amount", 5, *UNSHIELDED, "--tolerance", "0.05")
assert burnt["message"] == "Subnet stake burn succeeded on SN2.", burnt
assert before - 5.1 < chain.get_balance(account("Alice")).tao < before - 5
btcli.fail("sudo", "stake-burn", *alice, *unknown, "--amount", 1, *UNSHIELDED, words="Subnet 99 not found")

# locks

assert chain.add_stake(
    wallet=owner, netuid=2, hotkey_ss58=account("Alice"), amount=bittensor.Balance.from_tao(100), safe_staking=False
).success
LOCK = ("lock", "add", *netuid, "--hotkey", account("Alice"), "--no-graph")
btcli.do(*LOCK, *coldkey("alice"), "--amount", 10)
btcli.fail(*LOCK, *coldkey("alice"), "--amount", 10**6, words="Can't lock")
btcli.fail(*LOCK, *coldkey("charlie"), "--amount", 1, words="No stake found on netuid 2 for this coldkey")
(lock,) = btcli.ask("lock", "list", *coldkey("alice"))["locks"]
assert (lock["netuid"], lock["hotkey"], lock["mode"]) == (2, account("Alice"), "decaying"), lock
assert 9.9e9 < lock["locked_alpha_rao"] <= 10e9, lock
assert "No active stake locks" in btcli.text("lock", "list", *coldkey("charlie"), unattended=False)
btcli.fail("lock", "list", *coldkey("alice"), *NOWHERE, words=UNREACHABLE, unattended=False)
(shown,) = btcli.ask("lock", "show", *coldkey("alice"), *netuid, "--no-graph")["locks"]
assert shown["projections"]["+365d"]["locked_mass_rao"] < shown["locked_alpha_rao"], shown
assert "Owner hotkey target" in btcli.text("lock", "show", *coldkey("alice"), *netuid, "--graph", unattended=False)
none = ("lock", "show", *coldkey("alice"), *unknown, "--no-graph")
assert "No active stake lock on netuid 99" in btcli.text(*none, unattended=False)
btcli.fail("lock", "show", *coldkey("nobody"), *netuid, words="Wallet does not exist", unattended=False)
changed = btcli.do("lock", "mode", *coldkey("alice"), *netuid, "--mode", "perpetual")
assert (changed["current_mode"], changed["target_mode"], changed["active_lock"]) == ("decaying", "perpetual", True)
assert btcli.ask("lock", "list", *coldkey("alice"))["locks"][0]["mode"] == "perpetual"
btcli.fail("lock", "mode", *coldkey("alice"), *netuid, "--mode", "forever", words="Invalid --mode")
moved = btcli.do("lock", "move", *coldkey("alice"), *netuid, "--dest", account("Bob"))
assert moved["destination_hotkey"] == account("Bob") and moved["conviction_resets"], moved
assert btcli.ask("lock", "list", *coldkey("alice"))["locks"][0]["hotkey"] == account("Bob")
btcli.fail("lock", "move", *coldkey("bob"), *netuid, "--dest", account("Bob"), words="No lock to move on netuid 2")

# weights: `commit` asks for a storage item by the name of a Python method, on any chain

weights = ("--uids", "0", "--weights", "1.0", "--salt", "1,2,3")
assert "Weights revealed successfully" in btcli.text("weights", "reveal", *alice, *netuid, *weights)
btcli.fail("weights", "reveal", *alice, *netuid, *weights[:3], "1.0,2.0", *weights[4:], words="must match up")
btcli.fail("weights", "commit", *alice, *netuid, *weights, words="get_commit_reveal_weights_enabled")
