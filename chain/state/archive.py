"""Where the states of older blocks come from: what each block changed, and now and then a whole state."""

from collections.abc import Mapping
from threading import Lock
from typing import Protocol

from chain.state.diff import compress, decompress, pack_changes, unpack_changes

_GROUP = 64
_FREED_PER_BLOCK = 16


class Archive(Protocol):
    """Read access to blocks that the history holds no trie of."""

    def number_of(self, block_hash: bytes) -> int | None:
        """Return the number of a block, or `None` if no block here has this hash."""

    def changes_of(self, number: int) -> Mapping[bytes, bytes | None]:
        """Return what a block changed in its parent's state. Raises KeyError if the block is not here."""

    def checkpoint_below(self, number: int) -> tuple[int, Mapping[bytes, bytes]] | None:
        """Return the newest whole state stored at or below a block's number, and its own number."""


class MemoryArchive:
    """An archive in memory, for a chain without a file: some hundred bytes a block.

    Blocks change much the same keys, so each is compressed against the first of its group.
    """

    def __init__(self) -> None:
        self._first = 0
        self._hashes: list[bytes] = []
        self._diffs: list[bytes] = []
        self._numbers: dict[bytes, int] = {}
        self._leader = (-1, b"")
        self._dropped: list[bytes] = []
        self._lock = Lock()

    def append(self, number: int, block_hash: bytes, changes: Mapping[bytes, bytes | None]) -> None:
        """Add the block after the newest one here. Raises ValueError for any other."""
        if not self._hashes:
            self._first = number
        if number != self._first + len(self._hashes):
            raise ValueError(f"block {number} does not follow block {self._first + len(self._hashes) - 1}")
        packed = pack_changes(changes)
        with self._lock:
            if self._leader_of(number) == number:
                self._diffs.append(compress(packed))
                self._leader = (number, packed)
            else:
                self._diffs.append(compress(packed, self._packed_leader(number)))
            self._hashes.append(block_hash)
            del self._dropped[-_FREED_PER_BLOCK:]
        self._numbers[block_hash] = number
        # Dropped blocks leave their entry behind, so that dropping many takes no time; most must be alive, though.
        if len(self._numbers) > 2 * len(self._hashes) + 1024:
            self._numbers = {known: self._first + index for index, known in enumerate(self._hashes)}

    def number_of(self, block_hash: bytes) -> int | None:
        """Return the number of a block, or `None`."""
        number = self._numbers.get(block_hash)
        with self._lock:
            if number is None or not self._first <= number < self._first + len(self._hashes):
                return None
            return number if self._hashes[number - self._first] == block_hash else None

    def changes_of(self, number: int) -> Mapping[bytes, bytes | None]:
        """Return what a block changed. Raises KeyError."""
        with self._lock:
            count = len(self._diffs)
            if not self._first <= number < self._first + count:
                raise KeyError(f"block {number} is not in memory; the archive holds {count} from {self._first}")
            like = b"" if self._leader_of(number) == number else self._packed_leader(number)
            return unpack_changes(decompress(self._diffs[number - self._first], like))

    def checkpoint_below(self, number: int) -> tuple[int, Mapping[bytes, bytes]] | None:
        """Return nothing: whole states are tries, and the history keeps those itself."""
        return None

    def keep_below(self, number: int) -> None:
        """Drop the blocks from a number up; their memory is freed bit by bit as others follow."""
        with self._lock:
            kept = max(0, number - self._first)
            self._dropped += self._hashes[kept:]
            self._dropped += self._diffs[kept:]
            del self._hashes[kept:]
            del self._diffs[kept:]
            if self._leader[0] >= number:
                self._leader = (-1, b"")

    def keep_from(self, number: int) -> None:
        """Drop the blocks below a number, as far as no block that stays was compressed against one of them."""
        with self._lock:
            if number < self._first + len(self._hashes):
                number -= number % _GROUP
            dropped = min(max(0, number - self._first), len(self._hashes))
            del self._hashes[:dropped]
            del self._diffs[:dropped]
            self._first += dropped

    def _leader_of(self, number: int) -> int:
        return max(self._first, number - number % _GROUP)

    def _packed_leader(self, number: int) -> bytes:
        leader = self._leader_of(number)
        if self._leader[0] != leader:
            self._leader = (leader, decompress(self._diffs[leader - self._first]))
        return self._leader[1]
