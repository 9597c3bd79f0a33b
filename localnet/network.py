"""A whole network: a chain, a subnet on it, and miners and validators as processes of their own."""

import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from substrateinterface import SubstrateInterface

from chain.client.connection import connect
from chain.client.errors import ChainUnreachable
from localnet.founding import Foundation, Participant, found_network
from localnet.observation import PALLET, NetworkObserver
from localnet.ports import free_ports, is_free
from localnet.processes import SupervisedProcess, Supervisor
from localnet.report import NetworkReport
from localnet.scenario import Scenario

NODE_START_SECONDS = 30.0
MINER_START_SECONDS = 300.0
NODE = "node"


class LocalnetError(RuntimeError):
    """The localnet cannot start or go on; the message says why."""


class Localnet:
    """One running localnet; use it in a `with` block, which ends every process it started.

    Everything it writes (wallets, logs, the validators' records) lies below `folder`. `say` is told how the start goes,
    and called again and again while it takes its time.
    """

    def __init__(
        self, scenario: Scenario, folder: Path, *, port: int = 0, say: Callable[[str], None] = lambda _line: None
    ) -> None:
        self.scenario = scenario
        self.folder = folder.resolve()
        self.wallets = self.folder / "wallets"
        self.port = port or free_ports(1)[0]
        self.endpoint = f"ws://127.0.0.1:{self.port}"
        self.supervisor = Supervisor(self.folder / "logs")
        self.connection: SubstrateInterface | None = None
        self.foundation: Foundation | None = None
        self._observer: NetworkObserver | None = None
        self._say = say

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the chain, found the subnet, set everyone to work. Raises LocalnetError if the node stays silent."""
        if not is_free(self.port):
            raise LocalnetError(f"port {self.port} is taken by another program; choose another, or 0 for a free one")
        settings = self.scenario.chain
        node = self.supervisor.launch(
            NODE,
            [
                *(sys.executable, "-m", "chain.node", "--chain", settings.preset, "--tmp"),
                *("--rpc-port", str(self.port), "--sealing", "instant"),
            ],
        )
        self.connection = self._connect(node)
        self._say(f"the chain answers at {self.endpoint}; founding the subnet")
        self.foundation = found_network(self.connection, self.scenario, self.wallets)
        self._launch_participants(self.foundation)
        self._await_miners(self.connection, self.foundation)
        self.connection.rpc_request("dev_setSealing", [settings.block_time_ms])
        self._observer = NetworkObserver(self.connection, self.foundation, self._record_files())

    def stop(self) -> None:
        """End every process."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None
        self.supervisor.stop()

    def tend(self) -> list[str]:
        """Restart what ended; returns a line per change. Raises ProcessFailed for what will not stay up."""
        return self.supervisor.tend()

    def look(self) -> NetworkReport:
        """Look at the network as it is now."""
        if self._observer is None:
            raise LocalnetError("the localnet has not been started; use it in a `with` block")
        return self._observer.look()

    def _connect(self, node: SupervisedProcess) -> SubstrateInterface:
        deadline = time.monotonic() + NODE_START_SECONDS
        while True:
            try:
                return connect(self.endpoint)
            except ChainUnreachable as error:
                if not node.running or time.monotonic() > deadline:
                    said = "\n".join(node.log_tail())
                    raise LocalnetError(f"the node does not answer at {self.endpoint}; it said:\n{said}") from error
                time.sleep(0.02)

    def _await_miners(self, connection: SubstrateInterface, foundation: Foundation) -> None:
        """Wait until every miner has announced where it answers, so that all begin at the same line."""
        expected = {member.hotkey: member.name for member in foundation.participants if member.role == "miner"}
        deadline = time.monotonic() + MINER_START_SECONDS
        while True:
            announced = {str(hotkey.value) for hotkey, _ in connection.query_map(PALLET, "Axons", [foundation.netuid])}
            missing = [name for hotkey, name in expected.items() if hotkey not in announced]
            if not missing:
                return
            self._say(
                f"{len(expected) - len(missing)} of {len(expected)} miners serve; waiting for {', '.join(missing)}"
            )
            self.tend()
            if time.monotonic() > deadline:
                raise LocalnetError(
                    f"{missing[0]} did not announce itself within {MINER_START_SECONDS:.0f} seconds; "
                    f"its log is {self.supervisor.log_folder / missing[0]}.log"
                )
            time.sleep(0.25)

    def _launch_participants(self, foundation: Foundation) -> None:
        options = {member.name: member.options for member in self.scenario.miners}
        options |= {member.name: member.options for member in self.scenario.validators}
        ports = free_ports(len(foundation.participants))
        for participant, port in zip(foundation.participants, ports, strict=True):
            make = self._miner_command if participant.role == "miner" else self._validator_command
            environment = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
            self.supervisor.launch(participant.name, make(participant, options[participant.name], port), environment)

    def _common_options(self, participant: Participant) -> list[str]:
        assert self.foundation is not None
        return [
            *("--netuid", str(self.foundation.netuid)),
            *("--subnet", self.scenario.subnet.task),
            *("--wallet", participant.name),
            *("--wallet-path", str(self.wallets)),
            *("--endpoint", self.endpoint),
            *("--state", str(self._state_folder(participant))),
        ]

    def _miner_command(self, participant: Participant, options: Mapping[str, Any], port: int) -> list[str]:
        command = [sys.executable, "-m", "localnet", "miner", "run", *self._common_options(participant)]
        command += ["--kind", participant.kind, "--port", str(port)]
        for name, value in options.items():
            command += ["--set", f"{name}={value}"]
        return command

    def _validator_command(self, participant: Participant, options: Mapping[str, Any], port: int) -> list[str]:
        command = [sys.executable, "-m", "localnet", "validator", "run", *self._common_options(participant)]
        command += ["--records", f"sqlite:///{self._record_file(participant)}"]
        for name, value in options.items():
            command += [f"--{name.replace('_', '-')}", str(value)]
        return command

    def _state_folder(self, participant: Participant) -> Path:
        folder = self.folder / "state" / participant.name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _record_file(self, participant: Participant) -> Path:
        return self._state_folder(participant) / "scores.sqlite"

    def _record_files(self) -> list[Path]:
        assert self.foundation is not None
        return [self._record_file(member) for member in self.foundation.participants if member.role == "validator"]
