"""The miner engine: the chain's view of the miner, the task, and the server, started and stopped together."""

import logging
import socket
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from substrateinterface import SubstrateInterface

from chain.client.submit import SigningKey
from miner.answering import Answerer, HonestAnswerer
from miner.dishonest import COPIER, LAZY, CopyingAnswerer, LazyAnswerer, victims_in
from miner.policy import CallerPolicy
from miner.presence import Presence, PresenceSettings
from miner.server import AnswerServer, ServerLimits
from subnets import Task

_log = logging.getLogger(__name__)

_SHUTDOWN_SECONDS = 2


@dataclass(frozen=True)
class MinerSettings:
    """How one miner runs. `conduct` is None for an honest one, else one of those in `dishonest.py`."""

    presence: PresenceSettings
    host: str
    port: int
    state_directory: Path
    conduct: str | None = None


class MinerEngine:
    """One miner process."""

    def __init__(
        self,
        settings: MinerSettings,
        key: SigningKey,
        task: Task[Any, Any],
        policy: CallerPolicy,
        connection: SubstrateInterface | None = None,
    ) -> None:
        """Take over `connection` if one to the endpoint is open already."""
        self._settings = settings
        self._key = key
        self._task = task
        self._presence = Presence(settings.presence, key, policy.update, connection)
        self._client = httpx.Client(timeout=task.timeout / 2)
        limits = ServerLimits(longest_body=task.longest_request, answer_seconds=task.timeout)
        self.server = AnswerServer(key, question_path(task), self._answerer(), policy, limits)

    def run(self) -> None:
        """Serve until stopped by an exception, SystemExit as a rule, or by uvicorn's own handling of signals.

        The task is closed whatever happens, since it may have learnt something. Raises OSError if the port is taken.
        """
        self._settings.state_directory.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            # The port is taken first, so that one in use is known before the task is made ready.
            listener = stack.enter_context(_listen(self._settings.host, self._settings.port))
            stack.callback(self._task.close)
            self._task.open(self._settings.state_directory)
            stack.callback(self._client.close)
            stack.callback(self.server.close)
            self._presence.start()
            stack.callback(self._presence.close)
            _log.info("serving %s on port %d as %s", self._task.name, self._settings.port, self._key.ss58_address)
            config = uvicorn.Config(
                self.server.application(),
                log_level="warning",
                access_log=False,
                timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
            )
            uvicorn.Server(config).run(sockets=[listener])

    def _answerer(self) -> Answerer:
        honest = HonestAnswerer(self._task)
        if self._settings.conduct == LAZY:
            return LazyAnswerer(honest)
        if self._settings.conduct == COPIER:
            return CopyingAnswerer(
                self._key,
                question_path(self._task),
                lambda: victims_in(self._presence.metagraph, self._key.ss58_address),
                self._client,
            )
        return honest


def question_path(task: Task[Any, Any]) -> str:
    """The path on which a miner of this task answers."""
    return f"/{task.name}"


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=128)
