"""A codec that remembers values by their bytes, for structs that are read again and again.

What it remembers is true of the bytes themselves, whatever the state: writing a raw key is seen at the next read.
Only for values that nobody changes in place.
"""

from typing import Any

from chain.codec import Codec

REMEMBERED_VALUES = 8_192


def remembering(codec: Codec[Any]) -> Codec[Any]:
    """The same codec, with the values of recent bytes at hand."""
    values: dict[bytes, tuple[Any, int]] = {}
    plain_read = codec.read

    def read(data: bytes, offset: int) -> tuple[Any, int]:
        found = values.get(data)
        if found is None:
            found = plain_read(data, offset)
            if len(values) >= REMEMBERED_VALUES:
                values.clear()
            values[data] = found
        return found

    return Codec(codec.name, codec.append, read, encode=codec.encode, minimum_size=codec.minimum_size)
