"""`Codec`: how values of one type are written and read."""

from collections.abc import Callable, Collection
from typing import Any, Generic, TypeVar

from chain.codec.errors import DecodeError

V = TypeVar("V")

Append = Callable[[Any, bytearray], None]
Read = Callable[[bytes, int], tuple[Any, int]]


class Codec(Generic[V]):
    """Writes and reads values of one type.

    `append(value, out)` writes to the end of `out` and raises EncodeError. `read(data, offset)` returns the value and
    the offset after it and raises DecodeError. `encode(value)` returns the bytes of a value and raises EncodeError,
    naming the value and the type expected. All are closures made once for the type.
    """

    __slots__ = (
        "append",
        "append_of",
        "bytes_class",
        "classes",
        "encode",
        "fixed_size",
        "minimum_size",
        "name",
        "pack_format",
        "read",
    )

    def __init__(
        self,
        name: str,
        append: Callable[[V, bytearray], None],
        read: Callable[[bytes, int], tuple[V, int]],
        *,
        minimum_size: int,
        encode: Callable[[V], bytes] | None = None,
        fixed_size: int | None = None,
        pack_format: str = "",
        bytes_class: Any = None,
        classes: Collection[type] = (),
        append_of: Callable[[type], Append | None] = lambda cls: None,
    ) -> None:
        """`encode` is given where there is a quicker way than by `append`; `pack_format` is the format of `struct` that
        packs and unpacks the value as it is, where there is one; `bytes_class` is the class of values that are nothing
        but `fixed_size` bytes. `classes` are, for an enum, those of its values, and `append_of` tells how values of one
        of them are written.
        """
        self.name = name
        self.append = append
        self.read = read
        self.encode: Callable[[V], bytes] = encode or _encode_by(append)
        self.minimum_size = minimum_size
        self.fixed_size = fixed_size
        self.pack_format = pack_format
        self.bytes_class = bytes_class
        self.classes = classes
        self.append_of = append_of

    def decode(self, data: bytes | bytearray | memoryview) -> V:
        """Return the value of exactly these bytes. Raises DecodeError, also for bytes left over."""
        if type(data) is not bytes:
            data = bytes(data)
        value, offset = self.read(data, 0)
        if offset != len(data):
            raise DecodeError(f"{len(data) - offset} bytes are left over after {self.name}", offset)
        return value

    def __repr__(self) -> str:
        return f"<Codec of {self.name}>"


def _encode_by(append: Callable[[V, bytearray], None]) -> Callable[[V], bytes]:
    def encode(value: V) -> bytes:
        out = bytearray()
        append(value, out)
        return bytes(out)

    return encode
