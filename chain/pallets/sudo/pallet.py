"""Sudo: the account in `Key` may make any call with the root origin. On a localnet that is //Alice."""

from typing import Annotated

from chain.codec import Err, Ok, Result, TypeName
from chain.frame.call import Call, PostDispatchInfo, RuntimeCall, call
from chain.frame.dispatch_error import DispatchError
from chain.frame.error import DispatchFailure, ModuleError
from chain.frame.event import Event
from chain.frame.lookup import lookup
from chain.frame.nested_dispatch import ErrorWriter, NestedDispatch, class_of
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet, SystemServices
from chain.frame.storage import OptionalValue
from chain.frame.weight import Pays, Weight, measured_weight
from chain.primitives.address import MultiAddress
from chain.primitives.identifiers import AccountId

DispatchResult = Annotated[Result[None, DispatchError], TypeName("DispatchResult")]
BoxedCall = Annotated[RuntimeCall, TypeName("Box<<T as Config>::RuntimeCall>")]
Address = Annotated[MultiAddress, TypeName("AccountIdLookupOf<T>")]
OWN_WEIGHT = measured_weight(10_000_000, reads=1)
FREE = PostDispatchInfo(pays=Pays.No)


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


class Sudo(Pallet):
    """One account that may act as root."""

    events = (Sudid, KeyChanged, KeyRemoved, SudoAsDone)
    errors = (RequireSudo,)

    key = OptionalValue[AccountId](doc="The account that may act as root.")

    def __init__(self, system: SystemServices) -> None:
        super().__init__(system)
        self._calls: NestedDispatch | None = None
        self._error_writer: ErrorWriter | None = None

    def connect(self, *, calls: NestedDispatch, errors: ErrorWriter) -> None:
        """Learn how to make calls and how to write down their failures."""
        self._calls = calls
        self._error_writer = errors

    def genesis(self, key: AccountId | None) -> None:
        """Say who may act as root."""
        self.key = key

    def is_sudo(self, who: AccountId) -> bool:
        """Whether the account is the one that may act as root."""
        return self.key == who

    def _ensure_sudo(self, origin: Origin) -> None:
        sender = origin.ensure_signed_or_root()
        if sender is not None and sender != self.key:
            raise RequireSudo

    def _result_of(self, inner: Call, origin: Origin) -> Result[None, DispatchError]:
        assert self._calls is not None and self._error_writer is not None, "Sudo.connect() comes before any call"
        try:
            self._calls.dispatch_unfiltered(inner, origin)
        except DispatchFailure as failure:
            return Err(self._error_writer.dispatch_error(failure))
        return Ok(None)

    @call(index=0, weight=lambda call: call.info.weight + OWN_WEIGHT, dispatch_class=class_of)
    def sudo(self, origin: Origin, call: BoxedCall) -> PostDispatchInfo:
        """Make a call as root. Its failure is told by `Sudid`; this call succeeds all the same, and is free."""
        self._ensure_sudo(origin)
        self.deposit_event(Sudid(self._result_of(call, Origin.root())))
        return FREE

    @call(index=1, weight=lambda call, weight: weight, dispatch_class=lambda call, weight: call.info.dispatch_class)
    def sudo_unchecked_weight(self, origin: Origin, call: BoxedCall, weight: Weight) -> PostDispatchInfo:
        """Make a call as root that counts with a weight of the caller's choice."""
        self._ensure_sudo(origin)
        self.deposit_event(Sudid(self._result_of(call, Origin.root())))
        return FREE

    @call(index=2, weight=measured_weight(11_000_000, reads=1, writes=1))
    def set_key(self, origin: Origin, new: Address) -> PostDispatchInfo:
        """Hand the right to act as root to another account."""
        self._ensure_sudo(origin)
        account = lookup(new)
        old, self.key = self.key, account
        self.deposit_event(KeyChanged(old, account))
        return FREE

    @call(
        index=3,
        weight=lambda who, call: call.info.weight + OWN_WEIGHT,
        dispatch_class=lambda who, call: call.info.dispatch_class,
    )
    def sudo_as(self, origin: Origin, who: Address, call: BoxedCall) -> PostDispatchInfo:
        """Make a call in the name of any account."""
        self._ensure_sudo(origin)
        self.deposit_event(SudoAsDone(self._result_of(call, Origin.signed(lookup(who)))))
        return FREE

    @call(index=4, weight=measured_weight(10_000_000, reads=1, writes=1))
    def remove_key(self, origin: Origin) -> PostDispatchInfo:
        """Give up the right to act as root, for good."""
        self._ensure_sudo(origin)
        del self.key
        self.deposit_event(KeyRemoved())
        return FREE
