"""The blocks of a chain: by hash, by number, the best one and the finalised one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from chain.primitives.header import Header

BLOCKS_IN_MEMORY = 512
"""How many blocks at least are in memory when the others are archived."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A sealed block: its header, its extrinsics as bytes, and the time in it (milliseconds since 1970)."""

    number: int
    hash: bytes
    header: Header
    extrinsics: tuple[bytes, ...]
    timestamp_ms: int


class BlockArchive(Protocol):
    """Where blocks are found that are no longer in memory."""

    def at(self, number: int) -> Block | None:
        """Return the block of a number."""

    def number_of(self, block_hash: bytes) -> int | None:
        """Return the number of the block of a hash."""


class Ledger:
    """One line of blocks up to the best one. What a revert or reorganisation cuts off is forgotten.

    Without an archive all blocks are in memory; with one, the newest.
    """

    def __init__(self, genesis: Block, newest: Sequence[Block] = (), archive: BlockArchive | None = None) -> None:
        """Begin with the genesis block alone, or with the newest blocks, ascending, of a chain that is archived."""
        self.genesis = genesis
        self._archive = archive
        self._blocks = list(newest) or [genesis]
        self._by_hash = {block.hash: block for block in self._blocks}
        self._finalized = self.head.number

    @property
    def head(self) -> Block:
        """The best block."""
        return self._blocks[-1]

    @property
    def finalized(self) -> Block:
        """The highest finalised block."""
        return self._known(self._finalized)

    def __contains__(self, block_hash: bytes) -> bool:
        return self.block(block_hash) is not None

    def block(self, block_hash: bytes) -> Block | None:
        """Return the block of this hash, None if there is none."""
        block = self._by_hash.get(block_hash)
        if block is None and self._archive is not None:
            number = self._archive.number_of(block_hash)
            return None if number is None else self.at(number)
        return block

    def at(self, number: int) -> Block | None:
        """Return the block of this number, None if there is none yet."""
        first = self._blocks[0].number
        if not 0 <= number <= self.head.number:
            return None
        if number >= first:
            return self._blocks[number - first]
        if number == 0:
            return self.genesis
        return None if self._archive is None else self._archive.at(number)

    def between(self, after: int, last: int) -> Iterator[Block]:
        """Iterate over the blocks above `after` up to `last`, ascending."""
        return (self._known(number) for number in range(after + 1, min(last, self.head.number) + 1))

    def append(self, block: Block) -> None:
        """Make a child of the best block the best block.

        Raises:
            ValueError: it is no child of the best block.
        """
        if block.number != self.head.number + 1 or bytes(block.header.parent_hash) != self.head.hash:
            raise ValueError(
                f"block {block.number} does not follow block {self.head.number} (0x{self.head.hash.hex()})"
            )
        self._blocks.append(block)
        self._by_hash[block.hash] = block
        if self._archive is not None and len(self._blocks) > 2 * BLOCKS_IN_MEMORY:
            for archived in self._blocks[:BLOCKS_IN_MEMORY]:
                del self._by_hash[archived.hash]
            del self._blocks[:BLOCKS_IN_MEMORY]

    def finalize(self, block: Block) -> Iterator[Block]:
        """Finalise a block of the line; iterate over those that became final by it, ascending."""
        before, self._finalized = self._finalized, max(self._finalized, block.number)
        return self.between(before, self._finalized)

    def finalized_up_to(self, number: int) -> None:
        """Continue a chain of which only the blocks up to this number are final."""
        self._finalized = min(number, self.head.number)

    def truncate(self, block: Block) -> list[Block]:
        """Make a block of the line the best one; return those cut off, ascending."""
        cut = list(self.between(block.number, self.head.number))
        first = self._blocks[0].number
        for gone in self._blocks[max(0, block.number + 1 - first) :]:
            del self._by_hash[gone.hash]
        del self._blocks[max(0, block.number + 1 - first) :]
        if not self._blocks:
            self._blocks.append(block)
            self._by_hash[block.hash] = block
        self._finalized = min(self._finalized, block.number)
        return cut

    def _known(self, number: int) -> Block:
        block = self.at(number)
        if block is None:
            raise LookupError(
                f"block {number} is neither in memory nor in the archive; the best one is {self.head.number}"
            )
        return block
