"""What a pallet is on the wire: tables of storage, constants, calls, events and errors."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from chain.codec import Record
from chain.frame.call import CallDeclaration
from chain.frame.constant import Constant
from chain.frame.error import ModuleError
from chain.frame.event import Event
from chain.frame.storage import StorageDeclaration

T = TypeVar("T")


class WireClash(TypeError):
    """Two parts of one pallet on the wire claim the same name or index."""


class PalletDeclaration(Record):
    """One pallet on the wire; metadata, encoders and dispatch are made from it."""

    name: str
    docs: str
    rust_path: str
    storage: tuple[StorageDeclaration, ...]
    constants: tuple[Constant[Any], ...]
    calls: tuple[CallDeclaration, ...]
    events: tuple[type[Event], ...]
    errors: tuple[type[ModuleError], ...]
    owners: tuple[type[Any], ...]

    def check(self) -> "PalletDeclaration":
        """The same declaration; WireClash where two items share a name or an index."""
        _refuse_clash(self.name, "storage item", self.storage, lambda item: item.name)
        _refuse_clash(self.name, "constant", self.constants, lambda item: item.name)
        _refuse_clash(self.name, "call index", self.calls, lambda item: item.index)
        _refuse_clash(self.name, "event index", self.events, lambda item: item.index)
        _refuse_clash(self.name, "error index", self.errors, lambda item: item.index)
        _refuse_clash(self.name, "call", self.calls, lambda item: item.name)
        _refuse_clash(self.name, "event", self.events, lambda item: item.wire_name)
        _refuse_clash(self.name, "error", self.errors, lambda item: item.wire_name)
        return self


def _refuse_clash(pallet: str, kind: str, items: Iterable[T], key: Callable[[T], Any]) -> None:
    seen: dict[Any, T] = {}
    for item in items:
        other = seen.setdefault(key(item), item)
        if other is not item:
            raise WireClash(f"{pallet}: {kind} {key(item)!r} is {_shown(other)} and {_shown(item)}")


def _shown(item: object) -> str:
    return getattr(item, "__qualname__", None) or getattr(item, "attribute", None) or repr(item)


def merge_declarations(name: str, parts: Iterable[PalletDeclaration]) -> PalletDeclaration:
    """One declaration out of several under one name; WireClash where they collide.

    The same event or error class may be listed by several parts.
    """
    merged = list(parts)
    return PalletDeclaration(
        name=name,
        rust_path=merged[0].rust_path,
        docs="\n\n".join(part.docs for part in merged if part.docs),
        storage=tuple(item for part in merged for item in part.storage),
        constants=tuple(item for part in merged for item in part.constants),
        calls=tuple(sorted((item for part in merged for item in part.calls), key=lambda item: item.index)),
        events=_unique(merged, lambda part: part.events),
        errors=_unique(merged, lambda part: part.errors),
        owners=tuple(owner for part in merged for owner in part.owners),
    ).check()


def _unique(parts: list[PalletDeclaration], pick: Callable[[PalletDeclaration], tuple[Any, ...]]) -> tuple[Any, ...]:
    distinct = dict.fromkeys(item for part in parts for item in pick(part))
    return tuple(sorted(distinct, key=lambda item: item.index))
