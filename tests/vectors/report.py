"""Runs every test that reads the economics tables and tells, table by table, what was checked.

    python -m tests.vectors.report            the report on the terminal; exit status 1 if anything is left open
    python -m tests.vectors.report --write    the same, into docs/reference/economics-vectors.md

A case counts as passed when a test that passed has read every value it promises, as open when none did, and as failed
when a test that failed has read any of them. A case that no rule of Weft answers to is listed in
`tests.vectors.not_applicable` with the reason.
"""

import contextlib
import inspect
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.vectors import economics
from tests.vectors.not_applicable import NOT_APPLICABLE

PROJECT = Path(__file__).parents[2]
PAGE = PROJECT / "docs" / "reference" / "economics-vectors.md"
READS = re.compile(r"\b(cases|table)\(")
"""How a test asks for a table."""


@dataclass
class Count:
    """How the cases of one table came out; `missing` names the fields that nobody read, by case."""

    identifier: str
    cases: int
    passed: int = 0
    failed: int = 0
    not_applicable: int = 0
    reasons: list[str] = field(default_factory=list)
    missing: dict[int, list[str]] = field(default_factory=dict)

    @property
    def settled(self) -> bool:
        """Whether every case passed or is listed as not applicable."""
        return self.passed + self.not_applicable == self.cases


class Recorder:
    """A pytest plugin that notes which fields passing and failing tests read."""

    def __init__(self) -> None:
        self.checked: set[tuple[economics.Place, str]] = set()
        self.broken: set[economics.Place] = set()
        self.tests = 0

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        """Attribute what is read while a test runs to its outcome."""
        economics.reads.clear()
        try:
            yield
        except BaseException:
            self.broken |= {place for place, _ in economics.reads}
            raise
        self.checked |= economics.reads
        self.tests += bool(economics.reads)

    def pytest_collection_modifyitems(self, items: list[pytest.Function]) -> None:
        """Leave out what asks for no table itself."""
        items[:] = [item for item in items if READS.search(inspect.getsource(item.function))]


def test_files() -> list[Path]:
    """The test files that ask for tables."""
    return sorted(
        path
        for path in (PROJECT / "tests").rglob("test_*.py")
        if path.parent != Path(__file__).parent and _reads_tables(path.read_text(encoding="utf-8"))
    )


def _reads_tables(source: str) -> bool:
    return re.search(r"tests\.vectors(\.| import )economics", source) is not None and READS.search(source) is not None


def run() -> tuple[Recorder, str]:
    """Run the tests; what they read, and what pytest said."""
    recorder, said = Recorder(), io.StringIO()
    with contextlib.redirect_stdout(said):
        # Python loaded the packages before pytest could, which it would warn of.
        options = ["-p", "no:randomly", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
        status = pytest.main([*options, *map(str, test_files())], [recorder])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise SystemExit(f"the tests could not be run (pytest status {status}):\n{said.getvalue()}")
    return recorder, said.getvalue() if status else ""


def count(recorder: Recorder) -> list[Count]:
    """The tables with the fate of their cases, in the order of the file."""
    return [_count_table(identifier, recorder) for identifier in economics.identifiers()]


def _count_table(identifier: str, recorder: Recorder) -> Count:
    rows = economics.cases(identifier)
    result = Count(identifier, len(rows))
    for index, case in enumerate(rows):
        place = (identifier, index)
        reason = NOT_APPLICABLE.get(place) or NOT_APPLICABLE.get(identifier)
        missing = [name for name in case.promised() if (place, name) not in recorder.checked]
        if place in recorder.broken:
            result.failed += 1
        elif reason is not None:
            result.not_applicable += 1
            if reason not in result.reasons:
                result.reasons.append(reason)
        elif missing:
            result.missing[index] = missing
        else:
            result.passed += 1
    return result


INTRODUCTION = """\
# The economics tables

The reference chain's own unit tests hold tables of numbers: inputs, and what its functions make of them. Weft's tests
run all of them against the code that the chain runs on, each within the tolerance that the table states, most of them
to the last bit. `just vectors` runs them and prints this page. It fails if a case is left out, which it sees by the
values that a passing test has read, not by the names of tests.

{tables} tables, {cases} cases: **{passed} passed**, {failed} failed, {not_applicable} not applicable.

| table | cases | passed | not applicable | why |
|---|---|---|---|---|
"""


def page(counts: list[Count]) -> str:
    """The report as a page of the reference."""
    totals = {
        name: sum(getattr(each, name) for each in counts) for name in ("cases", "passed", "failed", "not_applicable")
    }
    return INTRODUCTION.format(tables=len(counts), **totals) + "".join(map(_row, counts))


def _row(of: Count) -> str:
    skipped = of.not_applicable or ""
    return f"| `{of.identifier}` | {of.cases} | {of.passed} | {skipped} | {'; '.join(of.reasons)} |\n"


def main(arguments: list[str]) -> int:
    """Run, print or write, and say by the exit status whether every case is settled."""
    recorder, complaints = run()
    counts = count(recorder)
    text = page(counts)
    if "--write" in arguments:
        PAGE.write_text(text, encoding="utf-8")
    else:
        print(text, end="")
    open_cases = [each for each in counts if not each.settled]
    for each in open_cases:
        for index, names in each.missing.items():
            print(f"open: {each.identifier}[{index}] {', '.join(names)}", file=sys.stderr)
        if each.failed:
            print(f"failed: {each.identifier}, {each.failed} of {each.cases} cases", file=sys.stderr)
    print(complaints, file=sys.stderr, end="")
    return bool(open_cases or complaints)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
