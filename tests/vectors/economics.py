"""The number tables of tests/vectors/economics-vectors.json, by identifier.

Every case remembers which of its fields were read, so that `tests.vectors.report` can tell what a passing test has
really looked at: a case whose expected values nobody read has not been checked.
"""

import json
import struct
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from chain.primitives.fixed import FixedFormat

PATH = Path(__file__).with_name("economics-vectors.json")

REMARKS = {"model_agrees"}
"""Fields that say something about the table itself."""

Place = tuple[str, int]
"""A table and the position of a case in it."""

reads: set[tuple[Place, str]] = set()
"""The fields read so far, by the place of their case; a field inside a field is written `outer.inner`."""


class Case(dict[str, Any]):
    """A case, or an object inside one, that notes which of its fields are read."""

    def __init__(self, fields: dict[str, Any], place: Place, path: str = "") -> None:
        self._place, self._path = place, path
        super().__init__(
            {
                name: Case(value, place, f"{path}{name}.") if isinstance(value, dict) else value
                for name, value in fields.items()
            }
        )

    def _note(self, name: str) -> None:
        reads.add((self._place, self._path + name))

    def _note_all(self) -> None:
        for name, value in super().items():
            self._note(name)
            if isinstance(value, Case):
                value._note_all()

    def __getitem__(self, name: str) -> Any:
        """The field; KeyError if the case has no such field."""
        value = super().__getitem__(name)
        self._note(name)
        return value

    def get(self, name: str, default: Any = None) -> Any:
        """The field, or `default`."""
        if name in self:
            self._note(name)
        return super().get(name, default)

    def items(self) -> Any:
        """All fields, which counts as reading them."""
        self._note_all()
        return super().items()

    def values(self) -> Any:
        """The values of all fields, which counts as reading them."""
        self._note_all()
        return super().values()

    def __eq__(self, other: object) -> bool:
        """Comparing a case reads all of it."""
        self._note_all()
        return super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]

    def promised(self) -> Iterator[str]:
        """The fields that a test of the case has to read: what is expected; all of them where nothing is marked so."""
        names = [name for name in self if name.startswith(("expected", "model")) and name not in REMARKS] or list(self)
        for name in names:
            value = super().__getitem__(name)
            yield from value.every_field() if isinstance(value, Case) else (self._path + name,)

    def every_field(self) -> Iterator[str]:
        """The fields of this object and of those inside it."""
        for name, value in super().items():
            yield from value.every_field() if isinstance(value, Case) else (self._path + name,)


@cache
def _tables() -> dict[str, dict[str, Any]]:
    tables = {table["id"]: table for table in json.loads(PATH.read_text(encoding="utf-8"))["vectors"]}
    for identifier, table in tables.items():
        table["cases"] = [Case(fields, (identifier, index)) for index, fields in enumerate(table["cases"])]
    return tables


def table(identifier: str) -> dict[str, Any]:
    """One table: `cases`, `compare`, perhaps `tolerance`."""
    return _tables()[identifier]


def cases(identifier: str) -> list[Case]:
    """The cases of one table; never empty, so that a loop over them cannot pass by doing nothing."""
    rows: list[Case] = table(identifier)["cases"]
    assert rows, f"{identifier} has no cases"
    return rows


def identifiers(prefix: str = "") -> list[str]:
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
