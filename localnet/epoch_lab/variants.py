"""Variants of one run, to be seen side by side: the three rules for bonds, and values of one hyperparameter."""

from collections.abc import Sequence
from dataclasses import dataclass

from chain.codec import replace
from chain.pallets.epoch.terms import ConsensusSettings
from localnet.epoch_lab.errors import EpochInputError, shown
from localnet.epoch_lab.hyperparameters import PARAMETERS, with_parameters
from localnet.epoch_lab.schedule import History, Schedule, run_epochs

RULES = {
    "Yuma2": (False, False),
    "Yuma3": (True, False),
    "Yuma3 + liquid alpha": (True, True),
}
"""The rules for bonds, by `yuma3` and `liquid_alpha`. The chain never reads `liquid_alpha` without `yuma3`."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """Values of one hyperparameter."""

    parameter: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to run a schedule: its rule, the value that is swept ("" where nothing is), and all its settings."""

    rule: str
    value: str
    settings: ConsensusSettings

    @property
    def name(self) -> str:
        """What tells it from the others."""
        return f"{self.rule}, {self.value}" if self.value else self.rule


@dataclass(frozen=True, slots=True)
class Run:
    """A variant and how it went."""

    variant: Variant
    history: History


def parse_sweep(text: str, where: str) -> Sweep:
    """Read `kappa=0.3,0.5,0.7`; raises EpochInputError if it is something else."""
    name, equals, listed = text.partition("=")
    parameter = name.strip().replace("-", "_")
    if not equals or parameter not in PARAMETERS:
        raise EpochInputError(
            f"{where} is {shown(text)}; expected a hyperparameter and values such as kappa=0.3,0.5,0.7, "
            f"the parameter one of {', '.join(PARAMETERS)}"
        )
    values = tuple(value.strip() for value in listed.split(","))
    if len(set(values)) != len(values) or not all(values):
        raise EpochInputError(f"{where} is {shown(text)}; expected different values with a comma between them")
    return Sweep(parameter, values)


def rule_of(settings: ConsensusSettings) -> str:
    """The name of the rule that the settings choose."""
    return next(
        name for name, rule in RULES.items() if rule == (settings.yuma3, settings.yuma3 and settings.liquid_alpha)
    )


def variants_of(settings: ConsensusSettings, *, compare: bool, sweep: Sweep | None) -> list[Variant]:
    """Every variant: the three rules if they are to be compared, each with every value of the sweep.

    Raises EpochInputError for a value that the parameter cannot have, or a sweep over what the rules already compare.
    """
    if compare and sweep and sweep.parameter in ("yuma3", "liquid_alpha"):
        raise EpochInputError(f"the comparison of rules sets {sweep.parameter} itself; vary it or compare, not both")
    rules = [rule_of(settings)]
    if compare:
        rules = list(RULES)
    found = []
    for value in sweep.values if sweep else ("",):
        for rule in rules:
            chosen = settings
            if compare:
                yuma3, liquid_alpha = RULES[rule]
                chosen = replace(settings, yuma3=yuma3, liquid_alpha=liquid_alpha)
            label = ""
            if sweep:
                read = {"true": True, "false": False}.get(value, value)
                chosen = with_parameters(chosen, {sweep.parameter: read})
                label = f"{sweep.parameter.replace('_', ' ')} {value}"
            found.append(Variant(rule if compare else rule_of(chosen), label, chosen))
    return found


def run_variants(schedule: Schedule, variants: Sequence[Variant]) -> list[Run]:
    """Run the schedule once for each variant."""
    return [Run(variant, run_epochs(schedule, variant.settings)) for variant in variants]
