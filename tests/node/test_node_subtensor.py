"""The node under the reference's name, started as test runners start it."""

import subprocess
import sys
from importlib.metadata import entry_points

import pytest

from chain.node.cli import main, run
from tests.benchmarks.node_process import request
from tests.node.test_process import wait_for_answer
from tests.ports import free_port

MOONWALL = (
    *("--one", "--dev", "--force-authoring", "--rpc-cors=all", "--no-prometheus", "--no-telemetry"),
    *("--reserved-only", "--tmp", "--sealing=manual"),
)


def test_an_executable_of_the_references_name_is_installed() -> None:
    (script,) = entry_points(group="console_scripts", name="node-subtensor")
    assert script.load() is main


def test_it_starts_with_the_flags_that_moonwall_passes_and_seals_on_request() -> None:
    port = free_port()
    start = [sys.executable, "-c", "from chain.node.cli import main; main()", *MOONWALL, f"--rpc-port={port}"]
    with subprocess.Popen(start, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as node:
        try:
            wait_for_answer(port)
            assert request(port, "system_chain") == "Bittensor"
            request(port, "engine_createBlock", True, True)
            assert request(port, "chain_getHeader")["number"] == "0x1"
        finally:
            node.terminate()
        assert node.wait(10) == 0


def test_what_the_node_cannot_do_is_refused_not_taken_for_a_start(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build-spec", "--raw", "--chain", "local"]) == 2
    assert (
        capsys.readouterr().err == "weft node: there is no sub-command 'build-spec'; the node only runs, with options\n"
    )
