"""Shapes: what an annotation says about the bytes, free of Python's spelling.

Encoders, decoders and the type registry are all made from shapes. Shapes of built-in types are equal when their parts
are; a struct, an enum and a newtype are only equal to themselves.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, get_type_hints

from chain.codec.record import Record


class Shape(Record):
    """How one type stands on the wire."""


class IntegerShape(Shape):
    """A fixed number of bits, little-endian."""

    bits: int
    signed: bool = False


class BoolShape(Shape):
    """One byte, 0 or 1."""


class TextShape(Shape):
    """UTF-8 with its length in front."""


class BytesShape(Shape):
    """Bytes with their length in front."""


class ByteArrayShape(Shape):
    """A fixed number of bytes."""

    length: int


class SequenceShape(Shape):
    """Items with their number in front."""

    item: Shape


class ArrayShape(Shape):
    """A fixed number of items."""

    item: Shape
    length: int


class TupleShape(Shape):
    """Items of several types one after the other; no items is the unit type, `None` in Python."""

    items: tuple[Shape, ...]
    is_none: bool = False


class OptionShape(Shape):
    """Nothing, or a value."""

    inner: Shape


class ResultShape(Shape):
    """A success or a failure."""

    success: Shape
    failure: Shape


class MapShape(Shape):
    """Entries in ascending order of their keys."""

    key: Shape
    value: Shape


class SetShape(Shape):
    """Items in ascending order."""

    item: Shape


class BoundedShape(Shape):
    """A sequence, map or set of at most `limit` items."""

    inner: Shape
    limit: int
    weak: bool = False


class CompactShape(Shape):
    """An unsigned integer, or a struct of one, in as few bytes as it needs."""

    inner: Shape


class BitsShape(Shape):
    """Bits, eight to a byte."""


class OpenShape(Shape):
    """A type that the runtime binds."""

    name: str


class NewtypeShape(Shape):
    """A class derived from `int` or `bytes`, written as `inner`; without a path it is `inner` in metadata too."""

    cls: Any
    inner: Shape
    path: str
    type_name: str


class CustomShape(Shape):
    """An encoding given by two functions; the metadata describes it as another type.

    `append(value, out)` writes and `read(data, offset)` returns the value and the offset after it, both with the errors
    of this package; no value takes fewer bytes than `minimum_size`, which is at least 1.
    """

    append: Callable[[Any, bytearray], None]
    read: Callable[[bytes, int], tuple[Any, int]]
    described_as: Any
    minimum_size: int = 1


class Field(Record):
    """A field of a struct or variant: its name in Python and on the wire (None in a tuple), and its annotation.

    `type_name` is what the metadata calls its type, where that is not what follows from the annotation.
    """

    attribute: str
    name: str | None
    annotation: Any
    type_name: str = ""


class Variant(Record):
    """One variant of an enum.

    Values are instances of `cls`. A variant with a `nested` enum holds nothing else, and its values are those of the
    nested enum as they are: an event stands for itself, in the enum of its pallet and in that of the runtime.
    """

    __slots__ = ("__dict__",)

    index: int
    name: str
    declared: tuple[Field, ...] | Callable[[], tuple[Field, ...]] = ()
    docs: str = ""
    cls: Any = None
    nested: Any = None

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields; where a function lists them, it is asked at first use."""
        return self.declared() if callable(self.declared) else self.declared


class NominalShape(Shape):
    """A shape that is equal to itself alone: it has a path, and type parameters (None for one without a type)."""

    __slots__ = ("__dict__",)
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    path: str
    params: Mapping[str, Any]
    type_name: str
    docs: str


class StructShape(NominalShape):
    """The fields of a `Struct` in order."""

    cls: Any
    unnamed: bool

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields; their annotations are resolved here, at first use, so that they may name later classes."""
        return fields_of(self.cls, self.unnamed)


class EnumShape(NominalShape):
    """The variants of an `Enum`, which its subclasses are."""

    cls: Any

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """The variants declared until the first use; a later one is refused where it is declared."""
        return tuple(variant_of(cls) for cls in self.cls.variant_classes)


class UnitEnumShape(NominalShape):
    """The members of a `UnitEnum`."""

    cls: Any

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """One variant for each member."""
        return tuple(Variant(int(member), member.name) for member in self.cls)


class UnionShape(NominalShape):
    """An enum put together from variants that are declared elsewhere, such as all events of a pallet."""

    list_variants: Callable[[], tuple[Variant, ...]]

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """The variants, listed at first use. Raises TypeError if two share an index or a name."""
        variants = self.list_variants()
        _check_distinct(self.path, variants)
        return variants


def union(
    path: str,
    variants: tuple[Variant, ...] | Callable[[], tuple[Variant, ...]],
    *,
    params: Mapping[str, Any] | None = None,
    docs: str = "",
) -> UnionShape:
    """Return the enum of these variants, which may come as a function that lists them when they are first needed."""
    listing = variants if callable(variants) else lambda: variants
    return UnionShape(path, params or {}, path.rpartition("::")[2], docs, listing)


def _check_distinct(path: str, variants: tuple[Variant, ...]) -> None:
    for attribute in ("index", "name"):
        seen: dict[object, Variant] = {}
        for variant in variants:
            other = seen.setdefault(getattr(variant, attribute), variant)
            if other is not variant:
                raise TypeError(f"{path}: {variant} and {other} have the same {attribute}")


def fields_of(cls: Any, unnamed: bool) -> tuple[Field, ...]:
    """Return the fields of a record class. A trailing underscore is not part of the name on the wire."""
    hints = get_type_hints(cls, include_extras=True)
    return tuple(
        Field(attribute, None if unnamed else attribute.removesuffix("_"), hints[attribute])
        for attribute in cls.record_fields
    )


def variant_of(cls: Any, index: int | None = None, name: str | None = None) -> Variant:
    """Return the variant that a class declared with `index=` is; index and name may be given instead."""
    return Variant(
        cls.variant_index if index is None else index,
        cls.variant_name if name is None else name,
        lambda: fields_of(cls, cls.variant_unnamed),
        own_docs(cls),
        cls,
    )


def own_docs(cls: Any) -> str:
    """Return the docstring that the class itself has, its indentation removed."""
    lines = (cls.__dict__.get("__doc__") or "").strip().splitlines()
    return "\n".join(line.strip() for line in lines)
