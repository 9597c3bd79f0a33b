"""The blocks of a chain: by hash, by number, the best one and the finalised one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chain.primitives.header import Header


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """A sealed block: its header, its extrinsics as bytes, and the time in it (milliseconds since 1970)."""

    number: int
    hash: bytes
    header: Header
    extrinsics: tuple[bytes, ...]
    timestamp_ms: int


class Ledger:
    """One line of blocks from genesis to the best block. What a revert or reorganisation cuts off is forgotten."""

    def __init__(self, genesis: Block) -> None:
        self._by_number = [genesis]
        self._by_hash = {genesis.hash: genesis}
        self._finalized = 0

    @property
    def genesis(self) -> Block:
        """Block 0."""
        return self._by_number[0]

    @property
    def head(self) -> Block:
        """The best block."""
        return self._by_number[-1]

    @property
    def finalized(self) -> Block:
        """The highest finalised block."""
        return self._by_number[self._finalized]

    def __contains__(self, block_hash: bytes) -> bool:
        return block_hash in self._by_hash

    def block(self, block_hash: bytes) -> Block | None:
        """Return the block of this hash, None if there is none."""
        return self._by_hash.get(block_hash)

    def at(self, number: int) -> Block | None:
        """Return the block of this number, None if there is none yet."""
        return self._by_number[number] if 0 <= number < len(self._by_number) else None

    def after(self, number: int) -> Sequence[Block]:
        """Return the blocks above a number, ascending."""
        return self._by_number[number + 1 :]

    def append(self, block: Block) -> None:
        """Make a child of the best block the best block.

        Raises:
            ValueError: it is no child of the best block.
        """
        if block.number != self.head.number + 1 or bytes(block.header.parent_hash) != self.head.hash:
            raise ValueError(
                f"block {block.number} does not follow block {self.head.number} (0x{self.head.hash.hex()})"
            )
        self._by_number.append(block)
        self._by_hash[block.hash] = block

    def finalize(self, block: Block) -> Iterator[Block]:
        """Finalise a block of the line; iterate over those that became final by it, ascending."""
        first, self._finalized = self._finalized + 1, max(self._finalized, block.number)
        return iter(self._by_number[first : self._finalized + 1])

    def truncate(self, number: int) -> list[Block]:
        """Cut off the blocks above a number and return them, ascending."""
        cut = self._by_number[number + 1 :]
        del self._by_number[number + 1 :]
        for block in cut:
            del self._by_hash[block.hash]
        self._finalized = min(self._finalized, number)
        return cut
