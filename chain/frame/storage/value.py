"""Single values: `total_issuance = StorageValue[U64](default=0, doc="…")`."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

from chain.codec import DecodeError
from chain.frame.storage.declaration import StorageDeclaration
from chain.frame.storage.decoded import UNREAD

V = TypeVar("V")


class ValueDeclaration(StorageDeclaration):
    """A single value of a pallet class."""

    def _value_in(self, pallet: Any) -> Any:
        """Read the value if it was not decoded since it changed last."""
        raw = pallet.state.get(self.prefix)
        try:
            value = self._missing_in(pallet) if raw is None else self.codec_for(pallet).read(raw, 0)[0]
        except DecodeError:
            # Substrate's rule: bytes that are no value (they can be written by raw key) count as absent, and what
            # follows a value is ignored.
            value = self._missing_in(pallet)
        if self.keeps_decoded:
            pallet.state.decoded[self.prefix] = value
        return value

    def _missing_in(self, pallet: Any) -> Any:
        return self.default_factory(pallet)()

    def _write(self, pallet: Any, value: Any) -> None:
        prefix, state = self.prefix, pallet.state
        state.write(prefix, (self.shared_codec or self.codec_for(pallet)).encode(value))
        if value.__class__ is self.kept_class:
            state.decoded[prefix] = value
        else:
            state.decoded.pop(prefix, None)


class StorageValue(ValueDeclaration, Generic[V]):
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
        value = pallet.state.decoded.get(self.prefix, UNREAD)
        return self._value_in(pallet) if value is UNREAD else value

    def __set__(self, pallet: Any, value: V) -> None:
        self._write(pallet, value)

    def __delete__(self, pallet: Any) -> None:
        pallet.state.delete(self.prefix)


class OptionalValue(ValueDeclaration, Generic[V]):
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
        value = pallet.state.decoded.get(self.prefix, UNREAD)
        return self._value_in(pallet) if value is UNREAD else value

    def __set__(self, pallet: Any, value: V | None) -> None:
        if value is None:
            pallet.state.delete(self.prefix)
        else:
            self._write(pallet, value)

    def __delete__(self, pallet: Any) -> None:
        pallet.state.delete(self.prefix)
