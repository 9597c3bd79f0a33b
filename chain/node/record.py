"""The chain on disk, or nowhere: one SQLite file, one row a block."""

from collections.abc import Mapping
from typing import Protocol

from chain.node.ledger import Block


class Record(Protocol):
    """Where sealed blocks are kept beyond the life of the process."""

    def append(self, block: Block, changes: Mapping[bytes, bytes | None]) -> None:
        """Keep a block and what it changed; it survives kill -9 from here on."""

    def committed(self, block: Block) -> None:
        """Hear that the block is the best one now."""

    def truncate(self, number: int) -> None:
        """Forget the blocks above a number."""

    def finalized(self, number: int) -> None:
        """Keep the number of the highest finalised block."""

    def close(self) -> None:
        """Write out what is buffered and let go of the file."""


class NoRecord:
    """Keeps nothing (`--tmp`)."""

    def append(self, block: Block, changes: Mapping[bytes, bytes | None]) -> None:
        """Keep nothing."""

    def committed(self, block: Block) -> None:
        """Do nothing."""

    def truncate(self, number: int) -> None:
        """Forget nothing."""

    def finalized(self, number: int) -> None:
        """Keep nothing."""

    def close(self) -> None:
        """Nothing is open."""
