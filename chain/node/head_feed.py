"""Who wants to hear of new blocks, and of which kind."""

from collections.abc import Callable
from typing import Literal

from chain.node.ledger import Block

Kind = Literal["all", "new", "finalized"]
Listener = Callable[[Block], None]


class HeadFeed:
    """Listeners by kind: every imported block (`all`), the best one (`new`), the finalised one (`finalized`)."""

    def __init__(self) -> None:
        self._listeners: dict[str, dict[Listener, None]] = {"all": {}, "new": {}, "finalized": {}}

    def listen(self, kind: Kind, listener: Listener) -> Callable[[], None]:
        """Call the listener with every block of the kind; return the function that ends it."""
        listeners = self._listeners[kind]
        listeners[listener] = None
        return lambda: listeners.pop(listener, None)

    def tell(self, kind: Kind, block: Block) -> None:
        """Pass a block on."""
        for listener in list(self._listeners[kind]):
            listener(block)
