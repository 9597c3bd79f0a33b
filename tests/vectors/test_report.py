"""Every case of the economics tables is checked by some test, or listed with the reason why not."""

import subprocess
import sys

from tests.vectors import economics, report
from tests.vectors.not_applicable import NOT_APPLICABLE


def test_every_case_passes_or_is_not_applicable_and_the_page_says_so() -> None:
    """Runs the tests that read the tables once more, in a process of its own, to see what each of them has read."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.vectors.report"], cwd=report.PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == report.PAGE.read_text(encoding="utf-8"), "run `just vectors --write`"


def test_what_is_not_applicable_is_in_the_file() -> None:
    for place in NOT_APPLICABLE:
        identifier, index = place if isinstance(place, tuple) else (place, 0)
        assert index < len(economics.cases(identifier))


def test_a_case_knows_what_was_read_of_it() -> None:
    place = ("a table", 0)
    case = economics.Case({"input": 1, "expected": {"sum": 2, "rest": 3}}, place)
    economics.reads.clear()
    assert case["input"] + case["expected"]["sum"] == 3
    assert set(case.promised()) == {"expected.sum", "expected.rest"}
    assert economics.reads == {(place, "input"), (place, "expected"), (place, "expected.sum")}
    assert dict(case["expected"].items()) == {"sum": 2, "rest": 3}
    assert (place, "expected.rest") in economics.reads


def test_a_case_nobody_has_read_is_open_and_one_that_a_failing_test_read_has_failed() -> None:
    name = "math.checked_sum"
    recorder = report.Recorder()
    recorder.checked = {((name, 0), "expected"), ((name, 1), "input")}
    recorder.broken = {(name, 2)}
    (counted,) = [each for each in report.count(recorder) if each.identifier == name]
    assert (counted.cases, counted.passed, counted.failed) == (4, 1, 1)
    assert counted.missing == {1: ["expected"], 3: ["expected"]}
    assert not counted.settled
