"""Accounts that belong to the chain itself, not to a key (lifecycle 0.1)."""

from functools import lru_cache

from chain.primitives.identifiers import AccountId

ZERO_ACCOUNT = AccountId(bytes(32))
"""What a missing owner reads as."""

_SUBNET_PREFIX = b"modlsubtensr"
_BURN_PREFIX = b"modlburntnsr"
_BASKET_PREFIX = b"modlten/bskt"

BURN_ACCOUNT = AccountId(_BURN_PREFIX.ljust(32, b"\0"))
"""Where burnt TAO is kept."""


@lru_cache(maxsize=1024)
def subnet_account(netuid: int) -> AccountId:
    """The account that holds the TAO of a network's pool."""
    return AccountId((_SUBNET_PREFIX + netuid.to_bytes(2, "little")).ljust(32, b"\0"))


def basket_account(hotkey: AccountId) -> AccountId:
    """The coldkey whose stake with the hotkey is the basket of that hotkey."""
    return AccountId(_BASKET_PREFIX + hotkey[: 32 - len(_BASKET_PREFIX)])


def is_basket_account(account: bytes) -> bool:
    """Whether the account is the one of some basket; nobody gives it stake but its basket."""
    return account.startswith(_BASKET_PREFIX)


def is_subnet_account(account: AccountId) -> bool:
    """Whether the account is the one of some network; such an account can be nobody's hotkey."""
    return account[:12] == _SUBNET_PREFIX and not any(account[14:])
