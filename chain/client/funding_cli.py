"""`weft fund` and `weft faucet`: TAO on a development chain."""

from contextlib import closing
from typing import Annotated

import typer
from substrateinterface import SubstrateInterface

from chain.client.command import ENDPOINT, WALLET_DIRECTORY, Endpoint, WalletDirectory, plain_failures
from chain.client.connection import connect
from chain.client.funding import address_of, mint
from chain.client.staking import RAO_PER_TAO, free_balance, transfer
from chain.client.wallets import development_key

FAUCET_TAO = 1_000.0

fund_app = typer.Typer(help="Send TAO from a rich development account.")
faucet_app = typer.Typer(help="Give an account newly issued TAO.")

Who = Annotated[str, typer.Argument(help="An SS58 address, a development URI (//Bob) or the name of a wallet.")]


@fund_app.command()
@plain_failures()
def fund(
    who: Who,
    tao: Annotated[float, typer.Argument(min=0.0, help="How much, in TAO.")],
    uri: Annotated[str, typer.Option("--from", help="The development key that pays.")] = "//Alice",
    wallet_path: WalletDirectory = WALLET_DIRECTORY,
    endpoint: Endpoint = ENDPOINT,
) -> None:
    """Send TAO from a rich development account; the issuance stays what it is."""
    address = address_of(who, wallet_path)
    with closing(connect(endpoint)) as connection:
        transfer(connection, development_key(uri), address, round(tao * RAO_PER_TAO))
        _show_balance(connection, address)


@faucet_app.command()
@plain_failures()
def faucet(
    who: Who,
    tao: Annotated[float, typer.Argument(min=0.0, help="How much, in TAO.")] = FAUCET_TAO,
    sudo: Annotated[str, typer.Option(help="Development URI of the chain's sudo key.")] = "//Alice",
    wallet_path: WalletDirectory = WALLET_DIRECTORY,
    endpoint: Endpoint = ENDPOINT,
) -> None:
    """Give an account newly issued TAO, by the chain's sudo key."""
    address = address_of(who, wallet_path)
    with closing(connect(endpoint)) as connection:
        mint(connection, development_key(sudo), address, round(tao * RAO_PER_TAO))
        _show_balance(connection, address)


def _show_balance(connection: SubstrateInterface, address: str) -> None:
    print(f"{address} has {free_balance(connection, address) / RAO_PER_TAO:,.9f} TAO")
