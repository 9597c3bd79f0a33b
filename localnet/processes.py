"""Supervision of the processes of a localnet: start, watch, restart, log, stop.

Each process writes to a log file of its own. One that ends unasked is started again, with a growing pause, until it has
failed too often; then the localnet is told, because a network with a silent hole teaches its user nothing.
"""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

MAXIMUM_RESTARTS = 5
FIRST_PAUSE_SECONDS = 0.5
STOP_DEADLINE_SECONDS = 5.0


class ProcessFailed(RuntimeError):
    """A process ended again and again; the message carries its name, exit status and the end of its log."""


@dataclass
class SupervisedProcess:
    """One child process and what is known of its life."""

    name: str
    command: Sequence[str]
    log_path: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    restarts: int = 0
    restart_at: float | None = None
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process in a group of its own, with its output appended to its log."""
        self.restart_at = None
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                list(self.command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **self.environment},
                start_new_session=True,
            )

    @property
    def running(self) -> bool:
        """Whether the process is alive now."""
        return self.process is not None and self.process.poll() is None

    @property
    def exit_status(self) -> int | None:
        """The status with which the process last ended; None while it runs."""
        return None if self.process is None else self.process.poll()

    def log_tail(self, lines: int = 15) -> list[str]:
        """Return the last lines of the log."""
        if not self.log_path.exists():
            return []
        return self.log_path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:]


class Supervisor:
    """Starts processes, restarts those that end unasked, and stops all of them together."""

    def __init__(self, log_folder: Path) -> None:
        log_folder.mkdir(parents=True, exist_ok=True)
        self.log_folder = log_folder
        self.processes: list[SupervisedProcess] = []

    def launch(
        self, name: str, command: Sequence[str], environment: Mapping[str, str] | None = None
    ) -> SupervisedProcess:
        """Start a process under supervision and return its record."""
        process = SupervisedProcess(name, command, self.log_folder / f"{name}.log", environment or {})
        process.start()
        self.processes.append(process)
        return process

    def tend(self) -> list[str]:
        """Restart what ended since the last call; returns one line per change.

        Raises ProcessFailed once a process has ended more than MAXIMUM_RESTARTS times.
        """
        changes = []
        now = time.monotonic()
        for process in self.processes:
            if process.running:
                continue
            if process.restart_at is None:
                self._schedule_restart(process, now)
                changes.append(f"{process.name} ended with status {process.exit_status}; it is started again")
            elif now >= process.restart_at:
                process.start()
        return changes

    def stop(self) -> None:
        """Ask every process to end, newest first, and kill what has not ended after STOP_DEADLINE_SECONDS."""
        running = [process for process in reversed(self.processes) if process.running]
        for process in running:
            _signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_DEADLINE_SECONDS
        for process in running:
            assert process.process is not None
            try:
                process.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal_group(process, signal.SIGKILL)
                process.process.wait()
        self.processes.clear()

    def _schedule_restart(self, process: SupervisedProcess, now: float) -> None:
        process.restarts += 1
        if process.restarts > MAXIMUM_RESTARTS:
            tail = "\n".join(process.log_tail())
            raise ProcessFailed(
                f"{process.name} ended {process.restarts} times, last with status {process.exit_status}; "
                f"its log is {process.log_path} and ends:\n{tail}"
            )
        process.restart_at = now + FIRST_PAUSE_SECONDS * 2 ** (process.restarts - 1)


def _signal_group(process: SupervisedProcess, number: signal.Signals) -> None:
    assert process.process is not None
    try:
        os.killpg(process.process.pid, number)
    except ProcessLookupError:
        return  # it ended between the look and the signal, which is what was wanted
