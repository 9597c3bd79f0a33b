"""The words with which an annotation says how a Python value stands on the wire.

`Annotated[int, Integer(64)]` is a `u64`; the markers are plain values that `chain.codec.shape` reads.
"""

from typing import Annotated, Any, TypeVar

from chain.codec.record import Record

T = TypeVar("T")


class Integer(Record):
    """A fixed number of bits, little-endian, two's complement when signed."""

    bits: int
    signed: bool = False


class CompactMarker(Record):
    """One, two, four or more bytes, as few as the unsigned value needs."""


class Length(Record):
    """Exactly so many items (or bytes), with no length in front."""

    items: int


class Bound(Record):
    """At most so many items (or bytes); `weak` is the kind of bound that Substrate only warns about."""

    items: int
    weak: bool = False


class BitOrder(Record):
    """A list of bool as a bit sequence, eight to a byte, least significant first."""


class TypeName(Record):
    """How the metadata spells the type of a field or argument, for example `AccountIdLookupOf<T>`."""

    spelling: str


class OpenType(Record):
    """A type that each runtime defines for itself, such as its enum of all calls; see `Codecs.bind`."""

    name: str


class Newtype(Record):
    """Says what an `int` or `bytes` subclass is on the wire; it stands in the class attribute `__scale__`.

    With a `path` the metadata shows a composite of one unnamed field, without it the annotation alone.
    """

    annotation: Any
    path: str = ""
    type_name: str = ""


U8 = Annotated[int, Integer(8)]
U16 = Annotated[int, Integer(16)]
U32 = Annotated[int, Integer(32)]
U64 = Annotated[int, Integer(64)]
U128 = Annotated[int, Integer(128)]
U256 = Annotated[int, Integer(256)]
I8 = Annotated[int, Integer(8, True)]
I16 = Annotated[int, Integer(16, True)]
I32 = Annotated[int, Integer(32, True)]
I64 = Annotated[int, Integer(64, True)]
I128 = Annotated[int, Integer(128, True)]
I256 = Annotated[int, Integer(256, True)]

Compact = Annotated[T, CompactMarker()]

Bytes4 = Annotated[bytes, Length(4)]
Bytes8 = Annotated[bytes, Length(8)]
Bytes16 = Annotated[bytes, Length(16)]
Bytes20 = Annotated[bytes, Length(20)]
Bytes32 = Annotated[bytes, Length(32)]
Bytes48 = Annotated[bytes, Length(48)]
Bytes64 = Annotated[bytes, Length(64)]
Bytes65 = Annotated[bytes, Length(65)]

BitVec = Annotated[list[bool], BitOrder()]
