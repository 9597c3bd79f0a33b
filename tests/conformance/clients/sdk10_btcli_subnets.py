"""btcli 9.23.2, unmodified: its `subnets` and `axon` commands.

usage: sdk10_btcli_subnets.py ENDPOINT, by the interpreter of btcli, on a fresh chain.
"""

import bittensor
from sdk10_btcli_runs import NOWHERE, UNKNOWN, UNREACHABLE, UNSHIELDED, Btcli10, make_wallets, wallet
from sdk10_wallets import account, endpoint

IDENTITY = {
    "--subnet-name": "weft",
    "--github-repo": "https://github.com/example/weft",
    "--subnet-contact": "someone@example.org",
    "--subnet-url": "https://example.org",
    "--discord": "someone",
    "--description": "A subnet made by a test",
    "--logo-url": "https://example.org/logo.png",
    "--additional-info": "nothing",
}
described = [word for pair in IDENTITY.items() for word in pair]
btcli = Btcli10(endpoint())
make_wallets(btcli, "alice", "bob", "charlie", "eve")
chain = bittensor.Subtensor(network=endpoint())
alice, bob, charlie = wallet("alice"), wallet("bob"), wallet("charlie")
netuid = ("--netuid", 2)
unknown = ("--netuid", UNKNOWN)

# founding

assert btcli.ask("subnets", "burn-cost")["burn_cost"] == {"rao": 1_000_000_000_000, "tao": 1000.0}
btcli.fail("subnets", "burn-cost", *NOWHERE, words=UNREACHABLE, unattended=False)
btcli.do("wallet", "transfer", *wallet("eve"), "--dest", account("Bob"), "--amount", 1500)
found = ("subnets", "create", *UNSHIELDED, *described)
btcli.fail(*found, *wallet("eve"), words="Your balance of")
created = btcli.do(*found, *alice)
assert created["netuid"] == 2 and created["extrinsic_identifier"], created

listed = btcli.ask("subnets", "list")
assert listed["total_netuids"] == 3 and listed["subnets"]["2"]["subnet_name"] == "weft", listed
assert listed["subnets"]["2"]["liquidity"] == {"tao_in": 1000.0, "alpha_in": 1000.0}, listed
printed = btcli.text("subnets", "list", unattended=False)
assert "weft" in printed and "apex" in printed, printed
btcli.fail("subnets", "list", *NOWHERE, words=UNREACHABLE, unattended=False)

assert "Emission schedule can be started" in btcli.text("subnets", "check-start", *netuid, unattended=False)
btcli.fail("subnets", "check-start", *unknown, words="Subnet 99 does not exist", unattended=False)
btcli.fail("subnets", "start", *bob, *netuid, words="doesn't own the specified subnet")
assert "Successfully started subnet 2" in btcli.text("subnets", "start", *alice, *netuid)
assert chain.subnet(2).is_dynamic and chain.is_subnet_active(2)

joined = btcli.do("subnets", "register", *bob, *netuid)
assert joined["msg"] == "Registered on 2 with UID 1", joined
assert chain.get_uid_for_hotkey_on_subnet(account("Bob"), 2) == 1
assert btcli.do("subnets", "register", *bob, *netuid)["msg"] == "Already registered"
btcli.fail("subnets", "register", *bob, *unknown, words="Subnet 99 does not exist")
assert btcli.do("subnets", "register", *bob, "--netuid", 0)["msg"] == "Registered with UID 0"

# what is shown of one

