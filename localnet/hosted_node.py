"""A node inside this process, on a thread of its own: for tests and notebooks that have no event loop."""

import asyncio
import threading
from types import TracebackType
from typing import Any, Self

from chain.node.config import NodeConfig
from chain.node.service import Node

REQUEST_DEADLINE_SECONDS = 120.0


class HostedNode:
    """A node whose event loop runs in a thread; use it in a `with` block, or call `start` and `stop`."""

    def __init__(self, config: NodeConfig | None = None) -> None:
        self._node = Node(config)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="weft-node", daemon=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the node; returns when it answers. Raises what `Node.start` raises."""
        self._thread.start()
        try:
            self._wait_for(self._node.start())
        except BaseException:
            self._close_loop()
            raise

    def stop(self) -> None:
        """Stop the node and its thread."""
        self._wait_for(self._node.stop())
        self._close_loop()

    @property
    def url(self) -> str:
        """The WebSocket endpoint; HTTP is served on the same port."""
        return self._node.url

    @property
    def port(self) -> int:
        """The port the node listens on."""
        return self._node.ports[0]

    def request(self, method: str, *parameters: Any) -> Any:
        """Make a JSON-RPC request without a socket and return its result; raises RpcRefused with the node's error."""
        return self._wait_for(self._node.request(method, *parameters))

    def _wait_for(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(REQUEST_DEADLINE_SECONDS)

    def _close_loop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
