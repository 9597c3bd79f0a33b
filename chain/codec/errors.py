"""What goes wrong between values and bytes."""


class CodecError(ValueError):
    """A value or some bytes do not fit the type they are read or written as."""


class DecodeError(CodecError):
    """The bytes are not the canonical encoding of a value of the type; `position` is where they go wrong."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} (at byte {position})")
        self.reason = message
        self.position = position


class EncodeError(CodecError):
    """The value is not one of the type; the message names the value, the expected type and the field it stands in."""

    def __init__(self, message: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(f"{'.'.join(path)}: {message}" if path else message)
        self.reason = message
        self.path = path

    def inside(self, name: str) -> "EncodeError":
        """Return the same error, told from one level further out."""
        return EncodeError(self.reason, (name, *self.path))


def wrong_value(value: object, expected: str) -> EncodeError:
    """Return the error for a value that is not what the type expects."""
    shown = repr(value)
    if len(shown) > 80:
        shown = f"{shown[:77]}..."
    return EncodeError(f"{shown} ({type(value).__name__}) is not {expected}")


def truncated(expected: str, position: int, available: int) -> DecodeError:
    """Return the error for data that ends inside a value."""
    return DecodeError(f"the data ends inside {expected}: {max(available, 0)} bytes remain", position)
