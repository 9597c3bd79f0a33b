"""Why a call failed, as exceptions inside the runtime; `chain.frame.dispatch_error` holds the form on the wire.

    raise InsufficientBalance          a pallet's own error: `class InsufficientBalance(ModuleError, index=2)`
    raise BadOrigin                    a failure every pallet shares
    raise TokenError.FundsUnavailable  a failure of a family

Whatever is raised inside a call drops the storage layer of that call.
"""

from inspect import cleandoc
from typing import ClassVar

from chain.frame import dispatch_error as wire
from chain.frame.limit import LimitInForce
from chain.frame.weight import Pays, Weight


class InvariantBroken(AssertionError):
    """A pallet's state contradicts itself: a fault of the runtime, never of a user."""


class DispatchFailure(Exception):
    """A call was refused. `actual_weight` and `pays` are set where the refusal costs less than declared."""

    wire_error: ClassVar[wire.DispatchError | None] = None
    actual_weight: Weight | None = None
    pays: Pays | None = None


class ModuleError(DispatchFailure):
    """A pallet's own error. Its docstring is its documentation on the wire, its index its position in the list."""

    index: ClassVar[int]
    wire_name: ClassVar[str]
    docs: ClassVar[str]

    def __init_subclass__(cls, *, index: int, name: str | None = None) -> None:
        super().__init_subclass__()
        if not 0 <= index <= 255:
            raise TypeError(f"error {cls.__name__}: index {index} does not fit a byte")
        if not (cls.__doc__ or "").strip():
            raise TypeError(f"error {cls.__name__} needs a docstring: clients show it as the reason")
        cls.index = index
        cls.wire_name = name or cls.__name__
        cls.docs = cleandoc(cls.__doc__ or "")

    @property
    def limit(self) -> LimitInForce | None:
        """The limit that held the call back, where that is the reason."""
        return self.args[0] if self.args and isinstance(self.args[0], LimitInForce) else None

    def __str__(self) -> str:
        if self.limit is not None:
            return f"{self.wire_name}: {self.docs} {self.limit}"
        return self.args[0] if self.args else f"{self.wire_name}: {self.docs}"


class Other(DispatchFailure):
    """A failure without a name of its own; the text is for logs, the wire has no place for it."""

    wire_error = wire.Other()


class CannotLookup(DispatchFailure):
    """An address could not be turned into an account."""

    wire_error = wire.CannotLookup()


class BadOrigin(DispatchFailure):
    """The origin may not make this call."""

    wire_error = wire.BadOrigin()


class ConsumerRemaining(DispatchFailure):
    """The account is still used by some pallet, so it cannot go."""

    wire_error = wire.ConsumerRemaining()


class NoProviders(DispatchFailure):
    """Nothing provides for the account's existence."""

    wire_error = wire.NoProviders()


class TooManyConsumers(DispatchFailure):
    """The account is used by too many pallets."""

    wire_error = wire.TooManyConsumers()


class Exhausted(DispatchFailure):
    """A resource is used up, such as the weight that was allowed."""

    wire_error = wire.Exhausted()


class Corruption(DispatchFailure):
    """The state is not what the runtime has to rely on."""

    wire_error = wire.Corruption()


class Unavailable(DispatchFailure):
    """Something needed is not there at present."""

    wire_error = wire.Unavailable()


class RootNotAllowed(DispatchFailure):
    """The root origin may not make this call."""

    wire_error = wire.RootNotAllowed()


class TokenFailure(DispatchFailure):
    """Any refusal of an operation on a balance; raise the members of `TokenError`."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.wire_error = wire.Token(wire.TokenErrorKind[cls.__name__])


class TokenError:
    """The refusals of operations on balances, to be raised as `TokenError.FundsUnavailable`."""

    class FundsUnavailable(TokenFailure):
        """The account holds less than is asked for."""

    class OnlyProvider(TokenFailure):
        """The balance is what keeps the account alive, and something still needs the account."""

    class BelowMinimum(TokenFailure):
        """The amount would leave the account below the existential deposit."""

    class CannotCreate(TokenFailure):
        """The account does not exist and cannot be created."""

    class UnknownAsset(TokenFailure):
        """There is no such asset."""

    class Frozen(TokenFailure):
        """The balance is frozen or locked."""

    class Unsupported(TokenFailure):
        """The operation is not supported."""

    class CannotCreateHold(TokenFailure):
        """The account cannot take a hold."""

    class NotExpendable(TokenFailure):
        """The withdrawal would end the account, which was not asked for."""

    class Blocked(TokenFailure):
        """The account takes no deposits."""


class ArithmeticFailure(DispatchFailure):
    """Any calculation out of its range; raise the members of `ArithmeticError_`."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.wire_error = wire.Arithmetic(wire.ArithmeticErrorKind[cls.__name__])


class ArithmeticError_:  # noqa: N801 - the trailing underscore keeps Python's own ArithmeticError usable beside it
    """The calculations out of range, to be raised as `ArithmeticError_.Overflow`."""

    class Underflow(ArithmeticFailure):
        """The result is below the smallest value of its type."""

    class Overflow(ArithmeticFailure):
        """The result is above the largest value of its type."""

    class DivisionByZero(ArithmeticFailure):
        """The divisor is zero."""


class TransactionalFailure(DispatchFailure):
    """Any failure of storage layers; raise the members of `TransactionalError`."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.wire_error = wire.Transactional(wire.TransactionalErrorKind[cls.__name__])


class TransactionalError:
    """The failures of storage layers, to be raised as `TransactionalError.LimitReached`."""

    class LimitReached(TransactionalFailure):
        """Too many storage layers are nested."""

    class NoLayer(TransactionalFailure):
        """No storage layer is open."""


class WireFailure(DispatchFailure):
    """A failure known only by its form on the wire, such as one read back from an event."""

    def __init__(self, error: wire.DispatchError) -> None:
        super().__init__(repr(error))
        self.error = error
