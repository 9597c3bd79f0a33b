"""What the parts of a runtime do to each other while a call or a block step runs, in order, as a test sees it.

The journal's length lies in the state, so whatever a dropped layer undoes is dropped from the journal too.
"""

from collections.abc import Callable
from typing import Any

from chain.runtime import Runtime

LENGTH = b"a test's journal"

Note = tuple[Any, ...]
"""What happened, and with which arguments."""

BEFORE = {
    "stakes": ("increase", "decrease", "increase_for_all"),
    "trading": ("stake_into_subnet", "stake_moved", "unstake_from_subnet"),
    "root_dividends": ("increase_root_claimable", "_claim_on"),
    "distribution": ("distribute", "_pay_incentives"),
}
"""Methods noted when they begin, by part."""

AFTER = {
    "swap": ("swap",),
    "trading": ("move_to_subnet",),
    "pools": ("inject_alpha", "inject_tao", "mint_alpha_out", "recycle_alpha", "burn_alpha"),
    "locks": ("add",),
    "balances": ("deposit",),
    "root_dividends": ("_claim_on",),
    "distribution": ("distribute",),
}
"""Methods noted when they have succeeded, with what they gave, by part."""


class Journal:
    """Notes the calls of chosen methods of one runtime's parts."""

    def __init__(self, runtime: Runtime) -> None:
        self._state = runtime.state
        self._notes: list[Note] = []
        for moment in (BEFORE, AFTER):
            for part, methods in moment.items():
                for method in methods:
                    self._watch(getattr(runtime.subtensor, part), method, ends=moment is AFTER)

    def begin(self) -> None:
        """Forget everything; to be called outside of any layer."""
        self._notes.clear()
        self._state.delete(LENGTH)

    def take(self) -> list[Note]:
        """What was noted and not undone since."""
        notes = self._notes[: self._length()]
        self.begin()
        return notes

    def _length(self) -> int:
        return int.from_bytes(self._state.get(LENGTH) or b"", "little")

    def _note(self, note: Note) -> None:
        length = self._length()
        del self._notes[length:]
        self._notes.append(note)
        self._state.put(LENGTH, (length + 1).to_bytes(4, "little"))

    def _watch(self, part: Any, method: str, *, ends: bool) -> None:
        watched: Callable[..., Any] = getattr(part, method)

        def noted(*arguments: Any, **named: Any) -> Any:
            if not ends:
                self._note((method, *arguments, *named.values()))
                return watched(*arguments, **named)
            result = watched(*arguments, **named)
            self._note((f"{method} done", *arguments, *named.values(), result))
            return result

        setattr(part, method, noted)
