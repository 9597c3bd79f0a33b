"""Stake on a hotkey, and TAO between accounts. Amounts are in rao, 10^9 to the TAO."""

from substrateinterface import SubstrateInterface

from chain.client.submit import Inclusion, SigningKey, submit

PALLET = "SubtensorModule"
RAO_PER_TAO = 1_000_000_000


def add_stake(connection: SubstrateInterface, coldkey: SigningKey, hotkey: str, netuid: int, rao: int) -> Inclusion:
    """Swap TAO of the coldkey for the subnet's alpha and put it on the hotkey."""
    return submit(connection, coldkey, PALLET, "add_stake", {"hotkey": hotkey, "netuid": netuid, "amount_staked": rao})


def remove_stake(
    connection: SubstrateInterface, coldkey: SigningKey, hotkey: str, netuid: int, alpha: int
) -> Inclusion:
    """Take alpha (in rao) off the hotkey and swap it back to TAO."""
    arguments = {"hotkey": hotkey, "netuid": netuid, "amount_unstaked": alpha}
    return submit(connection, coldkey, PALLET, "remove_stake", arguments)


def transfer(connection: SubstrateInterface, key: SigningKey, destination: str, rao: int) -> Inclusion:
    """Send TAO to an account (SS58), leaving the sender alive."""
    return submit(connection, key, "Balances", "transfer_keep_alive", {"dest": destination, "value": rao})


def free_balance(connection: SubstrateInterface, account: str) -> int:
    """What an account can spend, in rao."""
    return int(connection.query("System", "Account", [account]).value["data"]["free"])
