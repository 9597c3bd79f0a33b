"""`weft epoch`: Yuma consensus on matrices from a file, without a chain."""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from localnet.epoch_lab.case import is_case, outcome, read_case
from localnet.epoch_lab.chart import check_picture, draw
from localnet.epoch_lab.errors import EpochInputError
from localnet.epoch_lab.experiment import MOST_EPOCHS, Experiment, experiment_of, load_experiment, read_experiment
from localnet.epoch_lab.fields import looks_like_json, parse_document
from localnet.epoch_lab.hyperparameters import stored_whole, with_parameters
from localnet.epoch_lab.measures import measure_of
from localnet.epoch_lab.network import run_epoch
from localnet.epoch_lab.variants import Run, parse_sweep, run_variants, variants_of

STANDARD_INPUT = Path("-")
WIDTH_WITHOUT_TERMINAL = 120

application = typer.Typer(add_completion=False)


@application.command()
def epoch(
    file: Annotated[
        Path | None,
        typer.Argument(help="TOML or JSON of stakes and weights, or a case of --json; standard input by default."),
    ] = None,
    experiment: Annotated[
        str | None, typer.Option(help="Run one that ships with Weft: copiers, late-switch or lone-honest.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON; a case in JSON is answered by its outcome in the same words.")
    ] = False,
    epochs: Annotated[str | None, typer.Option(metavar="N", help="Run so many epochs.")] = None,
    kappa: Annotated[
        str | None, typer.Option(metavar="SHARE", help="Share of stake that has to agree on a weight.")
    ] = None,
    bonds_alpha: Annotated[
        str | None,
        typer.Option(metavar="SHARE", help="Share of new bonds in each step: 1 - the chain's BondsMovingAverage."),
    ] = None,
    bonds_penalty: Annotated[
        str | None, typer.Option(metavar="SHARE", help="How much of a weight above consensus is lost for bonds.")
    ] = None,
    liquid_alpha: Annotated[
        tuple[str, str, str] | None,
        typer.Option(
            metavar="LOW HIGH STEEPNESS", help="Liquid alpha between two shares; the chain's is 0.7 0.9 1000."
        ),
    ] = None,
    yuma3: Annotated[bool | None, typer.Option("--yuma3/--no-yuma3", help="Bonds by Yuma3, or by Yuma2.")] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="Yuma2, Yuma3 and Yuma3 with liquid alpha side by side.")
    ] = False,
    vary: Annotated[
        str | None,
        typer.Option(metavar="NAME=V1,V2", help="Values of a hyperparameter side by side, such as kappa=0.3,0.5."),
    ] = None,
    show: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WHAT",
            help="Draw return, dividends, trust, incentive, consensus, emission or 'bonds on NAME'; may be repeated.",
        ),
    ] = None,
    plot: Annotated[Path | None, typer.Option(metavar="FILE", help="Draw the run into a .png, .svg or .pdf.")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Write every epoch and uid as .csv.")] = None,
) -> None:
    """Run Yuma consensus on stakes and weights from a file, without a chain."""
    given = {"kappa": kappa, "bonds_alpha": bonds_alpha, "bonds_penalty": bonds_penalty, "yuma3": yuma3}
    changes = {name: value for name, value in given.items() if value is not None} | _liquid(liquid_alpha)
    try:
        document = None if experiment else _document(file, as_json=as_json)
        if isinstance(document, list):
            print(json.dumps(_answers(document, changes, as_json=as_json)))
            return
        subject = load_experiment(experiment) if experiment else _subject(document)
        if experiment and file:
            raise EpochInputError(f"--experiment {experiment} and {file} are both given; give one of them")
        subject = _adjusted(subject, changes, epochs=epochs, vary=vary, compare=compare, show=show)
        _run(subject, as_json=as_json, bare=is_case(document), plot=plot, csv=csv)
    except EpochInputError as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.filename or 'standard input'}: {error.strerror}")


def run(arguments: Sequence[str]) -> int:
    """Run the command line of `weft epoch` and return its exit status."""
    try:
        application(list(arguments), prog_name="weft epoch")
    except SystemExit as exit_request:
        return exit_request.code if isinstance(exit_request.code, int) else 1
    return 0


def _liquid(values: tuple[str, str, str] | None) -> dict[str, Any]:
    if values is None:
        return {}
    names = ("alpha_low", "alpha_high", "alpha_sigmoid_steepness")
    return {"liquid_alpha": True, **dict(zip(names, values, strict=True))}


