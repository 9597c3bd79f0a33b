"""Runs the snippets of a page as a reader would, from top to bottom in one folder.

A fenced block that opens with ```python file=NAME or ```toml file=NAME is saved under that name; any other ```python
block runs, and all of a page share their names. In a ```console block each line that starts with "$ " is run by the
shell.

A page may also change the project with a ```diff file=PATH block. Such a page gets a copy of the project, in which
all its files and commands are.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]
COPIED = ("chain", "localnet", "miner", "subnets", "tests", "validator", "docs", "pyproject.toml", "weft.py")
FENCE = re.compile(r"^```(?P<language>\w+)(?P<rest>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
RUN_LANGUAGES = ("python", "console", "diff")
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
    """Yield the blocks of a page that run, are saved or change a file."""
    text = page.read_text(encoding="utf-8")
    for match in FENCE.finditer(text):
        named = re.search(r"file=(\S+)", match["rest"])
        if match["language"] in RUN_LANGUAGES or (match["language"] == "toml" and named):
            line = text.count("\n", 0, match.start()) + 1
            yield Snippet(page.name, line, match["language"], named[1] if named else None, match["body"])


def changed_files(page: Path) -> list[str]:
    """The existing files of the project that a page changes."""
    return sorted({snippet.file for snippet in snippets_of(page) if snippet.language == "diff" and snippet.file})


def run_page(page: Path, folder: Path) -> int:
    """Run every snippet of a page in `folder`; returns how many there were. Failures name page and line."""
    names: dict[str, Any] = {"__name__": "__page__"}
    if changed_files(page):
        folder = copy_of_the_project(folder / "project")
    count = 0
    for snippet in snippets_of(page):
        count += 1
        if snippet.language == "diff":
            change(snippet, folder)
        elif snippet.file is not None:
            path = folder / snippet.file
            assert not path.exists(), f"{snippet.place}: {snippet.file} exists; a page changes it with a diff block"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(snippet.body, encoding="utf-8")
        elif snippet.language == "python":
            exec(compile("\n" * snippet.line + snippet.body, page.name, "exec"), names)
        else:
            run_console(snippet, folder)
    return count


def copy_of_the_project(folder: Path) -> Path:
    """Copy what a page may change and what its commands need."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in COPIED:
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, folder / name, ignore=ignored)
        else:
            shutil.copy2(PROJECT / name, folder / name)
    return folder


def change(snippet: Snippet, folder: Path) -> None:
    """Change a file as a diff block says, hunk by hunk in the order of the file; "@@" stands between two hunks."""
    assert snippet.file is not None, f"{snippet.place}: a diff block names the file that it changes"
    path = folder / snippet.file
    lines = path.read_text(encoding="utf-8").splitlines()
    position = 0
    for hunk in re.split(r"^@@.*\n", snippet.body, flags=re.MULTILINE):
        marked = [(line[:1], line[1:]) for line in hunk.splitlines()]
        old = [text for mark, text in marked if mark != "+"]
        new = [text for mark, text in marked if mark != "-"]
        places = [place for place in range(position, len(lines)) if lines[place : place + len(old)] == old]
        assert old and places, f"{snippet.place}: {snippet.file} has no {old} from line {position + 1} on"
        lines[places[0] : places[0] + len(old)] = new
        position = places[0] + len(new)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


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
