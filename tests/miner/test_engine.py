import os
import signal
import socket
import subprocess
import sys

import pytest

from miner.engine import MinerEngine, MinerSettings
from miner.policy import Admission, CallerPolicy
from miner.presence import PresenceSettings
from tests.miner.world import MINER, Doubling, local_axon
from tests.ports import free_port

PROGRAM = """
import sys
from pathlib import Path
import miner.cli
from tests.miner.test_engine import engine
from tests.miner.world import Doubling
import signal

class Saving(Doubling):
    def open(self, directory):
        self.file = directory / "saved"
    def close(self):
        self.file.write_text("saved")

for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, miner.cli._exit)
made = engine(Path(sys.argv[1]), int(sys.argv[2]), Saving())
print("ready", flush=True)
made.run()
"""


def engine(directory, port, task):
    """A miner whose chain does not answer."""
    presence = PresenceSettings(f"ws://127.0.0.1:{free_port()}", 1, local_axon(port))
    settings = MinerSettings(presence, "127.0.0.1", port, directory)
    return MinerEngine(settings, MINER, task, CallerPolicy(Admission.VALIDATORS))


def test_a_port_in_use_is_an_error_before_the_task_is_made_ready(tmp_path):
    class Unready(Doubling):
        def open(self, directory):
            raise AssertionError("opened")

    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        engine(tmp_path, taken.getsockname()[1], Unready()).run()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_miner_saves_what_it_has_learnt(tmp_path, number):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path), str(port)],
        stdout=subprocess.PIPE,
        text=True,
        env=dict(os.environ),
    )
    assert process.stdout.readline() == "ready\n"
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=30).close()
            break
        except ConnectionRefusedError:
            assert process.poll() is None
    process.send_signal(number)
    assert process.wait(30) == 0
    process.stdout.close()
    assert (tmp_path / "saved").read_text() == "saved"
