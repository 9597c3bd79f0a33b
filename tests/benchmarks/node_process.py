"""A node in a process of its own, for what is measured from outside."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from tests.ports import free_port

START_SECONDS = 30.0


class RunningNode(NamedTuple):
    """Where the node listens, its process id, and how long it took from exec to the first answer."""

    port: int
    process_id: int
    seconds_to_first_answer: float


def command_environment(compiled_files: str | None = None) -> dict[str, str]:
    """Return the environment of a user, who keeps compiled files; `compiled_files` is another folder for them."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return environment | ({} if compiled_files is None else {"PYTHONPYCACHEPREFIX": compiled_files})


@contextmanager
def running_node(*arguments: str, keeps: bool = False, compiled_files: str | None = None) -> Iterator[RunningNode]:
    """Run `python -m chain.node` on a free port until the block ends; it keeps its chain only where `keeps` is set."""
    port = free_port()
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "chain.node", "--dev", *([] if keeps else ["--tmp"]), f"--rpc-port={port}", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=command_environment(compiled_files),
    )
    try:
        seconds = _first_answer(process, port, begun)
        yield RunningNode(port, process.pid, seconds)
    finally:
        process.terminate()
        process.wait(30)
        if process.stderr is not None:
            process.stderr.close()


def request(port: int, method: str, *parameters: Any) -> Any:
    """Make one JSON-RPC request over HTTP and return its result."""
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": list(parameters)}).encode()
    posted = urllib.request.Request(f"http://127.0.0.1:{port}", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(posted, timeout=600) as response:
        answer = json.load(response)
    if "error" in answer:
        raise RuntimeError(f"{method}: {answer['error']}")
    return answer["result"]


def resident_megabytes(process_id: int) -> float:
    """Return how much memory a process holds."""
    with open(f"/proc/{process_id}/status") as status:
        found = re.search(r"VmRSS:\s+(\d+)", status.read())
    return int(found[1]) / 1024 if found else 0.0


def processor_seconds(process_id: int) -> float:
    """Return how much CPU time all threads of a process have used."""
    total = 0
    for task in os.listdir(f"/proc/{process_id}/task"):
        with open(f"/proc/{process_id}/task/{task}/schedstat") as schedule:
            total += int(schedule.read().split()[0])
    return total / 1e9


def _first_answer(process: "subprocess.Popen[bytes]", port: int, begun: float) -> float:
    while time.perf_counter() - begun < START_SECONDS:
        if process.poll() is not None:
            message = process.stderr.read().decode() if process.stderr is not None else ""
            raise RuntimeError(f"the node ended with status {process.returncode}: {message}")
        try:
            request(port, "system_chain")
        except OSError:
            time.sleep(0.002)
        else:
            return time.perf_counter() - begun
    raise RuntimeError(f"the node did not answer within {START_SECONDS} seconds")
