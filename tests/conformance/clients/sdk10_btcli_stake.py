"""btcli 9.23.2, unmodified: its `stake` commands.

usage: sdk10_btcli_stake.py ENDPOINT, by the interpreter of btcli, on a fresh chain without rate limits.
"""

import bittensor
from sdk10_btcli_runs import NOWHERE, UNKNOWN, UNREACHABLE, UNSHIELDED, WALLETS, Btcli10, coldkey, make_wallets, wallet
from sdk10_wallets import account, endpoint

btcli = Btcli10(endpoint())
make_wallets(btcli, "alice", "bob", "charlie", "dave")
chain = bittensor.Subtensor(network=endpoint())
alice, bob, charlie = wallet("alice"), wallet("bob"), wallet("charlie")
netuid, unknown = ("--netuid", 2), ("--netuid", UNKNOWN)
to_alice = ("--hotkey-ss58-address", account("Alice"))
PLAIN = (*UNSHIELDED, "--unsafe")


def stake(hotkey: str, coldkey: str, netuid: int) -> float:
    """The alpha of a coldkey with a hotkey, as the chain has it."""
    return float(chain.get_stake(account(coldkey), account(hotkey), netuid).tao)


for each in (2, 3):
    assert chain.register_subnet(wallet=bittensor.Wallet("alice", "default", str(WALLETS))).success
    assert btcli.text("subnets", "start", *alice, "--netuid", each)

assert btcli.text("subnets", "start", *alice, "--netuid", 0)
btcli.do("subnets", "register", *bob, *netuid)

# in

added = btcli.do("stake", "add", *alice, *netuid, "--amount", 100, *PLAIN)
assert added["staking_success"] == {"2": {account("Alice"): True}} and added["extrinsic_ids"], added
held = stake("Alice", "Alice", 2)
assert held > 80, held
btcli.do("stake", "add", *alice, *netuid, "--amount", 1, *UNSHIELDED, "--safe", "--tolerance", "0.1", "--partial")
assert stake("Alice", "Alice", 2) > held + 0.8
btcli.fail("stake", "add", *alice, *netuid, "--amount", 10**7, *PLAIN, words="Not enough stake")
btcli.fail("stake", "add", *alice, *unknown, "--amount", 1, *PLAIN, words="Subnet with netuid: 99 does not exist")
dear = ("--amount", 10_000, *UNSHIELDED, "--safe", "--tolerance", "0.001")
btcli.fail("stake", "add", *alice, *netuid, *dear, words="SlippageTooHigh")
btcli.do("stake", "add", *bob, "--netuid", 0, "--amount", 10, *PLAIN, "--include-hotkeys", account("Alice"))
assert stake("Alice", "Bob", 0) == 10

listed = btcli.ask("stake", "list", *coldkey("alice"), unattended=True)
(position,) = [row for row in listed["stake_info"][account("Alice")] if row["netuid"] == 2]
assert (position["netuid"], position["registered"]) == (2, True) and position["stake_value"] > held, position
assert account("Alice")[:6] in btcli.text("stake", "list", *coldkey("alice"))
btcli.fail("stake", "list", *coldkey("nobody"), words="Wallet does not exist")

# between hotkeys, coldkeys and networks

route = ("--origin-netuid", 2, "--dest-netuid")
to_bob = ("--dest", account("Bob"))
btcli.do("stake", "move", *alice, *route, 2, *to_bob, "--amount", 10, *UNSHIELDED)
assert stake("Bob", "Alice", 2) > 9.99
btcli.do("stake", "move", *alice, *route, 3, *to_bob, "--amount", 5, *UNSHIELDED)
assert stake("Bob", "Alice", 3) > 4
btcli.fail("stake", "move", *alice, *route, 3, *to_bob, "--amount", 10**6, *UNSHIELDED, words="Not enough stake")
btcli.do("stake", "transfer", *alice, *route, 2, "--dest", account("Charlie"), "--amount", 10, *UNSHIELDED)
assert stake("Alice", "Charlie", 2) > 9.99
gift = ("stake", "transfer", *alice, *route, 2, "--dest", account("Charlie"), "--amount", 10**6, *UNSHIELDED)
btcli.fail(*gift, words="Not enough stake to transfer")
before = stake("Alice", "Alice", 3)
btcli.do("stake", "swap", *alice, *route, 3, "--amount", 10, *PLAIN)
assert stake("Alice", "Alice", 3) > before + 8
btcli.fail("stake", "swap", *alice, *route, UNKNOWN, "--amount", 1, *PLAIN, words="Subnet 99 does not exist")

