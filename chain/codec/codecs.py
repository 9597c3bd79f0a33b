"""From shapes to codecs; and what a runtime binds its open types with."""

import threading
from typing import Any, TypeVar, overload

from chain.codec.blobs import bits_codec, byte_array_codec, bytes_codec, newtype_codec, text_codec
from chain.codec.codec import Codec
from chain.codec.compact import compact_codec, compact_list_codec, wrapped_compact_codec
from chain.codec.integers import bool_codec, integer_codec
from chain.codec.lazy_enum import LazyEnum
from chain.codec.maps import map_codec, set_codec
from chain.codec.nesting import Knot
from chain.codec.order import sort_key_of
from chain.codec.reach import reaches_open_type
from chain.codec.resolve import shape_of
from chain.codec.sequences import array_codec, bounded_codec, list_codec, tuple_codec
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
    UnionShape,
    UnitEnumShape,
)
from chain.codec.structs import struct_codec
from chain.codec.variants import option_codec, result_codec, unit_enum_codec

V = TypeVar("V")


class Codecs:
    """The codecs of types, made when first asked for.

    A runtime has one of its own and binds the open types in it; a codec that reaches no open type is shared by all.
    """

    def __init__(self, shared: "Codecs | None" = None) -> None:
        self.bindings: dict[str, Shape] = {}
        self._shared = shared
        self._by_annotation: dict[Any, Codec[Any]] = {}
        self._by_shape: dict[Shape, Codec[Any]] = {}
        self._unfinished: dict[Shape, Knot] = {}
        self._lock = threading.RLock()

    def bind(self, name: str, annotation: Any) -> None:
        """Say what an open type is here. Raises TypeError if it is bound already."""
        if self._shared is None:
            raise TypeError(f"{name} is bound by a runtime, in `Codecs` of its own: runtime_codecs()")
        if name in self.bindings:
            raise TypeError(f"the open type {name} is bound already")
        self.bindings[name] = shape_of(annotation)

    def bound(self, name: str) -> Shape:
        """Return the shape of an open type. Raises LookupError if nothing is bound under the name."""
        try:
            return self.bindings[name]
        except KeyError:
            raise LookupError(
                f"{name} is an open type: take its codec from a runtime that binds it (here: {sorted(self.bindings)})"
            ) from None

    @overload
    def codec_of(self, annotation: type[V]) -> Codec[V]: ...
    @overload
    def codec_of(self, annotation: Any) -> Codec[Any]: ...
    def codec_of(self, annotation: Any) -> Codec[Any]:
        """Return the codec of a type. Raises TypeError for what is not one, LookupError for an open type not bound."""
        codec = self._by_annotation.get(annotation)
        if codec is None:
            codec = self._by_annotation[annotation] = self.codec_of_shape(shape_of(annotation))
        return codec

    def codec_of_shape(self, shape: Shape) -> Codec[Any]:
        """Return the codec of a shape; a codec that counts nesting if the shape is just being compiled."""
        codec = self._by_shape.get(shape)
        if codec is not None:
            return codec
        # A runtime makes unions for itself; to search their hundreds of variants costs more than to compile them.
        if self._shared is not None and not isinstance(shape, UnionShape) and not reaches_open_type(shape):
            codec = self._by_shape[shape] = self._shared.codec_of_shape(shape)
            return codec
        with self._lock:
            knot = self._unfinished.get(shape)
            if knot is not None:
                return knot.codec()
            knot = self._unfinished[shape] = Knot(name_of(shape))
            try:
                knot.target = codec = self._by_shape[shape] = self._compile(shape)
            finally:
                del self._unfinished[shape]
            return codec

    def _compile(self, shape: Shape) -> Codec[Any]:
        of = self.codec_of_shape
        match shape:
            case OpenShape(name):
                return of(self.bound(name))
            case StructShape():
                fields = [of(shape_of(field.annotation)) for field in shape.fields]
                return struct_codec(shape.cls, [field.attribute for field in shape.fields], fields)
            case EnumShape() | UnionShape():
                return LazyEnum(shape, self).codec()
            case UnitEnumShape():
                return unit_enum_codec(shape.type_name, shape.cls)
            case NewtypeShape(cls, inner):
                return newtype_codec(cls, of(inner))
            case CustomShape(append, read, _, minimum_size):
                return Codec(name_of(shape), append, read, minimum_size=minimum_size)
            case OptionShape(inner):
                return option_codec(of(inner))
            case ResultShape(success, failure):
                return result_codec(of(success), of(failure))
            case TupleShape(items, is_none):
                return tuple_codec([of(item) for item in items], is_none=is_none)
            case _:
                return self._compile_collection(shape)

    def _compile_collection(self, shape: Shape) -> Codec[Any]:
        of = self.codec_of_shape
        match shape:
            case SequenceShape(CompactShape(IntegerShape(bits))):
                return compact_list_codec(bits)
            case SequenceShape(item):
                return list_codec(of(item))
            case ArrayShape(item, length):
                return array_codec(of(item), length)
            case MapShape(key, value):
                return map_codec(of(key), of(value), sort_key_of(key))
            case SetShape(item):
                return set_codec(of(item), sort_key_of(item))
            case BoundedShape(inner, limit):
                return bounded_codec(of(inner), limit)
            case CompactShape(inner):
                return self._compile_compact(inner)
            case _:
                return _compile_plain(shape)

    def _compile_compact(self, inner: Shape) -> Codec[Any]:
        match inner:
            case IntegerShape(bits, signed) if not signed:
                return compact_codec(bits)
            case TupleShape(()):
                return self.codec_of_shape(inner)
            case NewtypeShape(cls, IntegerShape(bits)):
                return newtype_codec(cls, compact_codec(bits))
            case StructShape() if len(inner.fields) == 1:
                field = inner.fields[0]
                within = self._compile_compact(shape_of(field.annotation))
                return wrapped_compact_codec(within, inner.cls, field.attribute, inner.cls)
            case _:
                raise TypeError(f"{name_of(inner)} has no compact form; only unsigned integers and structs of one have")


