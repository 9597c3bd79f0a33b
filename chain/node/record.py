"""The chain on disk, or nowhere: one SQLite file, one row a block."""

from collections.abc import Callable, Mapping
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

    def remembered(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Return what was made under this name when the chain began, or make it now and keep it."""

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

    def remembered(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Make it; this chain ends with the process."""
        return make()

    def close(self) -> None:
        """Nothing is open."""
