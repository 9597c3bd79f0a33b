"""Dataclasses as JSON objects, decoded strictly.

A request or a response is a frozen dataclass whose fields are int, float, bool, str, bytes (base64 on the wire), a
list of these, or another such dataclass. `Annotated[bytes, Limit(64)]` bounds its length, `Annotated[bytes, Secret()]`
keeps it from the wire. Decoding refuses what the declaration does not say: a missing or unknown field, a wrong type (a
bool is no int), a number that is not finite, and anything too long.
"""

import base64
import binascii
import math
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

import orjson

Message = TypeVar("Message")


@dataclass(frozen=True)
class Limit:
    """In an `Annotated` field: at most this many items, characters or bytes."""

    longest: int


@dataclass(frozen=True)
class Secret:
    """In an `Annotated` field: the sender keeps it. It is left out on the wire; the receiver sees its default."""


class WireError(ValueError):
    """A message is not what its type declares; the text names the field, what it is and what was expected."""


def encode(message: object) -> bytes:
    """The JSON text of a dataclass instance, without its secret fields."""
    return orjson.dumps(_plain(message))


def decode(message_type: type[Message], data: bytes, *, longest: int) -> Message:
    """Read a message of this type from JSON of at most `longest` bytes. Raises WireError."""
    if len(data) > longest:
        raise WireError(f"the message has {len(data)} bytes; at most {longest} are accepted")
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise WireError(f"the message is not JSON: {error}") from None
    return check(message_type, value)


def check(message_type: type[Message], value: Any) -> Message:
    """Build a message of this type from plain JSON values. Raises WireError."""
    result: Message = _read(message_type, value, message_type.__name__)
    return result


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in _declared(type(value))}
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _read(declared: Any, value: Any, where: str) -> Any:
    expected, longest = _bounds(declared)
    if is_dataclass(expected) and isinstance(expected, type):
        return _read_dataclass(expected, value, where)
    if get_origin(expected) is list:
        _require(isinstance(value, list), where, value, "a list")
        _require_length(len(value), where, longest)
        (item_type,) = get_args(expected)
        return [_read(item_type, item, f"{where}[{index}]") for index, item in enumerate(value)]
    if expected is bytes:
        return _read_bytes(value, where, longest)
    if expected is str:
        _require(isinstance(value, str), where, value, "a string")
        _require_length(len(value), where, longest)
        return value
    if expected is bool:
        _require(isinstance(value, bool), where, value, "true or false")
        return value
    if expected is int:
        _require(isinstance(value, int) and not isinstance(value, bool), where, value, "an integer")
        return value
    if expected is float:
        _require(isinstance(value, int | float) and not isinstance(value, bool), where, value, "a number")
        _require(math.isfinite(value), where, value, "a finite number")
        return float(value)
    raise TypeError(f"{where} is declared as {expected!r}, which has no form on the wire")


def _read_dataclass(expected: Any, value: Any, where: str) -> Any:
    _require(isinstance(value, Mapping), where, value, "an object")
    declared = _declared(expected)
    unknown = sorted(str(name) for name in value if name not in declared)
    if unknown:
        raise WireError(f"{where} has the unknown field {unknown[0][:40]!r}; it takes {', '.join(declared)}")
    optional = {
        item.name for item in fields(expected) if item.default is not MISSING or item.default_factory is not MISSING
    }
    missing = [name for name in declared if name not in value and name not in optional]
    if missing:
        raise WireError(f"{where} lacks the field {missing[0]!r}")
    return expected(**{n: _read(kind, value[n], f"{where}.{n}") for n, kind in declared.items() if n in value})


def _read_bytes(value: Any, where: str, longest: int | None) -> bytes:
    _require(isinstance(value, str), where, value, "bytes as base64 text")
    if longest is not None:
        _require_length(len(value) * 3 // 4 - 2, where, longest)
    try:
        decoded = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise WireError(f"{where} is not base64 text") from None
    _require_length(len(decoded), where, longest)
    return decoded


def _require(holds: bool, where: str, value: Any, expected: str) -> None:
    if not holds:
        raise WireError(f"{where} is {type(value).__name__} {str(value)[:40]!r}; expected {expected}")


def _require_length(length: int, where: str, longest: int | None) -> None:
    if longest is not None and length > longest:
        raise WireError(f"{where} has a length of {length}; at most {longest} is accepted")


def _bounds(declared: Any) -> tuple[Any, int | None]:
    """The type behind an annotation and the length it allows."""
    if get_origin(declared) is not Annotated:
        return declared, None
    expected, *marks = get_args(declared)
    return expected, next((mark.longest for mark in marks if isinstance(mark, Limit)), None)


@cache
def _declared(message_type: Any) -> dict[str, Any]:
    """The fields that travel, each with its annotation."""
    hints = get_type_hints(message_type, include_extras=True)
    travelling = (item.name for item in fields(message_type))
    return {name: hints[name] for name in travelling if not any(isinstance(m, Secret) for m in get_args(hints[name]))}
