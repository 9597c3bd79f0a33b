"""Runs as a picture: small multiples, one panel for each variant, every line named where it ends."""

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from localnet.epoch_lab.errors import EpochInputError
from localnet.epoch_lab.experiment import Experiment
from localnet.epoch_lab.measures import Measure, Values, measure_of, servers_of, validators_of
from localnet.epoch_lab.variants import Run

PICTURE_FORMATS = (".png", ".svg", ".pdf")
DEFAULT_SHOW = ("return", "incentive")
MOST_COLUMNS = 4
MOST_ROWS = 5
MOST_NAMED = 6
MOST_NAMES_AT_A_LINE = 4

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""Okabe and Ito's palette, which people tell apart whatever colours they see."""
STROKES = ("-", (0, (6, 2)), (0, (2, 1.5)), (0, (6, 2, 1.5, 2)), (0, (9, 2)), (0, (1, 2)))
GREY = "#707070"
PANEL_INCHES = (4.2, 2.7)
LABEL_GAP = 0.085
"""Least distance of two labels, as a share of a panel's height."""

SAME_LINE = 0.002
"""Lines that are nowhere farther apart are drawn as one."""

NOTE_GAP = 0.08
NOTE_LEVELS = 3


class Panel(NamedTuple):
    """One panel: where it stands, which run it draws, which measure, and its series by uid."""

    row: int
    column: int
    run: Run
    measure: Measure
    series: list[Values]


class Group(NamedTuple):
    """Uids that fare alike in every panel and share a line: one of them, the label, colour and stroke."""

    uid: int
    label: str
    colour: str
    stroke: Any


def check_picture(path: Path) -> None:
    """Raise EpochInputError if a picture cannot be written under this name or matplotlib is missing."""
    if path.suffix not in PICTURE_FORMATS:
        raise EpochInputError(f"--plot is {str(path)!r}; expected a name that ends in {', '.join(PICTURE_FORMATS)}")
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        raise EpochInputError('--plot needs matplotlib; install it with: pip install "weft[plots]"') from error


def draw(runs: Sequence[Run], experiment: Experiment, path: Path) -> None:
    """Draw the runs of an experiment into `path` (.png, .svg or .pdf), with the notes of its changes.

    Rules and swept values span the grid; where only one of both varies, the rows are the measures to show. Raises
    EpochInputError if there is more than fits, or a measure that there is not.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    names = experiment.names
    panels = lay_out(runs, [measure_of(name, names) for name in experiment.show or DEFAULT_SHOW])
    rows, columns = max(panel.row for panel in panels) + 1, max(panel.column for panel in panels) + 1
    width, height = PANEL_INCHES
    figure = Figure(figsize=(width * columns, height * rows + 1.3), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(rows, columns, sharex=True, sharey="row", squeeze=False)
    notes = [(change.epoch, change.note) for change in experiment.schedule.changes if change.note]
    for panel in panels:
        alike = [other for other in panels if other.measure is panel.measure]
        noted = notes if panel.row == 0 else []
        _frame(axes[panel.row][panel.column], panel, alike, noted)
        _draw_lines(axes[panel.row][panel.column], panel, groups_of(panels, names, panel.measure))
        _draw_notes(axes[panel.row][panel.column], notes, written=panel.row == 0 and panel.column == 0)
    for lowest in axes[-1]:
        lowest.set_xlabel("epoch")
    figure.suptitle(experiment.title, x=0.01, ha="left", fontsize=15, fontweight="bold")
    if experiment.text:
        text = textwrap.fill(experiment.text, 56 * columns)
        figure.supxlabel(text, x=0.01, ha="left", fontsize=10, color="#303030")
    figure.savefig(path, dpi=110)


def lay_out(runs: Sequence[Run], measures: Sequence[Measure]) -> list[Panel]:
    """Where each panel stands."""
    rules = list(dict.fromkeys(run.variant.rule for run in runs))
    values = list(dict.fromkeys(run.variant.value for run in runs))
    if 1 < len(rules) < len(runs) and len(runs) == len(rules) * len(values):
        places = [(values.index(run.variant.value), rules.index(run.variant.rule), run, measures[0]) for run in runs]
    else:
        places = [(row, at, run, measure) for row, measure in enumerate(measures) for at, run in enumerate(runs)]
    panels = [Panel(row, at, run, measure, measure.series(run.history)) for row, at, run, measure in places]
    columns, rows = max(panel.column for panel in panels) + 1, max(panel.row for panel in panels) + 1
    if columns > MOST_COLUMNS or rows > MOST_ROWS:
        raise EpochInputError(
            f"the picture would have {columns} by {rows} panels; at most {MOST_COLUMNS} by {MOST_ROWS} are readable, "
            "so compare fewer values"
        )
    return panels


def groups_of(panels: Sequence[Panel], names: Sequence[str], measure: Measure) -> list[Group]:
    """The lines of a measure, the first uids first; where there are too many to name, the largest first."""
    histories = [panel.run.history for panel in panels]
    uids = validators_of(histories) if measure.of_validators else servers_of(histories)
    same_kind = [panel for panel in panels if panel.measure.of_validators == measure.of_validators]
    groups: list[tuple[list[Values], list[int]]] = []
    for uid in uids:
        drawn = [panel.series[uid] for panel in same_kind]
        alike = next((members for series, members in groups if _look_alike(series, drawn)), None)
        if alike is None:
            groups.append((drawn, [uid]))
        else:
            alike.append(uid)
    if len(groups) > MOST_NAMED:
        groups.sort(key=lambda group: -sum(value or 0 for series in group[0] for value in series))
    order = slice(None) if measure.of_validators else slice(None, None, -1)
    looks = list(zip(COLOURS[order], STROKES[order], strict=True))
    looks += [(GREY, "-")] * len(groups)
    return [
        Group(uids[0], label_of([names[uid] for uid in uids]), *looks[place]) for place, (_, uids) in enumerate(groups)
    ]


def _look_alike(some: Sequence[Values], others: Sequence[Values]) -> bool:
    """Whether two uids' lines lie on each other in every panel."""
    pairs = [pair for one, other in zip(some, others, strict=True) for pair in zip(one, other, strict=True)]
    return all(a == b or (a is not None and b is not None and abs(a - b) <= SAME_LINE) for a, b in pairs)