def _compile_plain(shape: Shape) -> Codec[Any]:
    match shape:
        case IntegerShape(bits, signed):
            return integer_codec(bits, signed)
        case BoolShape():
            return bool_codec()
        case BytesShape():
            return bytes_codec()
        case TextShape():
            return text_codec()
        case ByteArrayShape(length):
            return byte_array_codec(length)
        case BitsShape():
            return bits_codec()
        case _:
            raise TypeError(f"{shape!r} has no codec")


def name_of(shape: Shape) -> str:
    """Return a name for messages."""
    match shape:
        case NominalShape() | NewtypeShape():
            return shape.type_name
        case OpenShape(name):
            return name
        case CustomShape():
            return name_of(shape_of(shape.described_as))
        case _:
            return type(shape).__name__.removesuffix("Shape")


SHARED = Codecs()


def runtime_codecs() -> Codecs:
    """Return codecs in which a runtime may bind its open types; the rest it shares with everyone."""
    return Codecs(SHARED)


@overload
def codec_of(annotation: type[V]) -> Codec[V]: ...
@overload
def codec_of(annotation: Any) -> Codec[Any]: ...
def codec_of(annotation: Any) -> Codec[Any]:
    """Return the codec of a type that reaches no open type. Raises TypeError for what is not a type of the wire."""
    return SHARED.codec_of(annotation)


def encode(annotation: Any, value: Any) -> bytes:
    """Return the bytes of a value of this type. Raises EncodeError."""
    return SHARED.codec_of(annotation).encode(value)


@overload
def decode(annotation: type[V], data: bytes) -> V: ...
@overload
def decode(annotation: Any, data: bytes) -> Any: ...
def decode(annotation: Any, data: bytes) -> Any:
    """Return the value of exactly these bytes. Raises DecodeError."""
    return SHARED.codec_of(annotation).decode(data)
