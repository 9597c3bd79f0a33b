"""The picture of a run: what each neuron had earned, epoch by epoch."""

from itertools import accumulate
from pathlib import Path

from localnet.report import RAO_PER_TOKEN, NetworkReport

PICTURE_FORMATS = (".png", ".svg", ".pdf")


def write_emission_picture(report: NetworkReport, path: Path) -> None:
    """Draw the alpha each neuron has earned over the blocks of the run and write it to `path` (.png, .svg or .pdf).

    Raises ValueError if the suffix is another one or the run holds no epoch yet.
    """
    if path.suffix not in PICTURE_FORMATS:
        raise ValueError(f"a picture ends in {', '.join(PICTURE_FORMATS)}; got {path.name!r}")
    if not report.epochs:
        raise ValueError(f"no epoch has run by block {report.block}, so there is no emission to draw")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 5), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    blocks = [epoch.block for epoch in report.epochs]
    for neuron in sorted(report.neurons, key=lambda neuron: -neuron.emission_rao):
        paid = [epoch.paid_to(neuron.uid) for epoch in report.epochs]
        earned = [rao / RAO_PER_TOKEN for rao in accumulate(paid)]
        style = "-" if neuron.role == "miner" else ":"
        axes.plot(blocks, earned, style, marker="o", markersize=3, label=f"uid {neuron.uid}  {neuron.name}")
    axes.set_xlabel("block")
    axes.set_ylabel("emission earned (α)")
    axes.set_title(f"Subnet {report.netuid}: emission per neuron over {len(blocks)} epochs")
    axes.grid(alpha=0.3)
    axes.legend(loc="upper left", fontsize="small", title="— miners   ··· validators", title_fontsize="small")
    figure.savefig(path, dpi=150)
