"""The table of methods, made from the functions of an explicit list of modules."""

import inspect
from collections.abc import Callable, Coroutine, Iterable
from functools import cached_property
from types import ModuleType
from typing import Any

from chain.node.rpc.parameters import Parameters

MethodFunction = Callable[..., Coroutine[Any, Any, Any]]
UNSAFE_PREFIXES = ("dev_", "engine_")


class Method:
    """One method on the wire: its name, its function, its parameters, and whether outsiders may call it."""

    def __init__(self, name: str, function: MethodFunction, safe: bool) -> None:
        self.name = name
        self.function = function
        self.safe = safe

    @cached_property
    def parameters(self) -> Parameters:
        """How the parameters are read; worked out at the first request, for most methods never get one."""
        return Parameters(self.function)


def exported(module: ModuleType) -> dict[str, MethodFunction]:
    """Return a module's methods: its own coroutine functions that carry a wire name, and its `ALIASES` of them."""
    functions = {
        name: function
        for name, function in vars(module).items()
        if inspect.iscoroutinefunction(function) and function.__module__ == module.__name__ and not name.startswith("_")
    }
    aliases: dict[str, str] = getattr(module, "ALIASES", {})
    return functions | {alias: functions[name] for alias, name in aliases.items()}


def method_table(modules: Iterable[ModuleType]) -> dict[str, Method]:
    """Return all methods of the modules by wire name.

    Raises:
        ValueError: two modules export the same name.
    """
    table: dict[str, Method] = {}
    for module in modules:
        unsafe: frozenset[str] = getattr(module, "UNSAFE", frozenset())
        for name, function in exported(module).items():
            if name in table:
                raise ValueError(f"{name} is exported by {module.__name__} and {table[name].function.__module__}")
            table[name] = Method(name, function, not (name.startswith(UNSAFE_PREFIXES) or name in unsafe))
    return table
