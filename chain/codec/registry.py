"""The portable type registry: every type of a runtime gets a number and a description that clients can read."""

from collections.abc import Iterable, Mapping
from typing import Any

from chain.codec.codecs import SHARED, Codecs, codec_of
from chain.codec.portable import (
    Array,
    BitSequence,
    CompactType,
    Composite,
    PortableField,
    PortableType,
    PortableVariant,
    Primitive,
    PrimitiveKind,
    Sequence,
    Tuple,
    TypeDefinition,
    TypeParameter,
    Variants,
)
from chain.codec.record import replace
from chain.codec.resolve import bounded_kind, resolve, shape_of
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
    Field,
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
    Variant,
)

BYTE = IntegerShape(8)

BOUNDED_MODULES = {
    "BoundedVec": "bounded_vec",
    "WeakBoundedVec": "weak_bounded_vec",
    "BoundedBTreeMap": "bounded_btree_map",
    "BoundedBTreeSet": "bounded_btree_set",
}

Part = int | str | None


class TypeRegistry:
    """Numbers types in the order in which they are asked for, and their parts with them; each type once.

    Structs and enums are told apart by their class, all other types by what they are made of.
    """

    def __init__(self, codecs: Codecs = SHARED) -> None:
        """`codecs` are those of the runtime, whose bindings the open types stand for."""
        self.types: list[PortableType] = []
        self._codecs = codecs
        self._ids: dict[Shape, int] = {}
        self._ids_by_parts: dict[tuple[Part, ...], int] = {}

    def type_id(self, annotation: Any) -> int:
        """Return the number of a type, adding it and its parts if they are new."""
        return self._id_of(shape_of(annotation))

    def encode(self) -> bytes:
        """Return the registry as it stands in metadata."""
        return codec_of(list[PortableType]).encode(self.types)

    def fields(self, fields: Iterable[Field]) -> list[PortableField]:
        """Describe fields, adding their types."""
        described = []
        for field in fields:
            shape, type_name = resolve(field.annotation)
            described.append(PortableField(field.name, self._id_of(shape), field.type_name or type_name))
        return described

    def _id_of(self, shape: Shape) -> int:
        known = self._ids.get(shape)
        if known is None:
            known = self._ids[shape] = self._add(shape)
        return known

    def _add(self, shape: Shape) -> int:
        match shape:
            case NominalShape():
                return self._add_nominal(shape)
            case OpenShape(name):
                return self._id_of(self._codecs.bound(name))
            case CustomShape():
                return self.type_id(shape.described_as)
            case NewtypeShape(_, inner, path):
                return self._add_newtype(path, inner) if path else self._id_of(inner)
            case IntegerShape(bits, signed):
                return self._add_integer(bits, signed)
            case _:
                return self._add_structural(shape)

    def _reserve(self, path: str, docs: str = "") -> PortableType:
        """Add a row whose description follows: a type may contain itself."""
        number = len(self.types)
        self.types.append(PortableType(number, path.split("::") if path else [], [], Tuple([]), docs.splitlines()))
        return self.types[number]

    def _fill(self, row: PortableType, params: Mapping[str, Any], definition: TypeDefinition) -> int:
        described = [
            TypeParameter(name, None if annotation is None else self.type_id(annotation))
            for name, annotation in params.items()
        ]
        self.types[row.id] = replace(row, params=described, definition=definition)
        return row.id

    def _add_nominal(self, shape: NominalShape) -> int:
        row = self._reserve(shape.path, shape.docs)
        self._ids[shape] = row.id
        match shape:
            case StructShape():
                return self._fill(row, shape.params, Composite(self.fields(shape.fields)))
            case EnumShape() | UnionShape() | UnitEnumShape():
                return self._fill(row, shape.params, Variants([self._variant(each) for each in shape.variants]))
            case _:
                raise TypeError(f"{shape.path} is neither a struct nor an enum")

    def _variant(self, variant: Variant) -> PortableVariant:
        fields = variant.fields
        if variant.nested is not None:
            fields = (Field("value", None, variant.nested),)
        return PortableVariant(variant.name, self.fields(fields), variant.index, variant.docs.splitlines())

    def _add_newtype(self, path: str, inner: Shape) -> int:
        key = ("newtype", path, rust_name(inner))
        if key not in self._ids_by_parts:
            row = self._reserve(path)
            self._ids_by_parts[key] = row.id
            self._fill(row, {}, Composite([PortableField(None, self._id_of(inner), rust_name(inner))]))
        return self._ids_by_parts[key]

    def _add_integer(self, bits: int, signed: bool) -> int:
        if bits == 256 and not signed:
            # Clients know the 256-bit integer of Substrate by its path; its bytes are those of a primitive u256.
            return self._add_newtype("primitive_types::U256", ArrayShape(IntegerShape(64), 4))
        return self._add_row(Primitive(PrimitiveKind[f"{'I' if signed else 'U'}{bits}"]))

    def _add_row(
        self, definition: TypeDefinition, *, path: str = "", params: tuple[tuple[str, int | None], ...] = ()
    ) -> int:
        """Add a type told apart by what it is made of, unless the same is there."""
        key = (path, repr(definition), *(type_id for _, type_id in params))
        known = self._ids_by_parts.get(key)
        if known is None:
            row = self._reserve(path)
            known = self._ids_by_parts[key] = row.id
            described = [TypeParameter(name, type_id) for name, type_id in params]
            self.types[known] = replace(row, params=described, definition=definition)
        return known

    def _add_structural(self, shape: Shape) -> int:
        match shape:
            case BoolShape():
                return self._add_row(Primitive(PrimitiveKind.Bool))
            case TextShape():
                return self._add_row(Primitive(PrimitiveKind.Str))
            case BytesShape():
                return self._add_row(Sequence(self._id_of(BYTE)))
            case ByteArrayShape(length):
                return self._add_row(Array(length, self._id_of(BYTE)))
            case SequenceShape(item):
                return self._add_row(Sequence(self._id_of(item)))
            case ArrayShape(item, length):
                return self._add_row(Array(length, self._id_of(item)))
            case TupleShape(items):
                return self._add_row(Tuple([self._id_of(item) for item in items]))
            case CompactShape(inner):
                return self._add_row(CompactType(self._id_of(inner)))
            case BitsShape():
                order = self._add_row(Composite([]), path="bitvec::order::Lsb0")
                return self._add_row(BitSequence(self._id_of(BYTE), order))
            case _:
                return self._add_generic(shape)

    def _add_generic(self, shape: Shape) -> int:
        """The types of Rust's standard library and the bounded collections, which have a path and parameters."""
        match shape:
            case OptionShape(inner):
                value = self._id_of(inner)
                variants = [_unit(0, "None"), _single(1, "Some", value)]
                return self._add_row(Variants(variants), path="Option", params=(("T", value),))
            case ResultShape(success, failure):
                ok, error = self._id_of(success), self._id_of(failure)
                variants = [_single(0, "Ok", ok), _single(1, "Err", error)]
                return self._add_row(Variants(variants), path="Result", params=(("T", ok), ("E", error)))
            case MapShape(key, value_shape):
                entries = self._id_of(SequenceShape(TupleShape((key, value_shape))))
                params = (("K", self._id_of(key)), ("V", self._id_of(value_shape)))
                return self._add_row(_wrapping(entries), path="BTreeMap", params=params)
            case SetShape(item):
                items = self._id_of(SequenceShape(item))
                return self._add_row(_wrapping(items), path="BTreeSet", params=(("T", self._id_of(item)),))
            case BoundedShape(inner, _, weak):
                return self._add_bounded(inner, weak)
            case _:
                raise TypeError(f"{shape!r} has no place in the registry")

    def _add_bounded(self, inner: Shape, weak: bool) -> int:
        kind = ("Weak" if weak else "") + bounded_kind(inner)
        params: tuple[tuple[str, int | None], ...]
        match inner:
            case BytesShape():
                params = (("T", self._id_of(BYTE)), ("S", None))
            case MapShape(key, value):
                params = (("K", self._id_of(key)), ("V", self._id_of(value)), ("S", None))
            case SequenceShape(item) | SetShape(item):
                params = (("T", self._id_of(item)), ("S", None))
            case _:
                raise TypeError(f"{inner!r} has no bounded form")
        path = f"bounded_collections::{BOUNDED_MODULES[kind]}::{kind}"
        return self._add_row(_wrapping(self._id_of(inner), rust_name(inner)), path=path, params=params)


