"""A node as a process: its output, its signals, its life after a kill."""

import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path

from tests.benchmarks.node_process import request
from tests.ports import free_port
from tests.soak.kill_restart import run as kill_and_restart


@contextmanager
def process(*arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """Run a node; kill it at the end if it still runs."""
    started = subprocess.Popen(
        [sys.executable, "-m", "chain.node", "--chain=empty", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield started
    finally:
        started.kill()
        started.communicate()


def wait_for_answer(port: int) -> None:
    """Ask until the node answers."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            request(port, "system_chain")
        except OSError:
            select.select([], [], [], 0.01)
        else:
            return
    raise AssertionError("the node did not answer")


def test_it_prints_what_test_suites_wait_for_and_warns_once(tmp_path: Path) -> None:
    flags = ["--dev", "--sealing=20", "--no-telemetry", "--port=1", "--no-mdns"]
    with process(*flags, f"--rpc-port={free_port()}") as node:
        assert node.stdout is not None and node.stderr is not None
        assert any("Imported #1 (0x" in line for line in node.stdout)
        node.send_signal(signal.SIGTERM)
        node.stdout.read()
        assert node.wait(10) == 0
        warnings = node.stderr.read().splitlines()
        assert len(warnings) == 1 and "--no-telemetry --port --no-mdns" in warnings[0]


def test_sigterm_ends_it_within_a_second_with_the_chain_saved(tmp_path: Path) -> None:
    port = free_port()
    arguments = ["--sealing=manual", f"--rpc-port={port}", f"--base-path={tmp_path}"]
    with process(*arguments) as node:
        wait_for_answer(port)
        last = request(port, "dev_newBlock", 40)
        node.send_signal(signal.SIGTERM)
        begun = time.monotonic()
        assert node.wait(10) == 0
        assert time.monotonic() - begun < 1.0
    with process(*arguments):
        wait_for_answer(port)
        assert request(port, "chain_getHead") == last == request(port, "chain_getBlockHash", 40)


def test_sigterm_ends_it_within_a_second_in_the_middle_of_a_jump() -> None:
    port = free_port()
    with process("--sealing=manual", f"--rpc-port={port}") as node:
        wait_for_answer(port)
        jumping = threading.Thread(target=lambda: suppress_all(lambda: request(port, "dev_newBlock", 10**6)))
        jumping.start()
        while int(request(port, "chain_getHeader")["number"], 16) < 20:
            select.select([], [], [], 0.01)
        node.send_signal(signal.SIGTERM)
        begun = time.monotonic()
        assert node.wait(10) == 0 and time.monotonic() - begun < 1.0
        jumping.join()


def suppress_all(action: Callable[[], object]) -> None:
    """Do something that may fail in any way a broken connection can."""
    with suppress(OSError, RuntimeError, HTTPException):
        action()


def test_it_goes_on_when_nobody_reads_its_output() -> None:
    port = free_port()
    with process("--sealing=1", f"--rpc-port={port}"):
        wait_for_answer(port)
        deadline = time.monotonic() + 60
        # 64 KiB of a pipe hold less than 1,300 lines.
        while int(request(port, "chain_getHeader")["number"], 16) < 1_600:
            assert time.monotonic() < deadline, "the node stopped making blocks"
            select.select([], [], [], 0.05)


def test_a_taken_port_is_one_line_and_a_failure() -> None:
    port = free_port()
    with process(f"--rpc-port={port}"):
        wait_for_answer(port)
        with process(f"--rpc-port={port}") as second:
            _, complaint = second.communicate(timeout=60)
            assert second.returncode == 1
            assert complaint.count("\n") == 1 and f"port {port}" in complaint and "--rpc-port" in complaint


def test_three_kills_under_load_lose_nothing_that_was_announced(tmp_path: Path) -> None:
    seen = kill_and_restart(3, tmp_path, seed=7)
    assert seen["rounds"] == 3 and seen["blocks"] > 3 and seen["transfers"] > 0
