"""Types that contain themselves, such as a batch of calls: where they meet themselves again, the depth is counted."""

import threading
from typing import Any

from chain.codec.codec import Codec
from chain.codec.errors import DecodeError, EncodeError

MAX_NESTING = 48
"""How often types may meet themselves again on the way into one value; a few Python frames each."""


class _Depth(threading.local):
    level = 0


_depth = _Depth()


class Knot:
    """Stands for a type that is still being compiled, inside itself."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.target: Codec[Any] | None = None

    def codec(self) -> Codec[Any]:
        """Return a codec that goes to the target, one level deeper."""
        return Codec(self.name, self._append, self._read, minimum_size=1)

    def _append(self, value: Any, out: bytearray) -> None:
        assert self.target is not None
        if _depth.level >= MAX_NESTING:
            raise EncodeError(f"{self.name} is nested in itself more than {MAX_NESTING} times")
        _depth.level += 1
        try:
            self.target.append(value, out)
        finally:
            _depth.level -= 1

    def _read(self, data: bytes, offset: int) -> tuple[Any, int]:
        assert self.target is not None
        if _depth.level >= MAX_NESTING:
            raise DecodeError(f"{self.name} is nested in itself more than {MAX_NESTING} times", offset)
        _depth.level += 1
        try:
            return self.target.read(data, offset)
        finally:
            _depth.level -= 1
