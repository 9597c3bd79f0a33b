"""What can be looked at over the epochs of a run: a value for each uid and epoch. Decimals are for the eye only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chain.pallets.epoch.terms import ONE
from localnet.epoch_lab.errors import EpochInputError
from localnet.epoch_lab.network import RAO_PER_ALPHA
from localnet.epoch_lab.schedule import History

BONDS_ON = "bonds on "
Series = list[float | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity: its name, what the axis says, whose it is, and its value of an epoch for a uid (None: has none)."""

    name: str
    axis: str
    of_validators: bool
    value: Callable[[History, int, int], float | None]
    reference: float | None = None

    def series(self, history: History, uid: int) -> Series:
        """The value of every epoch."""
        return [self.value(history, epoch, uid) for epoch in range(len(history.results))]


def return_on_stake(history: History, epoch: int, uid: int) -> float | None:
    """A uid's share of what validators earn, over its share of stake; None without stake, 0 where none earns."""
    result = history.results[epoch]
    if not result.stake[uid]:
        return None
    total = sum(result.validator_emission_rao)
    return result.validator_emission_rao[uid] / total / (result.stake[uid] / ONE) if total else 0.0


def mean_return_on_stake(history: History, uid: int) -> float | None:
    """The mean of a uid's return on stake over the epochs in which it had stake."""
    returns = [return_on_stake(history, epoch, uid) for epoch in range(len(history.results))]
    known = [each for each in returns if each is not None]
    return sum(known) / len(known) if known else None


def measure_of(name: str, names: Sequence[str]) -> Measure:
    """The measure of a name; raises EpochInputError for an unknown one."""
    if name.startswith(BONDS_ON):
        target = name.removeprefix(BONDS_ON)
        if target not in names:
            raise EpochInputError(
                f"show is {name!r}, but nobody is called {target!r}; expected one of {', '.join(names)}"
            )
        return bonds_on(list(names).index(target), target)
    if name not in MEASURES:
        known = ", ".join(MEASURES)
        raise EpochInputError(f"show is {name!r}; expected {known} or {BONDS_ON!r} and the name of a server")
    return MEASURES[name]


def bonds_on(target: int, name: str) -> Measure:
    """Each validator's share of all bonds on one server."""

    def value(history: History, epoch: int, uid: int) -> float:
        held = [dict(row).get(target, 0) for row in history.results[epoch].bonds]
        return held[uid] / sum(held) if sum(held) else 0.0

    return Measure(f"{BONDS_ON}{name}", f"share of the bonds\non {name}", True, value)


def validators_of(histories: Sequence[History]) -> list[int]:
    """The uids that held a permit at some time."""
    results = [result for history in histories for result in history.results]
    return [uid for uid in range(len(results[0].permits)) if any(result.permits[uid] for result in results)]


def servers_of(histories: Sequence[History]) -> list[int]:
    """The uids that earned incentive at some time, and all that never were validators."""
    validators = set(validators_of(histories))
    results = [result for history in histories for result in history.results]
    uids = range(len(results[0].permits))
    return [uid for uid in uids if uid not in validators or any(result.incentive[uid] for result in results)]


MEASURES = {
    measure.name: measure
    for measure in (
        Measure("return", "return on stake\n(1 = average)", True, return_on_stake, reference=1.0),
        Measure(
            "dividends",
            "dividends\n(share of all)",
            True,
            lambda run, epoch, uid: run.results[epoch].dividends[uid] / ONE,
        ),
        Measure(
            "trust",
            "validator trust\n(share of weights within consensus)",
            True,
            lambda run, epoch, uid: run.results[epoch].validator_trust[uid] / ONE,
        ),
        Measure(
            "incentive",
            "incentive\n(share of all)",
            False,
            lambda run, epoch, uid: run.results[epoch].incentive[uid] / ONE,
        ),
        Measure(
            "consensus",
            "consensus\n(weight agreed on)",
            False,
            lambda run, epoch, uid: run.results[epoch].consensus[uid] / ONE,
        ),
        Measure(
            "emission",
            "emission\n(α per epoch)",
            True,
            lambda run, epoch, uid: run.results[epoch].emission_rao[uid] / RAO_PER_ALPHA,
        ),
    )
}
"""All measures but the bonds on a server."""
