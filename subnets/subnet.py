"""A subnet's entry in the list: its name, where its task is, and the kinds of miner it brings.

Classes are named as text and imported when asked for, so that listing subnets imports no model library.
"""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from subnets.task import Task


class UnknownName(ValueError):
    """No subnet, kind of miner or setting has this name, or its value has no sense; the text lists what there is."""


@dataclass(frozen=True)
class Subnet:
    """One subnet. `task` and the values of `miners` are `module:Class`."""

    name: str
    task: str
    miners: Mapping[str, str]

    def make_task(self) -> Task[Any, Any]:
        """The task as a validator uses it."""
        return _construct(self.task, {})

    def make_miner(self, kind: str, settings: Mapping[str, str]) -> Task[Any, Any]:
        """A miner of this kind. Settings are the constructor's int, float and str arguments, given as text.

        Raises UnknownName for a kind or a setting that does not exist, and for a value of the wrong type.
        """
        if kind not in self.miners:
            raise UnknownName(f"{self.name} has no miner of kind {kind!r}; it has {', '.join(sorted(self.miners))}")
        return _construct(self.miners[kind], settings)


def _construct(path: str, settings: Mapping[str, str]) -> Task[Any, Any]:
    module, _, name = path.partition(":")
    made = getattr(import_module(module), name)
    types = {item.name: item.annotation for item in inspect.signature(made).parameters.values()}
    accepted = {name: kind for name, kind in types.items() if kind in (int, float, str)}
    arguments = {}
    for setting, text in settings.items():
        if setting not in accepted:
            raise UnknownName(f"{name} has no setting {setting!r}; it has {', '.join(sorted(accepted)) or 'none'}")
        try:
            arguments[setting] = accepted[setting](text)
        except ValueError:
            raise UnknownName(f"{setting}={text!r}: expected {accepted[setting].__name__}") from None
    result: Task[Any, Any] = made(**arguments)
    return result
