"""Single values: `total_issuance = StorageValue[U64](default=0, doc="…")`."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

from chain.codec import DecodeError
from chain.frame.storage.declaration import StorageDeclaration

V = TypeVar("V")


class StorageValue(StorageDeclaration, Generic[V]):
    """One value, read and written as an attribute of the pallet; absent, it reads as the default."""

    def __init__(self, *, default: V | Callable[[Any], V], doc: str = "", name: str | None = None) -> None:
        super().__init__(default=default, doc=doc, name=name)

    @overload
    def __get__(self, pallet: None, owner: type) -> Self: ...
    @overload
    def __get__(self, pallet: object, owner: type) -> V: ...
    def __get__(self, pallet: Any, owner: type) -> Any:
        if pallet is None:
            return self
        raw = pallet.state.get(self.prefix)
        if raw is None:
            return self.default_factory(pallet)()
        try:
            return (self.shared_codec or self.codec_for(pallet)).read(raw, 0)[0]
        except DecodeError:
            # Substrate's rule: bytes that are no value (they can be written by raw key) count as absent, and what
            # follows a value is ignored.
            return self.default_factory(pallet)()

    def __set__(self, pallet: Any, value: V) -> None:
        pallet.state.put(self.prefix, self.codec_for(pallet).encode(value))

    def __delete__(self, pallet: Any) -> None:
        pallet.state.delete(self.prefix)


class OptionalValue(StorageDeclaration, Generic[V]):
    """One value that may be absent: it then reads as None, and assigning None removes it."""

    is_optional = True

    def __init__(self, *, doc: str = "", name: str | None = None) -> None:
        super().__init__(default=None, doc=doc, name=name)

    @overload
    def __get__(self, pallet: None, owner: type) -> Self: ...
    @overload
    def __get__(self, pallet: object, owner: type) -> V | None: ...
    def __get__(self, pallet: Any, owner: type) -> Any:
        if pallet is None:
            return self
        raw = pallet.state.get(self.prefix)
        if raw is None:
            return None
        try:
            return (self.shared_codec or self.codec_for(pallet)).read(raw, 0)[0]
        except DecodeError:
            # Substrate's rule: bytes that are no value (they can be written by raw key) count as absent, and what
            # follows a value is ignored.
            return None

    def __set__(self, pallet: Any, value: V | None) -> None:
        if value is None:
            pallet.state.delete(self.prefix)
        else:
            pallet.state.put(self.prefix, self.codec_for(pallet).encode(value))

    def __delete__(self, pallet: Any) -> None:
        pallet.state.delete(self.prefix)
