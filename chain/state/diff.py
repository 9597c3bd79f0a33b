"""What a block changed, as bytes: the form in which blocks are archived and stored."""

import struct
import zlib
from collections.abc import Mapping

_COUNT = struct.Struct("<I")
_ENTRY = struct.Struct("<II")
_REMOVED = 0xFFFFFFFF

# The fastest level: keys are mostly hashes, which no level compresses; repeated prefixes and zeros go at once.
_LEVEL = 1


class CorruptDiff(ValueError):
    """The bytes are not what `encode_changes` wrote."""


def encode_changes(changes: Mapping[bytes, bytes | None]) -> bytes:
    """Return the compressed bytes of changes; `None` stands for a removed key."""
    parts = [_COUNT.pack(len(changes))]
    for key, value in changes.items():
        if value is None:
            parts += (_ENTRY.pack(len(key), _REMOVED), key)
        else:
            parts += (_ENTRY.pack(len(key), len(value)), key, value)
    return zlib.compress(b"".join(parts), _LEVEL)


def decode_changes(blob: bytes) -> dict[bytes, bytes | None]:
    """Return the changes of `encode_changes`. Raises CorruptDiff."""
    try:
        data = zlib.decompress(blob)
        (count,) = _COUNT.unpack_from(data)
        offset = _COUNT.size
        changes: dict[bytes, bytes | None] = {}
        for _ in range(count):
            key_length, value_length = _ENTRY.unpack_from(data, offset)
            start = offset + _ENTRY.size
            offset = start + key_length
            key = data[start:offset]
            if value_length == _REMOVED:
                changes[key] = None
            else:
                start, offset = offset, offset + value_length
                changes[key] = data[start:offset]
    except (zlib.error, struct.error) as error:
        raise CorruptDiff(f"{len(blob)} bytes of state changes are damaged: {error}") from error
    if offset != len(data) or len(changes) != count:
        raise CorruptDiff(f"{len(blob)} bytes of state changes are damaged: {count} entries do not fill them")
    return changes
