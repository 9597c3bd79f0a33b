"""From annotations to shapes, and to the names that metadata gives to the types of fields."""

import typing
from collections.abc import Callable
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from chain.codec.markers import BitOrder, Bound, CompactMarker, Integer, Length, Newtype, OpenType, TypeName
from chain.codec.result import Err, Ok
from chain.codec.shape import (
    ArrayShape,
    BitsShape,
    BoolShape,
    BoundedShape,
    ByteArrayShape,
    BytesShape,
    CompactShape,
    CustomShape,
    EnumShape,
    IntegerShape,
    MapShape,
    NewtypeShape,
    NominalShape,
    OpenShape,
    OptionShape,
    ResultShape,
    SequenceShape,
    SetShape,
    Shape,
    StructShape,
    TextShape,
    TupleShape,
)

UNIT = TupleShape((), is_none=True)


class Resolved(typing.NamedTuple):
    """An annotation, read: its shape and the metadata's name for it."""

    shape: Shape
    type_name: str


_resolved: dict[Any, Resolved] = {}


def shape_of(annotation: Any) -> Shape:
    """Return the shape of an annotation (a shape is its own). Raises TypeError if it is not a type of the wire."""
    return resolve(annotation).shape


def resolve(annotation: Any) -> Resolved:
    """Read an annotation once. Raises TypeError if it is not a type of the wire."""
    found = _resolved.get(annotation)
    if found is None:
        found = _resolved[annotation] = _resolve(annotation)
    return found


def _resolve(annotation: Any) -> Resolved:
    if isinstance(annotation, Shape):
        return Resolved(annotation, name_of_shape(annotation))
    origin = get_origin(annotation)
    if origin is Annotated:
        return _resolve_annotated(annotation)
    if origin in (Union, UnionType):
        return _resolve_union(annotation, get_args(annotation))
    if origin is not None and origin in _GENERIC:
        return _GENERIC[origin](annotation, get_args(annotation))
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    declared = getattr(annotation, "__scale__", None)
    if isinstance(declared, (StructShape, EnumShape)) and declared.cls is not annotation:
        raise TypeError(f"{annotation.__name__} is only a part of {declared.path}; name the whole type")
    if isinstance(declared, Shape):
        return Resolved(declared, name_of_shape(declared))
    if isinstance(declared, Newtype):
        return _resolve_newtype(annotation, declared)
    raise TypeError(f"{annotation!r} is not a type of the wire; see the table of annotations in chain.codec")


def _resolve_newtype(cls: Any, declared: Newtype) -> Resolved:
    inner = resolve(declared.annotation)
    name = declared.type_name or declared.path.rpartition("::")[2] or inner.type_name
    return Resolved(NewtypeShape(cls, inner.shape, declared.path, name), name)


def _resolve_annotated(annotation: Any) -> Resolved:
    base, *markers = get_args(annotation)
    shape: Shape | None = None
    name = ""
    if base is not int and not any(isinstance(marker, (OpenType, Shape)) for marker in markers):
        shape, name = resolve(base)
    for marker in markers:
        match marker:
            case TypeName(spelling):
                name = spelling
            case Integer(bits, signed):
                shape, name = IntegerShape(bits, signed), f"{'i' if signed else 'u'}{bits}"
            case OpenType(open_name):
                shape, name = OpenShape(open_name), open_name
            case BitOrder():
                shape, name = BitsShape(), "BitVec<u8, Lsb0>"
            case Shape():
                shape, name = marker, name_of_shape(marker)
            case CompactMarker() | Length() | Bound():
                if shape is None:
                    raise TypeError(f"{annotation!r} does not say how wide its integer is")
                shape, name = _apply(annotation, shape, name, marker)
    if shape is None:
        raise TypeError(f"{annotation!r} does not say how wide its integer is; use U8 … U256 or I8 … I256")
    return Resolved(shape, name)


