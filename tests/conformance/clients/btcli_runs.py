"""Runs of btcli, of either generation, that report themselves.

`ok COMMAND` is one that did what it is for, `ok COMMAND refused: WORDS` one that did not and said why.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any


class Btcli:
    """btcli, imported once by a process beside this one; each run is a process of its own (`btcli_process.py`)."""

    def __init__(self) -> None:
        server = Path(__file__).with_name("btcli_process.py")
        self.server = subprocess.Popen(
            [sys.executable, server], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        listed = self._answer()
        self.names = {name: each["name"] for each in listed for name in (each["name"], *each["other_names"])}
        self.reported: set[str] = set()

    def _answer(self) -> Any:
        assert self.server.stdout is not None
        line = self.server.stdout.readline()
        assert line, "the server of btcli processes ended"
        return json.loads(line)

    def run(self, *arguments: object, typed: str = "") -> tuple[int, str, str]:
        """Status, stdout and stderr of btcli with these arguments, and what is typed when it asks."""
        assert self.server.stdin is not None
        request = [[str(argument) for argument in arguments], typed]
        print(json.dumps(request), file=self.server.stdin, flush=True)
        status, stdout, stderr = self._answer()
        return status, stdout, stderr

    def command(self, arguments: tuple[object, ...]) -> str:
        """The command that arguments name: as many words from the first one on as make a name."""
        words = [str(argument) for argument in arguments]
        for end in range(len(words), 0, -1):
            if " ".join(words[:end]) in self.names:
                return self.names[" ".join(words[:end])]
        raise AssertionError(f"btcli has no command {words}")

    def did(self, arguments: tuple[object, ...]) -> None:
        """Report that a command did what it is for."""
        self._report(self.command(arguments))

    def refused(self, arguments: tuple[object, ...], said: str, words: str) -> None:
        """Report that a command did not do it and said why; the words are looked for in what it said."""
        assert words in said, (arguments, f"says nothing of {words!r}", said[-3000:])
        self._report(f"{self.command(arguments)} refused: {words}")

    def _report(self, what: str) -> None:
        if what not in self.reported:
            self.reported.add(what)
            print("ok", what, flush=True)
