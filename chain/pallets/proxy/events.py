"""Events of the proxy pallet. Amounts are in rao."""

from typing import Annotated

from chain.codec import U16, Result, TypeName
from chain.frame.dispatch_error import DispatchError
from chain.frame.event import Event
from chain.pallets.proxy.types import DepositKind, ProxyType
from chain.primitives.identifiers import AccountId, Balance, BlockNumber, Hash

CallHash = Annotated[Hash, TypeName("CallHashOf<T>")]


class ProxyExecuted(Event, index=0):
    """A call was made in the name of another account, with this result."""

    result: Annotated[Result[None, DispatchError], TypeName("DispatchResult")]


class PureCreated(Event, index=1):
    """An account without a key was created, with its creator as its proxy."""

    pure: AccountId
    who: AccountId
    proxy_type: ProxyType
    disambiguation_index: U16


class PureKilled(Event, index=2):
    """An account without a key gave up its proxies; nobody can act for it any more."""

    pure: AccountId
    spawner: AccountId
    proxy_type: ProxyType
    disambiguation_index: U16


class Announced(Event, index=3):
    """A proxy announced a call that it is going to make."""

    real: AccountId
    proxy: AccountId
    call_hash: CallHash


class ProxyAdded(Event, index=4):
    """An account let another act for it."""

    delegator: AccountId
    delegatee: AccountId
    proxy_type: ProxyType
    delay: BlockNumber


class ProxyRemoved(Event, index=5):
    """An account no longer lets another act for it."""

    delegator: AccountId
    delegatee: AccountId
    proxy_type: ProxyType
    delay: BlockNumber


class DepositPoked(Event, index=6):
    """A deposit was brought to what it would be today."""

    who: AccountId
    kind: DepositKind
    old_deposit: Balance
    new_deposit: Balance


class RealPaysFeeSet(Event, index=7):
    """An account took over, or no longer pays, the fees of what a proxy does for it."""

    real: AccountId
    delegate: AccountId
    pays_fee: bool
