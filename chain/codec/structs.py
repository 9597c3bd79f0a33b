"""The codecs of structs: fields one after the other, runs of plain integers packed at once."""

import struct
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from chain.codec.codec import Append, Codec, Read
from chain.codec.errors import EncodeError, truncated, wrong_value
from chain.codec.sequences import sizes


def struct_codec(cls: Any, attributes: list[str], fields: list[Codec[Any]]) -> Codec[Any]:
    """Return the codec of a record class."""
    name = cls.__name__
    append_fields = fields_append(name, attributes, fields)

    def append(value: Any, out: bytearray) -> None:
        if type(value) is not cls:
            raise wrong_value(value, f"a {name}")
        append_fields(value, out)

    encode = _single_encode(cls, attributes[0], fields[0]) if len(fields) == 1 else None
    return Codec(name, append, fields_read(cls, fields), encode=encode, **sizes(fields))


def _single_encode(cls: Any, attribute: str, field: Codec[Any]) -> Callable[[Any], bytes]:
    """Return a function that encodes a struct of one field, as fixed-point values are."""
    name, get, encode_field = cls.__name__, attrgetter(attribute), field.encode

    def encode(value: Any) -> bytes:
        if type(value) is not cls:
            raise wrong_value(value, f"a {name}")
        try:
            return encode_field(get(value))
        except EncodeError as error:
            raise error.inside(f"{name}.{attribute}") from None

    return encode


def fields_append(name: str, attributes: list[str], fields: list[Codec[Any]]) -> Append:
    """Return a function that writes the attributes of a value, whose class is checked by the caller."""
    one_by_one = [
        (f"{name}.{attribute}", attrgetter(attribute), field.append)
        for attribute, field in zip(attributes, fields, strict=True)
    ]

    def append(value: Any, out: bytearray) -> None:
        at = name
        try:
            for at, get, append_field in one_by_one:  # noqa: B007
                append_field(get(value), out)
        except EncodeError as error:
            raise error.inside(at) from None

    if len(fields) < 2 or not all(field.pack_format for field in fields):
        return append
    pack = struct.Struct("<" + "".join(field.pack_format for field in fields)).pack
    values, failure = attrgetter(*attributes), struct.error

    def append_packed(value: Any, out: bytearray) -> None:
        try:
            out += pack(*values(value))
        except failure:
            append(value, out)

    return append_packed


def fields_read(make: Callable[..., Any], fields: list[Codec[Any]]) -> Read:
    """Return a function that reads the fields and makes the value."""
    if fields and all(field.pack_format for field in fields):
        return _packed_read(make, "".join(field.pack_format for field in fields))
    if len(fields) == 1:
        return _single_read(make, fields[0].read)
    reads = [field.read for field in fields]

    def read(data: bytes, offset: int) -> tuple[Any, int]:
        values = []
        for read_field in reads:
            value, offset = read_field(data, offset)
            values.append(value)
        return make(*values), offset

    return read


def _single_read(make: Callable[..., Any], read_field: Read) -> Read:
    def read(data: bytes, offset: int) -> tuple[Any, int]:
        value, offset = read_field(data, offset)
        return make(value), offset

    return read


def _packed_read(make: Callable[..., Any], letters: str) -> Read:
    packing = struct.Struct(f"<{letters}")
    unpack_from, size, failure = packing.unpack_from, packing.size, struct.error

    def read(data: bytes, offset: int) -> tuple[Any, int]:
        try:
            return make(*unpack_from(data, offset)), offset + size
        except failure:
            name = getattr(make, "__name__", "a struct")
            raise truncated(name, offset, len(data) - offset) from None

    return read
