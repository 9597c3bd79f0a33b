"""The codecs of enums, of Option and of Result: one byte says which variant follows."""

from collections.abc import Callable, Collection
from typing import Any

from chain.codec.codec import Append, Codec, Read
from chain.codec.errors import DecodeError, truncated, wrong_value
from chain.codec.result import Err, Ok


def enum_codec(
    name: str,
    classes: Collection[type],
    append_of: Callable[[type], Append | None],
    read_of: Callable[[int], Read | None],
) -> Codec[Any]:
    """Return the codec of an enum whose values are told apart by their class.

    What `append_of` returns for a class writes the index and the fields; what `read_of` returns for an index starts
    after it. Both are asked once for each variant, when it first appears, and answer None for what is not in the enum.
    """
    shown = [cls.__name__ for cls in list(classes)[:8]]
    expected = f"a {name} ({', '.join(shown)}{', …' if len(classes) > len(shown) else ''})"
    appends: dict[type, Append] = {}
    reads: dict[int, Read] = {}

    def append(value: Any, out: bytearray) -> None:
        append_variant = appends.get(type(value))
        if append_variant is None:
            append_variant = append_of(type(value))
            if append_variant is None:
                raise wrong_value(value, expected)
            appends[type(value)] = append_variant
        append_variant(value, out)

    def read(data: bytes, offset: int) -> tuple[Any, int]:
        try:
            index = data[offset]
        except IndexError:
            raise truncated(name, offset, 0) from None
        read_variant = reads.get(index)
        if read_variant is None:
            read_variant = read_of(index)
            if read_variant is None:
                raise unknown_variant(name, index, offset)
            reads[index] = read_variant
        return read_variant(data, offset + 1)

    return Codec(name, append, read, minimum_size=1, classes=classes, append_of=append_of)


def unknown_variant(name: str, index: int, offset: int) -> DecodeError:
    """Return the error for an index that no variant has."""
    return DecodeError(f"{name} has no variant {index}", offset)


def indexed(index: int, append_fields: Append) -> Append:
    """Return a function that writes the index of a variant and then its fields."""

    def append(value: Any, out: bytearray) -> None:
        out.append(index)
        append_fields(value, out)

    return append


def empty_variant(index: int, cls: Callable[[], Any]) -> tuple[Append, Read]:
    """Return how a variant without fields is written and read."""

    def append(value: Any, out: bytearray) -> None:
        out.append(index)

    def read(data: bytes, offset: int) -> tuple[Any, int]:
        return cls(), offset

    return append, read


def unit_enum_codec(name: str, cls: Any) -> Codec[Any]:
    """Return the codec of an enum whose variants are names alone."""
    members = {int(member): member for member in cls}
    for index in members:
        if not 0 <= index <= 255:
            raise TypeError(f"the index {index} of {name}.{members[index].name} is not from 0 to 255")

    def append(value: Any, out: bytearray) -> None:
        if type(value) is not cls:
            raise wrong_value(value, f"a {name}")
        out.append(value)

    def read(data: bytes, offset: int) -> tuple[Any, int]:
        try:
            return members[data[offset]], offset + 1
        except IndexError:
            raise truncated(name, offset, 0) from None
        except KeyError:
            raise unknown_variant(name, data[offset], offset) from None

    return Codec(name, append, read, minimum_size=1, fixed_size=1)


def option_codec(inner: Codec[Any]) -> Codec[Any]:
    """Return the codec of a value or `None`."""
    append_inner, read_inner = inner.append, inner.read
    name = f"Option<{inner.name}>"

    def append(value: Any, out: bytearray) -> None:
        if value is None:
            out.append(0)
        else:
            out.append(1)
            append_inner(value, out)

    def read(data: bytes, offset: int) -> tuple[Any, int]:
        try:
            byte = data[offset]
        except IndexError:
            raise truncated(name, offset, 0) from None
        if byte == 0:
            return None, offset + 1
        if byte == 1:
            return read_inner(data, offset + 1)
        raise unknown_variant(name, byte, offset)

    return Codec(name, append, read, minimum_size=1)


def result_codec(success: Codec[Any], failure: Codec[Any]) -> Codec[Any]:
    """Return the codec of `Ok(value)` or `Err(value)`."""

    def wrapped(index: int, cls: Any, inner: Codec[Any]) -> tuple[Append, Read]:
        append_inner, read_inner = inner.append, inner.read

        def append(value: Any, out: bytearray) -> None:
            out.append(index)
            append_inner(value.value, out)

        def read(data: bytes, offset: int) -> tuple[Any, int]:
            value, offset = read_inner(data, offset)
            return cls(value), offset

        return append, read

    append_ok, read_ok = wrapped(0, Ok, success)
    append_err, read_err = wrapped(1, Err, failure)
    name = f"Result<{success.name}, {failure.name}>"
    appends: dict[type, Append] = {Ok: append_ok, Err: append_err}
    return enum_codec(name, appends.keys(), appends.get, {0: read_ok, 1: read_err}.get)
