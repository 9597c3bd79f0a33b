"""New lines of the processes' logs, as they come."""

from collections.abc import Iterable
from pathlib import Path

LONGEST_READ_BYTES = 65_536
# A line for every block would push out everything else; the view shows the block in its own place.
ROUTINE = "Imported #"


class LogFollower:
    """Follows the log files of a folder; a file that appears later is followed from its start."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[Path, int] = {}

    def new_lines(self) -> Iterable[str]:
        """Return the whole lines written since the last call, each with the name of its process, without routine."""
        for path in sorted(self._folder.glob("*.log")):
            with path.open("rb") as log:
                log.seek(self._read.get(path, 0))
                fresh = log.read(LONGEST_READ_BYTES)
            whole, newline, _ = fresh.rpartition(b"\n")
            self._read[path] = self._read.get(path, 0) + len(whole) + len(newline)
            for line in whole.decode("utf-8", errors="replace").splitlines():
                if ROUTINE not in line:
                    yield f"{path.stem}: {line}"
