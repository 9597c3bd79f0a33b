"""A chain on disk: begun or continued from its file, and recorded in it block by block."""

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread

from chain.codec import codec_of
from chain.node.ledger import BLOCKS_IN_MEMORY, Block, Ledger
from chain.primitives.header import Header
from chain.state import StateHistory
from chain.state.database import BlockRecord, CorruptDatabase, Database

FILE_NAME = "chain.sqlite"
PRESET_NOTE = "preset"
FINALIZED_NOTE = "finalized"
BLOCKS_BETWEEN_PRUNINGS = 512


class OtherPreset(Exception):
    """The file holds a chain of another preset; the message names both."""


class ChainFile:
    """The file of a chain: the record of its blocks, and the archive of those no longer in memory."""

    def __init__(self, folder: Path, preset: str, window: int | None) -> None:
        """Open or create the file in a folder.

        Raises:
            DatabaseInUse, CorruptDatabase: another process has it open, or it is damaged.
            OtherPreset: it holds a chain of another preset.
        """
        self._database = Database(folder / FILE_NAME)
        self._window = window
        self._lagging = False
        self._checkpoint: Thread | None = None
        self.history = StateHistory(window=window, archive=self._database)
        known = self._database.read_note(PRESET_NOTE)
        if known is not None and known.decode() != preset:
            self._database.close()
            raise OtherPreset(
                f"{folder} holds a chain of preset {known.decode()}, not {preset}; use another --base-path"
            )
        self._preset = preset

    @property
    def is_new(self) -> bool:
        """Whether no chain has been begun in the file."""
        return self._database.head is None

    def begin(self, genesis: Block, items: Mapping[bytes, bytes]) -> Ledger:
        """Begin a chain with its genesis block and state, which `history` holds already."""
        self._database.begin(_record(genesis), items)
        self._database.write_note(PRESET_NOTE, self._preset.encode())
        return Ledger(genesis, archive=self)

    def resume(self) -> Ledger:
        """Continue the chain where its last whole block left it.

        Raises:
            CorruptDatabase: state and headers contradict each other.
        """
        newest = self._database.restore(self.history)
        genesis = self.at(0)
        if newest is None or genesis is None:
            raise CorruptDatabase(
                f"{self._database.path} has no genesis block; begin a new chain in another --base-path"
            )
        first = max(0, newest.number - BLOCKS_IN_MEMORY)
        ledger = Ledger(genesis, [_block(record) for record in self._database.blocks(first)], self)
        finalized = self._database.read_note(FINALIZED_NOTE)
        if finalized is not None and (number := int.from_bytes(finalized, "little")) < newest.number:
            ledger.finalized_up_to(number)
            self._lagging = True
        return ledger

    def at(self, number: int) -> Block | None:
        """Return the block of a number."""
        record = self._database.block(number)
        return None if record is None else _block(record)

    def number_of(self, block_hash: bytes) -> int | None:
        """Return the number of the block of a hash."""
        return self._database.number_of(block_hash)

    def append(self, block: Block, changes: Mapping[bytes, bytes | None]) -> None:
        """Keep a block and what it changed; it survives kill -9 from here on."""
        self._database.append(_record(block), changes)
        if self._window is not None and block.number % BLOCKS_BETWEEN_PRUNINGS == 0:
            self._database.prune(self._window)

    def committed(self, block: Block) -> None:
        """Write a whole state beside the growing chain, when the next start would take long without."""
        if self._database.checkpoint_is_due and (self._checkpoint is None or not self._checkpoint.is_alive()):
            state = self.history.at(block.hash)

            def write() -> None:
                items = ((key, state.get(key) or b"") for key in state.keys(b""))
                self._database.write_checkpoint(block.number, block.hash, items)

            self._checkpoint = Thread(target=write, name="weft-checkpoint")
            self._checkpoint.start()

    def truncate(self, number: int) -> None:
        """Forget the blocks above a number."""
        self._database.truncate(number)

    def finalized(self, number: int) -> None:
        """Keep the number of the highest finalised block; only a chain that lags behind needs a note of it."""
        lagging = number != self._database.head
        if lagging or self._lagging:
            self._database.write_note(FINALIZED_NOTE, number.to_bytes(8, "little"))
            self._lagging = lagging

    def remembered(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Return what was made under this name when the chain began, or make it now and keep it."""
        known = self._database.read_note(name)
        if known is None:
            self._database.write_note(name, known := make())
        return known

    def close(self) -> None:
        """Write out what is buffered and let go of the file."""
        if self._checkpoint is not None:
            self._checkpoint.join()
        self._database.close()


def _record(block: Block) -> BlockRecord:
    header = codec_of(Header).encode(block.header)
    return BlockRecord(block.number, block.hash, header, block.extrinsics, block.timestamp_ms.to_bytes(8, "little"))


def _block(record: BlockRecord) -> Block:
    return Block(
        record.number,
        bytes(record.hash),
        codec_of(Header).decode(record.header),
        tuple(record.body),
        int.from_bytes(record.extra or b"", "little"),
    )
