"""Annotations for the types of a registry read from a live chain, so that its recorded bytes can be tried."""

from collections.abc import Sequence as Rows
from typing import Annotated, Any

from chain.codec import BitVec, CompactMarker, Integer, Length, Variant, make_struct, union
from chain.codec.portable import (
    Array,
    BitSequence,
    CompactType,
    Composite,
    PortableField,
    PortableType,
    Primitive,
    PrimitiveKind,
    Sequence,
    Tuple,
    Variants,
)
from chain.codec.shape import Field


class Annotations:
    """Makes the annotation of each row when it is first asked for."""

    def __init__(self, rows: Rows[PortableType]) -> None:
        self._rows = rows
        self._made: dict[int, Any] = {}

    def of(self, number: int) -> Any:
        """Return the annotation of a type."""
        if number not in self._made:
            self._made[number] = self._make(self._rows[number])
        return self._made[number]

    def _make(self, row: PortableType) -> Any:
        match row.definition:
            case Primitive(PrimitiveKind.Bool):
                return bool
            case Primitive(PrimitiveKind.Str):
                return str
            case Primitive(kind):
                return Annotated[int, Integer(int(kind.name[1:]), kind.name.startswith("I"))]
            case Composite(fields):
                return make_struct(f"Composite{row.id}", self._attributes(fields), module=__name__)
            case Variants(variants):
                # Enums may contain themselves, so their variants are made when the codec asks for them.
                return union(
                    f"Enum{row.id}",
                    lambda: tuple(self._variant(row.id, each.index, each.name, each.fields) for each in variants),
                )
            case Sequence(item):
                return bytes if self.of(item) == Annotated[int, Integer(8)] else list[self.of(item)]
            case Array(length, item):
                is_bytes = self.of(item) == Annotated[int, Integer(8)]
                return Annotated[bytes if is_bytes else list[self.of(item)], Length(length)]
            case Tuple(items):
                return tuple.__class_getitem__(tuple(self.of(item) for item in items))
            case CompactType():
                # The recordings draw compact numbers without regard to the width of their type.
                return Annotated[int, Integer(128), CompactMarker()]
            case BitSequence():
                return BitVec
        raise AssertionError(row)

    def _attributes(self, fields: list[PortableField]) -> dict[str, Any]:
        return {f"{field.name or 'field'}_{place}_": self.of(field.type) for place, field in enumerate(fields)}

    def _variant(self, owner: int, index: int, name: str, fields: list[PortableField]) -> Variant:
        cls: Any = make_struct(f"{name}{owner}", self._attributes(fields), module=__name__)
        hints = self._attributes(fields)
        return Variant(index, name, tuple(Field(each, each, hints[each]) for each in hints), cls=cls)
