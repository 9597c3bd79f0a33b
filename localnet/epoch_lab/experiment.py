"""An experiment: a small file, TOML or JSON, that says who stakes what, who weighs whom, and what changes when.

Participants are named once, in the order of their uids, and called by name or uid from then on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

from chain.pallets.epoch.terms import PROPORTION, ConsensusSettings, Row
from localnet.epoch_lab.errors import EpochInputError, shown
from localnet.epoch_lab.fields import flag, items, number, parse_document, share, table, text, whole
from localnet.epoch_lab.hyperparameters import with_parameters
from localnet.epoch_lab.network import DEFAULT_TEMPO_BLOCKS, RAO_PER_ALPHA, Network, weight_row
from localnet.epoch_lab.schedule import Change, Schedule
from localnet.epoch_lab.variants import Sweep, parse_sweep

BUILT_IN_EXPERIMENTS = resources.files("localnet.epoch_lab") / "experiments"
NEEDED = ("stakes", "weights")
OPTIONAL = (
    *("title", "text", "names", "bonds", "hyperparameters", "emission", "tempo", "epochs", "copiers", "change"),
    *("compare", "vary", "show"),
)
CHANGE_OPTIONAL = ("weights", "stakes", "silent", "reset_bonds", "note")
MOST_EPOCHS = 100_000


@dataclass(frozen=True, slots=True)
class Experiment:
    """A schedule, the names of its uids, what it is about, and how it is best looked at."""

    schedule: Schedule
    names: tuple[str, ...]
    title: str = "One network"
    text: str = ""
    compare: bool = False
    sweep: Sweep | None = None
    show: tuple[str, ...] = ()


def built_in_experiments() -> list[str]:
    """The names of the experiments that ship with Weft."""
    found = (entry.name for entry in BUILT_IN_EXPERIMENTS.iterdir())
    return sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml"))


def load_experiment(name: str) -> Experiment:
    """An experiment that ships with Weft; raises EpochInputError if there is none of that name."""
    if name not in built_in_experiments():
        raise EpochInputError(f"there is no experiment {name!r}; expected one of {', '.join(built_in_experiments())}")
    document = (BUILT_IN_EXPERIMENTS / f"{name}.toml").read_text(encoding="utf-8")
    return read_experiment(parse_document(document, as_json=False))


def experiment_of(network: Network, title: str) -> Experiment:
    """One epoch of a network whose participants have no names."""
    return Experiment(Schedule(network), tuple(f"uid {uid}" for uid in range(network.size)), title)


def read_experiment(document: Any) -> Experiment:
    """The experiment in a document; raises EpochInputError naming the field that is wrong."""
    fields = table(document, "the input", needed=NEEDED, optional=OPTIONAL)
    stakes, participants = _participants(fields["stakes"], fields.get("names"))
    settings = with_parameters(ConsensusSettings(), _mapping(fields, "hyperparameters"), "hyperparameters.")
    start = Network.settled(
        stakes,
        _matrix(fields["weights"], "weights", participants),
        settings=settings,
        emission_rao=_rao(fields.get("emission", 1), "emission"),
        tempo_blocks=whole(fields.get("tempo", DEFAULT_TEMPO_BLOCKS), "tempo", least=1, most=PROPORTION),
    )
    if "bonds" in fields:
        start = _with_bonds(start, fields["bonds"], participants)
    schedule = Schedule(
        start,
        epochs=whole(fields.get("epochs", 1), "epochs", least=1, most=MOST_EPOCHS),
        changes=[
            _change(each, f"change[{at}]", participants)
            for at, each in enumerate(items(fields.get("change", []), "change"))
        ],
        copiers=_copiers(_mapping(fields, "copiers"), participants),
    )
    return Experiment(
        schedule,
        participants.names,
        title=text(fields.get("title", "One network"), "title"),
        text=" ".join(text(fields.get("text", ""), "text").split()),
        compare=flag(fields.get("compare", False), "compare"),
        sweep=parse_sweep(text(fields["vary"], "vary"), "vary") if "vary" in fields else None,
        show=tuple(text(each, "show") for each in items(fields.get("show", []), "show")),
    )


@dataclass(frozen=True, slots=True)
class Participants:
    """The names of all uids, in their order."""

    names: tuple[str, ...]

    def uid(self, called: Any, where: str) -> int:
        """The uid of somebody who is called by name or by uid; raises EpochInputError for an unknown one."""
        if isinstance(called, str) and called in self.names:
            return self.names.index(called)
        if isinstance(called, str) and called.isascii() and called.isdigit():
            called = int(called)
        if isinstance(called, int) and not isinstance(called, bool) and 0 <= called < len(self.names):
            return called
        known = f"a uid of 0 to {len(self.names) - 1}"
        if self.names[0] != "uid 0":
            known += f" or a name: {', '.join(self.names)}"
        raise EpochInputError(f"{where}: {shown(called)} is unknown; expected {known}")


def _participants(stakes: Any, names: Any) -> tuple[list[int], Participants]:
    """Stakes in rao and names, from a table of both or from two lists."""
    if isinstance(stakes, dict):
        if names is not None:
            raise EpochInputError("names are given twice: in names and as the keys of stakes; give them once")
        called, amounts = list(stakes), list(stakes.values())
        places = [f"stakes.{name}" for name in called]
    else:
        amounts = items(stakes, "stakes")
        places = [f"stakes[{uid}]" for uid in range(len(amounts))]
        called = [f"uid {uid}" for uid in range(len(amounts))]
        if names is not None:
            called = [
                text(name, f"names[{uid}]") for uid, name in enumerate(items(names, "names", length=len(amounts)))
            ]
    if not called:
        raise EpochInputError("stakes is empty; expected one stake per uid")
    twice = sorted({name for name in called if called.count(name) > 1})
    if twice:
        raise EpochInputError(f"names holds {twice[0]!r} twice; expected different names")
    return [_rao(amount, place) for amount, place in zip(amounts, places, strict=True)], Participants(tuple(called))


def _rao(value: Any, where: str) -> int:
    """An amount of alpha in rao."""
    rao = number(value, where) * RAO_PER_ALPHA
    if rao >= 2**64:
        raise EpochInputError(
            f"{where} is {shown(value)}; expected less than 18446744073.7 alpha, which fills a u64 of rao"
        )
    return int(rao)


def _mapping(fields: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = fields.get(name, {})
    if not isinstance(value, dict):
        raise EpochInputError(f"{name} is {shown(value)}; expected a table")
    return value


def _matrix(value: Any, where: str, participants: Participants) -> list[Row]:
    """Rows of weights: a full matrix as a list of lists, or a table of who weighs whom."""
    size = len(participants.names)
    if isinstance(value, list):
        rows = [items(row, f"{where}[{uid}]", length=size) for uid, row in enumerate(items(value, where, length=size))]
        exact = [
            {target: number(cell, f"{where}[{uid}][{target}]") for target, cell in enumerate(row)}
            for uid, row in enumerate(rows)
        ]
        return [weight_row(row) if any(row.values()) else [] for row in exact]
    by_uid = _rows_by_uid(value, where, participants)
    return [by_uid.get(uid, []) for uid in range(size)]


def _rows_by_uid(value: Any, where: str, participants: Participants) -> dict[int, Row]:
    rows = {}
    for uid, (place, row) in _by_uid(value, where, participants).items():
        cells = _by_uid(row, place, participants)
        rows[uid] = weight_row({target: number(cell, at) for target, (at, cell) in cells.items()})
    return rows


def _by_uid(value: Any, where: str, participants: Participants) -> dict[int, tuple[str, Any]]:
    """A table by uid: for each its place in the document and its value."""
    if not isinstance(value, dict):
        raise EpochInputError(f"{where} is {shown(value)}; expected a table by name or uid")
    found: dict[int, tuple[str, Any]] = {}
    for called, each in value.items():
        uid = participants.uid(called, where)
        if uid in found:
            raise EpochInputError(f"{where}: uid {uid} is named twice; name it once")
        found[uid] = (f"{where}.{called}", each)
    return found


def _with_bonds(start: Network, value: Any, participants: Participants) -> Network:
    bonds: list[Row] = [[] for _ in participants.names]
    for uid, (place, row) in _by_uid(value, "bonds", participants).items():
        cells = _by_uid(row, place, participants)
        bonds[uid] = [(target, int(share(cell, at) * PROPORTION)) for target, (at, cell) in cells.items()]
    return replace(start, bonds=bonds)


def _copiers(value: dict[str, Any], participants: Participants) -> dict[int, int]:
    found = _by_uid(value, "copiers", participants)
    return {uid: whole(lag, place, least=1, most=MOST_EPOCHS) for uid, (place, lag) in found.items()}


def _change(value: Any, where: str, participants: Participants) -> Change:
    fields = table(value, where, needed=("epoch",), optional=CHANGE_OPTIONAL)
    stakes = _by_uid(fields.get("stakes", {}), f"{where}.stakes", participants)
    groups = {name: items(fields.get(name, []), f"{where}.{name}") for name in ("silent", "reset_bonds")}
    uids = {
        name: frozenset(participants.uid(each, f"{where}.{name}") for each in group) for name, group in groups.items()
    }
    return Change(
        epoch=whole(fields["epoch"], f"{where}.epoch", most=MOST_EPOCHS),
        weights=_rows_by_uid(fields.get("weights", {}), f"{where}.weights", participants),
        stake_rao={uid: _rao(amount, place) for uid, (place, amount) in stakes.items()},
        silent=uids["silent"],
        reset_bonds=uids["reset_bonds"],
        note=text(fields.get("note", ""), f"{where}.note"),
    )
