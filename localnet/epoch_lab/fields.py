"""Reads the fields of a TOML or JSON document, and names the one that is wrong.

Fractions are read as decimals, never as floats, so that 0.1 is a tenth.
"""

import json
import re
import tomllib
from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from typing import Any

from localnet.epoch_lab.errors import EpochInputError, shown

LONGEST_NUMBER = 30
LARGEST_U64 = 2**64 - 1
Table = dict[str, Any]


def parse_document(text: str, *, as_json: bool) -> Any:
    """The document in a text; raises EpochInputError if it is not valid."""
    kind = "JSON" if as_json else "TOML"
    try:
        if as_json:
            return json.loads(text, parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_table_of)
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise EpochInputError(f"the input is not valid {kind}: {error}") from error


def looks_like_json(text: str) -> bool:
    """Whether a text begins as JSON; a TOML document cannot begin so."""
    return re.match(r"\s*(\{|\[\s*[\{\]])", text) is not None


def table(value: Any, where: str, *, needed: Collection[str] = (), optional: Collection[str] = ()) -> Table:
    """A table whose keys are all needed ones and perhaps some optional ones."""
    if not isinstance(value, dict):
        raise EpochInputError(f"{where} is {shown(value)}; expected a table with {', '.join([*needed, *optional])}")
    for key in needed:
        if key not in value:
            raise EpochInputError(f"{where} has no {key!r}, which is needed")
    for key in value:
        if key not in needed and key not in optional:
            known = ", ".join([*needed, *optional])
            raise EpochInputError(f"{where} has the unknown key {key!r}; expected {known}")
    return value


def items(value: Any, where: str, *, length: int | None = None) -> list[Any]:
    """A list, of so many elements."""
    if not isinstance(value, list):
        raise EpochInputError(f"{where} is {shown(value)}; expected a list")
    if length is not None and len(value) != length:
        raise EpochInputError(f"{where} has {len(value)} elements; expected {length}, one per uid")
    return value


def whole(value: Any, where: str, *, least: int = 0, most: int = LARGEST_U64) -> int:
    """A whole number within bounds."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        limit = "2**64 - 1" if most == LARGEST_U64 else str(most)
        raise EpochInputError(f"{where} is {shown(value)}; expected a whole number of {least} to {limit}")
    return value


def wholes(value: Any, where: str, length: int) -> list[int]:
    """So many whole numbers, each a u64."""
    return [whole(each, f"{where}[{place}]") for place, each in enumerate(items(value, where, length=length))]


def flag(value: Any, where: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise EpochInputError(f"{where} is {shown(value)}; expected true or false")
    return value


def flags(value: Any, where: str, length: int) -> list[bool]:
    """So many true or false."""
    return [flag(each, f"{where}[{place}]") for place, each in enumerate(items(value, where, length=length))]


def text(value: Any, where: str) -> str:
    """A text."""
    if not isinstance(value, str):
        raise EpochInputError(f"{where} is {shown(value)}; expected a text")
    return value


def number(value: Any, where: str) -> Fraction:
    """A number of 0 or more, exact: 3, 0.25, or the text "32767/65535"."""
    if isinstance(value, int | Decimal | str) and not isinstance(value, bool) and len(str(value)) <= LONGEST_NUMBER:
        try:
            exact = Fraction(value)
        except (ValueError, OverflowError, ZeroDivisionError):
            exact = Fraction(-1)
        if 0 <= exact <= LARGEST_U64:
            return exact
    raise EpochInputError(f"{where} is {shown(value)}; expected a number of 0 or more")


def share(value: Any, where: str) -> Fraction:
    """A share of one, exact."""
    exact = number(value, where)
    if exact > 1:
        raise EpochInputError(
            f'{where} is {shown(value)}; expected a share of 0 to 1 (a stored u16 as "{value}/65535")'
        )
    return exact


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not a number of JSON")


def _table_of(pairs: list[tuple[str, Any]]) -> Table:
    members = dict(pairs)
    if len(members) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {next(key for key in keys if keys.count(key) > 1)!r} stands twice in one object")
    return members
