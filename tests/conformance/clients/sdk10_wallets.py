"""Wallets of the development accounts in bittensor's file format, and how the scripts beside this file report."""

import sys

from bittensor_wallet import Keypair, Wallet


def development_wallet(name: str) -> Wallet:
    """The wallet of `//Name`, its hotkey `//Name_hk`, written unencrypted under the home folder."""
    wallet = Wallet(name=name.lower(), hotkey="default")
    coldkey = Keypair.create_from_uri(f"//{name}")
    wallet.set_coldkey(keypair=coldkey, encrypt=False, overwrite=True)
    wallet.set_coldkeypub(keypair=coldkey, encrypt=False, overwrite=True)
    wallet.set_hotkey(keypair=Keypair.create_from_uri(f"//{name}_hk"), encrypt=False, overwrite=True)
    return wallet


def passed(name: str) -> None:
    """Report that what is named was shown."""
    print(f"ok {name}", flush=True)


def endpoint() -> str:
    """The endpoint given on the command line."""
    if len(sys.argv) != 2:
        raise SystemExit(f"usage: {sys.argv[0]} ENDPOINT")
    return sys.argv[1]


def account(name: str) -> str:
    """The address of the development key `//Name`."""
    return Keypair.create_from_uri(f"//{name}").ss58_address
