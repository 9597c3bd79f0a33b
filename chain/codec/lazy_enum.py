"""Enums whose variants are compiled when they first appear: a runtime has hundreds of events, a block a few."""

from typing import Any, Protocol

from chain.codec.codec import Append, Codec, Read
from chain.codec.nesting import counted_append, counted_read
from chain.codec.reach import parts_of_variant, reaches
from chain.codec.resolve import shape_of
from chain.codec.shape import EnumShape, Shape, UnionShape, Variant
from chain.codec.structs import fields_append, fields_read
from chain.codec.variants import empty_variant, enum_codec, indexed


class Compiler(Protocol):
    """What an enum needs of the codecs it is one of."""

    def codec_of_shape(self, shape: Shape) -> Codec[Any]:
        """Return the codec of a shape."""

    def bound(self, name: str) -> Shape:
        """Return the shape of an open type."""


class LazyEnum:
    """The variants of one enum and how they are compiled."""

    def __init__(self, shape: EnumShape | UnionShape, compiler: Compiler) -> None:
        self._shape = shape
        self._compiler = compiler
        self._by_index = {variant.index: variant for variant in shape.variants}
        self._by_class: dict[type, Variant] = {}
        for variant in shape.variants:
            for cls in self._classes_of(variant):
                if self._by_class.setdefault(cls, variant) is not variant:
                    raise TypeError(f"{shape.path}: values of {cls.__name__} belong to two variants of it")

    def codec(self) -> Codec[Any]:
        """Return the codec of the enum."""
        return enum_codec(self._shape.type_name, self._by_class.keys(), self._append_of, self._read_of)

    def _classes_of(self, variant: Variant) -> list[type]:
        if variant.nested is not None:
            return list(self._nested(variant).classes)
        return [] if variant.cls is None else [variant.cls]

    def _nested(self, variant: Variant) -> Codec[Any]:
        return self._compiler.codec_of_shape(shape_of(variant.nested))

    def _append_of(self, cls: type) -> Append | None:
        variant = self._by_class.get(cls)
        if variant is None:
            return None
        if variant.nested is None:
            return self._compiled(variant)[0]
        append = self._nested(variant).append_of(cls)
        return None if append is None else indexed(variant.index, append)

    def _read_of(self, index: int) -> Read | None:
        variant = self._by_index.get(index)
        if variant is None:
            return None
        if variant.nested is None:
            return self._compiled(variant)[1]
        return self._nested(variant).read

    def _compiled(self, variant: Variant) -> tuple[Append, Read]:
        cls = variant.cls
        if cls is None:
            raise TypeError(f"{self._shape.path}: the variant {variant.name} is described only, it has no class")
        if not variant.fields:
            return empty_variant(variant.index, cls)
        parts = parts_of_variant(variant)
        fields = [self._compiler.codec_of_shape(part) for part in parts]
        append_fields = fields_append(cls.__name__, [field.attribute for field in variant.fields], fields)
        append, read = indexed(variant.index, append_fields), fields_read(cls, fields)
        if not reaches(parts, lambda each: each is self._shape, self._compiler.bound):
            return append, read
        name = self._shape.type_name
        return counted_append(name, append), counted_read(name, read)
