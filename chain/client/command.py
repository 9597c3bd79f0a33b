"""What the commands share: their options, and failing in one clear line."""

import functools
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, ParamSpec, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from chain.client.connection import DEFAULT_ENDPOINT
from chain.client.errors import CONNECTION_LOST, ClientError
from chain.client.wallets import DEFAULT_DIRECTORY

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

Endpoint = Annotated[str, typer.Option(envvar="WEFT_ENDPOINT", help="WebSocket address of a node.")]
WalletName = Annotated[str, typer.Option("--wallet", help="Name of the wallet.")]
Hotkey = Annotated[str, typer.Option(help="Name of the hotkey in the wallet.")]
WalletDirectory = Annotated[Path, typer.Option("--wallet-path", help="Folder of the wallets.")]
Password = Annotated[
    str | None, typer.Option(envvar="WEFT_WALLET_PASSWORD", help="Password of the coldkey, if it has one.")
]
NetUid = Annotated[int, typer.Option("--netuid", min=0, max=65_535, help="Number of the subnet.")]

ENDPOINT = DEFAULT_ENDPOINT
WALLET_DIRECTORY = DEFAULT_DIRECTORY


def plain_failures(
    *expected: type[Exception],
) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]:
    """Turn the chain's errors, and those `expected`, into one line on standard error and exit status 1."""

    failures: tuple[type[Exception], ...] = (ClientError, *CONNECTION_LOST, *expected)

    def decorate(command: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        @functools.wraps(command)
        def run(*arguments: Parameters.args, **options: Parameters.kwargs) -> Result:
            try:
                return command(*arguments, **options)
            except failures as error:
                print(f"error: {error}", file=sys.stderr)
                raise typer.Exit(1) from error

        return run

    return decorate


def log_to_standard_error(verbose: bool) -> None:
    """One line per record, for a terminal or the file of a supervisor."""
    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.INFO,
        format="%(asctime)s %(levelname)-7s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    for chatty in ("httpx", "httpcore"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    if not verbose:
        logging.getLogger("substrateinterface").setLevel(logging.WARNING)


def show(table: Table) -> None:
    """Print a table without shortening addresses, however narrow the terminal."""
    console = Console()
    console.width = max(console.width, console.measure(table, options=console.options.update(width=1000)).maximum)
    console.print(table)
