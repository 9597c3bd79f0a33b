"""The portable type registry as it stands on the wire, in metadata V14 and later."""

from chain.codec.enum import Enum, UnitEnum
from chain.codec.markers import U8, U32, Compact
from chain.codec.struct import Struct

TypeId = Compact[U32]


class PortableField(Struct):
    """A field of a composite or variant."""

    name: str | None
    type: TypeId
    type_name: str | None
    docs: list[str] = []


class PortableVariant(Struct):
    """One variant of an enum."""

    name: str
    fields: list[PortableField]
    index: U8
    docs: list[str] = []


class PrimitiveKind(UnitEnum):
    """The types that are made of nothing else."""

    Bool = 0
    Char = 1
    Str = 2
    U8 = 3
    U16 = 4
    U32 = 5
    U64 = 6
    U128 = 7
    U256 = 8
    I8 = 9
    I16 = 10
    I32 = 11
    I64 = 12
    I128 = 13
    I256 = 14


class TypeDefinition(Enum):
    """How the values of a type are laid out."""


class Composite(TypeDefinition, index=0):
    """Fields one after the other."""

    fields: list[PortableField]


class Variants(TypeDefinition, index=1, name="Variant"):
    """An index of one byte, then the fields of that variant."""

    variants: list[PortableVariant]


class Sequence(TypeDefinition, index=2):
    """A compact number of items, then the items."""

    type: TypeId


class Array(TypeDefinition, index=3):
    """A fixed number of items."""

    length: U32
    type: TypeId


class Tuple(TypeDefinition, index=4, unnamed=True):
    """Items of several types one after the other."""

    types: list[TypeId]


class Primitive(TypeDefinition, index=5, unnamed=True):
    """An integer, a bool, a char or text."""

    kind: PrimitiveKind


class CompactType(TypeDefinition, index=6, name="Compact"):
    """An unsigned integer in as few bytes as it needs."""

    type: TypeId


class BitSequence(TypeDefinition, index=7):
    """Bits, stored in integers of one type, in one order."""

    store: TypeId
    order: TypeId


class TypeParameter(Struct):
    """A type parameter by name; some have no type on the wire."""

    name: str
    type: TypeId | None


class PortableType(Struct):
    """One row of the registry."""

    id: TypeId
    path: list[str]
    params: list[TypeParameter]
    definition: TypeDefinition
    docs: list[str] = []
