"""Sudo: the account in `Key` may make any call with the root origin. On a localnet that is //Alice."""

from collections.abc import Callable
from typing import Annotated, Protocol

from chain.codec import Err, Ok, Result, TypeName
from chain.frame.call import Call, PostDispatchInfo, RuntimeCall, call
from chain.frame.dispatch_error import DispatchError
from chain.frame.error import BadOrigin, CannotLookup, DispatchFailure, ModuleError
from chain.frame.event import Event
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import OptionalValue
from chain.frame.weight import DispatchClass, Pays, Weight, measured_weight
from chain.pallets.system import System
from chain.primitives.address import Id, MultiAddress
from chain.primitives.identifiers import AccountId

DispatchResult = Annotated[Result[None, DispatchError], TypeName("DispatchResult")]
BoxedCall = Annotated[RuntimeCall, TypeName("Box<<T as Config>::RuntimeCall>")]
Address = Annotated[MultiAddress, TypeName("AccountIdLookupOf<T>")]
OWN_WEIGHT = measured_weight(10_000_000, reads=1)


class Sudid(Event, index=0):
    """A call was made as root, with this result."""

    sudo_result: DispatchResult


class KeyChanged(Event, index=1):
    """The sudo key was changed."""

    old: Annotated[AccountId | None, TypeName("Option<T::AccountId>")]
    new: AccountId


class KeyRemoved(Event, index=2):
    """The sudo key was removed for good."""


class SudoAsDone(Event, index=3):
    """A call was made in the name of another account, with this result."""

    sudo_result: DispatchResult


class RequireSudo(ModuleError, index=0):
    """Only the sudo key may make this call; sign with that key."""


class CallRunner(Protocol):
    """Runs calls for other calls."""

    def run(self, call: Call, origin: Origin, *, filtered: bool = True) -> PostDispatchInfo:
        """Run a call in a layer of its own; raises the DispatchFailure it ends with."""

    def wire_error(self, failure: DispatchFailure) -> DispatchError:
        """The wire form of a failure."""


class Sudo(Pallet):
    """One account that may act as root."""

    events = (Sudid, KeyChanged, KeyRemoved, SudoAsDone)
    errors = (RequireSudo,)

    key = OptionalValue[AccountId](doc="The account that may act as root.")

    def __init__(self, system: System) -> None:
        super().__init__(system)
        self.calls: CallRunner
