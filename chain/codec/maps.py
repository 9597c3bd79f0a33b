"""Maps and sets: entries in ascending order, each key once.

The order is that of the values, as in Rust (integers by size, not by their little-endian bytes; structs field by field;
enums by variant first).
"""

from collections.abc import Callable
from typing import Any

from chain.codec.codec import Codec
from chain.codec.compact import append_compact, read_length
from chain.codec.errors import DecodeError, wrong_value

SortKey = Callable[[Any], Any]


def map_codec(key: Codec[Any], value: Codec[Any], sort_key: SortKey) -> Codec[dict[Any, Any]]:
    """Return the codec of a dict."""
    name = f"BTreeMap<{key.name}, {value.name}>"
    item_size = _entry_size(name, key.minimum_size + value.minimum_size)
    append_key, append_value, read_key, read_value = key.append, value.append, key.read, value.read

    def append(entries: dict[Any, Any], out: bytearray) -> None:
        if not isinstance(entries, dict):
            raise wrong_value(entries, f"a dict ({name})")
        append_compact(len(entries), out)
        for item in _in_order(entries, sort_key, name):
            append_key(item, out)
            append_value(entries[item], out)

    def read(data: bytes, offset: int) -> tuple[dict[Any, Any], int]:
        count, offset = read_length(data, offset, item_size, name)
        entries: dict[Any, Any] = {}
        last = None
        for position in range(count):
            start = offset
            item, offset = read_key(data, offset)
            place = sort_key(item)
            if position and not last < place:
                raise DecodeError(f"{name}: the key {item!r} is not greater than the one before it", start)
            last = place
            entries[item], offset = read_value(data, offset)
        return entries, offset

    return Codec(name, append, read, minimum_size=1)


def set_codec(item: Codec[Any], sort_key: SortKey) -> Codec[frozenset[Any]]:
    """Return the codec of a frozenset."""
    name = f"BTreeSet<{item.name}>"
    item_size = _entry_size(name, item.minimum_size)
    append_item, read_item = item.append, item.read

    def append(members: frozenset[Any], out: bytearray) -> None:
        if not isinstance(members, (frozenset, set)):
            raise wrong_value(members, f"a frozenset ({name})")
        append_compact(len(members), out)
        for member in _in_order(members, sort_key, name):
            append_item(member, out)

    def read(data: bytes, offset: int) -> tuple[frozenset[Any], int]:
        count, offset = read_length(data, offset, item_size, name)
        members = []
        last = None
        for position in range(count):
            start = offset
            member, offset = read_item(data, offset)
            place = sort_key(member)
            if position and not last < place:
                raise DecodeError(f"{name}: {member!r} is not greater than the item before it", start)
            last = place
            members.append(member)
        return frozenset(members), offset

    return Codec(name, append, read, minimum_size=1)


def _entry_size(name: str, size: int) -> int:
    if not size:
        raise TypeError(f"{name}: entries that take no bytes have no bound on their number")
    return size


def _in_order(items: Any, sort_key: SortKey, name: str) -> list[Any]:
    try:
        return sorted(items, key=sort_key)
    except (TypeError, AttributeError):
        raise wrong_value(items, f"a collection of comparable keys ({name})") from None
