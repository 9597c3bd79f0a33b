"""btcli 9.23.2, unmodified: proxies, crowdloans and a leased subnet.

usage: sdk10_btcli_accounts.py ENDPOINT, by the interpreter of btcli, on a fresh chain.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import bittensor
from sdk10_wallets import account, endpoint, passed

ENDPOINT = endpoint()
NETWORK = ("--network", ENDPOINT)
UNATTENDED = ("--no-prompt",)
PATIENCE_SECONDS = 120
BTCLI = Path(sys.executable).parent / "btcli"


def ask(*arguments: str) -> Any:
    """What a command answers as JSON."""
    done = subprocess.run(
        [BTCLI, *arguments, "--json-output"],
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "COLUMNS": "240", "TERM": "dumb"},
        check=False,
    )
    assert done.returncode == 0, (arguments, done.returncode, done.stdout[-2000:], done.stderr[-2000:])
    assert done.stdout.strip(), (arguments, "printed nothing", done.stderr[-2000:])
    return json.loads(done.stdout, strict=False)


def do(*arguments: str) -> Any:
    """What a command answers that has to succeed."""
    answered = ask(*arguments, *NETWORK, *UNATTENDED)
    assert answered["success"], (arguments, answered)
    return answered


def wallet(name: str) -> tuple[str, ...]:
    """The options that name a wallet."""
    return "--wallet-name", name, "--hotkey", "default", "--wallet-path", str(Path.home() / "wallets")


for name in ("Alice", "Bob"):
    ask("wallet", "create", *wallet(name.lower()), "--uri", name, "--no-use-password")
chain = bittensor.Subtensor(network=ENDPOINT)

# proxies

TRANSFERS = ("--proxy-type", "Transfer", "--delay", "0")
do("proxy", "add", *wallet("alice"), "--delegate", account("Bob"), *TRANSFERS)
(known,) = chain.get_proxies_for_real_account(account("Alice"))[0]
assert (known.delegate, known.proxy_type) == (account("Bob"), "Transfer"), known
paid = ("--dest", account("Fred"), "--amount", "3", "--proxy", account("Alice"))
assert ask("wallet", "transfer", *wallet("bob"), *NETWORK, *UNATTENDED, *paid)["success"]
assert chain.get_balance(account("Fred")).tao == 3
do("proxy", "remove", *wallet("alice"), "--delegate", account("Bob"), *TRANSFERS)
assert chain.get_proxies_for_real_account(account("Alice"))[0] == []
passed("proxy add, transfer by proxy and proxy remove")

pure = do("proxy", "create", *wallet("alice"), "--proxy-type", "Any", "--delay", "0", "--index", "0")
assert pure["data"]["spawner"] == account("Alice") and pure["data"]["pure"], pure
passed("proxy create")

# crowdloans

TERMS = ("--deposit", "10", "--min-contribution", "1", "--cap", "12", "--duration", "1000")
do("crowd", "create", *wallet("alice"), *TERMS, "--fundraising", "--target-address", account("Fred"))
do("crowd", "contribute", *wallet("bob"), "--id", "0", "--amount", "2")
listed = ask("crowd", "list", *NETWORK)
assert listed["success"] and len(listed["data"]["crowdloans"]) == 1, listed
do("crowd", "finalize", *wallet("alice"), "--id", "0")
assert chain.get_balance(account("Fred")).tao == 15
early = ask("crowd", "finalize", *wallet("alice"), *NETWORK, *UNATTENDED, "--id", "0")
assert not early["success"], early
passed("crowd create, contribute, list and finalize")

LEASE = ("--deposit", "1000", "--min-contribution", "1", "--cap", "2000", "--duration", "1000")
# btcli takes stored calls whose bytes happen to be text for text, and cannot show them; the bytes of 65535 are none.
OF_THE_LEASE = ("--subnet-lease", "--emissions-share", "30", "--lease-end-block", "65535")
do("crowd", "create", *wallet("alice"), *LEASE, *OF_THE_LEASE)
do("crowd", "contribute", *wallet("bob"), "--id", "1", "--amount", "1000")
do("crowd", "finalize", *wallet("alice"), "--id", "1")
assert chain.get_total_subnets() == 3
passed("crowd create for a leased subnet")

do("crowd", "create", *wallet("alice"), *TERMS, "--fundraising", "--target-address", account("Fred"))
do("crowd", "contribute", *wallet("bob"), "--id", "2", "--amount", "1")
do("crowd", "update", *wallet("alice"), "--id", "2", "--cap", "30")
do("crowd", "refund", *wallet("alice"), "--id", "2")
do("crowd", "dissolve", *wallet("alice"), "--id", "2")
assert chain.get_crowdloan_by_id(2) is None
passed("crowd update, refund and dissolve")
