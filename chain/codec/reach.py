"""Which types a type is made of, near and far."""

from collections.abc import Callable, Iterable

from chain.codec.resolve import shape_of
from chain.codec.shape import (
    ArrayShape,
    BoundedShape,
    CompactShape,
    EnumShape,
    MapShape,
    NewtypeShape,
    OpenShape,
    OptionShape,
    ResultShape,
    SequenceShape,
    SetShape,
    Shape,
    StructShape,
    TupleShape,
    UnionShape,
    Variant,
)


def parts_of(shape: Shape) -> Iterable[Shape]:
    """Return the shapes that a shape is made of. A custom encoding has none, nor has an open type."""
    match shape:
        case StructShape():
            return [shape_of(field.annotation) for field in shape.fields]
        case EnumShape() | UnionShape():
            return [part for variant in shape.variants for part in parts_of_variant(variant)]
        case TupleShape(items):
            return items
        case ResultShape(success, failure):
            return (success, failure)
        case MapShape(key, value):
            return (key, value)
        case (
            SequenceShape(inner)
            | ArrayShape(inner)
            | SetShape(inner)
            | OptionShape(inner)
            | BoundedShape(inner)
            | CompactShape(inner)
        ):
            return (inner,)
        case NewtypeShape(_, inner):
            return (inner,)
        case _:
            return ()


def parts_of_variant(variant: Variant) -> list[Shape]:
    """Return the shapes of a variant's fields, or of the enum nested in it."""
    if variant.nested is not None:
        return [shape_of(variant.nested)]
    return [shape_of(field.annotation) for field in variant.fields]


def reaches(roots: Iterable[Shape], is_goal: Callable[[Shape], bool], bound: Callable[[str], Shape] | None) -> bool:
    """Tell whether a search from the roots meets a goal; `bound` says what open types are, without it they end it."""
    waiting = list(roots)
    seen = set(waiting)
    while waiting:
        shape = waiting.pop()
        if is_goal(shape):
            return True
        parts = (bound(shape.name),) if bound is not None and isinstance(shape, OpenShape) else parts_of(shape)
        new = [part for part in parts if part not in seen]
        seen.update(new)
        waiting.extend(new)
    return False


_reaching_open_types: dict[Shape, bool] = {}


def reaches_open_type(shape: Shape) -> bool:
    """Tell whether a runtime has a say in what the type is."""
    known = _reaching_open_types.get(shape)
    if known is None:
        known = reaches([shape], lambda each: isinstance(each, OpenShape), None)
        _reaching_open_types[shape] = known
    return known
