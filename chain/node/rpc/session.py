"""One client of the RPC: the subscriptions it holds and the way notifications reach it."""

import asyncio
from collections.abc import Callable, Coroutine
from itertools import count
from typing import Any, TypeVar

import orjson

from chain.node.rpc.errors import METHOD_NOT_FOUND, TOO_MANY_SUBSCRIPTIONS, RpcError

_numbers = count(1)
QUIET_SECONDS = 0.03
"""A client that has asked nothing for so long has dealt with what it was told."""
SLOW_QUIET_SECONDS = 0.2
"""The same for a client that asks about what it was told before it takes in the next."""
LONGEST_WAITS = 10
"""So many times as long is waited at most."""
Subject = TypeVar("Subject")
Answer = Callable[[bytes | bytearray | memoryview, "ClientSession"], Coroutine[Any, Any, bytes | None]]


class Subscription:
    """One subscription: notifications under a method name and an id, held back until the id itself has been sent."""

    __slots__ = ("_held", "_notify", "_on_end", "id", "method", "open", "subject")

    def __init__(self, method: str, notify: Callable[[bytes], None]) -> None:
        self.id = f"weft{next(_numbers):012x}"
        self.method = method
        self.open = True
        self.subject: object = None
        """What is subscribed to, where other methods act on it."""
        self._notify = notify
        self._held: list[bytes] | None = []
        self._on_end: list[Callable[[], None]] = []

    def send(self, result: Any) -> None:
        """Notify the client, in the order of the calls."""
        if not self.open:
            return
        notification = orjson.dumps(
            {"jsonrpc": "2.0", "method": self.method, "params": {"subscription": self.id, "result": result}}
        )
        if self._held is not None:
            self._held.append(notification)
        else:
            self._notify(notification)

    def on_end(self, action: Callable[[], None]) -> None:
        """Run an action when the client unsubscribes or goes away."""
        self._on_end.append(action)

    def release(self) -> None:
        """Send what was held back; the client knows the id now."""
        held, self._held = self._held, None
        for notification in held or ():
            if self.open:
                self._notify(notification)

    def end(self) -> None:
        """Fall silent."""
        if self.open:
            self.open = False
            for action in self._on_end:
                action()


class ClientSession:
    """One client: its subscriptions by id, within the limit, and whether it may receive any at all."""

    def __init__(self, notify: Callable[[bytes], None] | None, limit: int, answer: Answer) -> None:
        self._notify = notify
        self._answer = answer
        self._limit = limit
        self._subscriptions: dict[str, Subscription] = {}
        self._fresh: list[Subscription] = []
        self._after: list[Callable[[], None]] = []
        self._on_close: list[Callable[[], None]] = []
        self._requests = 0
        self.asks_about_what_it_hears = False
        self.context: Any = None
        self.broadcasts: dict[str, Any] = {}
        """The extrinsics that `transaction_v1_broadcast` brings into blocks, by operation."""

    def answer(self, payload: bytes | bytearray | memoryview) -> Coroutine[Any, Any, bytes | None]:
        """Return the response to a payload, None if it asks for none."""
        self._requests += 1
        return self._answer(payload, self)

    def when_quiet(self, action: Callable[[], None]) -> None:
        """Run an action once the client asks nothing more, or has gone on asking for long enough."""
        loop = asyncio.get_running_loop()
        quiet = SLOW_QUIET_SECONDS if self.asks_about_what_it_hears else QUIET_SECONDS
        give_up = loop.time() + LONGEST_WAITS * quiet

        def look(seen: int) -> None:
            if self._requests == seen or loop.time() >= give_up:
                action()
            else:
                loop.call_later(quiet, look, self._requests)

        loop.call_later(quiet, look, self._requests)

    def subscribe(self, method: str) -> Subscription:
        """Open a subscription whose notifications carry this method name.

        Raises:
            RpcError: over plain HTTP, or above the limit of subscriptions.
        """
        if self._notify is None:
            raise RpcError(METHOD_NOT_FOUND, "Method not found", "subscriptions need a WebSocket connection")
        if len(self._subscriptions) >= self._limit:
            raise RpcError(
                TOO_MANY_SUBSCRIPTIONS,
                "Too many subscriptions on the connection",
                f"Exceeded max limit of {self._limit}",
            )
        subscription = Subscription(method, self._notify)
        self._subscriptions[subscription.id] = subscription
        self._fresh.append(subscription)
        return subscription

    def subject(self, identifier: str, kind: type[Subject]) -> Subject | None:
        """What a subscription is of, None if there is no such subscription of that kind."""
        subscription = self._subscriptions.get(identifier)
        subject = None if subscription is None else subscription.subject
        return subject if isinstance(subject, kind) else None

    def count_of(self, kind: type) -> int:
        """How many subscriptions are of that kind."""
        return sum(isinstance(subscription.subject, kind) for subscription in self._subscriptions.values())

    def after_answer(self, action: Callable[[], None]) -> None:
        """Run an action once the answer to the present request has gone out."""
        self._after.append(action)

    def on_close(self, action: Callable[[], None]) -> None:
        """Run an action when the client goes away."""
        self._on_close.append(action)

    def unsubscribe(self, identifier: str, method: str) -> bool:
        """End a subscription of this method; say whether there was one."""
        subscription = self._subscriptions.get(identifier)
        if subscription is None or subscription.method != method:
            return False
        del self._subscriptions[identifier]
        subscription.end()
        return True

    def release(self) -> None:
        """Let the notifications of new subscriptions go out: their ids have been sent."""
        while self._fresh:
            self._fresh.pop(0).release()
        while self._after:
            self._after.pop(0)()

    def close(self) -> None:
        """End every subscription."""
        subscriptions, self._subscriptions = self._subscriptions, {}
        self._fresh.clear()
        for subscription in subscriptions.values():
            subscription.end()
        for action in self._on_close:
            action()
