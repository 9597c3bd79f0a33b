"""TAO for accounts of a development chain: from a rich development account, or from nothing. Amounts are in rao."""

from pathlib import Path

from bittensor_wallet import Keypair
from substrateinterface import SubstrateInterface

from chain.client.errors import WalletUnusable
from chain.client.staking import free_balance
from chain.client.submit import Inclusion, SigningKey, submit_as_root
from chain.client.wallets import development_key, list_wallets


def address_of(who: str, directory: Path) -> str:
    """The address that is meant by an address, a development URI (`//Bob`) or the name of a wallet: its coldkey's.

    Raises WalletUnusable where it is none of these.
    """
    if who.startswith("//"):
        return str(development_key(who).ss58_address)
    for entry in list_wallets(directory):
        if entry.name == who:
            return entry.coldkey
    try:
        return str(Keypair(ss58_address=who).ss58_address)
    except Exception as error:
        # The wallet library raises errors of several kinds, and of its own.
        raise WalletUnusable(
            f"{who!r} is no SS58 address, no development URI such as //Bob and no wallet below {directory}"
        ) from error


def mint(connection: SubstrateInterface, sudo_key: SigningKey, account: str, rao: int) -> Inclusion:
    """Add newly issued TAO to what an account has, as root."""
    amount = free_balance(connection, account) + rao
    return submit_as_root(connection, sudo_key, "Balances", "force_set_balance", {"who": account, "new_free": amount})
