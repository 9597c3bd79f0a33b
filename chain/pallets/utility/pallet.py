"""Utility: several calls in one, calls from derived accounts, calls with another origin."""

from collections.abc import Sequence
from typing import Annotated, Final

from chain.codec import U16, U32, Err, Ok, Result, TypeName, encode
from chain.frame import (
    ZERO_WEIGHT,
    Constant,
    DispatchClass,
    DispatchFailure,
    Event,
    ModuleError,
    Origin,
    Pallet,
    Pays,
    PostDispatchInfo,
    RuntimeCall,
    Weight,
    call,
    measured_weight,
)
from chain.frame.call import Call
from chain.frame.dispatch_error import DispatchError
from chain.frame.nested_dispatch import ErrorWriter, NestedDispatch, weight_used
from chain.frame.origin import OriginCaller, origin_of
from chain.frame.pallet import SystemServices
from chain.primitives.hashing import blake2_256
from chain.primitives.identifiers import AccountId

BATCHED_CALLS_LIMIT: Final = 10_922
DERIVATIVE_PREFIX: Final = b"modlpy/utilisuba"

BATCH_WEIGHT = measured_weight(5_000_000)
ITEM_WEIGHT = measured_weight(3_000_000)
CARRYING_WEIGHT = measured_weight(6_000_000)

Calls = Annotated[list[RuntimeCall], TypeName("Vec<<T as Config>::RuntimeCall>")]
BoxedCall = Annotated[RuntimeCall, TypeName("Box<<T as Config>::RuntimeCall>")]
BoxedOrigin = Annotated[OriginCaller, TypeName("Box<T::PalletsOrigin>")]
WireError = Annotated[DispatchError, TypeName("DispatchError")]


class BatchInterrupted(Event, index=0):
    """A batch stopped at the call of this position, which failed; the calls before it stand."""

    index_: U32
    error: WireError


class BatchCompleted(Event, index=1):
    """All calls of a batch succeeded."""


class BatchCompletedWithErrors(Event, index=2):
    """All calls of a batch were made, and some failed."""


class ItemCompleted(Event, index=3):
    """One call of a batch succeeded."""


class ItemFailed(Event, index=4):
    """One call of a batch failed; the batch goes on."""

    error: WireError


class DispatchedAs(Event, index=5):
    """A call was made with another origin; its result is told."""

    result: Annotated[Result[None, DispatchError], TypeName("DispatchResult")]


class IfElseMainSuccess(Event, index=6):
    """The first of two calls succeeded, so the second was not made."""


class IfElseFallbackCalled(Event, index=7):
    """The first of two calls failed with this error, so the second was made."""

    main_error: WireError


class TooManyCalls(ModuleError, index=0):
    """A batch holds more than `batched_calls_limit` calls; send several batches."""


class InvalidDerivedAccount(ModuleError, index=1):
    """The calls of a batch come from derived accounts that cannot be told apart."""


def batch_weight(calls: Sequence[Call]) -> Weight:
    """The declared weight of a batch: its own and that of every call."""
    total = BATCH_WEIGHT
    for item in calls:
        total = total + ITEM_WEIGHT + item.info.weight
    return total


def batch_pays(calls: Sequence[Call]) -> Pays:
    """A batch is free where every call in it is (section 4.5)."""
    return Pays.No if calls and all(item.info.pays is Pays.No for item in calls) else Pays.Yes


def derivative_account(who: AccountId, index: int) -> AccountId:
    """The account number `index` that `who` may act for through `as_derivative` (section 4.5)."""
    return AccountId(blake2_256(DERIVATIVE_PREFIX + who + encode(U16, index)))


