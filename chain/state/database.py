"""The one file that holds a chain: a row for each block, with what it changed, and whole states now and then.

SQLite in WAL mode, one transaction a block. A process killed at any moment loses at most the block in the making; a
machine that loses power may lose the last few blocks unless `survive_power_loss` is set, and never the file.

On start the newest whole state is read and the later changes are applied. States of older blocks are not read then:
the history rebuilds one when asked, from the whole state stored below it and the changes since.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from chain.codec import decode, encode
from chain.primitives.header import Header
from chain.state.diff import CorruptDiff, decode_changes, encode_changes
from chain.state.history import StateHistory

FORMAT = 1
_SMALLEST_CHECKPOINT_DISTANCE = 1 << 20
_STALE_ROWS_PER_BLOCK = 32
_BLOCKS_PER_READ = 256

_SCHEMA = """
CREATE TABLE blocks (
    number INTEGER PRIMARY KEY, hash BLOB NOT NULL, header BLOB NOT NULL, body BLOB NOT NULL, changes BLOB NOT NULL,
    extra BLOB
);
CREATE UNIQUE INDEX blocks_by_hash ON blocks (hash);
CREATE TABLE checkpoints (number INTEGER PRIMARY KEY, hash BLOB NOT NULL, state BLOB NOT NULL);
CREATE TABLE notes (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE head (number INTEGER NOT NULL);
"""


class CorruptDatabase(Exception):
    """What the file holds contradicts itself, or is of a format that this version does not read."""


class DatabaseInUse(Exception):
    """Another process has the file open."""


class BlockRecord(NamedTuple):
    """A block as stored: its encoded header, its encoded extrinsics, and anything the node adds for itself."""

    number: int
    hash: bytes
    header: bytes
    body: Sequence[bytes]
    extra: bytes | None = None


class Database:
    """The file of one chain, open in one process. Its methods may be called from any thread."""

    def __init__(self, path: Path | str, *, survive_power_loss: bool = False) -> None:
        """Open or create the file. Raises DatabaseInUse, CorruptDatabase.

        With `survive_power_loss` each block waits for the disk: a fraction of a millisecond to some, by the disk.
        """
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = Lock()
        self._connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=0.2)
        try:
            self._open(survive_power_loss)
        except sqlite3.OperationalError as error:
            self._connection.close()
            if "locked" in str(error):
                raise DatabaseInUse(f"{self.path} is open in another process; stop it or use another path") from error
            raise
        except (sqlite3.DatabaseError, CorruptDatabase) as error:
            self._connection.close()
            raise CorruptDatabase(f"{self.path} is not the file of a chain: {error}") from error
        self._head = self._read_head()
        self._has_stale_rows = True
        self._checkpoint_size = self._bytes_since_checkpoint = 0
        self._measure()

    def close(self) -> None:
        """Write everything into the one file and close it."""
        with self._lock:
            self._connection.close()

    @property
    def head(self) -> int | None:
        """The number of the newest block; `None` in a new file."""
        return self._head

    def begin(self, genesis: BlockRecord, items: Mapping[bytes, bytes]) -> None:
        """Store the first block, whatever its number, with its whole state. Raises ValueError if there is one."""
        with self._transaction():
            if self._head is not None:
                raise ValueError(f"{self.path} holds a chain up to block {self._head} already; use another path")
            self._insert(genesis, encode_changes({}))
            self._connection.execute(
                "INSERT INTO checkpoints VALUES (?, ?, ?)", (genesis.number, genesis.hash, encode_changes(items))
            )
        self._head = genesis.number
        self._measure()

    def append(self, block: BlockRecord, changes: Mapping[bytes, bytes | None]) -> None:
        """Store the block after the newest one and what it changed, all or nothing. Raises ValueError for another."""
        encoded = encode_changes(changes)
        with self._transaction():
            if self._head is None or block.number != self._head + 1:
                raise ValueError(f"block {block.number} does not follow the newest block in {self.path}, {self._head}")
            if self._has_stale_rows:
                self._drop_stale_rows()
            self._insert(block, encoded)
        self._head = block.number
        self._bytes_since_checkpoint += len(encoded)

    def truncate(self, number: int) -> None:
        """Drop all blocks above a number. Their rows go with the next blocks, so that it takes no time here."""
        with self._transaction():
            if self._head is None or number > self._head or not self._has(number):
                raise ValueError(f"block {number} is not in {self.path}, whose newest block is {self._head}")
            self._connection.execute("UPDATE head SET number = ?", (number,))
            self._has_stale_rows = True
        self._head = number
        self._measure()

    def prune(self, keep: int) -> None:
        """Drop blocks that are not needed for the states of the newest `keep` blocks; the first block itself stays."""
        with self._transaction():
            if self._head is None:
                return
            base = self._checkpoint_number(self._head - keep + 1)
            if base is not None:
                self._connection.execute(
                    "DELETE FROM blocks WHERE number < ? AND number > (SELECT min(number) FROM blocks)", (base,)
                )
                self._connection.execute("DELETE FROM checkpoints WHERE number < ?", (base,))

    def block(self, number: int) -> BlockRecord | None:
        """Return a stored block."""
        return next(self.blocks(number, number), None)

    def blocks(self, first: int, last: int | None = None) -> Iterator[BlockRecord]:
        """Yield the stored blocks of a range of numbers, both included, ascending."""
        while True:
            rows = self._rows(
                "SELECT number, hash, header, body, extra FROM blocks"
                " WHERE number >= ? AND number <= coalesce(?, number) AND number <= (SELECT number FROM head)"
                " ORDER BY number LIMIT ?",
                (first, last, _BLOCKS_PER_READ),
            )
            for number, block_hash, header, body, extra in rows:
                yield BlockRecord(number, block_hash, header, decode(list[bytes], body), extra)
                first = number + 1
            if len(rows) < _BLOCKS_PER_READ:
                return

    def number_of(self, block_hash: bytes) -> int | None:
        """Return the number of a block, or `None` if the chain here has no block of this hash."""
        rows = self._rows(
            "SELECT number FROM blocks WHERE hash = ? AND number <= (SELECT number FROM head)", (bytes(block_hash),)
        )
        return rows[0][0] if rows else None

    def changes_of(self, number: int) -> Mapping[bytes, bytes | None]:
        """Return what a block changed. Raises KeyError if it is not here."""
        rows = self._rows(
            "SELECT changes FROM blocks WHERE number = ? AND number <= (SELECT number FROM head)", (number,)
        )
        if not rows:
            raise KeyError(f"block {number} is not in {self.path}")
        return decode_changes(rows[0][0])

    def checkpoint_below(self, number: int) -> tuple[int, Mapping[bytes, bytes]] | None:
        """Return the newest whole state at or below a block's number, and its own number."""
        with self._lock:
            found = self._checkpoint_number(number)
        if found is None:
            return None
        state = self._rows("SELECT state FROM checkpoints WHERE number = ?", (found,))[0][0]
        return found, {key: value for key, value in decode_changes(state).items() if value is not None}

    @property
    def checkpoint_is_due(self) -> bool:
        """Whether the changes since the last whole state have grown larger than it, and slow the next start down."""
        return self._bytes_since_checkpoint > max(_SMALLEST_CHECKPOINT_DISTANCE, self._checkpoint_size)

    def write_checkpoint(self, number: int, block_hash: bytes, items: Iterable[tuple[bytes, bytes]]) -> bool:
        """Store a block's whole state; return whether the block was still part of the chain.

        Takes about a second for a million keys and may run in a thread beside `append`.
        """
        state = encode_changes(dict(items))
        with self._transaction():
            rows = self._connection.execute("SELECT hash FROM blocks WHERE number = ?", (number,)).fetchall()
            if self._head is None or number > self._head or not rows or rows[0][0] != block_hash:
                return False
            self._connection.execute("INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?)", (number, block_hash, state))
        self._measure()
        return True

    def write_note(self, name: str, value: bytes) -> None:
        """Keep something of the node's own under a name."""
        with self._transaction():
            self._connection.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, value))

    def read_note(self, name: str) -> bytes | None:
        """Return what was kept under a name."""
        rows = self._rows("SELECT value FROM notes WHERE name = ?", (name,))
        return bytes(rows[0][0]) if rows else None

    def restore(self, history: StateHistory) -> BlockRecord | None:
        """Begin `history` anew with the stored chain and return its newest block, or `None` if there is none.

        Raises CorruptDatabase when the state does not have the root that the block's header names.
        """
        if self._head is None:
            return None
        stored = self.checkpoint_below(self._head)
        newest, base = self.block(self._head), self.block(stored[0]) if stored else None
        if stored is None or newest is None or base is None:
            raise CorruptDatabase(f"{self.path} lacks the newest block {self._head} or a whole state below it")
        self._check_root(base, history.restore(base.number, base.hash, stored[1]))
        changes = self._changes_between(base.number, newest.number)
        if newest.number > base.number:
            self._check_root(newest, history.catch_up(newest.number, newest.hash, changes))
        return newest

    def _changes_between(self, base: int, newest: int) -> Mapping[bytes, bytes | None]:
        changes: dict[bytes, bytes | None] = {}
        try:
            for number in range(base + 1, newest + 1):
                changes.update(self.changes_of(number))
        except (KeyError, CorruptDiff) as error:
            raise CorruptDatabase(f"{self.path}: what block {number} changed cannot be read: {error}") from error
        return changes

    def _check_root(self, block: BlockRecord, root: bytes) -> None:
        expected = decode(Header, block.header).state_root
        if root != expected:
            raise CorruptDatabase(
                f"{self.path}: block {block.number} has the state root 0x{root.hex()}, its header says {expected}"
            )

    def _open(self, survive_power_loss: bool) -> None:
        execute = self._connection.execute
        execute("PRAGMA locking_mode = EXCLUSIVE")
        execute("PRAGMA journal_mode = WAL")
        execute(f"PRAGMA synchronous = {'FULL' if survive_power_loss else 'NORMAL'}")
        (version,) = execute("PRAGMA user_version").fetchone()
        if version == 0 and not execute("SELECT name FROM sqlite_master").fetchall():
            self._connection.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version = {FORMAT};COMMIT;")
        elif version != FORMAT:
            raise CorruptDatabase(f"its format is {version}, expected {FORMAT}")
        # Takes the lock now: reading alone would leave a second process until its first block.
        execute("BEGIN IMMEDIATE")
        execute("COMMIT")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _rows(self, query: str, arguments: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(query, arguments).fetchall()

    def _insert(self, block: BlockRecord, changes: bytes) -> None:
        execute = self._connection.execute
        body = encode(list[bytes], list(block.body))
        execute(
            "INSERT OR REPLACE INTO blocks VALUES (?, ?, ?, ?, ?, ?)",
            (block.number, bytes(block.hash), block.header, body, changes, block.extra),
        )
        if not execute("UPDATE head SET number = ?", (block.number,)).rowcount:
            execute("INSERT INTO head VALUES (?)", (block.number,))

    def _drop_stale_rows(self) -> None:
        deleted = self._connection.execute(
            "DELETE FROM blocks WHERE number IN (SELECT number FROM blocks WHERE number > ? LIMIT ?)",
            (self._head, _STALE_ROWS_PER_BLOCK),
        ).rowcount
        self._connection.execute(
            "DELETE FROM checkpoints WHERE number IN (SELECT number FROM checkpoints WHERE number > ? LIMIT 1)",
            (self._head,),
        )
        self._has_stale_rows = deleted == _STALE_ROWS_PER_BLOCK

    def _has(self, number: int) -> bool:
        return self._connection.execute("SELECT 1 FROM blocks WHERE number = ?", (number,)).fetchone() is not None

    def _read_head(self) -> int | None:
        rows = self._rows("SELECT number FROM head")
        return rows[0][0] if rows else None

    def _checkpoint_number(self, number: int) -> int | None:
        """Return the newest checkpoint at or below a number that belongs to a block of the chain."""
        (found,) = self._connection.execute(
            "SELECT max(checkpoints.number) FROM checkpoints JOIN blocks USING (number, hash)"
            " WHERE number <= min(?, (SELECT number FROM head))",
            (number,),
        ).fetchone()
        return None if found is None else int(found)

    def _measure(self) -> None:
        """Learn the size of the newest checkpoint and of the changes since."""
        with self._lock:
            number = self._checkpoint_number(self._head) if self._head is not None else None
            if number is None:
                return
            execute = self._connection.execute
            (size,) = execute("SELECT length(state) FROM checkpoints WHERE number = ?", (number,)).fetchone()
            (since,) = execute(
                "SELECT coalesce(sum(length(changes)), 0) FROM blocks WHERE number > ? AND number <= ?",
                (number, self._head),
            ).fetchone()
            self._checkpoint_size, self._bytes_since_checkpoint = size, since
