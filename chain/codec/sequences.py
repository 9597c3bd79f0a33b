"""Lists, arrays and tuples."""

import struct
from collections.abc import Callable
from typing import Any

from chain.codec.codec import Append, Codec, Read
from chain.codec.compact import append_compact, read_length
from chain.codec.errors import DecodeError, EncodeError, truncated, wrong_value


def list_codec(item: Codec[Any]) -> Codec[list[Any]]:
    """Return the codec of a list of items with their number in front."""
    name = f"Vec<{item.name}>"
    if not item.minimum_size:
        raise TypeError(f"{name}: a list of items that take no bytes has no bound on its length; count them instead")
    if item.pack_format:
        return _packed_list_codec(item, name)
    if item.bytes_class is not None:
        return _bytes_list_codec(item, name)
    append_items, read_items = append_all(item, name), read_many(item)
    item_size = item.minimum_size

    def append(values: list[Any], out: bytearray) -> None:
        if not isinstance(values, (list, tuple)):
            raise wrong_value(values, f"a list ({name})")
        append_compact(len(values), out)
        append_items(values, out)

    def read(data: bytes, offset: int) -> tuple[list[Any], int]:
        count, offset = read_length(data, offset, item_size, name)
        return read_items(data, offset, count)

    return Codec(name, append, read, minimum_size=1)


def append_all(item: Codec[Any], name: str) -> Append:
    """Return a function that writes items one after the other."""
    append_item = item.append

    def append(values: Any, out: bytearray) -> None:
        try:
            for value in values:
                append_item(value, out)
        except EncodeError as error:
            raise error.inside(f"an item of {name}") from None

    return append


def read_many(item: Codec[Any]) -> Callable[[bytes, int, int], tuple[list[Any], int]]:
    """Return a function that reads so many items from an offset on."""
    read_item = item.read

    def read(data: bytes, offset: int, count: int) -> tuple[list[Any], int]:
        values: list[Any] = []
        add = values.append
        for _ in range(count):
            value, offset = read_item(data, offset)
            add(value)
        return values, offset

    return read


def _packed_list_codec(item: Codec[Any], name: str) -> Codec[list[Any]]:
    """Integers of a width that `struct` knows are packed all at once."""
    letter, size, append_item = item.pack_format, item.minimum_size, item.append
    pack, unpack_from, failure = struct.pack, struct.unpack_from, struct.error

    def append(values: list[int], out: bytearray) -> None:
        if not isinstance(values, (list, tuple)):
            raise wrong_value(values, f"a list ({name})")
        append_compact(len(values), out)
        try:
            out += pack(f"<{len(values)}{letter}", *values)
        except failure:
            for value in values:
                append_item(value, out)

    def read(data: bytes, offset: int) -> tuple[list[int], int]:
        count, offset = read_length(data, offset, size, name)
        return list(unpack_from(f"<{count}{letter}", data, offset)), offset + count * size

    return Codec(name, append, read, minimum_size=1)


def _bytes_list_codec(item: Codec[Any], name: str) -> Codec[list[Any]]:
    """Items that are so many bytes each are cut out all at once."""
    cls, size, append_items = item.bytes_class, item.minimum_size, append_all(item, name)

    def append(values: list[Any], out: bytearray) -> None:
        if not isinstance(values, (list, tuple)):
            raise wrong_value(values, f"a list ({name})")
        append_compact(len(values), out)
        append_items(values, out)

    def read(data: bytes, offset: int) -> tuple[list[Any], int]:
        count, offset = read_length(data, offset, size, name)
        end = offset + count * size
        return [cls(data[start : start + size]) for start in range(offset, end, size)], end

    return Codec(name, append, read, minimum_size=1)


def array_codec(item: Codec[Any], length: int) -> Codec[list[Any]]:
    """Return the codec of a fixed number of items."""
    name = f"[{item.name}; {length}]"
    append_items, read_items = append_all(item, name), read_many(item)

    def append(values: list[Any], out: bytearray) -> None:
        if not isinstance(values, (list, tuple)) or len(values) != length:
            raise wrong_value(values, f"a list of {length} items ({name})")
        append_items(values, out)

    def read(data: bytes, offset: int) -> tuple[list[Any], int]:
        return read_items(data, offset, length)

    fixed = None if item.fixed_size is None else item.fixed_size * length
    return Codec(name, append, read, minimum_size=item.minimum_size * length, fixed_size=fixed)


def tuple_codec(items: list[Codec[Any]], *, is_none: bool) -> Codec[Any]:
    """Return the codec of a tuple of items of these types; of `None` if `is_none`."""
    name = f"({', '.join(item.name for item in items)})"
    if is_none:
        return _none_codec()
    appends, reads = [item.append for item in items], [item.read for item in items]
    count = len(items)

    def append(values: tuple[Any, ...], out: bytearray) -> None:
        if not isinstance(values, tuple) or len(values) != count:
            raise wrong_value(values, f"a tuple of {count} items {name}")
        for append_item, value in zip(appends, values, strict=True):
            append_item(value, out)

    def read(data: bytes, offset: int) -> tuple[Any, int]:
        values = []
        for read_item in reads:
            value, offset = read_item(data, offset)
            values.append(value)
        return tuple(values), offset

    if items and all(item.pack_format for item in items):
        return Codec(
            name, append, _packed_tuple_read("".join(item.pack_format for item in items), name), **sizes(items)
        )
    return Codec(name, append, read, **sizes(items))


def _packed_tuple_read(letters: str, name: str) -> Read:
    packing = struct.Struct(f"<{letters}")
    unpack_from, size, failure = packing.unpack_from, packing.size, struct.error

    def read(data: bytes, offset: int) -> tuple[tuple[Any, ...], int]:
        try:
            return unpack_from(data, offset), offset + size
        except failure:
            raise truncated(name, offset, len(data) - offset) from None

    return read


def _none_codec() -> Codec[None]:
    def append(value: None, out: bytearray) -> None:
        if value is not None:
            raise wrong_value(value, "None")

    def read(data: bytes, offset: int) -> tuple[None, int]:
        return None, offset

    return Codec("()", append, read, minimum_size=0, fixed_size=0)


def sizes(items: list[Codec[Any]]) -> dict[str, Any]:
    """Return the least size, and the fixed size if there is one, of items written one after the other."""
    fixed = [item.fixed_size for item in items]
    return {
        "minimum_size": sum(item.minimum_size for item in items),
        "fixed_size": None if None in fixed else sum(size for size in fixed if size is not None),
    }


def bounded_codec(inner: Codec[Any], limit: int) -> Codec[Any]:
    """Return the codec of a collection that has at most `limit` items."""
    append_inner, read_inner = inner.append, inner.read
    name = f"Bounded<{inner.name}, {limit}>"

    def append(value: Any, out: bytearray) -> None:
        try:
            too_long = len(value) > limit
        except TypeError:
            too_long = False
        if too_long:
            raise EncodeError(f"{len(value)} items are more than the {limit} that {name} holds")
        append_inner(value, out)

    def read(data: bytes, offset: int) -> tuple[Any, int]:
        count, _ = read_length(data, offset, 0, name)
        if count > limit:
            raise DecodeError(f"{count} items are more than the {limit} that {name} holds", offset)
        return read_inner(data, offset)

    return Codec(name, append, read, minimum_size=1)
