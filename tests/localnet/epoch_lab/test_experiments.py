"""The experiments that ship say what their texts say, and the chart shows it so that it can be read."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from localnet.epoch_lab.chart import COLOURS, GREY, draw, groups_of, label_of, lay_out, spread
from localnet.epoch_lab.command import application
from localnet.epoch_lab.experiment import built_in_experiments, experiment_of, load_experiment
from localnet.epoch_lab.measures import mean_returns_on_stake, measure_of, returns_on_stake
from localnet.epoch_lab.network import Network, weight_row
from localnet.epoch_lab.variants import RULES, parse_sweep, run_variants, variants_of
from tests.localnet.epoch_lab.command_line import weft_epoch


def runs_of(name):
    """The experiment, and its histories by the name of the variant."""
    experiment = load_experiment(name)
    settings = experiment.schedule.start.settings
    runs = run_variants(experiment.schedule, variants_of(settings, compare=experiment.compare, sweep=experiment.sweep))
    return experiment, {run.variant.name: run.history for run in runs}


def means(experiment, history):
    return dict(zip(experiment.names, mean_returns_on_stake(history), strict=True))


def test_the_help_names_the_experiments():
    from typer.main import get_command

    (option,) = [each for each in get_command(application).params if each.name == "experiment"]
    assert [name for name in built_in_experiments() if name in option.help] == ["copiers", "late-switch", "lone-honest"]
    assert len(built_in_experiments()) == 3


def test_being_early_pays_and_being_late_costs():
    experiment, histories = runs_of("late-switch")
    assert list(histories) == list(RULES)
    for history in histories.values():
        by_name = means(experiment, history)
        assert by_name["early"] > 1.1 > 0.75 > by_name["late"]
        while_late = [returns_on_stake(result)[2] for result in history.results[10:15]]
        assert while_late == [0.0] * 5
    peaks = {
        rule: max(returns_on_stake(result)[1] for result in history.results) for rule, history in histories.items()
    }
    assert peaks["Yuma2"] > 9 > peaks["Yuma3 + liquid alpha"] > 4 > peaks["Yuma3"] > 2
    large = {rule: means(experiment, history)["large"] for rule, history in histories.items()}
    assert large["Yuma2"] < 0.8 < 0.99 < min(large["Yuma3"], large["Yuma3 + liquid alpha"])


def test_copying_costs_the_more_the_older_the_copy():
    experiment, histories = runs_of("copiers")
    for history in histories.values():
        by_name = means(experiment, history)
        assert by_name["honest A"] > 1.05 > 1 > by_name["copier A"] > by_name["slow copier"]
        assert 1 - by_name["slow copier"] > 5 * (1 - by_name["copier A"])
        assert set(map(round, returns_on_stake(history.results[7])[:5])) == {1}
    slow = {rule: means(experiment, history)["slow copier"] for rule, history in histories.items()}
    assert slow["Yuma2"] > 0.8 > 0.7 > slow["Yuma3"] > slow["Yuma3 + liquid alpha"]
    lowest = {
        rule: min(returns_on_stake(result)[2] for result in history.results) for rule, history in histories.items()
    }
    assert lowest["Yuma2"] > lowest["Yuma3"] > lowest["Yuma3 + liquid alpha"]


def test_kappa_decides_what_a_lone_honest_validator_earns():
    _, histories = runs_of("lone-honest")
    assert len(histories) == 9
    honest = {name: returns_on_stake(history.last)[0] for name, history in histories.items()}
    for rule in RULES:
        assert honest[f"{rule}, kappa 0.5"] == 0
        assert honest[f"{rule}, kappa 0.65"] == pytest.approx(1, abs=1e-6)
        assert not any(histories[f"{rule}, kappa 0.65"].last.incentive)
        shares = [share / 2**32 for share in histories[f"{rule}, kappa 0.35"].last.incentive[4:]]
        assert shares == pytest.approx([0.4, 0.6], abs=1e-6)
    assert honest["Yuma2, kappa 0.35"] < 1 < honest["Yuma3, kappa 0.35"] < honest["Yuma3 + liquid alpha, kappa 0.35"]


def histories_of(names, **variation):
    network = Network.settled(
        [len(names) - uid if uid < len(names) // 2 else 0 for uid in range(len(names))],
        [weight_row({len(names) - 1: 1}) if uid < len(names) // 2 else [] for uid in range(len(names))],
    )
    experiment = experiment_of(network, "Many")
    return run_variants(experiment.schedule, variants_of(network.settings, **variation))


def test_uids_that_fare_alike_share_a_line_and_a_label():
    assert label_of(["cartel A", "cartel B", "cartel C"]) == "cartel A, B, C"
    assert label_of(["uid 10", "uid 11"]) == "uid 10, 11"
    assert label_of(["honest", "late"]) == "honest, late"
    assert label_of([f"uid {uid}" for uid in range(9)]) == "uid 0, 1, 2, 3 and 5 more"


def test_only_so_many_lines_are_named_and_the_largest_come_first():
    names = [f"uid {uid}" for uid in range(24)]
    measure = measure_of("dividends", names)
    groups = groups_of(lay_out(histories_of(names, compare=False, sweep=None), [measure]), names, measure)
    assert [group.colour for group in groups[:6]] == list(COLOURS)
    assert {group.colour for group in groups[6:]} <= {GREY}


def test_rules_and_values_span_a_grid_and_measures_make_rows():
    names = ["a", "b", "c", "d"]
    measures = [measure_of("return", names), measure_of("incentive", names)]
    sweep = parse_sweep("kappa=0.3,0.6", "--vary")
    grid = lay_out(histories_of(names, compare=True, sweep=sweep), measures)
    assert [(panel.row, panel.column) for panel in grid] == [(row, column) for row in range(2) for column in range(3)]
    assert {panel.measure.name for panel in grid} == {"return"}
    rows = lay_out(histories_of(names, compare=False, sweep=sweep), measures)
    assert [(panel.row, panel.measure.name) for panel in rows] == [(0, "return")] * 2 + [(1, "incentive")] * 2


def test_labels_are_moved_apart_as_little_as_it_takes():
    assert spread([0.2, 0.8], 0.1) == [0.2, 0.8]
    assert spread([0.5, 0.5, 0.5], 0.1) == pytest.approx([0.4, 0.5, 0.6])
    assert spread([], 0.1) == []
    apart = spread([0.0, 0.01, 0.05, 0.3, 0.32, 0.9], 0.1)
    assert all(b - a >= 0.1 - 1e-9 for a, b in pairwise(apart))


@pytest.mark.parametrize("suffix", [".svg", ".pdf"])
def test_a_picture_of_one_epoch_can_be_drawn(tmp_path, suffix):
    names = ["a", "b", "c", "d"]
    runs = histories_of(names, compare=False, sweep=None)
    experiment = experiment_of(runs[0].history.networks[0], "One")
    path = tmp_path / f"one{suffix}"
    draw(runs, experiment, path)
    assert path.stat().st_size > 1_000


def test_the_table_on_the_page_is_what_the_page_s_file_gives(tmp_path):
    page = (Path(__file__).parents[3] / "docs" / "how-to" / "experiment-with-incentives.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```toml file=judges.toml\n(.*?)```", page, re.DOTALL)
    (shown,) = re.findall(r"```\n(Two judges.*?)```", page, re.DOTALL)
    file = tmp_path / "judges.toml"
    file.write_text(text, encoding="utf-8")
    printed = weft_epoch(file).stdout
    assert [line.split() for line in printed.splitlines() if line.strip() and "─" not in line] == [
        line.split() for line in shown.splitlines() if "─" not in line
    ]
