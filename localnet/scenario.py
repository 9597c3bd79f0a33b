"""A scenario: what a localnet consists of, read from a small TOML file.

A scenario names the chain's preset and block time, one subnet with its hyperparameters, and the miners and validators
that work on it. Every key is checked when the file is read, and a wrong one is named with what was expected.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar, get_origin

BUILT_IN_SCENARIOS = resources.files("localnet") / "scenarios"


class ScenarioError(ValueError):
    """A scenario file says something it may not; the message names the key, the value and what was expected."""


@dataclass(frozen=True)
class ChainSettings:
    """The chain under the network: a genesis preset and the time between blocks in milliseconds."""

    preset: str = "localnet-fast"
    block_time_ms: int = 250


@dataclass(frozen=True)
class SubnetSettings:
    """The subnet all participants work on; `hyperparameters` are set by the owner (or sudo) before work starts."""

    task: str = "text_prediction"
    tempo: int = 20
    hyperparameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class MinerSettings:
    """One miner: a kind that the subnet ships, and options for that kind."""

    name: str
    kind: str
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ValidatorSettings:
    """One validator and the stake in TAO that it puts on the subnet."""

    name: str
    stake_tao: int = 1_000
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Scenario:
    """A whole network, as a file describes it."""

    name: str
    chain: ChainSettings
    subnet: SubnetSettings
    miners: tuple[MinerSettings, ...]
    validators: tuple[ValidatorSettings, ...]

    def __post_init__(self) -> None:
        names = [miner.name for miner in self.miners] + [validator.name for validator in self.validators]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            raise ScenarioError(
                f"scenario {self.name!r}: participant names must differ; repeated: {', '.join(repeated)}"
            )
        if not self.validators:
            raise ScenarioError(f"scenario {self.name!r}: at least one [[validator]] is needed, or nobody scores")


Settings = TypeVar("Settings", ChainSettings, SubnetSettings, MinerSettings, ValidatorSettings)


def load_scenario(name_or_path: str) -> Scenario:
    """Read a scenario by the name of a built-in one or by the path of a TOML file.

    Raises ScenarioError if there is no such scenario or it says something that a scenario may not.
    """
    path = Path(name_or_path)
    if path.suffix == ".toml":
        if not path.is_file():
            raise ScenarioError(f"no scenario file at {name_or_path!r}")
        return parse_scenario(path.read_text(encoding="utf-8"), path.stem)
    built_in = BUILT_IN_SCENARIOS / f"{name_or_path}.toml"
    if not built_in.is_file():
        known = ", ".join(built_in_scenarios())
        raise ScenarioError(
            f"no scenario named {name_or_path!r}; built in are {known}; or give the path of a .toml file"
        )
    return parse_scenario(built_in.read_text(encoding="utf-8"), name_or_path)


def built_in_scenarios() -> list[str]:
    """Return the names of the scenarios that ship with Weft."""
    return sorted(
        entry.name.removesuffix(".toml") for entry in BUILT_IN_SCENARIOS.iterdir() if entry.name.endswith(".toml")
    )


def parse_scenario(text: str, name: str) -> Scenario:
    """Parse the text of a scenario file; raises ScenarioError naming the first wrong key."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"scenario {name!r} is not valid TOML: {error}") from error
    unknown = sorted(set(document) - {"chain", "subnet", "miner", "validator"})
    if unknown:
        raise ScenarioError(
            f"scenario {name!r}: unknown table [{unknown[0]}]; expected chain, subnet, miner, validator"
        )
    return Scenario(
        name=name,
        chain=_read_table(ChainSettings, document.get("chain", {}), f"{name}: [chain]"),
        subnet=_read_table(SubnetSettings, document.get("subnet", {}), f"{name}: [subnet]"),
        miners=_read_tables(MinerSettings, document.get("miner", []), f"{name}: [[miner]]"),
        validators=_read_tables(ValidatorSettings, document.get("validator", []), f"{name}: [[validator]]"),
    )


def _read_tables(kind: type[Settings], tables: Any, where: str) -> tuple[Settings, ...]:
    if not isinstance(tables, list):
        raise ScenarioError(f"{where} must be an array of tables; write {where.split(': ')[1]} above each")
    return tuple(_read_table(kind, table, f"{where} number {number}") for number, table in enumerate(tables, start=1))


def _read_table(kind: type[Settings], table: Mapping[str, Any], where: str) -> Settings:
    declared = {declaration.name: declaration for declaration in fields(kind)}
    for key, value in table.items():
        if key not in declared:
            raise ScenarioError(f"{where}: unknown key {key!r}; expected one of {', '.join(declared)}")
        expected = get_origin(declared[key].type) or declared[key].type
        if not isinstance(value, expected) or (expected is int and isinstance(value, bool)):  # type: ignore[arg-type]
            raise ScenarioError(f"{where}: {key} is {value!r}; expected {expected.__name__}")  # type: ignore[union-attr]
    for name, declaration in declared.items():
        if name not in table and declaration.default is MISSING and declaration.default_factory is MISSING:
            raise ScenarioError(f"{where}: {name!r} is missing")
    return kind(**table)