def rust_name(shape: Shape) -> str:
    """Return how Rust spells a type, as far as metadata needs it inside of wrappers."""
    match shape:
        case IntegerShape(bits, signed):
            return f"{'i' if signed else 'u'}{bits}"
        case BytesShape():
            return "Vec<u8>"
        case ByteArrayShape(length):
            return f"[u8; {length}]"
        case ArrayShape(item, length):
            return f"[{rust_name(item)}; {length}]"
        case SequenceShape(item):
            return f"Vec<{rust_name(item)}>"
        case SetShape(item):
            return f"BTreeSet<{rust_name(item)}>"
        case MapShape(key, value):
            return f"BTreeMap<{rust_name(key)}, {rust_name(value)}>"
        case TupleShape(items):
            return f"({', '.join(rust_name(item) for item in items)})"
        case NewtypeShape(_, _, path) if path:
            return path.rpartition("::")[2]
        case NewtypeShape(_, inner):
            return rust_name(inner)
        case NominalShape():
            return shape.path.rpartition("::")[2]
        case OptionShape(inner):
            return f"Option<{rust_name(inner)}>"
        case CompactShape(inner):
            return f"Compact<{rust_name(inner)}>"
        case _:
            return type(shape).__name__.removesuffix("Shape").lower()


def _unit(index: int, name: str) -> PortableVariant:
    return PortableVariant(name, [], index)


def _single(index: int, name: str, type_id: int) -> PortableVariant:
    return PortableVariant(name, [PortableField(None, type_id, None)], index)


def _wrapping(type_id: int, type_name: str | None = None) -> Composite:
    return Composite([PortableField(None, type_id, type_name)])
