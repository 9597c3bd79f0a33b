"""Maps with one key: `account = StorageMap[AccountId, AccountData](hasher=Blake2_128Concat, default=…, doc="…")`."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

from chain.frame.storage.bound_map import BoundSingleMap
from chain.frame.storage.map_declaration import MapDeclaration

K = TypeVar("K")
V = TypeVar("V")


class StorageMap(MapDeclaration, Generic[K, V]):
    """A map whose absent values read as the default."""

    type_argument_count = 2

    def __init__(
        self,
        *,
        hasher: Any,
        default: V | Callable[[Any], V],
        doc: str = "",
        name: str | None = None,
        remembers_values: bool = False,
    ) -> None:
        """`remembers_values` saves decoding for structs that are read often; they must not be changed in place."""
        super().__init__(hashers=(hasher,), default=default, doc=doc, name=name)
        self.remembers_values = remembers_values

    @overload
    def __get__(self, pallet: None, owner: type) -> Self: ...
    @overload
    def __get__(self, pallet: object, owner: type) -> BoundSingleMap[K, V, V]: ...
    def __get__(self, pallet: object | None, owner: type) -> Any:
        return self if pallet is None else self.bound_to(pallet, BoundSingleMap)


class OptionalMap(MapDeclaration, Generic[K, V]):
    """A map whose absent values read as None."""

    type_argument_count = 2
    is_optional = True

    def __init__(self, *, hasher: Any, doc: str = "", name: str | None = None) -> None:
        super().__init__(hashers=(hasher,), default=None, doc=doc, name=name)

    @overload
    def __get__(self, pallet: None, owner: type) -> Self: ...
    @overload
    def __get__(self, pallet: object, owner: type) -> BoundSingleMap[K, V, V | None]: ...
    def __get__(self, pallet: object | None, owner: type) -> Any:
        return self if pallet is None else self.bound_to(pallet, BoundSingleMap)
