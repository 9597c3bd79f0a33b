"""`weft miner`."""

import signal
from ipaddress import ip_address
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from chain.client.command import (
    ENDPOINT,
    WALLET_DIRECTORY,
    Endpoint,
    Hotkey,
    NetUid,
    Password,
    WalletDirectory,
    WalletName,
    log_to_standard_error,
    plain_failures,
)
from chain.client.connection import connect
from chain.client.errors import NotFound
from chain.client.neurons import Axon, read_metagraph, register
from chain.client.wallets import open_coldkey, open_hotkey
from miner.dishonest import COPIER, LAZY
from miner.engine import MinerEngine, MinerSettings
from miner.policy import Admission, CallerPolicy
from miner.presence import PresenceSettings
from subnets import SUBNETS, UnknownName, subnet_named

app = typer.Typer(no_args_is_help=True, help="Run a miner of a subnet.")

STATE_DIRECTORY = Path("~/.weft/miners")
_CONDUCTS = (LAZY, COPIER)


@app.callback()
def miner() -> None:
    """Run a miner of a subnet."""


@app.command("kinds")
def kinds() -> None:
    """List the subnets and the kinds of miner each brings."""
    for subnet in SUBNETS.values():
        print(f"{subnet.name}: {', '.join((*sorted(subnet.miners), *_CONDUCTS))}")


@app.command("run")
@plain_failures(UnknownName, ValueError, OSError)
def run(
    netuid: NetUid,
    subnet: Annotated[str, typer.Option(help="The subnet's task, by name.")],
    kind: Annotated[str, typer.Option(help="The kind of miner; `weft miner kinds` lists them.")],
    wallet: WalletName = "default",
    hotkey: Hotkey = "default",
    wallet_path: WalletDirectory = WALLET_DIRECTORY,
    endpoint: Endpoint = ENDPOINT,
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Port to answer on.")] = 8091,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    external_address: Annotated[
        str, typer.Option(help="Address to announce on the chain; 0.0.0.0 is for one machine.")
    ] = "0.0.0.0",
    setting: Annotated[
        list[str] | None, typer.Option("--set", help="NAME=VALUE for the kind of miner; may be repeated.")
    ] = None,
    callers: Annotated[Admission, typer.Option(help="Whom to answer.")] = Admission.VALIDATORS,
    least_stake_rao: Annotated[int, typer.Option(min=0, help="Alpha in rao a caller's hotkey must hold.")] = 0,
    state: Annotated[Path, typer.Option(help="Folder for what the miner saves.")] = STATE_DIRECTORY,
    register_first: Annotated[
        bool, typer.Option("--register", help="Register the hotkey on the subnet if it is not, paid by the coldkey.")
    ] = False,
    password: Password = None,
    verbose: Annotated[bool, typer.Option(help="Log more.")] = False,
) -> None:
    """Answer the validators of a subnet until stopped."""
    log_to_standard_error(verbose)
    # uvicorn ends with the signal that stopped it; as an exit, that leaves the miner time to save what it has learnt.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _exit)
    key = open_hotkey(wallet, hotkey, wallet_path)
    conduct = kind if kind in _CONDUCTS else None
    brought = subnet_named(subnet)
    if kind not in (*brought.miners, *_CONDUCTS):
        known = ", ".join((*sorted(brought.miners), *_CONDUCTS))
        raise UnknownName(f"{brought.name} has no miner of kind {kind!r}; it has {known}")
    task = brought.make_task() if conduct else brought.make_miner(kind, _settings(setting or []))
    connection = connect(endpoint)
    if read_metagraph(connection, netuid).neuron(key.ss58_address) is None:
        if not register_first:
            raise NotFound(f"{key.ss58_address} is not registered on subnet {netuid}; add --register to buy a place")
        register(connection, open_coldkey(wallet, wallet_path, password=password), netuid, key.ss58_address)
    settings = MinerSettings(
        presence=PresenceSettings(endpoint, netuid, Axon(ip_address(external_address), port)),
        host=host,
        port=port,
        state_directory=state.expanduser() / f"{wallet}-{hotkey}-{netuid}-{kind}",
        conduct=conduct,
    )
    MinerEngine(settings, key, task, CallerPolicy(callers, least_stake_rao), connection).run()


def _exit(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _settings(given: list[str]) -> dict[str, str]:
    settings = {}
    for text in given:
        name, separator, value = text.partition("=")
        if not separator:
            raise UnknownName(f"--set {text!r}: expected NAME=VALUE")
        settings[name] = value
    return settings
