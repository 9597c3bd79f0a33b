"""What pallets that make calls for others (Sudo, Utility, Proxy, …) need of the runtime around them."""

from typing import Protocol

from chain.frame.call import Call, PostDispatchInfo
from chain.frame.dispatch_error import DispatchError
from chain.frame.error import DispatchFailure
from chain.frame.origin import Origin
from chain.frame.weight import DispatchClass, Weight
from chain.primitives.identifiers import AccountId


class NestedDispatch(Protocol):
    """Makes a call inside another; a failure has undone what the inner call did."""

    def dispatch(self, call: Call, origin: Origin) -> PostDispatchInfo:
        """Make a call; raises the DispatchFailure it fails with. Filters apply, except to root."""

    def dispatch_unfiltered(self, call: Call, origin: Origin) -> PostDispatchInfo:
        """Make a call that no filter may refuse."""


class ErrorWriter(Protocol):
    """Knows the wire form of every failure of the runtime."""

    def dispatch_error(self, failure: DispatchFailure) -> DispatchError:
        """The failure as events carry it."""


class CallCodec(Protocol):
    """Turns calls into bytes and back, for pallets that store calls or know them by their hash."""

    def encode_call(self, call: Call) -> bytes:
        """The call as it stands on the wire."""

    def decode_call(self, encoded: bytes) -> Call:
        """The call in these bytes; DecodeError where they are none, or more than one."""


class Reserving(Protocol):
    """Balance that is set aside in its account, for deposits."""

    def reserve(self, who: AccountId, amount: int) -> None:
        """Set an amount of rao aside; raises where the account has too little."""

    def unreserve(self, who: AccountId, amount: int) -> int:
        """Free an amount; how much of it was not there."""


def weight_used(call: Call, outcome: PostDispatchInfo | DispatchFailure) -> Weight:
    """The weight that a nested call used, whether it succeeded or failed."""
    return call.info.weight if outcome.actual_weight is None else outcome.actual_weight


def class_of(call: Call) -> DispatchClass:
    """The class of a call that carries `call`: the same."""
    return call.info.dispatch_class
