"""Where a run shows itself: a live screen, or a line per epoch where there is no terminal."""

import sys
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from rich.live import Live

from localnet.report import NetworkReport
from localnet.view import LocalnetView


class PlainDisplay:
    """Lines on standard error: how the start goes, then one per epoch."""

    def __init__(self) -> None:
        self._said = ""
        self._epochs = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def begin(self, title: str, endpoint: str) -> None:
        """Say that the network is at work."""
        self.say(f"{title} is at work; connect any client to {endpoint}")

    def say(self, line: str) -> None:
        """Print a line, unless it is the last one again."""
        if line != self._said:
            self._said = line
            print(line, file=sys.stderr, flush=True)

    def show(self, report: NetworkReport, log_lines: Iterable[str]) -> None:
        """Print a line when an epoch has run."""
        if len(report.epochs) > self._epochs:
            self._epochs = len(report.epochs)
            miners = [neuron for neuron in report.neurons if neuron.role == "miner" and neuron.emission_rao]
            best = max(miners, key=lambda neuron: neuron.emission_rao, default=None)
            leader = f"; {best.name} (uid {best.uid}) leads" if best else ""
            self.say(f"block {report.block}: {self._epochs} epochs, {len(miners)} miners paid{leader}")


class LiveDisplay:
    """The live view, on the whole terminal."""

    def __init__(self) -> None:
        self._view = LocalnetView()
        self._live = Live(self._view, auto_refresh=False, screen=True)

    def __enter__(self) -> Self:
        self._live.start(refresh=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def begin(self, title: str, endpoint: str) -> None:
        """Show what runs and where."""
        self._view.title, self._view.endpoint = title, endpoint
        self._live.refresh()

    def say(self, line: str) -> None:
        """Add a line to the log pane."""
        self._view.say(line)
        self._live.refresh()

    def show(self, report: NetworkReport, log_lines: Iterable[str]) -> None:
        """Draw the network as it is."""
        self._view.update(report, log_lines)
        self._live.refresh()