# To transfer, from the first hotkey's network 2, to the same hotkey, 10 alpha, to network 2 and to Charlie; yes.
typed = "\n".join(["2", "0", "2", "0", "10", "2", account("Charlie"), "y", "y", ""])
before = stake("Alice", "Charlie", 2)
btcli.text("stake", "wizard", *alice, *UNSHIELDED, typed=typed)
assert stake("Alice", "Charlie", 2) > before + 9.9
btcli.fail("stake", "wizard", *wallet("dave"), *UNSHIELDED, words="You have no stakes available to move", typed="1\n")

# out

before = chain.get_balance(account("Alice"))
(removed,) = btcli.do("stake", "remove", *alice, *netuid, "--amount", 10, *to_alice, *PLAIN)
assert removed["success"] and removed["unstake_amount"] == 10, removed
assert chain.get_balance(account("Alice")).tao > before.tao + 9
btcli.fail("stake", "remove", *alice, *netuid, "--amount", 10**6, *to_alice, *PLAIN, words="Can't unstake")
btcli.do("stake", "remove", *charlie, "--unstake-all", *PLAIN, "--include-hotkeys", account("Alice"))
assert stake("Alice", "Charlie", 2) == 0
btcli.do("stake", "remove", *alice, "--unstake-all-alpha", *PLAIN, "--include-hotkeys", account("Bob"))
assert stake("Bob", "Alice", 2) == stake("Bob", "Alice", 3) == 0 < stake("Bob", "Alice", 0)
btcli.fail(
    "stake", "remove", *charlie, "--unstake-all", *PLAIN, words="No keys existing on chain from which to unstake"
)

# where rewards go

to_herself = account("Alice") + "\n"
btcli.text("stake", "set-auto", *coldkey("alice"), *netuid, "--yes", typed=to_herself)
assert chain.get_auto_stakes(account("Alice")) == {2: account("Alice")}
btcli.fail(
    "stake", "set-auto", *coldkey("alice"), *unknown, words="Subnet with netuid 99 does not exist", typed=to_herself
)
destinations = btcli.ask("stake", "auto", *coldkey("alice"))
assert destinations["2"]["destination"] == account("Alice") and destinations["1"]["destination"] is None, destinations
btcli.fail("stake", "auto", *coldkey("nobody"), words="Wallet does not exist", unattended=False)
btcli.do("stake", "set-claim", "Keep", *alice)
assert chain.get_root_claim_type(account("Alice")) == "Keep"
btcli.fail("stake", "set-claim", "Nothing", *alice, words="'Nothing' is not one of 'Keep', 'Swap'")
assert btcli.do("stake", "process-claim", *bob, "--netuids", 2)["netuids"] == [2]
btcli.fail("stake", "process-claim", *coldkey("nobody"), "--netuids", 2, words="Wallet does not exist")

# children

CHILD = ("stake", "child")
half = ("--children", account("Bob"), "--proportions", "0.5")
assert btcli.do(*CHILD, "set", *alice, *netuid, *half)["2"]["success"]
assert chain.get_children_pending(account("Alice"), 2)[0] or chain.get_children(account("Alice"), 2)[1]
btcli.fail(*CHILD, "set", *alice, *netuid, *half[:3], "1.5", words="Your proportion total must not exceed 1.0")
btcli.fail(*CHILD, "set", *charlie, *netuid, *half, words="NonAssociatedColdKey")
print(btcli.ask(*CHILD, "get", *alice, *netuid))
btcli.fail(*CHILD, "get", *alice, *netuid, *NOWHERE, words=UNREACHABLE, unattended=False)
assert btcli.do(*CHILD, "revoke", *alice, *netuid)["2"]["success"]
btcli.fail(*CHILD, "revoke", *alice, *unknown, words="SubnetNotExists")
assert btcli.do(*CHILD, "take", *bob, *netuid, "--take", "0.1")["2"]["success"]
assert chain.query_subtensor("ChildkeyTake", params=[account("Bob"), 2]).value == 6553
btcli.fail(*CHILD, "take", *bob, *netuid, "--take", "0.9", words="Invalid take value")
