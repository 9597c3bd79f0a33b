"""Calls: what a transaction asks a pallet to do.

    @call(index=0, weight=Weight(…))
    def transfer(self, origin: Origin, dest: MultiAddress, value: Compact[U64]) -> None:
        \"\"\"Documentation shown in the metadata.\"\"\"

The decorator only marks the method; the class of the pallet collects what is marked.
"""

from collections.abc import Callable
from functools import cached_property
from inspect import cleandoc, signature
from typing import Annotated, Any, Final, TypeAlias, TypeVar, get_type_hints

from chain.codec import OpenType, Record
from chain.frame.weight import ZERO_WEIGHT, DispatchClass, Pays, Weight

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")
Declared: TypeAlias = T | Callable[..., T]

CALL_ATTRIBUTE: Final = "call_declaration"


class DispatchInfo(Record):
    """What a call may cost before it runs: its weight, its class and whether its signer pays."""

    weight: Weight
    dispatch_class: DispatchClass
    pays: Pays


class PostDispatchInfo(Record):
    """What a call did cost: the weight it used (None for the declared one) and whether its signer pays."""

    actual_weight: Weight | None = None
    pays: Pays = Pays.Yes


class CallArgument(Record):
    """One argument of a call: its name on the wire and the annotation that is its type."""

    name: str
    annotation: Any


class CallDeclaration:
    """One call of one pallet class: index, name, arguments, cost and documentation on the wire."""

    def __init__(
        self,
        function: Callable[..., Any],
        *,
        index: int,
        weight: Declared[Weight],
        dispatch_class: Declared[DispatchClass],
        pays: Declared[Pays],
        name: str | None,
    ) -> None:
        if not 0 <= index <= 255:
            raise TypeError(f"call {function.__qualname__}: index {index} does not fit a byte")
        self.function = function
        self.index = index
        self.name = name or function.__name__
        self.docs = cleandoc(function.__doc__ or "")
        self.weight = weight
        self.dispatch_class = dispatch_class
        self.pays = pays
        self.owner: type[Any] = object
        """The class of the pallet that declares the call."""

    @cached_property
    def arguments(self) -> tuple[CallArgument, ...]:
        """The arguments after `self` and `origin`; a trailing underscore of a name is not on the wire."""
        hints = get_type_hints(self.function, include_extras=True)
        names = list(signature(self.function).parameters)[2:]
        missing = [name for name in names if name not in hints]
        if missing:
            raise TypeError(f"call {self.function.__qualname__}: {', '.join(missing)} need annotations")
        return tuple(CallArgument(name.removesuffix("_"), hints[name]) for name in names)

    def dispatch_info(self, arguments: tuple[Any, ...]) -> DispatchInfo:
        """What the call costs with these arguments."""
        weight, dispatch_class, pays = self.weight, self.dispatch_class, self.pays
        return DispatchInfo(
            weight(*arguments) if callable(weight) else weight,
            dispatch_class(*arguments) if callable(dispatch_class) else dispatch_class,
            pays(*arguments) if callable(pays) else pays,
        )

    def __repr__(self) -> str:
        return f"<call {self.index} {self.function.__qualname__}>"


class Call:
    """A call with its arguments, bound to the pallet it goes to.

    `pallet` and `name` are the wire's, `call["dest"]` is an argument; `arguments` holds all in order.
    """

    __slots__ = ("_info", "arguments", "declaration", "pallet", "pallet_index")

    def __init__(
        self, pallet: str, pallet_index: int, declaration: CallDeclaration, arguments: tuple[Any, ...]
    ) -> None:
        self.pallet = pallet
        self.pallet_index = pallet_index
        self.declaration = declaration
        self.arguments = arguments
        self._info: DispatchInfo | None = None

    @property
    def name(self) -> str:
        """The name of the call on the wire."""
        return self.declaration.name

    @property
    def info(self) -> DispatchInfo:
        """What the call may cost."""
        if self._info is None:
            self._info = self.declaration.dispatch_info(self.arguments)
        return self._info

    def is_any_of(self, pallet: str, *names: str) -> bool:
        """Whether this is one of the named calls of a pallet (any call of it when no name is given)."""
        return self.pallet == pallet and (not names or self.declaration.name in names)

    def __getitem__(self, argument: str) -> Any:
        for position, declared in enumerate(self.declaration.arguments):
            if declared.name == argument:
                return self.arguments[position]
        raise KeyError(f"{self.pallet}.{self.name} has no argument {argument!r}")

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Call)
            and self.declaration is other.declaration
            and self.pallet_index == other.pallet_index
            and self.arguments == other.arguments
        )

    def __hash__(self) -> int:
        return hash((self.pallet_index, self.declaration.index))

    def __repr__(self) -> str:
        shown = ", ".join(
            f"{declared.name}={value!r}"
            for declared, value in zip(self.declaration.arguments, self.arguments, strict=True)
        )
        return f"{self.pallet}.{self.name}({shown})"


RuntimeCall = Annotated[Call, OpenType("RuntimeCall")]
"""Any call of the runtime, as an argument of calls such as `Utility.batch`."""


def call(
    *,
    index: int,
    weight: Declared[Weight] = ZERO_WEIGHT,
    dispatch_class: Declared[DispatchClass] = DispatchClass.Normal,
    pays: Declared[Pays] = Pays.Yes,
    name: str | None = None,
) -> Callable[[F], F]:
    """Mark a method as a call. Its first parameter is the origin, the others are the call's arguments.

    `weight`, `dispatch_class` and `pays` are values, or functions of the call's arguments (without the origin).
    """

    def mark(function: F) -> F:
        declaration = CallDeclaration(
            function, index=index, weight=weight, dispatch_class=dispatch_class, pays=pays, name=name
        )
        setattr(function, CALL_ATTRIBUTE, declaration)
        return function

    return mark
