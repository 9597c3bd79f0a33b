"""The live view of a localnet in the terminal: the chain above, the neurons in the middle, the log below."""

from collections import deque
from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from localnet.report import NetworkReport, format_tokens, neuron_table

LOG_LINES = 8


class LocalnetView:
    """Holds what the screen shows last; `rich.live.Live` asks it to draw itself."""

    def __init__(self, title: str = "", endpoint: str = "") -> None:
        self.title = title
        self.endpoint = endpoint
        self.report: NetworkReport | None = None
        self.log: deque[str] = deque(maxlen=LOG_LINES)

    def update(self, report: NetworkReport, log_lines: Iterable[str]) -> None:
        """Take a new look at the network and the log lines that came since the last one."""
        self.report = report
        self.log.extend(log_lines)

    def say(self, line: str) -> None:
        """Take one line for the log, unless it is the last one again."""
        if not self.log or self.log[-1] != line:
            self.log.append(line)

    def __rich__(self) -> RenderableType:
        log = Panel(
            Text("\n".join(self.log), overflow="ellipsis", no_wrap=True),
            title="log",
            title_align="left",
            height=LOG_LINES + 2,
        )
        if self.report is None:
            return Group(Panel(Text("starting …"), title="weft localnet", title_align="left"), log)
        return Group(self._chain_panel(self.report), neuron_table(self.report.neurons), log)

    def _chain_panel(self, report: NetworkReport) -> Panel:
        line = Table.grid(expand=True, padding=(0, 2))
        line.add_column(no_wrap=True)
        line.add_column(no_wrap=True)
        line.add_column(ratio=1)
        line.add_column(justify="right", no_wrap=True)
        paid = sum(sum(epoch.emission_rao) for epoch in report.epochs)
        line.add_row(
            Text.assemble("block ", (f"#{report.block}", "bold green")),
            Text.assemble("epoch ", (str(len(report.epochs)), "bold")),
            ProgressBar(
                total=max(1, report.tempo_blocks), completed=min(report.blocks_into_epoch, report.tempo_blocks)
            ),
            Text(f"subnet {report.netuid} · {format_tokens(paid)} α paid · {self.endpoint}"),
        )
        return Panel(line, title=f"weft localnet · {self.title}", title_align="left")
