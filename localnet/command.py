"""`weft localnet`: run a scenario, show it, and say at the end what everyone earned."""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from chain.client.errors import CONNECTION_LOST, ClientError
from localnet.display import LiveDisplay, PlainDisplay
from localnet.log_follower import LogFollower
from localnet.network import Localnet, LocalnetError
from localnet.picture import PICTURE_FORMATS, write_emission_picture
from localnet.processes import ProcessFailed
from localnet.report import NetworkReport, neuron_table
from localnet.scenario import Scenario, ScenarioError, load_scenario

LOOK_EVERY_SECONDS = 0.5
FAILURES = (ScenarioError, LocalnetError, ProcessFailed, ClientError, *CONNECTION_LOST)

application = typer.Typer(add_completion=False)


@dataclass(frozen=True)
class End:
    """When a run is over: after so many blocks or epochs of the working network; never, where both are None."""

    blocks: int | None
    epochs: int | None

    def reached(self, first_block: int, report: NetworkReport) -> bool:
        """Whether a run that began to work at `first_block` is over."""
        if self.blocks is not None and report.block - first_block >= self.blocks:
            return True
        return self.epochs is not None and len(report.epochs) >= self.epochs


@application.command()
def localnet(
    scenario: Annotated[str, typer.Option(help="Name of a built-in scenario, or path of a .toml file.")] = "default",
    blocks: Annotated[int | None, typer.Option(min=1, help="Stop after so many blocks.")] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="Stop after so many epochs.")] = None,
    headless: Annotated[bool, typer.Option(help="No live view; needs --blocks or --epochs.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object at the end, and nothing else.")
    ] = False,
    picture: Annotated[
        Path | None, typer.Option(help="At the end, draw the emission per neuron into this .png, .svg or .pdf file.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(help="Keep wallets, logs and records here; a temporary folder by default.")
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="Port of the chain; 0 takes a free one.")] = 9944,
) -> None:
    """Run a whole network: a chain, a subnet, and miners and validators at work. Ctrl-C ends it."""
    if headless and blocks is None and epochs is None:
        _fail("--headless runs until an end: give --blocks or --epochs")
    if picture is not None and picture.suffix not in PICTURE_FORMATS:
        _fail(f"--picture {picture}: expected a name that ends in {', '.join(PICTURE_FORMATS)}")
    kept = folder or Path(tempfile.mkdtemp(prefix="weft-localnet-"))
    live = not (headless or as_json) and sys.stdout.isatty()
    try:
        report = _run(load_scenario(scenario), kept, port, End(blocks, epochs), live=live)
    except FAILURES as error:
        _fail(str(error))
    finally:
        if folder is None:
            shutil.rmtree(kept, ignore_errors=True)
    if as_json:
        print(json.dumps(report.as_json_object()))
    else:
        Console().print(neuron_table(report.neurons, f"after {len(report.epochs)} epochs, at block {report.block}"))
    if picture is not None and report.epochs:
        write_emission_picture(report, picture)
        print(f"drew {picture}", file=sys.stderr)


def run(arguments: Sequence[str]) -> int:
    """Run the command line of `weft localnet` and return its exit status."""
    try:
        application(list(arguments), prog_name="weft localnet")
    except SystemExit as exit_request:
        return exit_request.code if isinstance(exit_request.code, int) else 1
    return 0


def _run(scenario: Scenario, folder: Path, port: int, end: End, *, live: bool) -> NetworkReport:
    """Run a network to its end or to Ctrl-C; returns the last look at it."""
    display = LiveDisplay() if live else PlainDisplay()
    report: NetworkReport | None = None
    try:
        with display, Localnet(scenario, folder, port=port, say=display.say) as network:
            display.begin(scenario.name, network.endpoint)
            logs = LogFollower(network.supervisor.log_folder)
            report = network.look()
            first_block = report.block
            while not end.reached(first_block, report):
                changes = network.tend()
                report = network.look()
                display.show(report, [*changes, *logs.new_lines()])
                time.sleep(LOOK_EVERY_SECONDS)
    except KeyboardInterrupt:
        if report is None:
            raise LocalnetError("stopped before the network was at work") from None
    return report


def _fail(message: str) -> NoReturn:
    print(f"weft localnet: {message}", file=sys.stderr)
    raise typer.Exit(1)
