"""What the transport needs of whoever answers requests; `chain.node.rpc` fulfils it."""

from collections.abc import Callable, Coroutine
from typing import Any, Protocol


class Session(Protocol):
    """One client as the answering side sees it."""

    def answer(self, payload: bytes | bytearray | memoryview) -> Coroutine[Any, Any, bytes | None]:
        """Return the response to a payload, None if it asks for none. Never raises for what a client sends."""
        ...

    def close(self) -> None:
        """Forget the client and end its subscriptions."""
        ...

    def release(self) -> None:
        """Let the notifications of subscriptions made by the answer just sent go out."""
        ...


class Answering(Protocol):
    """Answers JSON-RPC payloads, one request or a batch."""

    def open_session(self, notify: Callable[[bytes], None] | None) -> Session:
        """Begin with a client; `notify` sends it a notification, None if it cannot receive any (plain HTTP)."""
        ...

    def health(self) -> bytes:
        """Return the JSON of `system_health`, for GET requests."""
        ...
