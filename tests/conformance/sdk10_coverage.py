"""Which functions of bittensor 10.5.0 read from a chain or send to it, and which of them the conformance runs entered.

`python -m tests.conformance.sdk10_coverage` prints the share of what the records of the runs show; `--write` keeps the
outcome in sdk10_coverage.json, from which docs/reference/clients.md has its table.
"""

import ast
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.conformance.environments import FOLDER

RECORDS = FOLDER / "sdk10/records"
OUTCOME = Path(__file__).with_name("sdk10_coverage.json")
CLASSES = {"subtensor": "Subtensor", "async_subtensor": "AsyncSubtensor"}

NO_CHAIN = frozenset({"close", "initialize"})
NOT_COVERED: dict[str, str] = {}
"""Functions that no run enters, by the name a record has for them, and why."""


def core() -> Path:
    """The folder of the installed package's core."""
    (folder,) = FOLDER.glob("sdk10/lib/python*/site-packages/bittensor/core")
    return folder


def surface() -> dict[str, str]:
    """Every function by the name a record has for it, and its part: a class, the extrinsics of a kind, or a pallet."""
    return dict(_surface())


def _surface() -> Iterator[tuple[str, str]]:
    for module, name in CLASSES.items():
        for function in _functions(core() / f"{module}.py", of_class=name):
            yield f"{module}:{name}.{function}", name
    for folder, part in (("extrinsics", "extrinsics"), ("extrinsics/asyncex", "extrinsics.asyncex")):
        for path in sorted((core() / folder).glob("*.py")):
            for function in _functions(path):
                if function.endswith("_extrinsic"):
                    yield f"{folder.replace('/', '.')}.{path.stem}:{function}", part
    for path in sorted((core() / "extrinsics/pallets").glob("*.py")):
        for declared in _parsed(path).body:
            if isinstance(declared, ast.ClassDef) and declared.name != "CallBuilder":
                for function in _functions(path, of_class=declared.name):
                    yield f"extrinsics.pallets.{path.stem}:{declared.name}.{function}", "pallets"


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _functions(path: Path, of_class: str | None = None) -> list[str]:
    """The public functions of a module, or of a class in it."""
    body = _parsed(path).body
    if of_class is not None:
        (found,) = [each for each in body if isinstance(each, ast.ClassDef) and each.name == of_class]
        body = found.body
    names = [each.name for each in body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return [name for name in names if not name.startswith("_") and name not in NO_CHAIN]


def outcome() -> dict[str, Any]:
    """What the records show: for each function its part, its endings, the scripts that entered it."""
    entered: dict[str, list[str]] = defaultdict(list)
    endings: dict[str, set[str]] = defaultdict(set)
    calls: dict[str, set[str]] = defaultdict(set)
    for path in sorted(RECORDS.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        for name, ends in record["functions"].items():
            entered[name].append(path.stem.partition(".")[0])
            endings[name] |= set(ends)
        for name, ends in record["calls"].items():
            calls[name] |= set(ends)
    functions = [[part, name, sorted(set(entered[name])), sorted(endings[name])] for name, part in surface().items()]
    return {"functions": functions, "calls": [[name, sorted(ends)] for name, ends in sorted(calls.items())]}


def shares(functions: list[Any]) -> dict[str, tuple[int, int]]:
    """By part: how many functions a run entered, of how many."""
    counted: dict[str, tuple[int, int]] = {}
    for part, _, scripts, _ in functions:
        covered, of = counted.get(part, (0, 0))
        counted[part] = covered + bool(scripts), of + 1
    return counted


def not_covered(functions: list[Any]) -> list[str]:
    """The functions that no run entered."""
    return [name for _, name, scripts, _ in functions if not scripts]


def written(found: dict[str, Any]) -> str:
    """The outcome as JSON, one function or call a line."""
    parts = [f'"{part}": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]" for part, rows in found.items()]
    return "{" + ",\n".join(parts) + "}\n"


def summary(found: dict[str, Any]) -> str:
    """The share of each part that the runs entered, and what they did not."""
    lines = [f"{part}: {covered} of {of}" for part, (covered, of) in shares(found["functions"]).items()]
    lines += [f"not covered: {name} {NOT_COVERED.get(name, '')}" for name in not_covered(found["functions"])]
    return "\n".join(lines)


def main() -> None:
    """Print the summary; with `--write` keep the outcome."""
    found = outcome()
    print(summary(found))
    if sys.argv[1:] == ["--write"]:
        OUTCOME.write_text(written(found), encoding="utf-8")


if __name__ == "__main__":
    main()
