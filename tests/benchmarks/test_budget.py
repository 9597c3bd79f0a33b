"""The budget itself: verdicts, and that every row can be measured."""

import pytest

from tests.benchmarks.budget import BUDGET, Metric
from tests.benchmarks.table import GROUPS, chosen

TIME = Metric("a start", "startup", "start_ms", "ms", 300, 150, "80")
RATE = Metric("reads", "reads", "reads_per_s", "/s", 5_000, 10_000, "16,000")


@pytest.mark.parametrize(
    ("metric", "figure", "verdict"),
    [
        (TIME, 301, "red"),
        (TIME, 300, "yellow"),
        (TIME, 150, "green"),
        (RATE, 4_999, "red"),
        (RATE, 5_000, "yellow"),
        (RATE, 10_000, "green"),
    ],
)
def test_a_figure_is_red_beyond_the_bar_and_green_at_the_target(metric, figure, verdict):
    assert metric.verdict(figure) == verdict


def test_every_row_belongs_to_a_group_that_can_be_measured():
    assert {metric.group for metric in BUDGET} == set(GROUPS)
    assert len({metric.figure for metric in BUDGET}) == len(BUDGET)


def test_a_target_is_never_easier_than_the_bar():
    for metric in BUDGET:
        assert metric.target >= metric.bar if metric.is_rate else metric.target <= metric.bar, metric.name


def test_rows_are_chosen_by_group_or_by_a_part_of_their_name():
    assert {metric.group for metric in chosen(["reads"])} == {"reads"}
    assert [metric.figure for metric in chosen(["weft --help"])] == ["help_ms"]
    with pytest.raises(SystemExit, match="no row fits nonsense; the groups are startup"):
        chosen(["nonsense"])
