"""Where our metadata says something else than that of a live chain, for what both of them have.

The newtypes of the live chain (NetUid, TaoBalance, …) are plain integers here, by decision; they count as equal.
"""

from collections.abc import Callable, Iterator
from collections.abc import Sequence as Rows
from typing import Any

from chain.codec.portable import (
    Array,
    BitSequence,
    CompactType,
    Composite,
    PortableField,
    PortableType,
    PortableVariant,
    Primitive,
    Sequence,
    Tuple,
    Variants,
)
from chain.frame.metadata_types import BodyV15, Map, PalletV15

TRANSPARENT = ("subtensor_runtime_common::", "sp_arithmetic::per_things::PerU16", "sp_arithmetic::per_things::Percent")
GENERIC = ("Option", "Result", "BTreeMap", "BTreeSet", "Bounded", "WeakBounded")


class Metadata:
    """One metadata, with the types spelled out."""

    def __init__(self, types: Rows[PortableType], body: BodyV15) -> None:
        self.types = types
        self.body = body

    def spell(self, number: int) -> str:
        """Return the structure of a type in words that do not depend on its number."""
        row = self.types[number]
        path = "::".join(row.path)
        match row.definition:
            case Composite([only]) if path.startswith(TRANSPARENT) and only.name is None:
                return self.spell(only.type)
            case _ if path and row.path[-1].startswith(GENERIC):
                parameters = [self.spell(each.type) for each in row.params if each.type is not None]
                return f"{row.path[-1]}<{', '.join(parameters)}>"
            case _ if path:
                return path
            case Primitive(kind):
                return kind.name.lower()
            case Sequence(item):
                return f"Vec<{self.spell(item)}>"
            case Array(length, item):
                return f"[{self.spell(item)}; {length}]"
            case Tuple(items):
                return f"({', '.join(self.spell(item) for item in items)})"
            case CompactType(inner):
                return f"Compact<{self.spell(inner)}>"
            case BitSequence():
                return "BitSequence"
        raise AssertionError(row)

    def fields(self, fields: list[PortableField]) -> list[tuple[str | None, str, str | None]]:
        """Return names, structures and type names of fields."""
        return [(field.name, self.spell(field.type), field.type_name) for field in fields]

    def variants(self, number: int | None) -> dict[int, PortableVariant]:
        """Return the variants of an enum by index; none for a pallet that has no such enum."""
        if number is None:
            return {}
        definition = self.types[number].definition
        assert isinstance(definition, Variants)
        return {variant.index: variant for variant in definition.variants}

    def named(self) -> dict[str, PortableType]:
        """Return the structs and enums whose path is theirs alone."""
        found: dict[str, list[PortableType]] = {}
        for row in self.types:
            if row.path and not row.path[-1].startswith(GENERIC):
                found.setdefault("::".join(row.path), []).append(row)
        return {path: rows[0] for path, rows in found.items() if len(rows) == 1}


def differences(ours: Metadata, theirs: Metadata) -> Iterator[str]:
    """Yield a line for everything that both have and that differs, and for what only we have."""
    known = {pallet.name: pallet for pallet in theirs.body.pallets}
    for pallet in ours.body.pallets:
        if pallet.name not in known:
            yield f"{pallet.name}: no such pallet there"
            continue
        yield from _pallet_differences(ours, pallet, theirs, known[pallet.name])
    yield from _api_differences(ours, theirs)
    yield from _type_differences(ours, theirs)


def _pallet_differences(ours: Metadata, here: PalletV15, theirs: Metadata, there: PalletV15) -> Iterator[str]:
    name = here.name
    yield from _unequal(f"{name}: index", here.index, there.index)
    yield from _storage_differences(ours, here, theirs, there)
    constants = {constant.name: theirs.spell(constant.type) for constant in there.constants}
    for constant in here.constants:
        yield from _unequal(f"{name}.{constant.name}", ours.spell(constant.type), constants.get(constant.name))
    for kind in ("calls", "events", "errors"):
        wanted = theirs.variants(getattr(there, kind))
        for index, variant in ours.variants(getattr(here, kind)).items():
            other = wanted.get(index)
            label = f"{name} {kind} {index} {variant.name}"
            if other is None:
                yield f"{label}: not there"
                continue
            yield from _unequal(f"{label}: name", variant.name, other.name)
            yield from _unequal(label, ours.fields(variant.fields), theirs.fields(other.fields))


def _storage_differences(ours: Metadata, here: PalletV15, theirs: Metadata, there: PalletV15) -> Iterator[str]:
    wanted = {entry.name: entry for entry in (there.storage.entries if there.storage else [])}
    for entry in here.storage.entries if here.storage else []:
        label = f"{here.name}.{entry.name}"
        other = wanted.get(entry.name)
        if other is None:
            yield f"{label}: not there"
            continue
        yield from _unequal(f"{label}: modifier", entry.modifier, other.modifier)
        yield from _unequal(f"{label}: default", entry.default.hex(), other.default.hex())
        yield from _unequal(label, _spell_kind(ours, entry.kind), _spell_kind(theirs, other.kind))


def _spell_kind(metadata: Metadata, kind: Any) -> str:
    if isinstance(kind, Map):
        hashers = ", ".join(hasher.name for hasher in kind.hashers)
        return f"{hashers}: {metadata.spell(kind.key)} -> {metadata.spell(kind.value)}"
    return metadata.spell(kind.value)


def _api_differences(ours: Metadata, theirs: Metadata) -> Iterator[str]:
    wanted = {f"{api.name}_{method.name}": method for api in theirs.body.apis for method in api.methods}
    for api in ours.body.apis:
        for method in api.methods:
            other = wanted.get(f"{api.name}_{method.name}")
            if other is None:
                yield f"{api.name}_{method.name}: not there"
                continue
            inputs = [(each.name, ours.spell(each.type)) for each in method.inputs]
            other_inputs = [(each.name, theirs.spell(each.type)) for each in other.inputs]
            yield from _unequal(f"{api.name}_{method.name}", inputs, other_inputs)
            yield from _unequal(f"{api.name}_{method.name} ->", ours.spell(method.output), theirs.spell(other.output))


def _type_differences(ours: Metadata, theirs: Metadata) -> Iterator[str]:
    wanted = theirs.named()
    skipped: Callable[[str], bool] = lambda path: path.endswith(("::Call", "::Event", "::Error")) or "Runtime" in path  # noqa: E731
    for path, row in ours.named().items():
        if skipped(path):
            continue
        if path not in wanted:
            yield f"type {path}: not there"
            continue
        yield from _unequal(f"type {path}", _spell_definition(ours, row), _spell_definition(theirs, wanted[path]))
        yield from _unequal(
            f"type {path}: parameters", [each.name for each in row.params], [each.name for each in wanted[path].params]
        )


def _spell_definition(metadata: Metadata, row: PortableType) -> Any:
    match row.definition:
        case Composite(fields):
            return metadata.fields(fields)
        case Variants(variants):
            return sorted((each.index, each.name, metadata.fields(each.fields)) for each in variants)
        case _:
            return row.definition


def _unequal(label: str, ours: object, theirs: object) -> Iterator[str]:
    if ours != theirs:
        yield f"{label}\n    ours   {ours}\n    theirs {theirs}"
