"""btcli 9.23.2, unmodified, with the protection that is its default: a subnet and what people do with stake.

usage: sdk10_btcli_shield.py ENDPOINT, by the interpreter of btcli, on a chain whose first registered subnet this is.
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

bittensor.logging.off()
subtensor = bittensor.Subtensor(network=ENDPOINT)


def ask(*arguments: str) -> Any:
    """What a command answers as JSON; it must succeed."""
    done = subprocess.run(
        [BTCLI, *arguments, *NETWORK, *UNATTENDED, "--json-output"],
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


def wallet(name: str) -> tuple[str, ...]:
    """The options that name a wallet."""
    return "--wallet-name", name, "--hotkey", "default", "--wallet-path", str(Path.home() / "wallets")


def stake_of(name: str, netuid: int) -> int:
    """What a development account staked to Alice's hotkey, in rao."""
    return subtensor.get_stake(coldkey_ss58=account(name), hotkey_ss58=account("Alice"), netuid=netuid).rao


class Carriers:
    """How many carriers the blocks hold that a command is shown in, to see that it took the protected path."""

    def __enter__(self) -> "Carriers":
        self._first = subtensor.block + 1
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing is left to do."""

    def count(self) -> int:
        """The carriers since."""
        return sum(
            extrinsic.value["call"]["call_function"] == "submit_encrypted"
            for number in range(self._first, subtensor.block + 1)
            for extrinsic in subtensor.substrate.get_extrinsics(subtensor.get_block_hash(number))
        )


for name in ("Alice", "Bob"):
    created = subprocess.run(
        [BTCLI, "wallet", "create", *wallet(name.lower()), "--uri", name, "--no-use-password", "--json-output"],
        capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=True,
    )  # fmt: skip
    assert json.loads(created.stdout)["success"], created.stdout

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
for netuid in (2, 3):
    with Carriers() as carriers:
        created = ask("subnets", "create", *wallet("alice"), *described)
        assert created["success"] and created["netuid"] == netuid and created["extrinsic_identifier"], created
        assert carriers.count() == 1
passed("subnets create")

for netuid in (2, 3):
    response = subtensor.start_call(
        wallet=bittensor.Wallet("alice", "default", str(Path.home() / "wallets")), netuid=netuid
    )
    assert response.success, response

with Carriers() as carriers:
    for options in (("--unsafe",), ("--safe", "--tolerance", "0.5", "--partial")):
        added = ask("stake", "add", *wallet("alice"), "--netuid", "2", "--amount", "10", *options)
        assert added["staking_success"] == {"2": {account("Alice"): True}}, added
        assert added["extrinsic_ids"]["2"][account("Alice")], added
    assert carriers.count() == 2
assert stake_of("Alice", 2) > 0
passed("stake add")

with Carriers() as carriers:
    removed = ask("stake", "remove", *wallet("alice"), "--netuid", "2", "--amount", "1", "--unsafe")
    assert removed[0]["success"] and removed[0]["extrinsic_identifier"], removed
    assert carriers.count() == 1
passed("stake remove")

with Carriers() as carriers:
    swapped = ask(
        "stake", "swap", *wallet("alice"), "--origin-netuid", "2", "--dest-netuid", "3", "--amount", "1", "--unsafe"
    )
    assert swapped["success"] and swapped["extrinsic_identifier"], swapped
    assert carriers.count() == 1
assert stake_of("Alice", 3) > 0
passed("stake swap")

with Carriers() as carriers:
    moved = ask(
        "stake", "move", *wallet("alice"), "--origin-netuid", "2", "--dest-netuid", "3",
        "--dest", account("Alice"), "--amount", "1",
    )  # fmt: skip
    assert moved["success"] and moved["extrinsic_identifier"], moved
    assert carriers.count() == 1
passed("stake move")

with Carriers() as carriers:
    given = ask(
        "stake", "transfer", *wallet("alice"), "--origin-netuid", "2", "--dest-netuid", "2",
        "--dest", account("Bob"), "--amount", "1",
    )  # fmt: skip
    assert given["success"] and given["extrinsic_identifier"], given
    assert carriers.count() == 1
assert stake_of("Bob", 2) > 0
passed("stake transfer")

with Carriers() as carriers:
    refused = ask(
        "stake", "add", *wallet("alice"), "--netuid", "2", "--amount", "500", "--safe", "--tolerance", "0.0001"
    )
    assert refused["staking_success"] == {"2": {account("Alice"): False}}, refused
    assert carriers.count() == 1
passed("stake add beyond its price")
