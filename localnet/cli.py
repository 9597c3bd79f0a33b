"""The `weft` command: a table of sub-commands, each imported only when it is called.

Start-up time is felt on every call, so this file imports neither typer nor the chain before it knows what is asked.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple


class Command(NamedTuple):
    """One sub-command: where its `run(arguments) -> exit status` lives and what it does, in a line."""

    module: str
    summary: str


COMMANDS = {
    "node": Command("chain.node.cli", "run a chain that bittensor, btcli and polkadot.js connect to"),
    "localnet": Command("localnet.command", "run a whole network: chain, subnet, miners and validators, watched live"),
    "epoch": Command("localnet.epoch_lab.command", "run Yuma consensus on matrices from a file, without a chain"),
    "wallet": Command("localnet.command_groups", "create and list wallets in bittensor's file format"),
    "fund": Command("localnet.command_groups", "send TAO from a rich development account"),
    "faucet": Command("localnet.command_groups", "give an account newly issued TAO"),
    "subnet": Command("localnet.command_groups", "register, start and list subnets"),
    "miner": Command("localnet.command_groups", "run a miner of a subnet"),
    "validator": Command("localnet.command_groups", "run a validator of a subnet"),
}

USAGE_ERROR = 2


def usage() -> str:
    """Return the help text, made from the command table."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.summary}" for name, command in COMMANDS.items()]
    return "\n".join(
        [
            "Weft: a localnet and workshop for AI subnets.",
            "",
            "usage: weft COMMAND [OPTIONS]",
            "",
            *lines,
            "",
            "`weft COMMAND --help` explains a command; `weft --version` prints the version.",
        ]
    )


def run(arguments: Sequence[str]) -> int:
    """Run one `weft` command line and return its exit status."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(usage())
        return 0 if arguments else USAGE_ERROR
    name, *rest = arguments
    if name in ("-V", "--version"):
        from weft import __version__

        print(f"weft {__version__}")
        return 0
    if name not in COMMANDS:
        print(f"weft: unknown command {name!r}; it is one of {', '.join(COMMANDS)}", file=sys.stderr)
        return USAGE_ERROR
    module = import_module(COMMANDS[name].module)
    if module.__name__ == "localnet.command_groups":
        return int(module.run(name, rest))
    return int(module.run(rest))


def main() -> None:
    """Run the command line of this process."""
    sys.exit(run(sys.argv[1:]))
