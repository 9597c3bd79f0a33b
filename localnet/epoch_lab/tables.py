"""Runs as tables: for the eye, and as comma-separated values for a spreadsheet."""

import csv
from collections.abc import Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table

from chain.pallets.epoch.terms import ONE
from localnet.epoch_lab.measures import mean_returns_on_stake
from localnet.epoch_lab.network import RAO_PER_ALPHA, EpochResult, decimal
from localnet.epoch_lab.schedule import History
from localnet.epoch_lab.variants import Run

CSV_SHARES = ("stake", "active_stake", "consensus", "incentive", "dividends", "validator_trust")
CSV_AMOUNTS = ("server_emission_rao", "validator_emission_rao", "emission_rao")
NOTHING = "–"
MOST_SIDE_BY_SIDE = 4


def epoch_table(result: EpochResult, names: Sequence[str], title: str) -> Table:
    """What one epoch found out about every uid; shares of one, emission in alpha."""
    table = _table(title)
    for heading in ("stake", "permit", "consensus", "incentive", "dividends", "trust", "emission α"):
        table.add_column(heading, justify="right", no_wrap=True)
    for uid, name in enumerate(names):
        shares = (result.consensus, result.incentive, result.dividends, result.validator_trust)
        permit = "yes" if result.permits[uid] else NOTHING
        if result.permits[uid] and not result.active[uid]:
            permit = "inactive"
        table.add_row(
            *(str(uid), name, _share(result.stake[uid]), permit),
            *(_share(vector[uid]) for vector in shares),
            _alpha(result.emission_rao[uid]),
        )
    return table


def run_table(runs: Sequence[Run], names: Sequence[str], title: str) -> Table:
    """What every uid earned in each variant: alpha over the run, and for validators the mean return on stake.

    Rules stand side by side, or swept values where there is one rule; where both vary, each value has a section.
    """
    values = list(dict.fromkeys(run.variant.value for run in runs))
    sections = values if len(runs) > MOST_SIDE_BY_SIDE or len(values) < len(runs) else [None]
    table = _table(title)
    table.add_column("stake", justify="right", no_wrap=True)
    rows = [[run for run in runs if value is None or run.variant.value == value] for value in sections]
    for run in rows[0]:
        varied_alone = len(values) == len(runs) > 1 and len(sections) == 1
        heading = run.variant.value if varied_alone else run.variant.rule
        table.add_column(f"{heading}\nearned α", justify="right", min_width=8)
        table.add_column("\nreturn", justify="right", no_wrap=True)
    for value, row in zip(sections, rows, strict=True):
        if len(sections) > 1:
            table.add_row("", f"[bold]{value}[/bold]")
        earnings = [_earnings(run.history) for run in row]
        for uid, name in enumerate(names):
            cells = [cell for earning in earnings for cell in earning[uid]]
            table.add_row(str(uid), name, _share(row[0].history.last.stake[uid]), *cells)
        table.add_section()
    return table


def write_csv(runs: Sequence[Run], names: Sequence[str], path: Path) -> None:
    """Write a line for each variant, epoch and uid; shares as decimals, emission in rao of alpha."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["variant", "epoch", "block", "uid", "name", "permit", "active", *CSV_SHARES, *CSV_AMOUNTS])
        for run in runs:
            for epoch, result in enumerate(run.history.results):
                for uid, name in enumerate(names):
                    flags = [int(result.permits[uid]), int(result.active[uid])]
                    shares = [f"{decimal(getattr(result, field)[uid]):f}" for field in CSV_SHARES]
                    amounts = [getattr(result, field)[uid] for field in CSV_AMOUNTS]
                    writer.writerow([run.variant.name, epoch, result.block, uid, name, *flags, *shares, *amounts])


def _table(title: str) -> Table:
    table = Table(title=title, title_justify="left", header_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("uid", justify="right", no_wrap=True)
    table.add_column("name", no_wrap=True)
    return table


def _earnings(history: History) -> list[tuple[str, str]]:
    """For every uid what it earned, and its mean return on stake."""
    means = enumerate(mean_returns_on_stake(history))
    return [(_alpha(history.earned_rao(uid)), NOTHING if mean is None else f"{mean:.2f}") for uid, mean in means]


def _share(raw: int) -> str:
    return f"{raw / ONE:.4f}" if raw else NOTHING


def _alpha(rao: int) -> str:
    return f"{rao / RAO_PER_ALPHA:,.4f}" if rao else NOTHING