def _apply(annotation: Any, shape: Shape, name: str, marker: CompactMarker | Length | Bound) -> Resolved:
    match marker, shape:
        case CompactMarker(), _:
            return Resolved(CompactShape(shape), f"Compact<{name}>")
        case Length(length), BytesShape():
            return Resolved(ByteArrayShape(length), f"[u8; {length}]")
        case Length(length), SequenceShape(item):
            return Resolved(ArrayShape(item, length), f"[{name.removeprefix('Vec<').removesuffix('>')}; {length}]")
        case Bound(limit, weak), BytesShape() | SequenceShape() | MapShape() | SetShape():
            part = name.partition("<")[2].removesuffix(">")
            kind = ("Weak" if weak else "") + bounded_kind(shape)
            return Resolved(BoundedShape(shape, limit, weak), f"{kind}<{part}, ConstU32<{limit}>>")
        case _:
            raise TypeError(f"{annotation!r}: {marker} does not apply to {shape}")


def bounded_kind(shape: Shape) -> str:
    """Return what the bounded form of a collection is called."""
    match shape:
        case MapShape():
            return "BoundedBTreeMap"
        case SetShape():
            return "BoundedBTreeSet"
        case _:
            return "BoundedVec"


def _resolve_union(annotation: Any, members: tuple[Any, ...]) -> Resolved:
    given = [member for member in members if member is not NoneType]
    inner = _resolve_result(given) if len(given) == 2 else resolve(given[0]) if len(given) == 1 else None
    if inner is None:
        raise TypeError(f"{annotation!r}: a union is `T | None` or `Result[T, E]`; for anything else declare an Enum")
    if len(given) == len(members):
        return inner
    return Resolved(OptionShape(inner.shape), f"Option<{inner.type_name}>")


def _resolve_result(members: list[Any]) -> Resolved | None:
    by_origin = {get_origin(member): member for member in members}
    if by_origin.keys() != {Ok, Err}:
        return None
    success, failure = (resolve(get_args(by_origin[kind])[0]) for kind in (Ok, Err))
    return Resolved(ResultShape(success.shape, failure.shape), f"Result<{success.type_name}, {failure.type_name}>")


def _resolve_list(annotation: Any, arguments: tuple[Any, ...]) -> Resolved:
    item = resolve(arguments[0])
    return Resolved(SequenceShape(item.shape), f"Vec<{item.type_name}>")


def _resolve_tuple(annotation: Any, arguments: tuple[Any, ...]) -> Resolved:
    if Ellipsis in arguments:
        raise TypeError(f"{annotation!r} has no fixed number of items; use list[T]")
    items = [resolve(argument) for argument in arguments]
    names = ", ".join(item.type_name for item in items)
    return Resolved(TupleShape(tuple(item.shape for item in items)), f"({names})")


def _resolve_map(annotation: Any, arguments: tuple[Any, ...]) -> Resolved:
    key, value = (resolve(argument) for argument in arguments)
    return Resolved(MapShape(key.shape, value.shape), f"BTreeMap<{key.type_name}, {value.type_name}>")


def _resolve_set(annotation: Any, arguments: tuple[Any, ...]) -> Resolved:
    item = resolve(arguments[0])
    return Resolved(SetShape(item.shape), f"BTreeSet<{item.type_name}>")


def name_of_shape(shape: Shape) -> str:
    """Return the metadata's name for a shape that was made without an annotation."""
    match shape:
        case NominalShape() | NewtypeShape():
            return shape.type_name
        case CustomShape():
            return resolve(shape.described_as).type_name
        case OpenShape(name):
            return name
        case _:
            return type(shape).__name__.removesuffix("Shape")


_GENERIC: dict[Any, Callable[[Any, tuple[Any, ...]], Resolved]] = {
    list: _resolve_list,
    tuple: _resolve_tuple,
    dict: _resolve_map,
    frozenset: _resolve_set,
}

_PLAIN: dict[Any, Resolved] = {
    bool: Resolved(BoolShape(), "bool"),
    str: Resolved(TextShape(), "String"),
    bytes: Resolved(BytesShape(), "Vec<u8>"),
    None: Resolved(UNIT, "()"),
    NoneType: Resolved(UNIT, "()"),
}
