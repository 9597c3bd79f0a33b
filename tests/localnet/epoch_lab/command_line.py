"""Runs `weft epoch` as a process of its own, as a reader would."""

import json
import subprocess
import sys


def weft_epoch(*arguments, given=""):
    """The finished process; `given` is its standard input, text or what becomes JSON."""
    text = given if isinstance(given, str) else json.dumps(given)
    return subprocess.run(
        [sys.executable, "-m", "localnet", "epoch", *map(str, arguments)],
        input=text,
        capture_output=True,
        text=True,
        timeout=60,
    )


def answer(*arguments, given=""):
    """What the process prints as JSON."""
    done = weft_epoch("--json", *arguments, given=given)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def complaint(*arguments, given=""):
    """The one line with which the process refuses."""
    done = weft_epoch(*arguments, given=given)
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("weft epoch: ")
    return line.removeprefix("weft epoch: ")
