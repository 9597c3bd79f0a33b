"""Maps with two keys: `weights = StorageDoubleMap[NetUid, Uid, Row](hashers=(Identity, Identity), default=…)`."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

from chain.frame.storage.bound_map import BoundDoubleMap
from chain.frame.storage.map_declaration import MapDeclaration

A = TypeVar("A")
B = TypeVar("B")
V = TypeVar("V")


class StorageDoubleMap(MapDeclaration, Generic[A, B, V]):
    """A map `m[a, b]` whose absent values read as the default."""

    type_argument_count = 3

    def __init__(
        self, *, hashers: tuple[Any, Any], default: V | Callable[[Any], V], doc: str = "", name: str | None = None
    ) -> None:
        super().__init__(hashers=hashers, default=default, doc=doc, name=name)

    @overload
    def __get__(self, pallet: None, owner: type) -> Self: ...
    @overload
    def __get__(self, pallet: object, owner: type) -> BoundDoubleMap[A, B, V, V]: ...
    def __get__(self, pallet: object | None, owner: type) -> Any:
        return self if pallet is None else self.bound_to(pallet, BoundDoubleMap)


class OptionalDoubleMap(MapDeclaration, Generic[A, B, V]):
    """A map `m[a, b]` whose absent values read as None."""

    type_argument_count = 3
    is_optional = True

    def __init__(self, *, hashers: tuple[Any, Any], doc: str = "", name: str | None = None) -> None:
        super().__init__(hashers=hashers, default=None, doc=doc, name=name)

    @overload
    def __get__(self, pallet: None, owner: type) -> Self: ...
    @overload
    def __get__(self, pallet: object, owner: type) -> BoundDoubleMap[A, B, V, V | None]: ...
    def __get__(self, pallet: object | None, owner: type) -> Any:
        return self if pallet is None else self.bound_to(pallet, BoundDoubleMap)
