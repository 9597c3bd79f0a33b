"""A chain of plain blocks on a database: enough of a node to store and restore one.

Run as a program with a path, it makes blocks until it is killed and names each one once it is stored.
"""

import random
import sys
from pathlib import Path

from chain.codec import encode
from chain.primitives.digest import Digest
from chain.primitives.header import Header
from chain.primitives.identifiers import Hash
from chain.state import StateHistory
from chain.state.database import BlockRecord, Database
from chain.state.trie import EMPTY_ROOT

KEYS = [b"map".ljust(32) + bytes((number,)) for number in range(40)]
TOTAL = b"total of all values"


class SampleChain:
    """Blocks that move amounts between keys; their sum never changes."""

    def __init__(self, path: Path, **options: int) -> None:
        self.database = Database(path)
        self.history = StateHistory(archive=self.database, **options)
        self.source = random.Random(1)
        newest = self.database.restore(self.history)
        if newest is None:
            newest = self.begin()
        self.newest = newest

    def begin(self) -> BlockRecord:
        items = {key: (1_000).to_bytes(8, "little") for key in KEYS}
        genesis = block(0, bytes(32), self.history.genesis(items))
        self.database.begin(genesis, items)
        self.history.commit(genesis.hash, self.history.head())
        return genesis

    def grow(self, count: int = 1) -> None:
        for _ in range(count):
            state = self.history.head()
            for _ in range(5):
                giver, taker = self.source.sample(KEYS, 2)
                amount = min(amount_of(state.get(giver)), self.source.randrange(500))
                state.put(giver, (amount_of(state.get(giver)) - amount).to_bytes(8, "little"))
                state.put(taker, (amount_of(state.get(taker)) + amount).to_bytes(8, "little"))
            made = block(self.newest.number + 1, self.newest.hash, state.root())
            self.database.append(made, self.history.commit(made.hash, state))
            self.newest = made

    def go_back(self, number: int) -> None:
        target = self.database.block(number)
        assert target is not None
        self.history.revert(self.history.snapshot(target.hash))
        self.database.truncate(number)
        self.newest = target

    def write_checkpoint(self) -> bool:
        newest = self.newest
        return self.database.write_checkpoint(newest.number, newest.hash, self.history.entries(newest.hash))

    def entries_at(self, number: int) -> dict[bytes, bytes]:
        found = self.database.block(number)
        assert found is not None
        return dict(self.history.entries(found.hash))

    def close(self) -> None:
        self.database.close()


def amount_of(value: bytes | None) -> int:
    return int.from_bytes(value or b"", "little")


def block(number: int, parent: bytes, state_root: bytes) -> BlockRecord:
    header = Header(Hash(parent), number, Hash(state_root), Hash(EMPTY_ROOT), Digest())
    return BlockRecord(number, header.hash(), encode(Header, header), [b"extrinsic", bytes((number % 256,))], None)


def make_blocks_until_killed(path: Path) -> None:
    chain = SampleChain(path)
    while True:
        chain.grow()
        print(chain.newest.number, flush=True)
        if chain.newest.number % 20 == 0:
            chain.write_checkpoint()
        if chain.newest.number % 70 == 0:
            print(chain.newest.number - 5, flush=True)
            chain.go_back(chain.newest.number - 5)
            chain.grow(6)


if __name__ == "__main__":
    make_blocks_until_killed(Path(sys.argv[1]))
