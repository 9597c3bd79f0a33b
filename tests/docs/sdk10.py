"""What of bittensor 10.5.0 the conformance runs enter: `python -m tests.docs.sdk10` makes the tables of clients.md."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from tests.conformance.sdk10_coverage import NOT_COVERED, OUTCOME, not_covered, shares

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "clients.md"
BEGIN, END = "<!-- made by `python -m tests.docs.sdk10` -->", "<!-- end of what is made of it -->"
PARTS = {
    "Subtensor": "`Subtensor`",
    "AsyncSubtensor": "`AsyncSubtensor`",
    "extrinsics": "functions of `core.extrinsics`",
    "extrinsics.asyncex": "functions of `core.extrinsics.asyncex`",
    "pallets": "calls that `core.extrinsics.pallets` composes",
}


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _scripts(names: list[str]) -> str:
    return ", ".join(name.removeprefix("sdk10_") for name in names)


def sdk10_tables() -> str:
    """The shares; what sends, with the refusals that were seen; what reads, by script; what is left out and why."""
    functions: list[Any] = json.loads(OUTCOME.read_text(encoding="utf-8"))["functions"]
    share_rows = [[PARTS[part], f"{done} of {of}"] for part, (done, of) in shares(functions).items()]
    sends, reads = [], defaultdict(list)
    for part, name, scripts, endings in functions:
        short = f"`{name.rpartition('.')[2]}`"
        if part == "Subtensor" and endings:
            named = [ending for ending in endings if ending.isidentifier() and ending != "ok"]
            by_sdk = ["in the SDK's own words"] if any(not ending.isidentifier() for ending in endings) else []
            refusals = ", ".join(named + by_sdk)
            sends.append([short, "yes" if "ok" in endings else "no", refusals, _scripts(scripts)])
        elif part == "Subtensor" and scripts:
            reads[scripts[0]].append(short)
    read_rows = [[_scripts([script]), ", ".join(names)] for script, names in sorted(reads.items())]
    parts = [
        _table(["bittensor 10.5.0", "entered by a run"], share_rows),
        "### What sends",
        _table(["function", "succeeds", "refusals seen", "script"], sends),
        "### What reads",
        _table(["script", "functions"], read_rows),
    ]
    left_out = [[f"`{name}`", NOT_COVERED[name]] for name in not_covered(functions)]
    if left_out:
        parts += ["### What is left out", _table(["function", "why"], left_out)]
    return "\n\n".join(parts)


def renewed() -> str:
    """The text of the page with what the kept outcome says between its marks."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{sdk10_tables()}\n\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(renewed(), encoding="utf-8")
