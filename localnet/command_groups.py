"""The sub-commands that consist of typer applications of other packages."""

from collections.abc import Sequence
from importlib import import_module

APPLICATIONS = {
    "wallet": ("chain.client.cli", "wallet_app"),
    "fund": ("chain.client.funding_cli", "fund_app"),
    "faucet": ("chain.client.funding_cli", "faucet_app"),
    "subnet": ("chain.client.cli", "subnet_app"),
    "miner": ("miner.cli", "app"),
    "validator": ("validator.cli", "app"),
}


def run(name: str, arguments: Sequence[str]) -> int:
    """Run one application's command line and return its exit status."""
    module, attribute = APPLICATIONS[name]
    try:
        application = getattr(import_module(module), attribute)
    except ModuleNotFoundError as error:
        raise SystemExit(f"weft {name} needs the package {error.name!r}; install weft[ai]") from error
    try:
        application(list(arguments), prog_name=f"weft {name}")
    except SystemExit as exit_request:
        return exit_request.code if isinstance(exit_request.code, int) else int(exit_request.code is not None)
    return 0
