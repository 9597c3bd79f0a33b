"""A server of btcli processes: btcli is imported once, and every command is a fork of that, without that time.

usage: btcli_process.py, by the interpreter of btcli. Its first line is a JSON list of the commands (`Command`). Then
each line of input is a JSON list of the arguments and what is typed, and each of output one of status,
stdout and stderr.
"""

import contextlib
import fcntl
import importlib.metadata
import json
import os
import pty
import signal
import sys
import tempfile
import termios
import traceback
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, NoReturn

from typer.main import get_command

PATIENCE_SECONDS = 120
END_OF_INPUT = b"\x04"


@dataclass
class Command:
    """A function of btcli that has a name on the command line."""

    name: str
    """The first name that help shows; the first of all where help shows none."""
    hidden: bool
    touches_the_chain: bool
    """Whether it takes an endpoint."""
    other_names: list[str] = field(default_factory=list)


def spellings(command: Any, words: tuple[str, ...] = (), hidden: bool = False) -> Iterator[tuple[str, bool, Any]]:
    """All ways to write the commands of a tree: the words, whether help hides them, and the command."""
    if hasattr(command, "commands"):
        for word, inner in command.commands.items():
            yield from spellings(inner, (*words, word), hidden or inner.hidden)
    else:
        yield " ".join(words), hidden or command.hidden, command


def commands(tree: Any) -> list[Command]:
    """The commands of a tree; what calls the same function is one command."""
    found: dict[Any, Command] = {}
    for name, hidden, command in sorted(spellings(tree), key=lambda spelling: spelling[1]):
        function = original(command.callback)
        if function in found:
            found[function].other_names.append(name)
        else:
            found[function] = Command(name, hidden, any(option.name == "network" for option in command.params))
    return list(found.values())


def original(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function inside all that is wrapped around it."""
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return getattr(function, "__func__", function)


def application(main: Callable[[], None]) -> Any:
    """The typer application that btcli's entry point runs."""
    module = sys.modules[main.__module__]
    return module.app if hasattr(module, "app") else module.CLIManager().app


def run(main: Callable[[], None], arguments: list[str], typed: str) -> tuple[int, str, str]:
    """Run btcli in a process of its own: its status, negative for a signal, and what it printed.

    It has a terminal only where something is typed; passwords are read from a terminal.
    """
    with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        terminal, stdin = pty.openpty() if typed else (None, os.open(os.devnull, os.O_RDONLY))
        process = os.fork()
        if process == 0:
            become(main, arguments, [stdin, stdout.fileno(), stderr.fileno()], typed != "")
        os.close(stdin)
        if terminal is not None:
            os.write(terminal, typed.encode() + END_OF_INPUT)
        _, status = os.waitpid(process, 0)
        if terminal is not None:
            os.close(terminal)
        printed = []
        for stream in (stdout, stderr):
            stream.seek(0)
            printed.append(stream.read().decode(errors="replace"))
    return os.waitstatus_to_exitcode(status), printed[0], printed[1]


def become(main: Callable[[], None], arguments: list[str], streams: list[int], terminal: bool) -> NoReturn:
    """Run btcli in this process, with these three files as its streams, and end it."""
    status = 1
    try:
        os.setsid()
        if terminal:
            fcntl.ioctl(streams[0], termios.TIOCSCTTY, 0)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        # What this process had read ahead of its input is not the command's.
        sys.stdin = os.fdopen(0, closefd=False)
        signal.alarm(PATIENCE_SECONDS)
        sys.argv = ["btcli", *arguments]
        main()
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        if isinstance(ended.code, str):
            print(ended.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(BrokenPipeError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def main() -> None:
    """Answer until the input ends."""
    (entry,) = importlib.metadata.entry_points(group="console_scripts", name="btcli")
    btcli = entry.load()
    print(json.dumps([asdict(command) for command in commands(get_command(application(btcli)))]), flush=True)
    for line in sys.stdin:
        print(json.dumps(run(btcli, *json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
