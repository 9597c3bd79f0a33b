"""Scripts that a client's own interpreter runs against a node, and what they report."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

CLIENTS = Path(__file__).parent / "clients"


def checks_passed(command: Sequence[str | Path], home: Path, patience_seconds: int) -> list[str]:
    """The names in the `ok NAME` lines of a script that ran to its end.

    Raises AssertionError with what it printed if it did not end well; subprocess.TimeoutExpired if it did not end.
    """
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=patience_seconds,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(home)},
        check=False,
    )
    assert done.returncode == 0, f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr[-4000:]}"
    return [line.removeprefix("ok ") for line in done.stdout.splitlines() if line.startswith("ok ")]
