"""Dispatch: run a call with an origin, in a storage layer of its own."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from chain.codec import EncodeError, Record
from chain.frame.call import Call, PostDispatchInfo
from chain.frame.error import ArithmeticError_, DispatchFailure
from chain.frame.origin import CallFilter, Origin
from chain.frame.pallet import Pallet
from chain.primitives.identifiers import AccountId
from chain.state import State

CallGuard: TypeAlias = Callable[[Call, AccountId], None]
"""Raises a DispatchFailure where the account may not make the call; runs before every signed call, nested ones too."""

SHARED_BASES = frozenset((Pallet, object))
NOTHING_SPECIAL = PostDispatchInfo()


class FailedCall(Record):
    """A call that failed: what was called, in whose name (None for root), and why."""

    call: Call
    signer: AccountId | None
    failure: DispatchFailure

    def __str__(self) -> str:
        reason = str(self.failure) or f"{type(self.failure).__name__}: {type(self.failure).__doc__}"
        return f"{self.call.pallet}.{self.call.name} failed: {reason}"


class Dispatcher:
    """Runs calls on the pallets of one runtime."""

    def __init__(
        self, state: State, pallets: Iterable[Pallet], *, call_filtered: Callable[[], DispatchFailure]
    ) -> None:
        self._state = state
        self._pallets = tuple(pallets)
        self._positions = _positions_by_class(tuple(map(type, self._pallets)))
        self._call_filtered = call_filtered
        self.filters: Sequence[CallFilter] = ()
        self.guards: Sequence[CallGuard] = ()
        self._failed: list[FailedCall] = []

    def dispatch(self, call: Call, origin: Origin) -> PostDispatchInfo:
        """Run a call; a DispatchFailure means that it changed nothing. Guards apply, and filters to all but root."""
        if not origin.is_root and not all(allows(call) for allows in (*self.filters, *origin.filters)):
            filtered = self._call_filtered()
            self._failed.append(FailedCall(call, origin.signer, filtered))
            raise filtered
        return self.dispatch_unfiltered(call, origin)

    def dispatch_unfiltered(self, call: Call, origin: Origin) -> PostDispatchInfo:
        """Run a call that no filter may refuse; guards apply."""
        try:
            return self._run(call, origin)
        except DispatchFailure as failure:
            self._failed.append(FailedCall(call, origin.signer, failure))
            raise

    def take_failed(self) -> list[FailedCall]:
        """The calls that failed since this was asked last, inner ones before those that failed because of them."""
        if not self._failed:
            return self._failed
        failed, self._failed = self._failed, []
        return failed

    def _run(self, call: Call, origin: Origin) -> PostDispatchInfo:
        if origin.signer is not None:
            for guard in self.guards:
                guard(call, origin.signer)
        declaration = call.declaration
        receiver = self._pallets[self._positions[declaration.owner]]
        state = self._state
        state.begin()
        try:
            result = declaration.function(receiver, origin, *call.arguments)
        except EncodeError as error:
            state.rollback()
            # Amounts are checked where they are stored; what did not fit is an overflow to the caller.
            raise ArithmeticError_.Overflow(str(error)) from error
        except BaseException:
            state.rollback()
            raise
        state.commit()
        return NOTHING_SPECIAL if result is None else result


@cache
def _positions_by_class(classes: tuple[type[Pallet], ...]) -> Mapping[type[Any], int]:
    """Which pallet carries out the calls of a class: those of its own and of the classes that it extends."""
    return {
        base: position for position, pallet in enumerate(classes) for base in pallet.__mro__ if base not in SHARED_BASES
    }