shown = btcli.ask("subnets", "show", *netuid, unattended=True)
assert (shown["netuid"], shown["owner"]) == (2, account("Alice")) and "weft" in shown["name"], shown
assert [neuron["hotkey"] for neuron in shown["uids"]] == [account("Alice"), account("Bob")], shown
btcli.fail("subnets", "show", *unknown, words="Subnet 99 does not exist")
root = btcli.text("subnets", "show", "--netuid", 0)
assert account("Bob")[:6] in root, root
table = {row["hyperparameter"]: row["value"] for row in btcli.ask("subnets", "hyperparameters", *netuid)}
assert (table["immunity_period"], table["max_validators"]) == (5000, 64), table
btcli.fail("subnets", "hyperparameters", *unknown, words="Subnet with netuid 99 does not exist", unattended=False)
(current,) = btcli.ask("subnets", "price", "--netuids", 2, "--current").values()
assert current["stats"]["current_price"] > 0.9 and current["stats"]["name"] == "weft", current
btcli.fail("subnets", "price", "--netuids", UNKNOWN, "--current", words="Subnet 99 not found", unattended=False)
conviction = btcli.ask("subnets", "conviction", *netuid)
assert conviction["netuid"] == 2 and conviction["rows"][0]["is_owner"], conviction
btcli.fail("subnets", "conviction", *unknown, words="Subnet 99 not found", unattended=False)

# identity and symbol

described[1] = "warp"
btcli.do("subnets", "set-identity", *alice, *netuid, *described)
identity = btcli.ask("subnets", "get-identity", *netuid)
assert (identity["subnet_name"], identity["discord"]) == ("warp", "someone"), identity
btcli.fail("subnets", "set-identity", *bob, *netuid, *described, words="NotSubnetOwner")
btcli.fail("subnets", "get-identity", *unknown, words="Subnet 99 does not exist", unattended=False)
assert btcli.do("subnets", "set-symbol", *alice, *netuid, "ש")["message"] == "Successfully updated SN2's symbol to ש."
assert chain.subnet(2).symbol == "ש"
btcli.fail("subnets", "set-symbol", *alice, *netuid, "x", words="SymbolDoesNotExist")
btcli.fail("subnets", "set-symbol", *bob, *netuid, "ת", words="BadOrigin")

# mechanisms

MECHANISMS = ("subnets", "mechanisms")
assert btcli.ask(*MECHANISMS, "count", *netuid)["count"] == 1
btcli.fail(*MECHANISMS, "count", *unknown, words="Subnet 99 does not exist", unattended=False)
alone = (*MECHANISMS, "emissions", *netuid)
btcli.refused(alone, btcli.run(*btcli.arguments(alone))[1], "only has the primary mechanism")
twice = (*MECHANISMS, "set", *netuid, "--count", 2)
btcli.fail(*twice, *alice, words="TooManyUIDsPerMechanism", typed="y\n")
btcli.do("sudo", "trim", *alice, *netuid, "--max", 64)
btcli.fail(*twice, *bob, words="BadOrigin", typed="y\n")
btcli.text(*twice, *alice, typed="y\n")
assert chain.get_mechanism_count(2) == 2
split = btcli.ask(*MECHANISMS, "emissions", *netuid)["split"]
assert split == [32768, 32767], split
uneven = (*MECHANISMS, "split-emissions", *netuid)
btcli.fail(*uneven, "--split", "60,30,10", *alice, words="Expected 2 weight values, received 3")
btcli.fail(*uneven, "--split", "70,30", *bob, words="BadOrigin", typed="y\n")
assert btcli.ask(*uneven, "--split", "60,40", *alice, unattended=True)["split"] == [39321, 26214]
assert chain.get_mechanism_emission_split(2) == [60, 40]

# where a neuron is found

assert "Axon set successfully to 1.2.3.4:8091" in btcli.text(
    *("axon", "set", *bob, *netuid, "--ip", "1.2.3.4", "--port", 8091)
)
(_, served) = chain.neurons(2)
assert (served.axon_info.ip, served.axon_info.port) == ("1.2.3.4", 8091), served
assert "Axon reset successfully" in btcli.text("axon", "reset", *bob, *netuid)
(_, served) = chain.neurons(2)
assert (served.axon_info.ip, served.axon_info.port) == ("0.0.0.0", 1), served
for stranger in (("axon", "set", "--ip", "1.2.3.4", "--port", 8091), ("axon", "reset")):
    btcli.fail(*stranger, *charlie, *netuid, words="HotKeyNotRegisteredInNetwork")
