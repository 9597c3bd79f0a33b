"""Maps with several keys: `alpha = StorageNMap[tuple[AccountId, AccountId, NetUid], U64](hashers=(…), default=0)`."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, get_args, overload

from chain.frame.storage.bound_map import BoundNMap
from chain.frame.storage.map_declaration import MapDeclaration

K = TypeVar("K")
V = TypeVar("V")


class StorageNMap(MapDeclaration, Generic[K, V]):
    """A map `m[a, b, c]` whose absent values read as the default."""

    type_argument_count = 2

    def __init__(
        self, *, hashers: tuple[Any, ...], default: V | Callable[[Any], V], doc: str = "", name: str | None = None
    ) -> None:
        super().__init__(hashers=hashers, default=default, doc=doc, name=name)

    def _key_annotations_from(self, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        return get_args(arguments[0])

    @overload
    def __get__(self, pallet: None, owner: type) -> Self: ...
    @overload
    def __get__(self, pallet: object, owner: type) -> BoundNMap[K, V, V]: ...
    def __get__(self, pallet: object | None, owner: type) -> Any:
        return self if pallet is None else self.bound_to(pallet, BoundNMap)


class OptionalNMap(MapDeclaration, Generic[K, V]):
    """A map `m[a, b, c]` whose absent values read as None."""

    type_argument_count = 2
    is_optional = True

    def __init__(self, *, hashers: tuple[Any, ...], doc: str = "", name: str | None = None) -> None:
        super().__init__(hashers=hashers, default=None, doc=doc, name=name)

    def _key_annotations_from(self, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        return get_args(arguments[0])

    @overload
    def __get__(self, pallet: None, owner: type) -> Self: ...
    @overload
    def __get__(self, pallet: object, owner: type) -> BoundNMap[K, V, V | None]: ...
    def __get__(self, pallet: object | None, owner: type) -> Any:
        return self if pallet is None else self.bound_to(pallet, BoundNMap)
