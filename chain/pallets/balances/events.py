"""Events of the balances pallet. Amounts are in rao."""

from typing import Annotated

from chain.codec import U64, TypeName
from chain.frame.event import Event
from chain.pallets.balances.types import BalanceStatus
from chain.primitives.identifiers import AccountId

Amount = Annotated[U64, TypeName("T::Balance")]
Status = Annotated[BalanceStatus, TypeName("Status")]


class Endowed(Event, index=0):
    """An account was created with some balance."""

    account: AccountId
    free_balance: Amount


class DustLost(Event, index=1):
    """An account ended with less than the existential deposit, which was lost."""

    account: AccountId
    amount: Amount


class Transfer(Event, index=2):
    """Balance moved from one account to another."""

    from_: AccountId
    to: AccountId
    amount: Amount


class BalanceSet(Event, index=3):
    """The balance of an account was set by root."""

    who: AccountId
    free: Amount


class Reserved(Event, index=4):
    """Balance was reserved."""

    who: AccountId
    amount: Amount


class Unreserved(Event, index=5):
    """Reserved balance became free."""

    who: AccountId
    amount: Amount


class ReserveRepatriated(Event, index=6):
    """Reserved balance moved to another account."""

    from_: AccountId
    to: AccountId
    amount: Amount
    destination_status: Status


class Deposit(Event, index=7):
    """Balance was put into an account, for example as a reward or a refund."""

    who: AccountId
    amount: Amount


class Withdraw(Event, index=8):
    """Balance was taken from an account, for example as a fee."""

    who: AccountId
    amount: Amount


class Slashed(Event, index=9):
    """Balance was taken from an account as a penalty."""

    who: AccountId
    amount: Amount


class Minted(Event, index=10):
    """Balance was created in an account."""

    who: AccountId
    amount: Amount


class Burned(Event, index=11):
    """Balance of an account was destroyed."""

    who: AccountId
    amount: Amount


class Suspended(Event, index=12):
    """Balance was taken from an account for the time being; it can be restored."""

    who: AccountId
    amount: Amount


class Restored(Event, index=13):
    """Balance that was taken for the time being was given back."""

    who: AccountId
    amount: Amount


class Upgraded(Event, index=14):
    """An account was brought to the present form."""

    who: AccountId


class Issued(Event, index=15):
    """The total issuance grew, to be put into accounts."""

    amount: Amount


class Rescinded(Event, index=16):
    """The total issuance shrank by what was taken out of accounts."""

    amount: Amount


class Locked(Event, index=17):
    """Balance was locked."""

    who: AccountId
    amount: Amount


class Unlocked(Event, index=18):
    """Balance was unlocked."""

    who: AccountId
    amount: Amount


class Frozen(Event, index=19):
    """Balance was frozen."""

    who: AccountId
    amount: Amount


class Thawed(Event, index=20):
    """Balance was thawed."""

    who: AccountId
    amount: Amount


class TotalIssuanceForced(Event, index=21):
    """The total issuance was corrected by root."""

    old: Amount
    new: Amount
