"""Who wants to know what becomes of an extrinsic."""

from collections.abc import Callable

Listener = Callable[[str, bytes | None], None]
FINAL = frozenset({"finalized", "usurped", "dropped", "invalid"})
"""After one of these words nothing more is said about an extrinsic."""


class Watchers:
    """Listeners by extrinsic hash; each hears status words, with a block or extrinsic hash where one belongs."""

    def __init__(self) -> None:
        self._listeners: dict[bytes, list[Listener]] = {}

    def watch(self, extrinsic_hash: bytes, listener: Listener) -> None:
        """Tell the listener what becomes of the extrinsic from now on."""
        self._listeners.setdefault(extrinsic_hash, []).append(listener)

    def unwatch(self, extrinsic_hash: bytes, listener: Listener) -> None:
        """Tell the listener no more."""
        listeners = self._listeners.get(extrinsic_hash, [])
        if listener in listeners:
            listeners.remove(listener)
        if not listeners:
            self._listeners.pop(extrinsic_hash, None)

    def watched(self, extrinsic_hash: bytes) -> bool:
        """Say whether anyone listens for this extrinsic."""
        return extrinsic_hash in self._listeners

    def tell(self, extrinsic_hash: bytes, status: str, related: bytes | None = None) -> None:
        """Pass a status on; a final one ends the listening."""
        listeners = self._listeners.get(extrinsic_hash)
        if listeners is None:
            return
        if status in FINAL:
            del self._listeners[extrinsic_hash]
        for listener in list(listeners):
            listener(status, related)

    @property
    def any(self) -> bool:
        """Whether anyone listens for anything."""
        return bool(self._listeners)
