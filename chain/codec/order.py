"""By what the keys of maps and the items of sets are sorted."""

from collections.abc import Callable
from typing import Any

from chain.codec.resolve import shape_of
from chain.codec.shape import (
    ArrayShape,
    BoundedShape,
    CompactShape,
    CustomShape,
    EnumShape,
    NewtypeShape,
    OptionShape,
    SequenceShape,
    Shape,
    StructShape,
    TupleShape,
)

SortKey = Callable[[Any], Any]


def sort_key_of(shape: Shape) -> SortKey:
    """Return the function whose results sort as the values do in Rust. Raises TypeError for types without order."""
    match shape:
        case NewtypeShape(_, inner) | BoundedShape(inner) | CompactShape(inner):
            return sort_key_of(inner)
        case SequenceShape(item) | ArrayShape(item):
            return _each(sort_key_of(item))
        case TupleShape(items):
            return _tuple([sort_key_of(item) for item in items])
        case OptionShape(inner):
            return _option(sort_key_of(inner))
        case StructShape():
            return _struct(shape)
        case EnumShape():
            return _enum(shape)
        case CustomShape():
            raise TypeError(f"{shape} has no known order, so it cannot be the key of a map")
        case _:
            return _itself


def _itself(value: Any) -> Any:
    return value


def _each(item: SortKey) -> SortKey:
    return lambda values: [item(value) for value in values]


def _tuple(items: list[SortKey]) -> SortKey:
    return lambda values: tuple(item(value) for item, value in zip(items, values, strict=True))


def _option(inner: SortKey) -> SortKey:
    return lambda value: () if value is None else (inner(value),)


def _struct(shape: StructShape) -> SortKey:
    fields = [(field.attribute, sort_key_of(shape_of(field.annotation))) for field in shape.fields]
    return lambda value: tuple(key(getattr(value, attribute)) for attribute, key in fields)


def _enum(shape: EnumShape) -> SortKey:
    by_class = {
        variant.cls: (
            variant.index,
            [(field.attribute, sort_key_of(shape_of(field.annotation))) for field in variant.fields],
        )
        for variant in shape.variants
    }

    def key(value: Any) -> Any:
        index, fields = by_class[type(value)]
        return (index, *(key_of(getattr(value, attribute)) for attribute, key_of in fields))

    return key
