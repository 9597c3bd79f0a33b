"""What a localnet says about itself: one snapshot of the network, as JSON for scripts and as a table for people."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

RAO_PER_TOKEN = 1_000_000_000


@dataclass(frozen=True)
class NeuronReport:
    """One neuron of the subnet; `name` is the scenario's name for it.

    `score` is the subnet's own measure (None before the first), `incentive` and `dividends` are shares of 1,
    `emission_rao` is the alpha earned over the whole run and `stake_rao` the hotkey's alpha stake now, both in rao.
    """

    uid: int
    hotkey: str
    role: str
    name: str
    kind: str
    score: float | None
    incentive: float
    dividends: float
    emission_rao: int
    stake_rao: int


@dataclass(frozen=True)
class EpochEmission:
    """What one epoch paid: the block it ran in and the alpha in rao for each uid."""

    block: int
    emission_rao: tuple[int, ...]

    def paid_to(self, uid: int) -> int:
        """The alpha in rao that a uid got; 0 for one that was not there yet."""
        return self.emission_rao[uid] if uid < len(self.emission_rao) else 0


@dataclass(frozen=True)
class NetworkReport:
    """One look at the whole network at one block."""

    block: int
    netuid: int
    tempo_blocks: int
    blocks_into_epoch: int
    epochs: tuple[EpochEmission, ...]
    neurons: tuple[NeuronReport, ...]

    def as_json_object(self) -> dict[str, Any]:
        """Return the object that `weft localnet --json` prints."""
        neurons = [asdict(neuron) for neuron in self.neurons]
        for neuron in neurons:
            del neuron["name"]
        return {"block": self.block, "netuid": self.netuid, "neurons": neurons}


def format_tokens(rao: int) -> str:
    """Format an amount of rao in whole tokens with three decimals."""
    return f"{rao / RAO_PER_TOKEN:,.3f}"


def neuron_table(neurons: Sequence[NeuronReport], title: str | None = None) -> Table:
    """Return a table of neurons, the best paid first."""
    table = Table(title=title, title_justify="left", header_style="bold", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for heading in ("uid", "role", "name"):
        table.add_column(heading, no_wrap=True)
    for heading in ("score", "incentive", "dividends", "emission α", "stake α"):
        table.add_column(heading, justify="right", no_wrap=True)
    for neuron in sorted(neurons, key=lambda neuron: (neuron.role != "miner", -neuron.emission_rao, neuron.uid)):
        table.add_row(
            str(neuron.uid),
            neuron.role,
            neuron.name,
            "–" if neuron.score is None else f"{neuron.score:.3f}",
            f"{neuron.incentive:.3f}",
            f"{neuron.dividends:.3f}",
            format_tokens(neuron.emission_rao),
            format_tokens(neuron.stake_rao),
            style=None if neuron.role == "miner" else "cyan",
        )
    return table