def label_of(names: Sequence[str]) -> str:
    """One label for several: `cartel A, B, C` for names that begin alike."""
    words = [name.split(" ") for name in names]
    alike = 0
    while all(len(each) > alike + 1 and each[alike] == words[0][alike] for each in words):
        alike += 1
    shown = [names[0], *(" ".join(each[alike:]) for each in words[1:MOST_NAMES_AT_A_LINE])]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _frame(axes: Any, panel: Panel, alike: Sequence[Panel], notes: list[tuple[int, str]]) -> None:
    measure, variant = panel.measure, panel.run.variant
    values = [value for each in alike for series in each.series for value in series if value is not None]
    top = max([*values, measure.reference or 0, 0.05])
    highest = top * 1.06 / (1 - NOTE_GAP * min(len(notes), NOTE_LEVELS))
    axes.set_ylim(-0.03 * highest, highest)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#e0e0e0", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.xaxis.get_major_locator().set_params(integer=True)
    if measure.reference is not None:
        axes.axhline(measure.reference, color=GREY, linewidth=0.8, linestyle=":")
    if panel.column == 0:
        axes.set_ylabel(measure.axis)
    if panel.row == 0 or (panel.measure is alike[0].measure and len({each.row for each in alike}) > 1):
        axes.set_title(variant.name, loc="left", fontsize=11)


def _draw_lines(axes: Any, panel: Panel, groups: Sequence[Group]) -> None:
    ends = []
    for place, group in enumerate(groups):
        series = panel.series[group.uid]
        drawn = [float("nan") if value is None else value for value in series]
        named = place < MOST_NAMED
        axes.plot(
            drawn,
            color=group.colour,
            linestyle=group.stroke,
            linewidth=2.0 if named else 0.6,
            marker="o" if len(drawn) == 1 else "",
        )
        known = [value for value in series if value is not None]
        if named and known:
            ends.append((known[-1], group.label, group.colour))
    if len(groups) > MOST_NAMED:
        ends.append((0.0, f"grey: {len(groups) - MOST_NAMED} others", GREY))
    low, high = axes.get_ylim()
    ends.sort()
    heights = spread([(value - low) / (high - low) for value, _, _ in ends], LABEL_GAP)
    for height, (_, label, colour) in zip(heights, ends, strict=True):
        axes.text(1.02, height, label, transform=axes.transAxes, color=colour, fontsize=9, va="center", ha="left")


def spread(heights: Sequence[float], gap: float) -> list[float]:
    """Ascending heights moved apart as little as it takes, so that neighbours are `gap` apart."""
    clusters: list[tuple[float, int]] = []
    for height in heights:
        middle, count = height, 1
        while clusters and middle - clusters[-1][0] < gap * (count + clusters[-1][1]) / 2:
            before, number = clusters.pop()
            middle, count = (before * number + middle * count) / (number + count), number + count
        clusters.append((middle, count))
    return [middle + gap * (place - (count - 1) / 2) for middle, count in clusters for place in range(count)]


def _draw_notes(axes: Any, notes: list[tuple[int, str]], *, written: bool) -> None:
    for place, (epoch, note) in enumerate(notes):
        axes.axvline(epoch, color=GREY, linewidth=0.8, linestyle=(0, (1, 3)))
        if written:
            height = 0.99 - NOTE_GAP * (place % NOTE_LEVELS)
            where = axes.get_xaxis_transform()
            axes.text(epoch, height, f" {note}", transform=where, fontsize=8, color=GREY, va="top", ha="left")
