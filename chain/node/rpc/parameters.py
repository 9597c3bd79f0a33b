"""What JSON-RPC parameters may be: one parser for each annotation that a method can carry.

A method's parsers are compiled once from its signature, so that a call costs one function call a parameter.
"""

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from chain.node.rpc.errors import invalid_params
from chain.primitives import ss58

Parser = Callable[[Any], Any]


class Expectation:
    """Marks an annotation with how its values are read and the words that say what is expected."""

    def __init__(self, words: str, parse: Parser) -> None:
        self.words = words
        self.parse = parse


def _hex_bytes(value: Any) -> bytes:
    if value.__class__ is not str:
        raise TypeError
    return bytes.fromhex(value[2:] if value[:2] == "0x" else value)


def _block_hash(value: Any) -> bytes:
    raw = _hex_bytes(value)
    if len(raw) != 32:
        raise ValueError
    return raw


def _whole_number(value: Any) -> int:
    if value.__class__ is str:
        if value[:2] != "0x":
            raise ValueError
        return int(value, 16)
    if value.__class__ is not int or value < 0:
        raise TypeError
    return int(value)


def _account(value: Any) -> bytes:
    if value.__class__ is not str:
        raise TypeError
    return _block_hash(value) if value[:2] == "0x" else bytes(ss58.decode(value))


def _account_bytes(value: Any) -> bytes:
    if value.__class__ is str:
        return _account(value)
    raw = bytes(value)
    if value.__class__ is not list or len(raw) != 32:
        raise ValueError
    return raw


def _unsigned(bits: int) -> Parser:
    def parse(value: Any) -> int:
        number = _whole_number(value)
        if number >> bits:
            raise ValueError
        return number

    return parse


def _exactly(kind: type) -> Parser:
    def parse(value: Any) -> Any:
        if value.__class__ is not kind:
            raise TypeError
        return value

    return parse


HexBytes = Annotated[bytes, Expectation("a hex string of whole bytes", _hex_bytes)]
BlockHash = Annotated[bytes, Expectation("a block hash, 0x and 64 hex digits", _block_hash)]
WholeNumber = Annotated[int, Expectation("a whole number of 0 or more, or the same as 0x hex", _whole_number)]
BlockOffset = Annotated[int, Expectation("a block number, or blocks back as a negative one", _exactly(int))]
Account = Annotated[bytes, Expectation("an ss58 address, or a public key of 0x and 64 hex digits", _account)]
AccountBytes = Annotated[bytes, Expectation("the 32 bytes of a public key as numbers, or an address", _account_bytes)]
U8Number = Annotated[int, Expectation("a whole number of 0 to 255", _unsigned(8))]
U16Number = Annotated[int, Expectation("a whole number of 0 to 65535", _unsigned(16))]
U64Number = Annotated[int, Expectation("a whole number below 2^64", _unsigned(64))]
Json = Annotated[Any, Expectation("any JSON value", lambda value: value)]

_PLAIN = {
    str: Expectation("a string", _exactly(str)),
    bool: Expectation("true or false", _exactly(bool)),
    dict: Expectation("an object", _exactly(dict)),
    list: Expectation("an array", _exactly(list)),
}


def expectation_of(annotation: Any) -> Expectation:
    """Return how values of this annotation are read.

    Raises:
        TypeError: the annotation is not one that a JSON-RPC parameter can carry.
    """
    if get_origin(annotation) is Annotated:
        for mark in get_args(annotation)[1:]:
            if isinstance(mark, Expectation):
                return mark
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    if get_origin(annotation) is dict:
        return _PLAIN[dict]
    if get_origin(annotation) is list:
        return _list_of(expectation_of(get_args(annotation)[0]))
    members = [member for member in get_args(annotation) if member is not type(None)]
    if len(members) < len(get_args(annotation)) or len(members) > 1:
        return _any_of([expectation_of(member) for member in members], len(members) < len(get_args(annotation)))
    raise TypeError(f"{annotation!r} is no annotation for a JSON-RPC parameter")


def _list_of(item: Expectation) -> Expectation:
    def parse(value: Any) -> list[Any]:
        if value.__class__ is not list:
            raise TypeError
        return [item.parse(member) for member in value]

    return Expectation(f"an array of {item.words}", parse)


def _any_of(members: list[Expectation], optional: bool) -> Expectation:
    first = members[0].parse

    def parse_optional(value: Any) -> Any:
        return None if value is None else first(value)

    def parse(value: Any) -> Any:
        if value is None and optional:
            return None
        for member in members:
            try:
                return member.parse(value)
            except (TypeError, ValueError):
                continue
        raise ValueError

    words = " or ".join(member.words for member in members) + (", or null" if optional else "")
    return Expectation(words, parse_optional if optional and len(members) == 1 else parse)


class Parameters:
    """The parameters of one method: reads a JSON array (or nothing) into the arguments of its function."""

    def __init__(self, function: Callable[..., Any]) -> None:
        hints = get_type_hints(function, include_extras=True)
        declared = list(inspect.signature(function).parameters.values())[1:]
        self.names = [parameter.name for parameter in declared]
        self._expectations = [expectation_of(hints[name]) for name in self.names]
        self._parsers = [expectation.parse for expectation in self._expectations]
        self._required = sum(parameter.default is inspect.Parameter.empty for parameter in declared)
        self._optional_null = [parameter.default is not inspect.Parameter.empty for parameter in declared]
        self._defaults = [parameter.default for parameter in declared]

    def read(self, values: Any) -> Sequence[Any]:
        """Return the arguments for these JSON parameters.

        Raises:
            RpcError: -32602, naming position, name, what was expected and what came.
        """
        if values is None:
            values = ()
        elif values.__class__ is not list:
            raise invalid_params(f"params must be an array, got {_shown(values)}")
        count = len(values)
        if count < self._required or count > len(self.names):
            raise invalid_params(self._count_complaint(count))
        arguments = []
        for position, value in enumerate(values):
            if value is None and self._optional_null[position]:
                arguments.append(self._defaults[position])
                continue
            try:
                arguments.append(self._parsers[position](value))
            except (TypeError, ValueError) as error:
                words = self._expectations[position].words
                raise invalid_params(
                    f"parameter {position + 1} ({self.names[position]}): expected {words}, got {_shown(value)}"
                ) from error
        return arguments

    def _count_complaint(self, count: int) -> str:
        if count < self._required:
            words = self._expectations[count].words
            return f"parameter {count + 1} ({self.names[count]}) is missing: expected {words}"
        taken = f"at most {len(self.names)}" if self.names else "no"
        return f"the method takes {taken} parameters ({', '.join(self.names)}), got {count}"


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}... ({len(text)} characters)"
