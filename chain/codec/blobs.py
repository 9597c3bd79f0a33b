"""Bytes and text."""

from typing import Any

from chain.codec.codec import Codec
from chain.codec.compact import append_compact, read_length
from chain.codec.errors import DecodeError, truncated, wrong_value


def bytes_codec() -> Codec[bytes]:
    """Return the codec of bytes with their length in front."""

    def append(value: bytes, out: bytearray) -> None:
        if not isinstance(value, (bytes, bytearray)):
            raise wrong_value(value, "bytes")
        append_compact(len(value), out)
        out += value

    def read(data: bytes, offset: int) -> tuple[bytes, int]:
        length, offset = read_length(data, offset, 1, "Vec<u8>")
        end = offset + length
        return data[offset:end], end

    return Codec("Vec<u8>", append, read, minimum_size=1)


def text_codec() -> Codec[str]:
    """Return the codec of UTF-8 text with its length in bytes in front."""

    def append(value: str, out: bytearray) -> None:
        if not isinstance(value, str):
            raise wrong_value(value, "a str")
        try:
            encoded = value.encode()
        except UnicodeEncodeError:
            raise wrong_value(value, "text that UTF-8 can hold") from None
        append_compact(len(encoded), out)
        out += encoded

    def read(data: bytes, offset: int) -> tuple[str, int]:
        length, start = read_length(data, offset, 1, "text")
        end = start + length
        try:
            return data[start:end].decode(), end
        except UnicodeDecodeError as error:
            raise DecodeError(f"the text is not UTF-8: {error.reason}", start + error.start) from None

    return Codec("String", append, read, minimum_size=1)


def byte_array_codec(length: int) -> Codec[bytes]:
    """Return the codec of a fixed number of bytes."""
    name = f"[u8; {length}]"

    def append(value: bytes, out: bytearray) -> None:
        if not isinstance(value, (bytes, bytearray)) or len(value) != length:
            raise wrong_value(value, f"{length} bytes")
        out += value

    def read(data: bytes, offset: int) -> tuple[bytes, int]:
        end = offset + length
        value = data[offset:end]
        if len(value) != length:
            raise truncated(name, offset, len(data) - offset)
        return value, end

    return Codec(name, append, read, minimum_size=length, fixed_size=length, bytes_class=bytes)


def newtype_codec(cls: Any, inner: Codec[Any]) -> Codec[Any]:
    """Return the codec of a class derived from `int` or `bytes`; values read are made with its constructor."""
    read_inner = inner.read
    if not issubclass(cls, bytes):

        def read_integer(data: bytes, offset: int) -> tuple[Any, int]:
            value, end = read_inner(data, offset)
            return cls(value), end

        return Codec(
            cls.__name__,
            inner.append,
            read_integer,
            encode=inner.encode,
            minimum_size=inner.minimum_size,
            fixed_size=inner.fixed_size,
        )
    length = inner.fixed_size

    def read_fixed(data: bytes, offset: int) -> tuple[Any, int]:
        end = offset + length  # type: ignore[operator]
        chunk = data[offset:end]
        if len(chunk) != length:
            raise truncated(cls.__name__, offset, len(data) - offset)
        return cls(chunk), end

    def read_any(data: bytes, offset: int) -> tuple[Any, int]:
        value, end = read_inner(data, offset)
        return cls(value), end

    return Codec(
        cls.__name__,
        inner.append,
        read_any if length is None else read_fixed,
        minimum_size=inner.minimum_size,
        fixed_size=length,
        bytes_class=None if length is None else cls,
    )


def bits_codec() -> Codec[list[bool]]:
    """Return the codec of bits, eight to a byte, the first in the lowest place; unused places are zero."""

    def append(value: list[bool], out: bytearray) -> None:
        if not isinstance(value, (list, tuple)) or any(bit is not True and bit is not False for bit in value):
            raise wrong_value(value, "a list of bool")
        append_compact(len(value), out)
        for start in range(0, len(value), 8):
            out.append(sum(bit << place for place, bit in enumerate(value[start : start + 8])))

    def read(data: bytes, offset: int) -> tuple[list[bool], int]:
        count, start = read_bit_count(data, offset)
        end = start + (count + 7) // 8
        bits = [byte >> place & 1 == 1 for byte in data[start:end] for place in range(8)]
        if True in bits[count:]:
            raise DecodeError("a place after the last bit is not zero", end - 1)
        return bits[:count], end

    return Codec("BitVec<u8, Lsb0>", append, read, minimum_size=1)


def read_bit_count(data: bytes, offset: int) -> tuple[int, int]:
    """Read the number of bits that follow."""
    count, start = read_length(data, offset, 0, "a bit sequence")
    if (count + 7) // 8 > len(data) - start:
        raise DecodeError(f"a bit sequence announces {count} bits but {len(data) - start} bytes remain", offset)
    return count, start
