"""The newest block, followed by subscription: the clock of miners and validators."""

import logging
import threading
from types import TracebackType

from substrateinterface import SubstrateInterface
from substrateinterface.exceptions import SubstrateRequestException

from chain.client.connection import connect, drop
from chain.client.errors import CONNECTION_LOST, ChainUnreachable

_log = logging.getLogger(__name__)

_LONGEST_PAUSE_SECONDS = 5.0
_SILENCE_SECONDS = 30.0


class HeadFollower:
    """Keeps the number of the best block, on a thread and a connection of its own, across restarts of the node.

    Used as a context manager; those who wait are told of the newest block only, however many passed.
    """

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._changed = threading.Condition()
        self._newest: int | None = None
        self._closing = threading.Event()
        self._connection: SubstrateInterface | None = None
        self._thread = threading.Thread(target=self._follow, name="heads", daemon=True)

    def __enter__(self) -> "HeadFollower":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def wake(self) -> None:
        """Begin to close: everyone who waits goes on at once. Safe in a signal handler."""
        self._closing.set()
        with self._changed:
            self._changed.notify_all()

    def close(self) -> None:
        """End the thread."""
        self.wake()
        if self._connection is not None:
            self._connection.transport.websocket.abort()
        self._thread.join()

    def wait_beyond(self, known: int | None, timeout: float) -> int | None:
        """The newest block's number once it is not `known`; None after `timeout` seconds or when closing."""
        with self._changed:
            self._changed.wait_for(lambda: self._closing.is_set() or self._newest != known, timeout)
            return None if self._closing.is_set() or self._newest == known else self._newest

    def _follow(self) -> None:
        pause = 0.1
        while not self._closing.is_set():
            try:
                self._connection = connect(self._endpoint, timeout=_SILENCE_SECONDS)
                pause = 0.1
                if not self._closing.is_set():
                    self._connection.rpc_request("chain_subscribeNewHeads", [], result_handler=self._note)
            except (*CONNECTION_LOST, ChainUnreachable, SubstrateRequestException) as error:
                if not self._closing.is_set():
                    _log.debug("heads of %s: %s; connecting again", self._endpoint, error)
                    self._closing.wait(pause)
                    pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
            finally:
                drop(self._connection)

    def _note(self, message: dict[str, dict[str, dict[str, str]]], _update: int, _subscription: str) -> bool | None:
        with self._changed:
            self._newest = int(message["params"]["result"]["number"], 16)
            self._changed.notify_all()
        return True if self._closing.is_set() else None
