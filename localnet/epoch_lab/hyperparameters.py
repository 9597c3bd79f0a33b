"""The hyperparameters by the names and units that people set them in, and the integers that the chain stores."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from chain.codec import replace
from chain.pallets.epoch.terms import PROPORTION, ConsensusSettings
from localnet.epoch_lab.errors import EpochInputError
from localnet.epoch_lab.fields import LONGEST_NUMBER, flag, share, whole
from localnet.epoch_lab.network import LIMITS, check_settings

MILLION = 1_000_000


class Parameter(NamedTuple):
    """One hyperparameter: where it is stored, how a value is read, and what it is."""

    stored_as: str
    read: Callable[[Any, str], Any]
    meaning: str


def proportion(value: Any, where: str) -> int:
    """A share of one as the u16 that the chain stores, floored."""
    return int(share(value, where) * PROPORTION)


def kept_of_million(value: Any, where: str) -> int:
    """The share of new bonds in each step as the chain stores it: parts per million that are kept of the old ones."""
    return int((Fraction(1) - share(value, where)) * MILLION)


def stored_whole(value: Any, where: str, least: int, most: int) -> int:
    """A whole number as it is, or as the text of one."""
    if isinstance(value, str) and value.removeprefix("-").isdecimal() and len(value) <= LONGEST_NUMBER:
        value = int(value)
    return whole(value, where, least=least, most=most)


def stored_number(name: str) -> Callable[[Any, str], int]:
    """A reader of a whole number that is stored as it is."""
    least, most = LIMITS[name]
    return lambda value, where: stored_whole(value, where, least, most)


PARAMETERS = {
    "kappa": Parameter("kappa", proportion, "share of stake that has to agree on a weight"),
    "bonds_alpha": Parameter(
        "bonds_moving_average", kept_of_million, "share of new bonds in each step, 1 - moving average"
    ),
    "bonds_penalty": Parameter("bonds_penalty", proportion, "how far weights above consensus lose their bonds"),
    "yuma3": Parameter("yuma3", flag, "whether a bond belongs to its pair (Yuma3) or is a share of the server (Yuma2)"),
    "liquid_alpha": Parameter("liquid_alpha", flag, "whether the share of new bonds differs by cell; Yuma3 only"),
    "alpha_low": Parameter("alpha_low", proportion, "least share of new bonds with liquid alpha"),
    "alpha_high": Parameter("alpha_high", proportion, "largest share of new bonds with liquid alpha"),
    "alpha_sigmoid_steepness": Parameter(
        "alpha_sigmoid_steepness",
        stored_number("alpha_sigmoid_steepness"),
        "how sharply liquid alpha rises; stored integer",
    ),
    "max_allowed_validators": Parameter(
        "max_allowed_validators", stored_number("max_allowed_validators"), "how many permits there are"
    ),
}


def with_parameters(settings: ConsensusSettings, values: dict[str, Any], where: str = "") -> ConsensusSettings:
    """The settings with some parameters changed.

    `where` is what stands before their names, "--" for options. Raises EpochInputError naming the one that is wrong.
    """
    stored = {}
    for name, value in values.items():
        written = name.replace("_", "-") if where == "--" else name
        if name not in PARAMETERS:
            raise EpochInputError(f"{where}{name!r} is no hyperparameter; expected one of {', '.join(PARAMETERS)}")
        stored[PARAMETERS[name].stored_as] = PARAMETERS[name].read(value, f"{where}{written}")
    changed = replace(settings, **stored)
    check_settings(changed)
    return changed
