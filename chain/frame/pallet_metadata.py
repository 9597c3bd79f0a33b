"""One pallet in metadata: its storage, constants, calls, events and errors."""

from typing import Any

from chain.codec import CustomShape
from chain.codec.registry import TypeRegistry
from chain.codec.shape import Shape, UnionShape
from chain.frame.constant import Constant
from chain.frame.declaration import PalletDeclaration
from chain.frame.metadata_types import (
    Map,
    PalletConstant,
    PalletStorage,
    PalletV15,
    Plain,
    StorageEntry,
    StorageHasher,
    StorageKind,
    StorageModifier,
)
from chain.frame.pallet import Pallet
from chain.frame.runtime_declaration import RuntimeDeclaration
from chain.frame.storage import StorageDeclaration
from chain.frame.wire_pallet import WirePallet

NO_VALUE = b"\x00"
"""The default of an item that has none: the encoding of `None`."""


class PalletDescriber:
    """Describes the pallets of a runtime, adding their types to its registry."""

    def __init__(self, registry: TypeRegistry, runtime: RuntimeDeclaration) -> None:
        self._registry = registry
        self._runtime = runtime
        self._calls = nested_enums(runtime.codecs.bound("RuntimeCall"))
        self._events = nested_enums(runtime.codecs.bound("RuntimeEvent"))
        self._errors = nested_enums(runtime.codecs.bound("RuntimeError"))

    def describe(self, index: int, entry: Pallet | WirePallet) -> PalletV15:
        """Return the description of the pallet at this index. Raises TypeError where its errors have a gap."""
        declaration = entry.declaration
        check_errors(declaration)
        parts: tuple[Pallet, ...] = entry.parts if isinstance(entry, WirePallet) else (entry,)
        entries = [self._storage_entry(part, item) for part in parts for item in part.declaration.storage]
        return PalletV15(
            declaration.name,
            PalletStorage(declaration.name, entries) if entries else None,
            self._enum(self._calls.get(index)),
            self._enum(self._events.get(index)),
            [self._constant(part, constant) for part in parts for constant in part.declaration.constants],
            self._enum(self._errors.get(index)),
            index,
            declaration.docs.splitlines(),
        )

    def _enum(self, shape: Shape | None) -> int | None:
        return None if shape is None else self._registry.type_id(shape)

    def _storage_entry(self, pallet: Pallet, item: StorageDeclaration) -> StorageEntry:
        if item.is_optional:
            modifier, default = StorageModifier.Optional, NO_VALUE
        else:
            modifier = StorageModifier.Default
            default = self._runtime.codec_of(item.value_annotation).encode(item.default_for(pallet))
        return StorageEntry(item.name, modifier, self._storage_kind(item), default, item.docs.splitlines())

    def _storage_kind(self, item: StorageDeclaration) -> StorageKind:
        type_id = self._registry.type_id
        value = type_id(item.value_annotation)
        if not item.hashers:
            return Plain(value)
        keys = item.key_annotations
        key: Any = keys[0] if len(keys) == 1 else tuple.__class_getitem__(keys)
        return Map([StorageHasher[hasher.name] for hasher in item.hashers], type_id(key), value)

    def _constant(self, pallet: Pallet, constant: Constant[Any]) -> PalletConstant:
        value = getattr(pallet, constant.attribute)
        return PalletConstant(
            constant.name,
            self._registry.type_id(constant.annotation),
            self._runtime.codec_of(constant.annotation).encode(value),
            constant.docs.splitlines(),
        )


def nested_enums(outer: Shape) -> dict[int, Shape]:
    """Return the enum of each pallet, by the pallet's index, inside an enum over all pallets."""
    shape = outer.described_as if isinstance(outer, CustomShape) else outer
    if not isinstance(shape, UnionShape):
        raise TypeError(f"{outer!r} is not an enum over pallets")
    return {variant.index: variant.nested for variant in shape.variants}


def check_errors(pallet: PalletDeclaration) -> None:
    """Raise TypeError unless the errors have the indices 0, 1, 2, … and docs: clients find them by list position."""
    for expected, error in enumerate(pallet.errors):
        if error.index != expected:
            raise TypeError(
                f"{pallet.name}: the error {error.__name__} has index {error.index} but is number {expected} in the "
                f"list; declare what is missing in between"
            )
        if not error.docs.strip():
            raise TypeError(f"{pallet.name}: the error {error.__name__} has no docs; clients show them")
