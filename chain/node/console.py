"""The node's log: lines on standard output that are dropped rather than waited for.

Test suites start a node with its output on a pipe and never read it. A node that waits for the pipe stops making
blocks after 64 KiB.
"""

import os
import select
import time

LONGEST_LINE = 2048
"""A pipe that is ready to be written takes this much without waiting (POSIX promises 4096 bytes)."""


class Console:
    """Writes timestamped lines to a file descriptor, if it takes them at once."""

    def __init__(self, descriptor: int = 1) -> None:
        self._descriptor = descriptor
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLOUT)
        self._open = True
        self.dropped = 0

    def say(self, text: str) -> None:
        """Write a line; drop it if nobody takes it."""
        if not self._open:
            return
        line = f"{time.strftime('%Y-%m-%d %H:%M:%S')} {text}".encode(errors="replace")[: LONGEST_LINE - 1] + b"\n"
        ready = self._poll.poll(0)
        if not ready or not ready[0][1] & select.POLLOUT:
            self.dropped += 1
            self._open = not (ready and ready[0][1] & (select.POLLERR | select.POLLHUP | select.POLLNVAL))
            return
        try:
            os.write(self._descriptor, line)
        except OSError:
            # Whoever read this is gone; the chain goes on.
            self._open = False
            self.dropped += 1


class Silence:
    """A log that nobody reads: nodes in process."""

    dropped = 0

    def say(self, text: str) -> None:
        """Write nothing."""
