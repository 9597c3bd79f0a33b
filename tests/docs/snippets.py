"""Runs the snippets of a page as a reader would, from top to bottom in one folder.

A fenced block that opens with ```python file=NAME is saved under that name; any other ```python block runs, and all
of a page share their names. In a ```console block each line that starts with "$ " is run by the shell.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FENCE = re.compile(r"^```(?P<language>\w+)(?P<rest>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
RUN_LANGUAGES = ("python", "console")
COMMAND_DEADLINE_SECONDS = 240


@dataclass(frozen=True)
class Snippet:
    """One fenced block and where it stands."""

    page: str
    line: int
    language: str
    file: str | None
    body: str

    @property
    def place(self) -> str:
        """Where a failure is to be looked for."""
        return f"{self.page}:{self.line}"


def snippets_of(page: Path) -> Iterator[Snippet]:
    """Yield the blocks of a page that run or are saved."""
    text = page.read_text(encoding="utf-8")
    for match in FENCE.finditer(text):
        if match["language"] in RUN_LANGUAGES:
            named = re.search(r"file=(\S+)", match["rest"])
            line = text.count("\n", 0, match.start()) + 1
            yield Snippet(page.name, line, match["language"], named[1] if named else None, match["body"])


def run_page(page: Path, folder: Path) -> int:
    """Run every snippet of a page in `folder`; returns how many there were. Failures name page and line."""
    names: dict[str, Any] = {"__name__": "__page__"}
    count = 0
    for snippet in snippets_of(page):
        count += 1
        if snippet.file is not None:
            (folder / snippet.file).write_text(snippet.body, encoding="utf-8")
        elif snippet.language == "python":
            exec(compile("\n" * snippet.line + snippet.body, page.name, "exec"), names)
        else:
            run_console(snippet, folder)
    return count


def run_console(snippet: Snippet, folder: Path) -> None:
    """Run the commands of a console block; AssertionError shows the output of one that fails."""
    path = f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin"
    for line in snippet.body.splitlines():
        if not line.startswith("$ "):
            continue
        done = subprocess.run(
            line.removeprefix("$ "),
            shell=True,
            cwd=folder,
            env={"PATH": path, "HOME": str(folder), "PYTHONPATH": str(folder)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=COMMAND_DEADLINE_SECONDS,
        )
        assert done.returncode == 0, f"{snippet.place}: {line}\n{done.stdout}{done.stderr}"
