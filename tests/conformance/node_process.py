"""A node as a process of its own, as a client's user would start it."""

import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

READY = re.compile(r"Imported #1\b")
START_DEADLINE_SECONDS = 30


@dataclass(frozen=True)
class RunningNode:
    """A node that has imported its first block."""

    port: int
    process: subprocess.Popen[str]

    @property
    def websocket(self) -> str:
        """The endpoint for WebSocket clients."""
        return f"ws://127.0.0.1:{self.port}"

    @property
    def http(self) -> str:
        """The endpoint for HTTP clients."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def running_node(port: int, arguments: Sequence[str] = ()) -> Iterator[RunningNode]:
    """Start `python -m chain.node --dev --tmp` on a port, wait for `Imported #1`, and end it afterwards.

    Raises RuntimeError with the node's output if it ends or stays silent.
    """
    command = [sys.executable, "-m", "chain.node", "--dev", "--tmp", "--rpc-port", str(port), *arguments]
    with tempfile.TemporaryFile(mode="w+") as complaints:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=complaints, text=True)
        assert process.stdout is not None
        watchdog = threading.Timer(START_DEADLINE_SECONDS, process.kill)
        watchdog.start()
        seen = []
        for line in process.stdout:
            seen.append(line)
            if READY.search(line):
                break
        else:
            process.kill()
            process.wait()
            process.stdout.close()
            complaints.seek(0)
            raise RuntimeError(f"the node never imported block 1:\n{''.join(seen)}{complaints.read()}")
        watchdog.cancel()
        drain = threading.Thread(target=lambda: [None for _ in process.stdout or ()], daemon=True)
        drain.start()
        try:
            yield RunningNode(port, process)
        finally:
            process.terminate()
            process.wait(10)
            drain.join(5)
            process.stdout.close()
