"""The table of the speed budget: bar, target, limit, ours, and the peers that run here, measured in one run.

    python -m tests.benchmarks.table [--quick] [--only NAME …] [--write]

Red is below the bar, yellow between bar and target, green at the target. `--only` takes groups or parts of a row's
name. `--write` puts the table into docs/reference/benchmarks.md.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from tests.benchmarks import (
    block_jump,
    empty_blocks,
    encoding,
    header_push,
    large_networks,
    many_networks,
    pauses,
    processes,
    query_page,
    rpc_throughput,
    snapshot_revert,
    startup,
    submissions,
    transfers_in_blocks,
)
from tests.benchmarks.budget import AHEAD_OF_ANVIL, BUDGET, Metric
from tests.benchmarks.growth import Growth
from tests.benchmarks.node_process import command_environment
from tests.benchmarks.peers import anvil

PAGE = Path("docs/reference/benchmarks.md")
ETH_TESTER = Path(".conformance/eth-tester/bin/python")
VERIFY_US_OF_REFERENCE = 33.8
"""One sr25519 check on the machine for which the budget was made, when nothing else ran there."""

Figures = Mapping[str, float]
PEERED = frozenset({"startup", "submissions", "empty_blocks", "block_jump", "snapshots", "reads"})


def _state_figures() -> Figures:
    """The state has a process of its own: it fills hundreds of megabytes."""
    command = [sys.executable, "-m", "tests.benchmarks.state", "--json"]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, env=command_environment())
    figures: Figures = json.loads(ran.stdout)
    return figures


def _transfers(quick: bool) -> Figures:
    return transfers_in_blocks.run(2_000 if quick else 6_000, 1_000, 500, None)


GROUPS: Mapping[str, Callable[[bool], Figures]] = {
    "startup": lambda quick: startup.measure(),
    "processes": lambda quick: processes.measure(quick=quick),
    "transfers": _transfers,
    "submissions": lambda quick: submissions.measure(quick=quick),
    "empty_blocks": lambda quick: empty_blocks.measure(),
    "block_jump": lambda quick: block_jump.measure(),
    "snapshots": lambda quick: snapshot_revert.measure(),
    "reads": lambda quick: rpc_throughput.measure(),
    "push": lambda quick: header_push.measure(quick=quick),
    "page": lambda quick: query_page.measure(),
    "block_step": lambda quick: many_networks.measure(quick=quick),
    "networks": lambda quick: large_networks.measure(quick=quick),
    "encoding": lambda quick: encoding.measure(),
    "pauses": lambda quick: pauses.measure(quick=quick),
    "state": lambda quick: _state_figures(),
}

GROWTH: Mapping[str, Callable[[bool], Growth]] = {
    "block_step": lambda quick: many_networks.growth(quick=quick),
    "networks": lambda quick: large_networks.growth(quick=quick),
}
"""Tables of how a cost grows, by the group they are measured with."""


class Conditions(NamedTuple):
    """How fast the machine was meanwhile."""

    slowness: tuple[float, float]
    load: tuple[float, float]

    def __str__(self) -> str:
        return (
            f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; one signature check "
            f"took {self.slowness[0]:.1f} times as long as on the idle machine of the budget when this run began, "
            f"{self.slowness[1]:.1f} times when it ended; load average {self.load[0]:.1f} and {self.load[1]:.1f}. "
            "What is above 1 there makes our figures, and those of the peers, that much worse."
        )


def slowness() -> float:
    """How many times longer than on the idle reference machine a signature check takes now."""
    return transfers_in_blocks.bare_verify_us() / VERIFY_US_OF_REFERENCE


def chosen(only: list[str]) -> list[Metric]:
    """The rows asked for: all, or those whose group or name fits."""
    if not only:
        return list(BUDGET)
    rows = [metric for metric in BUDGET if any(word == metric.group or word in metric.name for word in only)]
    if not rows:
        groups = ", ".join(GROUPS)
        raise SystemExit(f"no row fits {', '.join(only)}; the groups are {groups}, and parts of names will do")
    return rows


def eth_tester_figures() -> Figures:
    """What eth-tester does, where it is installed."""
    if not ETH_TESTER.exists():
        print("eth-tester is not installed; `just conformance-setup` brings it", file=sys.stderr)
        return {}
    command = [str(ETH_TESTER), "-m", "tests.benchmarks.peers.eth_tester_figures"]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, env=command_environment())
    figures: Figures = json.loads(ran.stdout.splitlines()[-1])
    return figures


def anvil_figures(group: str) -> Figures:
    """What anvil does in the operations of a group, where it is installed."""
    try:
        return anvil.BY_GROUP[group]() if group in anvil.BY_GROUP else {}
    except LookupError as error:
        print(error, file=sys.stderr)
        return {}


def shown(figure: float | None) -> str:
    """A figure in three significant digits."""
    if figure is None:
        return "-"
    return f"{figure:,.0f}" if abs(figure) >= 100 else f"{figure:.3g}"


def cells(metric: Metric, ours: Figures, peers: Mapping[str, Figures]) -> list[str]:
    """A row of the table."""
    figure = ours[metric.figure]
    ahead = metric.target == AHEAD_OF_ANVIL
    if ahead:
        metric = metric._replace(target=peers["anvil"].get(metric.peer, 0.0))
    sign = "≥" if metric.is_rate else "≤"
    compared = [shown(peers[peer].get(metric.peer) if metric.peer else None) for peer in ("anvil", "eth-tester")]
    bounds = [f"{sign} {shown(metric.bar)}", f"{sign} {shown(metric.target)}", metric.limit]
    if ahead:
        bounds[:2] = ["-", "anvil's"]
    return [metric.name, metric.unit, *bounds, shown(figure), *compared, metric.verdict(figure)]


HEADINGS = ("metric", "unit", "bar", "target", "limit", "ours", "anvil", "eth-tester", "verdict")


def as_markdown(rows: list[list[str]], grown: list[Growth], conditions: Conditions) -> str:
    """The page of the documentation."""
    lines = [
        "# Benchmarks",
        "",
        "What Weft costs, beside its budget and beside the peers that ran in the same run. Made by `just bench`.",
        "Red is below the bar, yellow between bar and target, green at the target.",
        "",
        f"The machine: {conditions}",
        "",
        "| " + " | ".join(HEADINGS) + " |",
        "|---|---|" + "---:|" * 6 + "---|",
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
        "Single figures are medians of repeats, or the best of them where only CPU time counts. The peers do the same",
        "operation in their own terms: a transfer of theirs is a call with an impersonated sender (anvil) or without a",
        "process in between (eth-tester), a read of theirs goes over one HTTP connection. anvil's jump and its empty",
        "blocks are `anvil_mine`. Snapshots of ours and of eth-tester are asked for in the process, anvil's over HTTP.",
        "",
        *(growth.as_markdown() for growth in grown),
    ]
    return "\n".join(lines)


def print_table(rows: list[list[str]], conditions: Conditions) -> None:
    """Show the table in the terminal."""
    table = Table(*HEADINGS, title="Weft against its budget")
    for row in rows:
        table.add_row(*row[:-1], f"[{row[-1]}]{row[-1]}[/]")
    console = Console(width=None if sys.stdout.isatty() else 150)
    console.print(table)
    console.print(str(conditions))


def main() -> None:
    """Measure what was asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer repeats")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="groups, or parts of names of rows")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE}")
    options = parser.parse_args()
    metrics = chosen(options.only)
    groups = {metric.group for metric in metrics}
    began, load = slowness(), os.getloadavg()[0]
    ours: dict[str, float] = {}
    peers: dict[str, dict[str, float]] = {"anvil": {}, "eth-tester": {}}
    grown: list[Growth] = []
    for group in (group for group in GROUPS if group in groups):
        begun = time.perf_counter()
        ours |= GROUPS[group](options.quick)
        grown += [GROWTH[group](options.quick)] if group in GROWTH else []
        peers["anvil"] |= anvil_figures(group)
        print(f"measured {group} in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    if groups & PEERED:
        peers["eth-tester"] |= eth_tester_figures()
    conditions = Conditions((began, slowness()), (load, os.getloadavg()[0]))
    rows = [cells(metric, ours, peers) for metric in metrics]
    print_table(rows, conditions)
    for growth in grown:
        print(f"\n{growth.as_text()}")
    if options.write:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(as_markdown(rows, grown, conditions))


if __name__ == "__main__":
    main()
