"""Supervision: what ends is started again, what ends too often is reported, and everything stops."""

import sys
import time

import pytest

from localnet.processes import MAXIMUM_RESTARTS, ProcessFailed, Supervisor

FOREVER = [sys.executable, "-c", "import time\nwhile True: time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "print('deaf', flush=True)\nwhile True: time.sleep(60)",
]


@pytest.fixture
def supervisor(tmp_path):
    supervisor = Supervisor(tmp_path / "logs")
    yield supervisor
    supervisor.stop()


def wait_until(condition, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        time.sleep(0.01)


def test_a_process_that_ends_unasked_is_started_again_after_a_pause(supervisor, tmp_path):
    counter = tmp_path / "starts"
    starts = repr(str(counter))
    code = f"open({starts}, 'a').write('x')\nimport time\nif len(open({starts}).read()) > 1: time.sleep(60)"
    process = supervisor.launch("flaky", [sys.executable, "-c", code])
    wait_until(lambda: not process.running)
    assert supervisor.tend() == ["flaky ended with status 0; it is started again"]
    wait_until(lambda: supervisor.tend() == [] and process.running)
    wait_until(lambda: counter.read_text() == "xx")
    assert process.restarts == 1


def test_a_process_that_never_stays_up_is_reported_with_the_end_of_its_log(supervisor, monkeypatch):
    monkeypatch.setattr("localnet.processes.FIRST_PAUSE_SECONDS", 0.0)
    process = supervisor.launch("broken", [sys.executable, "-c", "print('no such wallet'); raise SystemExit(3)"])

    def tend_until_it_fails():
        while True:
            wait_until(lambda: not process.running)
            supervisor.tend()
            supervisor.tend()

    with pytest.raises(ProcessFailed, match=r"broken ended 6 times, last with status 3(.|\n)*no such wallet"):
        tend_until_it_fails()
    assert process.restarts == MAXIMUM_RESTARTS + 1


def test_stop_ends_every_process_even_one_that_ignores_the_request(supervisor, monkeypatch):
    monkeypatch.setattr("localnet.processes.STOP_DEADLINE_SECONDS", 0.5)
    polite = supervisor.launch("polite", FOREVER)
    stubborn = supervisor.launch("stubborn", STUBBORN)
    wait_until(lambda: stubborn.log_tail() == ["deaf"])
    supervisor.stop()
    assert not polite.running
    assert not stubborn.running
    assert stubborn.exit_status == -9
