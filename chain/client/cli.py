"""`weft wallet` and `weft subnet`."""

from typing import Annotated

import typer
from rich.table import Table

from chain.client.command import (
    ENDPOINT,
    WALLET_DIRECTORY,
    Endpoint,
    Hotkey,
    NetUid,
    Password,
    WalletDirectory,
    WalletName,
    plain_failures,
    show,
)
from chain.client.connection import connect
from chain.client.staking import RAO_PER_TAO, free_balance, transfer
from chain.client.subnet import (
    enable_emission,
    list_subnets,
    register_network,
    set_global_parameter,
    set_hyperparameter,
    start_call,
)
from chain.client.wallets import create_wallet, development_key, list_wallets, open_coldkey, open_hotkey

wallet_app = typer.Typer(no_args_is_help=True, help="Create and list wallets in bittensor's file format.")
subnet_app = typer.Typer(no_args_is_help=True, help="Register, start and list subnets.")

SudoUri = Annotated[str | None, typer.Option("--sudo", help="Development URI of the chain's sudo key, //Alice.")]
DevelopmentUri = Annotated[str | None, typer.Option(help="Make the development keys of this URI, //Alice.")]


@wallet_app.command("create")
@plain_failures()
def wallet_create(
    wallet: WalletName = "default",
    hotkey: Hotkey = "default",
    wallet_path: WalletDirectory = WALLET_DIRECTORY,
    uri: DevelopmentUri = None,
    password: Password = None,
) -> None:
    """Write a coldkey and a hotkey; keys that exist are kept."""
    entry = create_wallet(wallet, hotkey, wallet_path, uri=uri, password=password)
    print(f"{entry.name}: coldkey {entry.coldkey}, hotkey {hotkey} {entry.hotkeys[hotkey]}")


@wallet_app.command("list")
@plain_failures()
def wallet_list(
    wallet_path: WalletDirectory = WALLET_DIRECTORY,
    endpoint: Annotated[str | None, typer.Option(help="Show balances as this node knows them.")] = None,
) -> None:
    """Show the wallets of a folder."""
    connection = None if endpoint is None else connect(endpoint)
    table = Table("wallet", "key", "address", "balance")
    for entry in list_wallets(wallet_path):
        balance = "" if connection is None else f"{free_balance(connection, entry.coldkey) / RAO_PER_TAO:,.4f}"
        table.add_row(entry.name, "coldkey", entry.coldkey, balance)
        for name, address in entry.hotkeys.items():
            table.add_row("", f"hotkey {name}", address, "")
    show(table)


@wallet_app.command("transfer")
@plain_failures()
def wallet_transfer(
    destination: str,
    tao: Annotated[float, typer.Argument(min=0.0)],
    wallet: WalletName = "default",
    wallet_path: WalletDirectory = WALLET_DIRECTORY,
    endpoint: Endpoint = ENDPOINT,
    uri: Annotated[str | None, typer.Option(help="Send from this development key, //Alice.")] = None,
    password: Password = None,
) -> None:
    """Send TAO to an address."""
    key = development_key(uri) if uri is not None else open_coldkey(wallet, wallet_path, password=password)
    included = transfer(connect(endpoint), key, destination, round(tao * RAO_PER_TAO))
    print(f"sent {tao:g} TAO in block {included.block_hash}")


@subnet_app.command("register")
@plain_failures()
def subnet_register(
    wallet: WalletName = "default",
    hotkey: Hotkey = "default",
    wallet_path: WalletDirectory = WALLET_DIRECTORY,
    endpoint: Endpoint = ENDPOINT,
    password: Password = None,
) -> None:
    """Create a subnet that the wallet's coldkey pays for and owns."""
    coldkey = open_coldkey(wallet, wallet_path, password=password)
    owner_hotkey = open_hotkey(wallet, hotkey, wallet_path)
    netuid = register_network(connect(endpoint), coldkey, owner_hotkey.ss58_address)
    print(f"registered subnet {netuid}; open it with `weft subnet start --netuid {netuid} --wallet {wallet}`")


@subnet_app.command("start")
@plain_failures()
def subnet_start(
    netuid: NetUid,
    wallet: WalletName = "default",
    wallet_path: WalletDirectory = WALLET_DIRECTORY,
    endpoint: Endpoint = ENDPOINT,
    password: Password = None,
    sudo: SudoUri = None,
) -> None:
    """Open a subnet for stake and emission, as its owner.

    A chain's root decides which subnets earn, weights start out hidden (commit-reveal), and hyperparameters are frozen
    in the blocks before each epoch. With --sudo, on a development chain, all three are settled too: emission on,
    commit-reveal off, no freeze.
    """
    connection = connect(endpoint)
    coldkey = open_coldkey(wallet, wallet_path, password=password)
    if sudo is not None:
        key = development_key(sudo)
        set_global_parameter(connection, key, "admin_freeze_window", 0)
        set_hyperparameter(connection, key, netuid, "commit_reveal_weights_enabled", False, as_root=True)
        enable_emission(connection, key, netuid)
    start_call(connection, coldkey, netuid)
    print(f"subnet {netuid} has started")


@subnet_app.command("set")
@plain_failures()
def subnet_set(
    name: str,
    value: str,
    netuid: NetUid,
    wallet: WalletName = "default",
    wallet_path: WalletDirectory = WALLET_DIRECTORY,
    endpoint: Endpoint = ENDPOINT,
    password: Password = None,
    sudo: SudoUri = None,
) -> None:
    """Set a hyperparameter by its name in AdminUtils without `sudo_set_`, as owner or, with --sudo, as root."""
    key = development_key(sudo) if sudo is not None else open_coldkey(wallet, wallet_path, password=password)
    set_hyperparameter(connect(endpoint), key, netuid, name, _typed(value), as_root=sudo is not None)
    print(f"{name} of subnet {netuid} is {value}")


@subnet_app.command("list")
@plain_failures()
def subnet_list(endpoint: Endpoint = ENDPOINT) -> None:
    """Show the subnets of a chain."""
    table = Table("netuid", "owner", "neurons", "tempo", "registration", "started", "emission")
    for entry in list_subnets(connect(endpoint)):
        table.add_row(
            str(entry.netuid),
            entry.owner,
            str(entry.neurons),
            str(entry.tempo_blocks),
            f"{entry.registration_cost_rao / RAO_PER_TAO:,.4f}",
            "yes" if entry.started else "no",
            "on" if entry.emission_enabled else "off",
        )
    show(table)


def _typed(value: str) -> bool | int | str:
    if value.lower() in ("true", "false"):
        return value.lower() == "true"
    return int(value) if value.isascii() and value.isdigit() else value
