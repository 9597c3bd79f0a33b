"""Values that were decoded and have not changed since: a block reads the same ones over and over, and so does the next.

A map holds its own, single values lie beside the state; the state tells both when a key changes. So only values which
nobody can change in place are kept, and only those whose absence means the same whatever else is stored.
"""

from typing import Final

from chain.codec.reach import parts_of, reaches
from chain.codec.shape import (
    ArrayShape,
    BitsShape,
    BoolShape,
    CustomShape,
    IntegerShape,
    MapShape,
    OpenShape,
    SequenceShape,
    Shape,
    StructShape,
)

MOST_KEPT = 1 << 17
"""How many values one map keeps."""

_CHANGEABLE: Final = (ArrayShape, BitsShape, CustomShape, MapShape, OpenShape, SequenceShape)
"""What becomes a list, a dictionary, or nobody knows what."""


class _Unread:
    """Marks a key whose value was not decoded yet."""


UNREAD: Final = _Unread()

_can_change: dict[Shape, bool] = {}


def can_change_in_place(shape: Shape) -> bool:
    """Tell whether values of a type hold anything that can be changed without being written back."""
    known = _can_change.get(shape)
    if known is None:
        known = _can_change[shape] = reaches([shape], lambda each: isinstance(each, _CHANGEABLE), None)
    return known


def kept_class(shape: Shape) -> type | None:
    """Return the class of values that come back from their bytes as they were written: numbers and structs of them."""
    match shape:
        case IntegerShape():
            return int
        case BoolShape():
            return bool
        case StructShape() if _is_all_numbers(shape):
            cls: type = shape.cls
            return cls
        case _:
            return None


def _is_all_numbers(shape: Shape) -> bool:
    if isinstance(shape, StructShape):
        return all(_is_all_numbers(part) for part in parts_of(shape))
    return isinstance(shape, IntegerShape)
