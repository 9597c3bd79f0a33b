"""A node in a thread of its own, for callers that are not asynchronous: tests, notebooks, benchmarks."""

import asyncio
import threading
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, TypeVar

from chain.node.config import NodeConfig
from chain.node.rules import ChainRules
from chain.node.service import Log, Node

T = TypeVar("T")


class HostedNode:
    """`with HostedNode() as node: … node.url … node.request("dev_newBlock", 10)`."""

    def __init__(
        self, config: NodeConfig | None = None, log: Log | None = None, *, rules: ChainRules | None = None
    ) -> None:
        self.node = Node(config, log, rules=rules)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="weft-node", daemon=True)

    def __enter__(self) -> "HostedNode":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The WebSocket URL; HTTP is served on the same port."""
        return self.node.url

    def start(self) -> None:
        """Start the node; it answers when this returns. Raises what `Node.start` raises."""
        self._thread.start()
        try:
            self._run(self.node.start())
        except BaseException:
            self._end_thread()
            raise

    def stop(self) -> None:
        """Stop the node and its thread."""
        try:
            self._run(self.node.stop())
        finally:
            self._end_thread()

    def request(self, method: str, *parameters: Any) -> Any:
        """Make a JSON-RPC request and return its result. Raises RpcRefused."""
        return self._run(self.node.request(method, *parameters))

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _end_thread(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
