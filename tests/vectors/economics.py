"""The number tables of tests/vectors/economics-vectors.json, by identifier."""

import json
import struct
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from chain.primitives.fixed import FixedFormat

PATH = Path(__file__).with_name("economics-vectors.json")


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return {table["id"]: table for table in json.loads(PATH.read_text())["vectors"]}


def table(identifier: str) -> dict[str, Any]:
    """One table: `cases`, `compare`, perhaps `tolerance`."""
    return _tables()[identifier]


def cases(identifier: str) -> list[dict[str, Any]]:
    """The cases of one table; never empty, so that a loop over them cannot pass by doing nothing."""
    rows: list[dict[str, Any]] = table(identifier)["cases"]
    assert rows, f"{identifier} has no cases"
    return rows


def identifiers(prefix: str) -> list[str]:
    """The identifiers that begin with `prefix`, in the order of the file."""
    found = [identifier for identifier in _tables() if identifier.startswith(prefix)]
    assert found, f"no table begins with {prefix}"
    return found


def raw(form: FixedFormat, number: float, *, single: bool = False) -> int:
    """A decimal literal as a raw value; `single` reads it as an f32 literal first."""
    if single:
        number = struct.unpack("f", struct.pack("f", number))[0]
    return form.from_ratio(*number.as_integer_ratio())


def real(form: FixedFormat, value: int) -> Fraction:
    """A raw value as the exact number it stands for."""
    return Fraction(value, form.one)
