"""Fixed-width integers and bool."""

import struct
from typing import Any

from chain.codec.codec import Codec
from chain.codec.errors import DecodeError, truncated, wrong_value

FORMATS = {(1, False): "B", (2, False): "H", (4, False): "I", (8, False): "Q"}
FORMATS |= {(size, True): letter.lower() for (size, _), letter in tuple(FORMATS.items())}


def integer_codec(bits: int, signed: bool) -> Codec[int]:
    """Return the codec of a little-endian integer of a whole number of bytes."""
    size, rest = divmod(bits, 8)
    if rest or not size:
        raise TypeError(f"an integer of {bits} bits is not a whole number of bytes")
    if (size, signed) in FORMATS:
        return _packed_codec(f"{'i' if signed else 'u'}{bits}", size, FORMATS[size, signed])
    return _wide_codec(f"{'i' if signed else 'u'}{bits}", size, signed)


def _packed_codec(name: str, size: int, letter: str) -> Codec[int]:
    packing = struct.Struct(f"<{letter}")
    pack, unpack_from, failure = packing.pack, packing.unpack_from, struct.error

    def append(value: int, out: bytearray) -> None:
        try:
            out += pack(value)
        except failure:
            raise wrong_value(value, f"a {name}") from None

    def encode(value: int) -> bytes:
        try:
            return pack(value)
        except failure:
            raise wrong_value(value, f"a {name}") from None

    def read(data: bytes, offset: int) -> tuple[int, int]:
        try:
            return unpack_from(data, offset)[0], offset + size
        except failure:
            raise truncated(name, offset, len(data) - offset) from None

    return Codec(name, append, read, encode=encode, minimum_size=size, fixed_size=size, pack_format=letter)


def _wide_codec(name: str, size: int, signed: bool) -> Codec[int]:
    from_bytes = int.from_bytes

    def encode(value: int) -> bytes:
        try:
            return value.to_bytes(size, "little", signed=signed)
        except (AttributeError, OverflowError):
            raise wrong_value(value, f"a {name}") from None

    def append(value: int, out: bytearray) -> None:
        out += encode(value)

    def read(data: bytes, offset: int) -> tuple[int, int]:
        end = offset + size
        chunk = data[offset:end]
        if len(chunk) != size:
            raise truncated(name, offset, len(data) - offset)
        return from_bytes(chunk, "little", signed=signed), end

    return Codec(name, append, read, encode=encode, minimum_size=size, fixed_size=size)


def bool_codec() -> Codec[bool]:
    """Return the codec of one byte that is 0 or 1."""

    def append(value: Any, out: bytearray) -> None:
        if value is True:
            out.append(1)
        elif value is False:
            out.append(0)
        else:
            raise wrong_value(value, "a bool")

    def read(data: bytes, offset: int) -> tuple[bool, int]:
        try:
            byte = data[offset]
        except IndexError:
            raise truncated("bool", offset, 0) from None
        if byte > 1:
            raise DecodeError(f"a bool is 0 or 1, not {byte}", offset)
        return byte == 1, offset + 1

    return Codec("bool", append, read, minimum_size=1, fixed_size=1)
