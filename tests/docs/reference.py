"""Makes the tables of the reference pages from the code: `python -m tests.docs.reference`.

A table stands between two marks in its page; what is around them is written by hand.
"""

import argparse
import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from chain.node.options import _parser as node_parser
from chain.node.rpc.methods import exported, method_table
from chain.node.service import RPC_MODULES
from localnet.cli import COMMANDS
from localnet.command import application as localnet_application
from localnet.command_groups import APPLICATIONS
from localnet.epoch_lab.command import application as epoch_application
from localnet.scenario import ChainSettings, MinerSettings, SubnetSettings, ValidatorSettings
from tests.docs.coverage import coverage_tables

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
BEGIN, END = "<!-- made by `python -m tests.docs.reference` -->", "<!-- end of what is made -->"
SCENARIO_TABLES = {
    "[chain]": ChainSettings,
    "[subnet]": SubnetSettings,
    "[[miner]]": MinerSettings,
    "[[validator]]": ValidatorSettings,
}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    head = list(head)
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def rpc_tables() -> str:
    """Every RPC method, module by module; other names of a method beside its own."""
    methods = method_table(RPC_MODULES)
    sections = []
    for module in RPC_MODULES:
        names: dict[Any, list[str]] = {}
        for name, function in exported(module).items():
            names.setdefault(function, []).append(name)
        rows = [method_row([methods[name] for name in same]) for same in names.values()]
        prefix = module.__name__.rpartition(".")[2]
        sections.append(f"## {prefix}\n\n{table(['method', 'parameters', 'what it does'], rows)}")
    return "\n\n".join(sections)


def method_row(spellings: list[Any]) -> list[str]:
    """Names, parameters (optional ones in brackets) and docstring's first line of a method."""
    parameters = spellings[0].parameters
    optional = parameters._optional_null
    named = [f"[{name}]" if may_lack else name for name, may_lack in zip(parameters.names, optional, strict=True)]
    shown = ", ".join(f"`{method.name}`" + ("" if method.safe else " *") for method in spellings)
    return [shown, ", ".join(named), (spellings[0].function.__doc__ or "").strip().splitlines()[0]]


def command_sections() -> str:
    """Every command and its options."""
    sections = [table(["command", "what it does"], [[f"`weft {n}`", c.summary] for n, c in COMMANDS.items()])]
    sections += [node_section(), *click_sections("weft localnet", get_command(localnet_application))]
    sections += click_sections("weft epoch", get_command(epoch_application))
    for name, (module, attribute) in APPLICATIONS.items():
        application = getattr(__import__(module, fromlist=[attribute]), attribute)
        sections += click_sections(f"weft {name}", get_command(application))
    return "\n\n".join(sections)


def node_section() -> str:
    """The options of `weft node`, as its parser has them."""
    parts = ["## weft node"]
    for group in node_parser()._action_groups:
        shown = [action for action in group._group_actions if action.help != argparse.SUPPRESS]
        rows = [node_row(action) for action in shown if not isinstance(action, argparse._HelpAction)]
        if rows:
            parts += [f"### {group.title}", table(["option", "default", "what it does"], rows)]
    return "\n\n".join(parts)


def node_row(action: argparse.Action) -> list[str]:
    names = ", ".join(f"`{name}`" for name in action.option_strings)
    value = f" {action.metavar or '|'.join(action.choices or ())}" if action.nargs != 0 else ""
    default = "" if action.default in (None, False) else str(action.default)
    return [names + value, default, action.help or ""]


def click_sections(name: str, command: Any) -> Iterator[str]:
    """The options of a command; those of its sub-commands, where it has any."""
    if hasattr(command, "commands"):
        for sub_name, sub_command in command.commands.items():
            yield from click_sections(f"{name} {sub_name}", sub_command)
        return
    rows = [click_row(parameter) for parameter in command.params if parameter.name != "help"]
    text = f"## {name}\n\n{' '.join((command.help or '').split())}"
    yield text + (f"\n\n{table(['argument or option', 'default', 'what it does'], rows)}" if rows else "")


def click_row(parameter: Any) -> list[str]:
    if parameter.param_type_name == "argument":
        help_text = getattr(parameter, "help", None) or ""
        return [f"`{parameter.name.upper()}`", "needed" if parameter.required else "", help_text]
    names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    value = getattr(parameter.default, "value", parameter.default)
    default = "needed" if parameter.required else "" if value in (None, False) else str(value)
    return [names, default, parameter.help or ""]


def scenario_tables() -> str:
    """The tables and keys of a scenario."""
    sections = []
    for title, kind in SCENARIO_TABLES.items():
        rows = []
        for key in dataclasses.fields(kind):
            default = "needed"
            if key.default is not dataclasses.MISSING:
                default = f"`{key.default!r}`".replace("'", '"')
            elif key.default_factory is not dataclasses.MISSING:
                default = "`{}`"
            rows.append([f"`{key.name}`", getattr(key.type, "__name__", str(key.type)), default])
        sections.append(f"### {title}\n\n{table(['key', 'type', 'default'], rows)}")
    return "\n\n".join(sections)


MADE = {
    "rpc.md": rpc_tables,
    "cli.md": command_sections,
    "scenario.md": scenario_tables,
    "coverage.md": coverage_tables,
}


def renewed(page: Path) -> str:
    """The text of a page with what the code says now between its marks."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{MADE[page.name]()}\n\n{END}{after}"


if __name__ == "__main__":
    for name in MADE:
        (REFERENCE / name).write_text(renewed(REFERENCE / name), encoding="utf-8")
