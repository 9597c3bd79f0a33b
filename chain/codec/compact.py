"""Compact integers: the two lowest bits of the first byte say how long the integer is."""

from typing import Any

from chain.codec.codec import Codec, Read
from chain.codec.errors import DecodeError, truncated, wrong_value

ONE_BYTE, TWO_BYTES, FOUR_BYTES = 1 << 6, 1 << 14, 1 << 30
WIDEST = (1 << 536) - 1
"""Sixty-seven bytes, the most that the first byte can announce."""


def append_compact(value: int, out: bytearray) -> None:
    """Write an unsigned integer. Raises EncodeError if it is negative or too large for any compact."""
    try:
        if 0 <= value < ONE_BYTE:
            out.append(value << 2)
        elif 0 <= value < TWO_BYTES:
            out += (value << 2 | 1).to_bytes(2, "little")
        elif 0 <= value < FOUR_BYTES:
            out += (value << 2 | 2).to_bytes(4, "little")
        elif 0 <= value <= WIDEST:
            size = (value.bit_length() + 7) // 8
            out.append((size - 4) << 2 | 3)
            out += value.to_bytes(size, "little")
        else:
            raise wrong_value(value, "an unsigned integer of at most 536 bits")
    except TypeError:
        raise wrong_value(value, "an unsigned integer") from None


def read_compact(data: bytes, offset: int) -> tuple[int, int]:
    """Read an unsigned integer that is written in as few bytes as it needs. Raises DecodeError for any other form."""
    try:
        first = data[offset]
    except IndexError:
        raise truncated("a compact integer", offset, 0) from None
    mode = first & 3
    if mode == 0:
        return first >> 2, offset + 1
    if mode == 3:
        return _read_wide(data, offset, (first >> 2) + 4)
    size, least = (2, ONE_BYTE) if mode == 1 else (4, TWO_BYTES)
    end = offset + size
    chunk = data[offset:end]
    if len(chunk) != size:
        raise truncated("a compact integer", offset, len(chunk))
    value = int.from_bytes(chunk, "little") >> 2
    if value < least:
        raise DecodeError(f"the compact integer {value} is written in {size} bytes, more than it needs", offset)
    return value, end


def _read_wide(data: bytes, offset: int, size: int) -> tuple[int, int]:
    start = offset + 1
    end = start + size
    chunk = data[start:end]
    if len(chunk) != size:
        raise truncated("a compact integer", offset, len(data) - offset)
    value = int.from_bytes(chunk, "little")
    if value < FOUR_BYTES or not chunk[-1]:
        raise DecodeError(f"the compact integer {value} is written in {size + 1} bytes, more than it needs", offset)
    return value, end


def compact_codec(bits: int) -> Codec[int]:
    """Return the codec of a compact integer of at most so many bits."""
    limit = 1 << bits
    name = f"Compact<u{bits}>"

    def append(value: int, out: bytearray) -> None:
        try:
            fits = 0 <= value < limit
        except TypeError:
            fits = False
        if not fits:
            raise wrong_value(value, f"a {name}")
        append_compact(value, out)

    def read(data: bytes, offset: int) -> tuple[int, int]:
        value, end = read_compact(data, offset)
        if value >= limit:
            raise DecodeError(f"{value} is too large for {name}", offset)
        return value, end

    return Codec(name, append, read, minimum_size=1)


def wrapped_compact_codec(inner: Codec[int], wrap: Any, attribute: str, cls: type) -> Codec[Any]:
    """Return the codec of a compact struct of one integer, such as a share in parts of a billion."""
    append_inner, read_inner = inner.append, inner.read

    def append(value: Any, out: bytearray) -> None:
        if type(value) is not cls:
            raise wrong_value(value, f"a {cls.__name__}")
        append_inner(getattr(value, attribute), out)

    def read(data: bytes, offset: int) -> tuple[Any, int]:
        value, end = read_inner(data, offset)
        return wrap(value), end

    return Codec(f"Compact<{cls.__name__}>", append, read, minimum_size=1)


def compact_list_codec(bits: int) -> Codec[list[int]]:
    """Return the codec of a list of compact integers, its loops laid out flat: neurons come in hundreds."""
    limit = 1 << bits
    two_bytes, four_bytes = min(limit, TWO_BYTES), min(limit, FOUR_BYTES)
    name = f"Vec<Compact<u{bits}>>"

    def append(values: list[int], out: bytearray) -> None:
        if not isinstance(values, (list, tuple)):
            raise wrong_value(values, f"a list ({name})")
        append_compact(len(values), out)
        add = out.append
        try:
            for value in values:
                if 0 <= value < ONE_BYTE:
                    add(value << 2)
                elif 0 <= value < two_bytes:
                    out += (value << 2 | 1).to_bytes(2, "little")
                elif 0 <= value < four_bytes:
                    out += (value << 2 | 2).to_bytes(4, "little")
                elif 0 <= value < limit:
                    append_compact(value, out)
                else:
                    raise wrong_value(value, f"an item of {name}")
        except TypeError:
            raise wrong_value(values, f"a {name}") from None

    return Codec(name, append, _compact_list_read(limit, name), minimum_size=1)


def _compact_list_read(limit: int, name: str) -> Read:
    """The integers of one, two and four bytes are read on the spot, all else (and what is wrong) by `read_compact`."""
    two_bytes_fit, four_bytes = limit >= TWO_BYTES, min(limit, FOUR_BYTES)
    from_bytes = int.from_bytes

    def read(data: bytes, offset: int) -> tuple[list[int], int]:
        count, offset = read_length(data, offset, 1, name)
        values: list[int] = []
        add, last = values.append, len(data) - 1
        for _ in range(count):
            if offset >= last:
                value, offset = read_compact(data, offset)
                add(value)
                continue
            first, second = data[offset], data[offset + 1]
            mode = first & 3
            if mode == 0:
                add(first >> 2)
                offset += 1
            elif mode == 1 and second and two_bytes_fit:
                add((first | second << 8) >> 2)
                offset += 2
            else:
                value, end = from_bytes(data[offset : offset + 4], "little") >> 2, offset + 4
                if mode != 2 or not TWO_BYTES <= value < four_bytes or end > last + 1:
                    value, end = read_compact(data, offset)
                    if value >= limit:
                        raise DecodeError(f"{value} is too large for an item of {name}", offset)
                add(value)
                offset = end
        return values, offset

    return read


def read_length(data: bytes, offset: int, item_size: int, name: str) -> tuple[int, int]:
    """Read the number of items, each of at least `item_size` bytes; too many are refused before any allocation."""
    count, end = read_compact(data, offset)
    if count * item_size > len(data) - end:
        raise DecodeError(
            f"{name} announces {count} items, more than the {len(data) - end} bytes left can hold", offset
        )
    return count, end
