"""Reading a journal in order: what comes next must be what the model says comes next."""

from typing import Any

from chain.pallets.swap import SwapResult
from tests.economics.state_machine.exact_swap import Disagreement
from tests.economics.state_machine.journal import Note


class Notes:
    """The notes of one call or block step, read from the front."""

    def __init__(self, notes: list[Note]) -> None:
        self._notes = notes
        self._position = 0

    def next_kind(self, ahead: int = 0) -> str | None:
        """The kind of the next note, or of one further ahead; None at the end."""
        position = self._position + ahead
        return self._notes[position][0] if position < len(self._notes) else None

    def peek(self) -> tuple[Any, ...]:
        """The arguments of the next note."""
        return self._notes[self._position][1:]

    def pop(self, kind: str) -> tuple[Any, ...]:
        """The arguments of the next note, which must be of this kind."""
        if self.next_kind() != kind:
            raise Disagreement(f"expected {kind}, the journal goes on with {self._rest()}")
        self._position += 1
        return self._notes[self._position - 1][1:]

    def pop_if(self, kind: str) -> tuple[Any, ...] | None:
        """The arguments of the next note if it is of this kind."""
        return self.pop(kind) if self.next_kind() == kind else None

    def expect(self, kind: str, *arguments: Any) -> None:
        """Read the next note, which must be exactly this one."""
        found = self.pop(kind)
        if found[: len(arguments)] != arguments:
            raise Disagreement(f"expected {kind}{arguments}, the journal has {kind}{found}")

    def trade(self) -> tuple[int, Any, int, int, bool, SwapResult]:
        """The next trade: network, side, amount, limit in rao, whether without fees, result."""
        netuid, side, amount, limit, drop_fees, result = self.pop("swap done")
        return netuid, side, amount, limit, drop_fees, result

    def drained(self) -> dict[int, list[int]]:
        """The alpha that the epochs among the notes took, by network: servers', validators', root's, the owner's."""
        taken = (note[1:] for note in self._notes if note[0] == "distribute")
        return {netuid: [each.server, each.validator, each.root, each.owner_cut] for netuid, each in taken}

    def ensure_read(self) -> None:
        """Raise Disagreement where something happened that the model does not know of."""
        if self._position < len(self._notes):
            raise Disagreement(f"the model explains nothing of {self._rest()}")

    def _rest(self) -> str:
        return repr(self._notes[self._position : self._position + 4])