def _document(file: Path | None, *, as_json: bool) -> Any:
    """What is in the file, or on standard input."""
    if file is None or file == STANDARD_INPUT:
        if sys.stdin.isatty():
            raise EpochInputError("nothing to run; give a FILE, --experiment NAME, or a case on standard input")
        content, name = sys.stdin.buffer.read(), ""
    else:
        content, name = file.read_bytes(), file.suffix
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise EpochInputError(f"the input is not text in UTF-8: {error}") from error
    in_json = name == ".json" or (name != ".toml" and (as_json or looks_like_json(text)))
    return parse_document(text, as_json=in_json)


def _answers(cases: list[Any], changes: dict[str, Any], *, as_json: bool) -> list[Any]:
    """The outcome of each case of a list."""
    if not as_json:
        raise EpochInputError("a list of cases is answered in JSON; add --json")
    answers = []
    for at, case in enumerate(cases):
        network = read_case(case, f"case {at}")
        settings = with_parameters(network.settings, changes, "--")
        answers.append(outcome(run_epoch(replace(network, settings=settings))))
    return answers


def _subject(document: Any) -> Experiment:
    return experiment_of(read_case(document), "The case") if is_case(document) else read_experiment(document)


def _adjusted(
    subject: Experiment,
    changes: dict[str, Any],
    *,
    epochs: str | None,
    vary: str | None,
    compare: bool,
    show: list[str] | None,
) -> Experiment:
    """The experiment as the options want it."""
    start = subject.schedule.start
    start = replace(start, settings=with_parameters(start.settings, changes, "--"))
    count = stored_whole(epochs, "--epochs", 1, MOST_EPOCHS) if epochs else subject.schedule.epochs
    for name in show or ():
        measure_of(name, subject.names)
    as_written = not (changes or epochs or vary or compare)
    return replace(
        subject,
        text=subject.text if as_written else "",
        schedule=replace(subject.schedule, start=start, epochs=count),
        compare=compare or (subject.compare and not {"yuma3", "liquid_alpha"} & changes.keys()),
        sweep=parse_sweep(vary, "--vary") if vary else None if _fixed(subject, changes) else subject.sweep,
        show=tuple(show) if show else subject.show,
    )


def _fixed(subject: Experiment, changes: dict[str, Any]) -> bool:
    """Whether an option fixes what the experiment would vary."""
    return subject.sweep is not None and subject.sweep.parameter in changes


def _run(subject: Experiment, *, as_json: bool, bare: bool, plot: Path | None, csv: Path | None) -> None:
    """Run every variant, print it, and write the files that are asked for."""
    if plot is not None:
        check_picture(plot)
    settings = subject.schedule.start.settings
    variants = variants_of(settings, compare=subject.compare, sweep=subject.sweep)
    if settings.liquid_alpha and not any(variant.settings.yuma3 for variant in variants):
        print("weft epoch: liquid alpha changes nothing without Yuma3; add --yuma3 or --compare", file=sys.stderr)
    runs = run_variants(subject.schedule, variants)
    if as_json:
        print(json.dumps(_as_json(subject, runs, bare=bare)))
    else:
        _print_tables(subject, runs)
    if csv is not None:
        from localnet.epoch_lab.tables import write_csv

        write_csv(runs, subject.names, csv)
    if plot is not None:
        draw(runs, subject, plot)
        print(f"drew {plot}", file=sys.stderr)


def _as_json(subject: Experiment, runs: Sequence[Run], *, bare: bool) -> Any:
    """The outcome alone where a case is one epoch of one variant, else all epochs of all variants."""
    answers = [
        {"variant": run.variant.name, "epochs": [outcome(result) for result in run.history.results]} for run in runs
    ]
    if bare and len(runs) == len(runs[0].history.results) == 1:
        return outcome(runs[0].history.last)
    return {"title": subject.title, "names": list(subject.names), "runs": answers}


def _print_tables(subject: Experiment, runs: Sequence[Run]) -> None:
    from rich.console import Console

    from localnet.epoch_lab.tables import epoch_table, run_table

    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH_WITHOUT_TERMINAL)
    epochs = subject.schedule.epochs
    if len(runs) == 1:
        when = subject.title if epochs == 1 else f"{subject.title}: epoch {epochs - 1}, the last"
        console.print(epoch_table(runs[0].history.last, subject.names, f"{when} ({runs[0].variant.name})"))
    if len(runs) > 1 or epochs > 1:
        span = "one epoch" if epochs == 1 else f"{epochs} epochs"
        console.print(run_table(runs, subject.names, f"{subject.title}: {span}"))
    if subject.text:
        console.print(subject.text, highlight=False)


def _fail(message: str) -> NoReturn:
    print(f"weft epoch: {message}", file=sys.stderr)
    raise typer.Exit(1)