class Utility(Pallet, rust_path="pallet_utility::pallet"):
    """Calls about calls. It keeps no state."""

    events = (
        BatchInterrupted,
        BatchCompleted,
        BatchCompletedWithErrors,
        ItemCompleted,
        ItemFailed,
        DispatchedAs,
        IfElseMainSuccess,
        IfElseFallbackCalled,
    )
    errors = (TooManyCalls, InvalidDerivedAccount)

    batched_calls_limit = Constant[U32](
        name="batched_calls_limit", doc="The most calls a batch may hold.", default=BATCHED_CALLS_LIMIT
    )

    def __init__(self, system: SystemServices) -> None:
        super().__init__(system)
        self._calls: NestedDispatch | None = None
        self._error_writer: ErrorWriter | None = None

    def connect(self, *, calls: NestedDispatch, errors: ErrorWriter) -> None:
        """Learn how to make calls and how to write down their failures."""
        self._calls = calls
        self._error_writer = errors

    @call(index=0, weight=batch_weight, pays=batch_pays)
    def batch(self, origin: Origin, calls: Calls) -> PostDispatchInfo:
        """Make calls in order until one fails; what came before it stands. The batch itself always succeeds."""
        self._ensure_batch(origin, calls)
        used = ZERO_WEIGHT
        for position, item in enumerate(calls):
            outcome = self._attempt(item, origin)
            used = used + weight_used(item, outcome)
            if isinstance(outcome, DispatchFailure):
                self.deposit_event(BatchInterrupted(position, self._written(outcome)))
                return PostDispatchInfo(used + _overhead(position + 1))
            self.deposit_event(ItemCompleted())
        self.deposit_event(BatchCompleted())
        return PostDispatchInfo(used + _overhead(len(calls)))

    @call(
        index=1,
        weight=lambda index, call: call.info.weight + CARRYING_WEIGHT,
        dispatch_class=lambda index, call: call.info.dispatch_class,
    )
    def as_derivative(self, origin: Origin, index: U16, call: BoxedCall) -> PostDispatchInfo:
        """Make a call from the signer's derived account of this index."""
        who = origin.ensure_signed()
        return self._carry(call, origin.acting_as(derivative_account(who, index)))

    @call(index=2, weight=batch_weight, pays=batch_pays)
    def batch_all(self, origin: Origin, calls: Calls) -> PostDispatchInfo:
        """Make calls in order, all or none: the failure of one undoes the others and is the batch's own."""
        self._ensure_batch(origin, calls)
        used = ZERO_WEIGHT
        for position, item in enumerate(calls):
            outcome = self._attempt(item, origin)
            used = used + weight_used(item, outcome)
            if isinstance(outcome, DispatchFailure):
                outcome.actual_weight = used + _overhead(position + 1)
                raise outcome
            self.deposit_event(ItemCompleted())
        self.deposit_event(BatchCompleted())
        return PostDispatchInfo(used + _overhead(len(calls)))

    @call(
        index=3,
        weight=lambda as_origin, call: call.info.weight + CARRYING_WEIGHT,
        dispatch_class=lambda as_origin, call: call.info.dispatch_class,
    )
    def dispatch_as(self, origin: Origin, as_origin: BoxedOrigin, call: BoxedCall) -> None:
        """Make a call with any origin (root). The result is told by `DispatchedAs`; its failure is not this call's."""
        origin.ensure_root()
        outcome = self._attempt(call, origin_of(as_origin), filtered=False)
        self.deposit_event(
            DispatchedAs(Err(self._written(outcome)) if isinstance(outcome, DispatchFailure) else Ok(None))
        )

    @call(index=4, weight=batch_weight, pays=batch_pays)
    def force_batch(self, origin: Origin, calls: Calls) -> PostDispatchInfo:
        """Make all calls in order, whichever of them fail."""
        self._ensure_batch(origin, calls)
        used = ZERO_WEIGHT
        all_succeeded = True
        for item in calls:
            outcome = self._attempt(item, origin)
            used = used + weight_used(item, outcome)
            if isinstance(outcome, DispatchFailure):
                all_succeeded = False
                self.deposit_event(ItemFailed(self._written(outcome)))
            else:
                self.deposit_event(ItemCompleted())
        self.deposit_event(BatchCompleted() if all_succeeded else BatchCompletedWithErrors())
        return PostDispatchInfo(used + _overhead(len(calls)))

    @call(index=5, weight=lambda call, weight: weight, dispatch_class=lambda call, weight: call.info.dispatch_class)
    def with_weight(self, origin: Origin, call: BoxedCall, weight: Weight) -> None:
        """Make a call as root that counts with a weight of the caller's choice (root)."""
        origin.ensure_root()
        self._dispatcher.dispatch_unfiltered(call, Origin.root())

    @call(
        index=6,
        weight=lambda main, fallback: main.info.weight + fallback.info.weight + CARRYING_WEIGHT,
        dispatch_class=lambda main, fallback: _joint_class(main, fallback),
    )
    def if_else(self, origin: Origin, main: BoxedCall, fallback: BoxedCall) -> PostDispatchInfo:
        """Make one call and, if it fails, another; fails only if both do."""
        origin.ensure_signed_or_root()
        outcome = self._attempt(main, origin)
        used = CARRYING_WEIGHT + weight_used(main, outcome)
        if not isinstance(outcome, DispatchFailure):
            self.deposit_event(IfElseMainSuccess())
            return PostDispatchInfo(used)
        second = self._attempt(fallback, origin)
        used = used + weight_used(fallback, second)
        if isinstance(second, DispatchFailure):
            second.actual_weight = used
            raise second
        self.deposit_event(IfElseFallbackCalled(self._written(outcome)))
        return PostDispatchInfo(used)

    @call(
        index=7,
        weight=lambda as_origin, call: call.info.weight + CARRYING_WEIGHT,
        dispatch_class=lambda as_origin, call: call.info.dispatch_class,
    )
    def dispatch_as_fallible(self, origin: Origin, as_origin: BoxedOrigin, call: BoxedCall) -> None:
        """Make a call with any origin (root); its failure is this call's own."""
        origin.ensure_root()
        self._dispatcher.dispatch_unfiltered(call, origin_of(as_origin))
        self.deposit_event(DispatchedAs(Ok(None)))

    @property
    def _dispatcher(self) -> NestedDispatch:
        assert self._calls is not None, "Utility.connect() comes before any call"
        return self._calls

    def _ensure_batch(self, origin: Origin, calls: Sequence[Call]) -> None:
        origin.ensure_signed_or_root()
        if len(calls) > self.batched_calls_limit:
            raise TooManyCalls

    def _attempt(self, item: Call, origin: Origin, *, filtered: bool = True) -> PostDispatchInfo | DispatchFailure:
        dispatch = self._dispatcher.dispatch if filtered else self._dispatcher.dispatch_unfiltered
        try:
            return dispatch(item, origin)
        except DispatchFailure as failure:
            return failure

    def _carry(self, item: Call, origin: Origin) -> PostDispatchInfo:
        outcome = self._attempt(item, origin)
        used = CARRYING_WEIGHT + weight_used(item, outcome)
        if isinstance(outcome, DispatchFailure):
            outcome.actual_weight = used
            raise outcome
        return PostDispatchInfo(used, outcome.pays)

    def _written(self, failure: DispatchFailure) -> DispatchError:
        assert self._error_writer is not None, "Utility.connect() comes before any call"
        return self._error_writer.dispatch_error(failure)


def _overhead(items: int) -> Weight:
    return Weight(BATCH_WEIGHT.ref_time + items * ITEM_WEIGHT.ref_time, 0)


def _joint_class(main: Call, fallback: Call) -> DispatchClass:
    classes = (main.info.dispatch_class, fallback.info.dispatch_class)
    return DispatchClass.Operational if classes == (DispatchClass.Operational,) * 2 else DispatchClass.Normal
