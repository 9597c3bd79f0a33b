"""Where the states of older blocks come from: what each block changed, and now and then a whole state."""

from collections.abc import Mapping
from typing import Protocol

from chain.state.diff import decode_changes, encode_changes


class Archive(Protocol):
    """Read access to blocks that the history holds no trie of."""

    def number_of(self, block_hash: bytes) -> int | None:
        """Return the number of a block, or `None` if no block here has this hash."""

    def changes_of(self, number: int) -> Mapping[bytes, bytes | None]:
        """Return what a block changed in its parent's state. Raises KeyError if the block is not here."""

    def checkpoint_below(self, number: int) -> tuple[int, Mapping[bytes, bytes]] | None:
        """Return the newest whole state stored at or below a block's number, and its own number."""


class MemoryArchive:
    """An archive in memory, for a chain without a file: a few hundred bytes to a few kilobytes a block."""

    def __init__(self) -> None:
        self._first = 0
        self._hashes: list[bytes] = []
        self._diffs: list[bytes] = []
        self._numbers: dict[bytes, int] = {}

    def append(self, number: int, block_hash: bytes, changes: Mapping[bytes, bytes | None]) -> None:
        """Add the block after the newest one here. Raises ValueError for any other."""
        if not self._hashes:
            self._first = number
        if number != self._first + len(self._hashes):
            raise ValueError(f"block {number} does not follow block {self._first + len(self._hashes) - 1}")
        self._hashes.append(block_hash)
        self._diffs.append(encode_changes(changes))
        self._numbers[block_hash] = number
        # Dropped blocks leave their entry behind, so that dropping many takes no time; most must be alive, though.
        if len(self._numbers) > 2 * len(self._hashes) + 1024:
            self._numbers = {known: self._first + index for index, known in enumerate(self._hashes)}

    def number_of(self, block_hash: bytes) -> int | None:
        """Return the number of a block, or `None`."""
        number = self._numbers.get(block_hash)
        if number is None or not self._first <= number < self._first + len(self._hashes):
            return None
        return number if self._hashes[number - self._first] == block_hash else None

    def changes_of(self, number: int) -> Mapping[bytes, bytes | None]:
        """Return what a block changed. Raises KeyError."""
        if not self._first <= number < self._first + len(self._diffs):
            raise KeyError(f"block {number} is not in memory; the archive holds {len(self._diffs)} from {self._first}")
        return decode_changes(self._diffs[number - self._first])

    def checkpoint_below(self, number: int) -> tuple[int, Mapping[bytes, bytes]] | None:
        """Return nothing: whole states are tries, and the history keeps those itself."""
        return None

    def keep_below(self, number: int) -> None:
        """Drop the blocks from a number up."""
        kept = max(0, number - self._first)
        del self._hashes[kept:]
        del self._diffs[kept:]

    def keep_from(self, number: int) -> None:
        """Drop the blocks below a number."""
        dropped = min(max(0, number - self._first), len(self._hashes))
        del self._hashes[:dropped]
        del self._diffs[:dropped]
        self._first += dropped
