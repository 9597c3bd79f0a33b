"""What a block changed, as bytes: the form in which blocks are archived and stored."""

import struct
import zlib
from collections.abc import Mapping

_COUNT = struct.Struct("<I")
_ENTRY = struct.Struct("<II")
_REMOVED = 0xFFFFFFFF

_PLAIN, _COMPRESSED = b"\x00", b"\x01"

# The fastest level, and none for busy blocks: they are mostly hashes, which no level makes smaller.
_LEVEL = 1
_LONGEST_COMPRESSED = 1 << 15


class CorruptDiff(ValueError):
    """The bytes are not what `encode_changes` wrote, or were compressed against another block."""


def pack_changes(changes: Mapping[bytes, bytes | None]) -> bytes:
    """Return the plain bytes of changes; `None` stands for a removed key."""
    pack = _ENTRY.pack
    parts = [
        pack(len(key), _REMOVED) + key if value is None else pack(len(key), len(value)) + key + value
        for key, value in changes.items()
    ]
    return _COUNT.pack(len(changes)) + b"".join(parts)


def compress(packed: bytes, like: bytes = b"") -> bytes:
    """Return packed changes, compressed where that is quick; `like` are those of a block with much the same keys."""
    if len(packed) > _LONGEST_COMPRESSED:
        return _PLAIN + packed
    compressor = zlib.compressobj(_LEVEL, zdict=like)
    return _COMPRESSED + compressor.compress(packed) + compressor.flush()


def decompress(blob: bytes, like: bytes = b"") -> bytes:
    """Undo `compress`. Raises CorruptDiff."""
    if blob[:1] == _PLAIN:
        return blob[1:]
    if blob[:1] != _COMPRESSED:
        raise CorruptDiff(f"{len(blob)} bytes of state changes begin with 0x{blob[:1].hex()}, expected 0x00 or 0x01")
    decompressor = zlib.decompressobj(zdict=like)
    try:
        packed = decompressor.decompress(blob[1:]) + decompressor.flush()
    except zlib.error as error:
        raise CorruptDiff(f"{len(blob)} bytes of state changes are damaged: {error}") from error
    if not decompressor.eof:
        raise CorruptDiff(f"{len(blob)} bytes of state changes are cut off")
    return packed


def unpack_changes(packed: bytes) -> dict[bytes, bytes | None]:
    """Undo `pack_changes`. Raises CorruptDiff."""
    changes: dict[bytes, bytes | None] = {}
    try:
        (count,) = _COUNT.unpack_from(packed)
        offset = _COUNT.size
        for _ in range(count):
            key_length, value_length = _ENTRY.unpack_from(packed, offset)
            start = offset + _ENTRY.size
            offset = start + key_length
            key = packed[start:offset]
            if value_length == _REMOVED:
                changes[key] = None
            else:
                start, offset = offset, offset + value_length
                changes[key] = packed[start:offset]
    except struct.error as error:
        raise CorruptDiff(f"{len(packed)} bytes of state changes are damaged: {error}") from error
    if offset != len(packed) or len(changes) != count:
        raise CorruptDiff(f"{len(packed)} bytes of state changes are damaged: {count} entries do not fill them")
    return changes


def encode_changes(changes: Mapping[bytes, bytes | None]) -> bytes:
    """Return the bytes of changes as stored by themselves."""
    return compress(pack_changes(changes))


def decode_changes(blob: bytes) -> dict[bytes, bytes | None]:
    """Undo `encode_changes`. Raises CorruptDiff."""
    return unpack_changes(decompress(blob))
