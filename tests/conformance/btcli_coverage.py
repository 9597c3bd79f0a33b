"""Which commands of btcli, of both generations, the conformance runs show: that they do it, and that they refuse.

`python -m tests.conformance.btcli_coverage` prints the share and what is lacking; `--write` keeps the outcome in
btcli_coverage.json, from which docs/reference/clients.md has its table.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conformance.btcli_reasons import GROUPS_NOT_SHOWN, NO_REFUSAL, NO_SUCCESS, NOT_SHOWN, SHOWN_BESIDE
from tests.conformance.client_script import CLIENTS
from tests.conformance.environments import FOLDER

OUTCOME = Path(__file__).with_name("btcli_coverage.json")
RECORDS = FOLDER / "btcli-records"
GENERATIONS = {"9.23.2": "sdk10", "11.3.0": "sdk11"}
"""The versions of btcli, and the environment of each."""
LOCAL_SCRIPTS = frozenset({"sdk10_btcli_local", "sdk11_btcli_local"})
"""These run where there is no chain: what they show touches none."""


@dataclass(frozen=True)
class Shown:
    """What the runs show of a command."""

    version: str
    command: str
    scripts: list[str]
    """Those in which it did what it is for."""
    refusals: list[str]
    """Words of its refusals."""

    @property
    def is_local(self) -> bool:
        """Whether it did what it is for without a chain."""
        return bool(LOCAL_SCRIPTS.intersection(self.scripts))

    @property
    def why_not_run(self) -> str | None:
        """Why it is not run."""
        groups = GROUPS_NOT_SHOWN[self.version].items()
        of_group = next((reason for group, reason in groups if self.command.startswith(f"{group} ")), None)
        return NOT_SHOWN[self.version].get(self.command, of_group)

    @property
    def why_no_success(self) -> str | None:
        """Why it cannot succeed."""
        return NO_SUCCESS[self.version].get(self.command)

    @property
    def why_no_refusal(self) -> str | None:
        """Why there is nothing that it refuses."""
        return NO_REFUSAL[self.version].get(self.command)

    @property
    def lacks(self) -> list[str]:
        """What has neither been shown nor has a reason not to."""
        if self.why_not_run or self.is_local:
            return []
        lacking = [] if self.scripts or self.why_no_success else ["success"]
        return lacking if self.refusals or self.why_no_refusal else [*lacking, "refusal"]


def commands(environment: str) -> list[str]:
    """The names of all commands of the btcli of an environment, from its own tree."""
    listing = [FOLDER / environment / "bin/python", CLIENTS / "btcli_process.py"]
    done = subprocess.run(listing, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=True)
    return [command["name"] for command in json.loads(done.stdout.splitlines()[0])]


def outcome() -> dict[str, list[Shown]]:
    """By version: every command, and what the records and the other scripts show of it."""
    return {version: _outcome(version, environment) for version, environment in GENERATIONS.items()}


def _outcome(version: str, environment: str) -> list[Shown]:
    found = {name: Shown(version, name, [], []) for name in commands(environment)}
    for path in sorted(RECORDS.glob(f"{environment}_*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            command, refused, words = line.partition(" refused: ")
            if refused:
                found[command].refusals.append(words)
            else:
                found[command].scripts.append(path.stem)
    for script, commands_shown in SHOWN_BESIDE.items():
        if script.startswith(environment):
            for command, words in commands_shown.items():
                found[command].scripts.append(script)
                found[command].refusals.extend(words)
    return list(found.values())


def written(found: dict[str, list[Shown]]) -> str:
    """The outcome as JSON, one command a line."""
    parts = []
    for version, rows in found.items():
        lines = ",\n".join(json.dumps([row.command, row.scripts, row.refusals], ensure_ascii=False) for row in rows)
        parts.append(f'"{version}": [\n{lines}\n]')
    return "{" + ",\n".join(parts) + "}\n"


def kept() -> dict[str, list[Shown]]:
    """The outcome that was written last."""
    stored: dict[str, list[Any]] = json.loads(OUTCOME.read_text(encoding="utf-8"))
    return {version: [Shown(version, *row) for row in rows] for version, rows in stored.items()}


def summary(found: dict[str, list[Shown]]) -> str:
    """How many commands touch the chain, how many of these succeed and refuse, and what is lacking."""
    lines = []
    for version, rows in found.items():
        chain = [row for row in rows if not row.is_local and not row.why_not_run]
        succeed, refuse = sum(bool(row.scripts) for row in chain), sum(bool(row.refusals) for row in chain)
        lines.append(f"btcli {version}: {len(rows)} commands, {len(chain)} to be shown with a chain")
        lines.append(f"  {succeed} succeed, {refuse} refuse")
        lines += [f"  {row.command}: no {' and no '.join(row.lacks)}" for row in rows if row.lacks]
    return "\n".join(lines)


def main() -> None:
    """Print the summary; with `--write` keep the outcome."""
    found = outcome()
    print(summary(found))
    if sys.argv[1:] == ["--write"]:
        OUTCOME.write_text(written(found), encoding="utf-8")


if __name__ == "__main__":
    main()
