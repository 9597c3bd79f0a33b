"""`weft validator`."""

import signal
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
from chain.client.connection import connect, is_on_this_machine
from chain.client.errors import NotFound
from chain.client.neurons import read_metagraph, register
from chain.client.staking import RAO_PER_TAO, add_stake
from chain.client.wallets import open_coldkey, open_hotkey
from subnets import UnknownName, subnet_named
from validator.engine import ValidatorEngine, ValidatorSettings
from validator.records import Records, sqlite_url

app = typer.Typer(no_args_is_help=True, help="Run a validator of a subnet.")

STATE_DIRECTORY = Path("~/.weft/validators")
RECORDS_FILE = "scores.sqlite"


@app.callback()
def validator() -> None:
    """Run a validator of a subnet."""


@app.command("scores")
@plain_failures()
def scores(records: Annotated[str, typer.Argument(help="URL of a validator's records, or an SQLite file.")]) -> None:
    """Show the last score and the average of each miner."""
    if "://" not in records and not Path(records).is_file():
        raise NotFound(f"there is no file {records}; a validator keeps {RECORDS_FILE} in its state folder")
    opened = Records(records if "://" in records else sqlite_url(Path(records)))
    for record in sorted(opened.latest().values(), key=lambda record: -record.average):
        print(f"uid {record.uid:>3}  {record.hotkey}  last {record.score:8.4f}  average {record.average:8.4f}")
    opened.close()


@app.command("run")
@plain_failures(UnknownName, ValueError)
def run(
    netuid: NetUid,
    subnet: Annotated[str, typer.Option(help="The subnet's task, by name.")],
    wallet: WalletName = "default",
    hotkey: Hotkey = "default",
    wallet_path: WalletDirectory = WALLET_DIRECTORY,
    endpoint: Endpoint = ENDPOINT,
    state: Annotated[Path, typer.Option(help="Folder for what the validator saves.")] = STATE_DIRECTORY,
    records: Annotated[
        str | None, typer.Option(help="SQLAlchemy URL for the scores; an SQLite file in the state folder by default.")
    ] = None,
    round_blocks: Annotated[int, typer.Option(min=1, help="Blocks between two rounds of questions.")] = 2,
    refresh_blocks: Annotated[int, typer.Option(min=1, help="Blocks between two looks at the metagraph.")] = 10,
    sample_size: Annotated[int, typer.Option(min=1, help="Miners asked in one round.")] = 32,
    local_axons: Annotated[
        bool | None,
        typer.Option(help="Ask miners that announce this machine's own address; by default if the node is on it too."),
    ] = None,
    register_first: Annotated[
        bool, typer.Option("--register", help="Register the hotkey on the subnet if it is not, paid by the coldkey.")
    ] = False,
    stake_tao: Annotated[float, typer.Option(min=0.0, help="First stake this much of the coldkey's TAO.")] = 0.0,
    password: Password = None,
    verbose: Annotated[bool, typer.Option(help="Log more.")] = False,
) -> None:
    """Ask, score and weigh the miners of a subnet until stopped."""
    log_to_standard_error(verbose)
    key = open_hotkey(wallet, hotkey, wallet_path)
    task = subnet_named(subnet).make_task()
    connection = connect(endpoint)
    if read_metagraph(connection, netuid).neuron(key.ss58_address) is None:
        if not register_first:
            raise NotFound(f"{key.ss58_address} is not registered on subnet {netuid}; add --register to buy a place")
        register(connection, open_coldkey(wallet, wallet_path, password=password), netuid, key.ss58_address)
    if stake_tao > 0:
        coldkey = open_coldkey(wallet, wallet_path, password=password)
        add_stake(connection, coldkey, key.ss58_address, netuid, round(stake_tao * RAO_PER_TAO))
    directory = state.expanduser() / f"{wallet}-{hotkey}-{netuid}"
    settings = ValidatorSettings(
        endpoint=endpoint,
        netuid=netuid,
        state_directory=directory,
        records_url=records or sqlite_url(directory / RECORDS_FILE),
        round_blocks=round_blocks,
        refresh_blocks=refresh_blocks,
        sample_size=sample_size,
        local_axons=is_on_this_machine(endpoint) if local_axons is None else local_axons,
    )
    engine = ValidatorEngine(settings, key, task, connection)

    def stop(_number: int, _frame: FrameType | None) -> None:
        engine.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    engine.run()
