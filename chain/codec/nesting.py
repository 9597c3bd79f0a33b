"""Types that contain themselves, such as a list of replies in a reply: how deep a value is nested is counted.

It is counted where a struct meets itself while it is being compiled (a knot), and in every variant of an enum from
which the enum can be reached again. So nothing else pays for it.
"""

import threading
from typing import Any

from chain.codec.codec import Append, Codec, Read
from chain.codec.errors import DecodeError, EncodeError

MAX_NESTING = 48
"""How often types may meet themselves again on the way into one value; a few Python frames each."""


class _Depth(threading.local):
    level = 0


_depth = _Depth()


def counted_append(name: str, append: Append) -> Append:
    """Return the same function, one level deeper."""

    def append_deeper(value: Any, out: bytearray) -> None:
        if _depth.level >= MAX_NESTING:
            raise EncodeError(f"{name} is nested in itself more than {MAX_NESTING} times")
        _depth.level += 1
        try:
            append(value, out)
        finally:
            _depth.level -= 1

    return append_deeper


def counted_read(name: str, read: Read) -> Read:
    """Return the same function, one level deeper."""

    def read_deeper(data: bytes, offset: int) -> tuple[Any, int]:
        if _depth.level >= MAX_NESTING:
            raise DecodeError(f"{name} is nested in itself more than {MAX_NESTING} times", offset)
        _depth.level += 1
        try:
            return read(data, offset)
        finally:
            _depth.level -= 1

    return read_deeper


class Knot:
    """Stands for a type that is still being compiled, inside itself."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.target: Codec[Any] | None = None

    def codec(self) -> Codec[Any]:
        """Return a codec that goes to the target, one level deeper."""

        def append(value: Any, out: bytearray) -> None:
            assert self.target is not None
            self.target.append(value, out)

        def read(data: bytes, offset: int) -> tuple[Any, int]:
            assert self.target is not None
            return self.target.read(data, offset)

        return Codec(self.name, counted_append(self.name, append), counted_read(self.name, read), minimum_size=1)
