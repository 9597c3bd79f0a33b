"""From the address in a call to the account it names."""

from chain.frame.error import CannotLookup
from chain.primitives.address import Id, MultiAddress
from chain.primitives.identifiers import AccountId


def lookup(address: MultiAddress) -> AccountId:
    """The account that an address names; CannotLookup for anything but an id."""
    if isinstance(address, Id):
        return address.account
    raise CannotLookup
