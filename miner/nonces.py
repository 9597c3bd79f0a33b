"""The nonces already used, so that no signed request counts twice."""

import threading
from collections import OrderedDict

from chain.client.signed_request import MAX_AGE_NS, MAX_SKEW_NS

KEPT_NS = MAX_AGE_NS + MAX_SKEW_NS
"""A nonce older than this is refused as stale anyway."""


class NonceStore:
    """Remembers nonces by hotkey for as long as they would pass as fresh, and never more than `capacity` of them."""

    def __init__(self, capacity: int = 100_000) -> None:
        self._capacity = capacity
        self._used_at: OrderedDict[tuple[str, int], int] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._used_at)

    def use(self, hotkey: str, nonce_ns: int, now_ns: int) -> bool:
        """Record a nonce. False if it was used before, or if the store is full of nonces that still count."""
        with self._lock:
            while self._used_at and next(iter(self._used_at.values())) + KEPT_NS < now_ns:
                self._used_at.popitem(last=False)
            if (hotkey, nonce_ns) in self._used_at or len(self._used_at) >= self._capacity:
                return False
            # A nonce may lie ahead of this clock; it then counts from its own time on.
            self._used_at[hotkey, nonce_ns] = max(now_ns, nonce_ns)
            return True
