"""Constants of a pallet: declared once on the class, given a value by its constructor, shown in metadata."""

from collections.abc import Callable
from inspect import cleandoc
from typing import Any, Generic, Self, TypeVar, overload

from chain.frame.type_arguments import type_arguments, wire_name_of

V = TypeVar("V")
_UNSET: Any = object()


class Constant(Generic[V]):
    """A value fixed when the runtime is built: `existential_deposit = Constant[U64](doc="…")`.

    The constructor of the pallet assigns it, `self.existential_deposit = 500`; a `default` saves the assignment,
    and may be a function of the pallet. Reading it before raises AttributeError.
    """

    def __init__(self, *, doc: str, name: str | None = None, default: V | Callable[[Any], V] = _UNSET) -> None:
        self.docs = cleandoc(doc)
        self.name = name or ""
        self.default = default
        self.attribute = ""
        self.annotation: Any = None

    def __set_name__(self, owner: type, attribute: str) -> None:
        (self.annotation,) = type_arguments(self, owner, attribute, 1)
        self.attribute = attribute
        self.name = self.name or wire_name_of(attribute)

    @overload
    def __get__(self, pallet: None, owner: type) -> Self: ...
    @overload
    def __get__(self, pallet: object, owner: type) -> V: ...
    def __get__(self, pallet: object | None, owner: type) -> "Self | V":
        if pallet is None:
            return self
        if self.default is _UNSET:
            raise AttributeError(
                f"constant {owner.__name__}.{self.attribute} has no value; assign it in the constructor of the pallet"
            )
        value: V = self.default(pallet) if callable(self.default) else self.default
        # The instance attribute shadows this descriptor, so later reads cost what a plain attribute costs.
        pallet.__dict__[self.attribute] = value
        return value
