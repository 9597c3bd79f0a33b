"""What can be looked at over the epochs of a run: a value for each uid and epoch. Decimals are for the eye only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chain.pallets.epoch.terms import ONE
from localnet.epoch_lab.errors import EpochInputError
from localnet.epoch_lab.network import RAO_PER_ALPHA, EpochResult
from localnet.epoch_lab.schedule import History

BONDS_ON = "bonds on "
Values = list[float | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity: its name, what the axis says, whether it is of validators, and its value for every uid of an epoch.

    None is the value of a uid that has none. `reference` is a level worth a line of its own.
    """

    name: str
    axis: str
    of_validators: bool
    values: Callable[[EpochResult], Values]
    reference: float | None = None

    def series(self, history: History) -> list[Values]:
        """For every uid its values, epoch by epoch."""
        return [list(values) for values in zip(*map(self.values, history.results), strict=True)]


def returns_on_stake(result: EpochResult) -> Values:
    """Each uid's share of what validators earn, over its share of stake: None without stake, 0 where nobody earns."""
    total = sum(result.validator_emission_rao)
    pairs = zip(result.validator_emission_rao, result.stake, strict=True)
    return [(earned / total / (stake / ONE) if total else 0.0) if stake else None for earned, stake in pairs]


def mean_returns_on_stake(history: History) -> Values:
    """Each uid's mean return on stake over the epochs in which it had stake."""
    means: Values = []
    for returns in zip(*map(returns_on_stake, history.results), strict=True):
        known = [each for each in returns if each is not None]
        means.append(sum(known) / len(known) if known else None)
    return means


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
        raise EpochInputError(f"show is {name!r}; expected {known}, or {BONDS_ON!r} and the name of a server")
    return MEASURES[name]


def bonds_on(target: int, name: str) -> Measure:
    """Each validator's share of all bonds on one server."""

    def values(result: EpochResult) -> Values:
        held = [dict(row).get(target, 0) for row in result.bonds]
        total = sum(held)
        return [bond / total if total else 0.0 for bond in held]

    return Measure(f"{BONDS_ON}{name}", f"share of the bonds\non {name}", True, values)


def validators_of(histories: Sequence[History]) -> list[int]:
    """The uids that held a permit at some time."""
    results = [result for history in histories for result in history.results]
    return [uid for uid, held in enumerate(zip(*(result.permits for result in results), strict=True)) if any(held)]


def servers_of(histories: Sequence[History]) -> list[int]:
    """The uids that earned incentive at some time, and all that never were validators."""
    validators = set(validators_of(histories))
    results = [result for history in histories for result in history.results]
    earned = enumerate(zip(*(result.incentive for result in results), strict=True))
    return [uid for uid, incentives in earned if uid not in validators or any(incentives)]


def _shares(vector: Sequence[int]) -> Values:
    return [share / ONE for share in vector]


MEASURES = {
    measure.name: measure
    for measure in (
        Measure("return", "return on stake\n(1 = average)", True, returns_on_stake, reference=1.0),
        Measure("dividends", "dividends\n(share of all)", True, lambda result: _shares(result.dividends)),
        Measure("trust", "validator trust\n(share of weights)", True, lambda result: _shares(result.validator_trust)),
        Measure("incentive", "incentive\n(share of all)", False, lambda result: _shares(result.incentive)),
        Measure("consensus", "consensus\n(weight agreed on)", False, lambda result: _shares(result.consensus)),
        Measure(
            "emission",
            "validators' emission\n(α per epoch)",
            True,
            lambda result: [rao / RAO_PER_ALPHA for rao in result.emission_rao],
        ),
    )
}
"""All measures but the bonds on a server."""
