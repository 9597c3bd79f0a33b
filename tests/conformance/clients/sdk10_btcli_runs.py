"""btcli 9.23.2 with one endpoint, as the scripts `sdk10_btcli_*.py` use it."""

import json
from pathlib import Path
from typing import Any

from btcli_runs import Btcli
from sdk10_wallets import account

WALLETS = Path.home() / "wallets"
NOWHERE = ("--network", "ws://127.0.0.1:9")
"""The port of the discard service, where nothing listens."""
UNREACHABLE = "Unable to connect to the chain"
UNKNOWN = 99
"""A network that no script founds."""
UNSHIELDED = ("--no-mev-protection",)
FAILURES = ("❌", "Error", "Warning", "failed", '"success": false')
"""How btcli marks what it did not do; its status is 0 all the same."""
QUOTE = 1500
"""So many last characters of what btcli printed are shown where a check fails."""


class Btcli10(Btcli):
    """btcli that never asks back."""

    def __init__(self, endpoint: str) -> None:
        super().__init__()
        self.endpoint = endpoint

    def arguments(self, arguments: tuple[object, ...], *more: str) -> tuple[object, ...]:
        """The arguments with the endpoint, where the command takes one and none is given, and other options."""
        network = () if "--network" in arguments else ("--network", self.endpoint)
        return *arguments, *network, *more

    def text(self, *arguments: object, unattended: bool = True, typed: str = "") -> str:
        """What a command prints that has to succeed."""
        options = ["--no-prompt"] if unattended and not typed else []
        status, stdout, stderr = self.run(*self.arguments(arguments, *options), typed=typed)
        assert status == 0 and "❌" not in stdout + stderr, (arguments, status, stdout[-QUOTE:], stderr[-QUOTE:])
        assert "Traceback" not in stderr, (arguments, stderr[-QUOTE:])
        self.did(arguments)
        return stdout

    def ask(self, *arguments: object, unattended: bool = False) -> Any:
        """What a command that has to succeed answers as JSON."""
        options = ["--json-output", *(["--no-prompt"] if unattended else [])]
        status, stdout, stderr = self.run(*self.arguments(arguments, *options))
        assert status == 0 and stdout.strip(), (arguments, status, stdout[-QUOTE:], stderr[-QUOTE:])
        answer = json.loads(stdout, strict=False)
        if isinstance(answer, dict) and "success" in answer:
            assert answer["success"], (arguments, answer, stderr[-QUOTE:])
        self.did(arguments)
        return answer

    def do(self, *arguments: object) -> Any:
        """What a command that changes the chain answers as JSON."""
        return self.ask(*arguments, unattended=True)

    def fail(self, *arguments: object, words: str, unattended: bool = True, typed: str = "") -> str:
        """All that a command prints that has to fail and say these words."""
        options = ["--no-prompt"] if unattended and not typed else []
        status, stdout, stderr = self.run(*self.arguments(arguments, *options), typed=typed)
        said = " ".join((stdout + stderr).split())
        assert status or any(mark in said for mark in FAILURES), (arguments, "did not fail", said[-QUOTE:])
        self.refused(arguments, said, words)
        return said


def wallet(name: str, hotkey: str = "default") -> tuple[str, ...]:
    """The options that name a wallet of these scripts."""
    return "--wallet-name", name, "--wallet-hotkey", hotkey, "--wallet-path", str(WALLETS)


def coldkey(name: str) -> tuple[str, ...]:
    """The options that name a wallet to commands that take no hotkey."""
    return "--wallet-name", name, "--wallet-path", str(WALLETS)


def make_wallets(btcli: Btcli10, *names: str) -> None:
    """Wallets of development accounts: `alice` is `//Alice`, and her hotkey `default` is `//Alice` too."""
    for name in names:
        created = btcli.run(
            *("wallet", "create", *wallet(name), "--uri", name.title(), "--no-use-password", "--json-output")
        )
        assert account(name.title()) in created[1], created
