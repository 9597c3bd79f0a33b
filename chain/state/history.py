"""The states of a chain's blocks: the newest through a dictionary, recent ones as tries, older ones rebuilt on demand.

One line of blocks: a commit extends the newest, a revert cuts blocks off. Tries share what did not change, so a
snapshot is a reference. Of blocks older than the recent ones, a trie is kept now and then; the others are made from
the kept one below and the changes since, which an archive holds: in memory, or the chain's file.
"""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from threading import Lock
from typing import NamedTuple
from weakref import WeakSet

from chain.state.archive import Archive, MemoryArchive
from chain.state.base import TrieBase
from chain.state.head import Head
from chain.state.proof import prove
from chain.state.state import State
from chain.state.trie import Node, iterate, merkle_value, root_hash
from chain.state.trie_update import update

RECENT_BLOCKS = 256
"""How many blocks below the newest keep their trie."""

BLOCKS_PER_KEPT_TRIE = 512
"""How far apart the tries of older blocks are that stay in memory."""

_REBUILT_TRIES = 16
_LARGEST_UNDONE_PART = 4096
_FREED_PER_COMMIT = 4


class UnknownState(LookupError):
    """The history has no state for the block: it is unknown, was reverted, or lies outside the window."""


class StaleState(RuntimeError):
    """The state cannot become the next block's: it builds on another block, or has open layers."""


class _Block(NamedTuple):
    number: int
    hash: bytes
    node: Node | None
    changes: Mapping[bytes, bytes | None]


class Snapshot:
    """A block to which the history can return, and its state; taken by `StateHistory.snapshot`."""

    __slots__ = ("__weakref__", "hash", "is_valid", "node", "number")

    def __init__(self, number: int, block_hash: bytes, node: Node | None) -> None:
        self.number = number
        self.hash = block_hash
        self.node = node
        self.is_valid = True


class StateHistory:
    """The states of one line of blocks. One thread commits and reverts; any thread may read.

    A history holds many objects for long: call `gc.freeze()` after genesis or restore, or each full collection visits
    them all.
    """

    def __init__(
        self,
        *,
        window: int | None = None,
        archive: Archive | None = None,
        recent_blocks: int = RECENT_BLOCKS,
        blocks_per_kept_trie: int = BLOCKS_PER_KEPT_TRIE,
    ) -> None:
        """Make an empty history.

        Args:
            window: how many blocks stay readable, the newest included; `None` for all.
            archive: where the changes of older blocks can be read; `None` keeps them in memory.
            recent_blocks: how many of the newest blocks keep their tries.
            blocks_per_kept_trie: of older blocks, one in so many keeps its trie.
        """
        if window is not None and window < 1:
            raise ValueError(f"a window of {window} blocks holds not even the newest; give at least 1, or None for all")
        self._window = window
        memory = MemoryArchive()
        self._memory = memory if archive is None else None
        self._archive: Archive = memory if archive is None else archive
        self._recent_blocks = max(1, recent_blocks)
        self._blocks_per_kept_trie = blocks_per_kept_trie
        self._rebuild_lock = Lock()
        self._head = Head.over(None, {})
        self._next_number = 0
        self._oldest = 0
        self._rebuilt: OrderedDict[int, Node | None] = OrderedDict()
        self._recent: list[_Block] = []
        self._by_hash: dict[bytes, _Block] = {}
        self._kept: list[_Block] = []
        self._abandoned: list[object] = []
        self._snapshots: WeakSet[Snapshot] = WeakSet()
        self._begin({}, 0)

    def genesis(self, items: Mapping[bytes, bytes] | Iterable[tuple[bytes, bytes]]) -> bytes:
        """Begin anew with these entries and return their root.

        The genesis block's hash follows from the root: commit it next, with `head()` unchanged.
        """
        self._begin(dict(items), 0)
        return root_hash(self._head.node)

    def restore(self, number: int, block_hash: bytes, items: Mapping[bytes, bytes]) -> bytes:
        """Begin anew with the state of a block, whatever its number, and return its root."""
        self._begin(dict(items), number)
        self.commit(block_hash, self.head())
        return root_hash(self._head.node)

    def catch_up(self, number: int, block_hash: bytes, changes: Mapping[bytes, bytes | None]) -> bytes:
        """Jump to a later block by the net changes until there, and return its root.

        The states of the blocks in between come from the archive.
        """
        if number < self._next_number:
            raise ValueError(f"cannot jump to block {number}: the next block is {self._next_number}")
        state = self.head()
        for key, value in changes.items():
            if value is None:
                state.delete(key)
            else:
                state.put(key, value)
        self._next_number = number
        self.commit(block_hash, state)
        return root_hash(self._head.node)

    def head(self) -> State:
        """Return a new view of the newest state."""
        return State(self._head)

    def at(self, block_hash: bytes) -> State:
        """Return a new view of a block's state. Raises UnknownState."""
        if self._recent and self._recent[-1].hash == block_hash:
            return State(self._head)
        return State(TrieBase(self._node_of(block_hash)))

    def root_of(self, block_hash: bytes) -> bytes:
        """Return the root of a block's state. Raises UnknownState."""
        return root_hash(self._node_of(block_hash))

    def entries(self, block_hash: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Yield all keys and values of a block's state, ascending. Raises UnknownState."""
        return iterate(self._node_of(block_hash))

    def prove(self, block_hash: bytes, keys: Iterable[bytes]) -> list[bytes]:
        """Return the read proof of some keys in a block's state. Raises UnknownState."""
        return prove(self._node_of(block_hash), keys)

    def merkle_value(self, block_hash: bytes, prefix: bytes) -> bytes | None:
        """Return what stands for all keys under a prefix in a block's trie: it changes when any of them does.

        It is the hash of the highest node below the prefix, or that node itself if it is shorter; None without such
        keys. Raises UnknownState.
        """
        return merkle_value(self._node_of(block_hash), prefix)

    def commit(self, block_hash: bytes, state: State) -> Mapping[bytes, bytes | None]:
        """Make a state that builds on the newest block that of the next block; return what the block changed.

        Raises StaleState. The state stays readable but cannot be committed again, unless it is made to `follow`.
        """
        base = state.base
        if not isinstance(base, Head) or base is not self._head:
            raise StaleState(
                "the state builds on a block that is not the newest; take head() and apply the block again"
            )
        if state.depth:
            raise StaleState(f"{state.depth} layers of the state are open; commit or roll them back first")
        node, changes = state.node(), state.changes()
        self._head = base.succeeded(node, changes, state.hand_over_key_lists())
        block = _Block(self._next_number, block_hash, node, changes)
        self._next_number += 1
        self._recent.append(block)
        self._by_hash[block_hash] = block
        if len(self._recent) > self._recent_blocks:
            self._retire(self._recent.pop(0))
        if self._window is not None:
            self.prune(self._window)
        del self._abandoned[-_FREED_PER_COMMIT:]
        return changes

    def follow(self, state: State) -> None:
        """Make an existing view one of the newest state: what was built over it, a runtime, can go on."""
        state.build_on(self._head)

    def snapshot(self, block_hash: bytes | None = None) -> Snapshot:
        """Return a token for the newest block, or another one, to which `revert` can go back. Raises UnknownState."""
        if block_hash is None:
            if not self._recent:
                raise UnknownState("there is no block yet; commit the genesis block first")
            block_hash = self._recent[-1].hash
        number = self._number_of(block_hash)
        snapshot = Snapshot(number, block_hash, self._node_of(block_hash))
        self._snapshots.add(snapshot)
        return snapshot

    def revert(self, snapshot: Snapshot) -> None:
        """Cut off all blocks above a snapshot's. It stays valid; snapshots of the blocks cut off become invalid.

        Raises UnknownState for an invalid snapshot.
        """
        if not snapshot.is_valid or snapshot not in self._snapshots:
            raise UnknownState(f"block {snapshot.number} (0x{snapshot.hash.hex()}) was itself reverted, or never here")
        number = snapshot.number
        for other in self._snapshots:
            other.is_valid = other.is_valid and other.number <= number
        cut = bisect_right(self._recent, number, key=_number)
        tail = self._recent[cut:]
        del self._recent[cut:]
        for block in tail:
            del self._by_hash[block.hash]
        self._abandon(tail, snapshot)
        if not self._recent or self._recent[-1].number != number:
            self._recall(snapshot)
        self._kept = [kept for kept in self._kept if kept.number < number]
        self._rebuilt.clear()
        self._next_number = number + 1
        self._oldest = min(self._oldest, number)

    def prune(self, keep: int) -> None:
        """Forget the states of all but the newest `keep` blocks."""
        self._oldest = max(self._oldest, self._next_number - keep)
        if not self._recent:
            return
        if self._oldest >= self._recent[0].number:
            unreadable = bisect_right(self._recent, self._oldest - 1, key=_number)
            for block in self._recent[:unreadable]:
                del self._by_hash[block.hash]
            del self._recent[:unreadable]
            self._kept = []
            lowest_needed = self._next_number
        else:
            below = max(0, bisect_right(self._kept, self._oldest, key=_number) - 1)
            if below:
                self._kept = self._kept[below:]
            lowest_needed = self._kept[0].number if self._kept else self._oldest
        if self._memory is not None:
            self._memory.keep_from(lowest_needed)

    def _begin(self, items: dict[bytes, bytes], number: int) -> None:
        node = update(None, sorted(items.items()))
        self._head = Head.over(node, dict(items))
        self._recent, self._by_hash, self._kept = [], {}, []
        self._rebuilt.clear()
        self._abandoned.clear()
        self._snapshots.clear()
        if self._memory is not None:
            self._memory.keep_below(0)
        self._next_number = number
        self._oldest = 0

    def _retire(self, block: _Block) -> None:
        """Keep of a block that is no longer recent what its state can be rebuilt from."""
        if not self._kept or block.number >= self._kept[-1].number + self._blocks_per_kept_trie:
            self._kept.append(block._replace(changes={}))
        if self._memory is not None:
            self._memory.append(block.number, block.hash, block.changes)
        # Last, so that a reader in another thread finds the block in one place or the other.
        del self._by_hash[block.hash]

    def _abandon(self, tail: list[_Block], snapshot: Snapshot) -> None:
        """Go over to the head of a snapshot; what only the blocks cut off referred to is freed bit by bit later."""
        undone = sum(len(block.changes) for block in tail)
        contiguous = bool(self._recent) and self._recent[-1].number == snapshot.number
        if contiguous and undone <= _LARGEST_UNDONE_PART:
            keys = {key for block in tail for key in block.changes}
            self._head = self._head.rewound(snapshot.node, keys)
        else:
            self._head.replaced()
            self._abandoned.append(self._head)
            self._head = Head.over(snapshot.node, {})
        self._abandoned += reversed(tail)
        self._abandoned += (kept for kept in self._kept if kept.number > snapshot.number)

    def _recall(self, snapshot: Snapshot) -> None:
        """Make a snapshot's block, which was no longer recent, the newest one."""
        changes: Mapping[bytes, bytes | None] = {}
        if self._memory is not None:
            if self._memory.number_of(snapshot.hash) is not None:
                changes = self._memory.changes_of(snapshot.number)
            self._memory.keep_below(snapshot.number)
        block = _Block(snapshot.number, snapshot.hash, snapshot.node, changes)
        self._recent.append(block)
        self._by_hash[block.hash] = block

    def _number_of(self, block_hash: bytes) -> int:
        block = self._by_hash.get(block_hash)
        if block is not None:
            return block.number
        number = self._archive.number_of(block_hash)
        if number is None or not self._oldest <= number < self._next_number:
            raise UnknownState(f"no state is kept for block 0x{block_hash.hex()}: unknown, reverted, or pruned")
        return number

    def _node_of(self, block_hash: bytes) -> Node | None:
        block = self._by_hash.get(block_hash)
        return self._rebuild(self._number_of(block_hash)) if block is None else block.node

    def _rebuild(self, number: int) -> Node | None:
        """Return the trie of an older block: from the nearest trie below, and the changes since."""
        with self._rebuild_lock:
            if number in self._rebuilt:
                self._rebuilt.move_to_end(number)
                return self._rebuilt[number]
            base_number, node = self._nearest_trie(number)
            changes: dict[bytes, bytes | None] = {}
            for between in range(base_number + 1, number + 1):
                changes.update(self._archive.changes_of(between))
            self._rebuilt[number] = node = update(node, sorted(changes.items()))
            if len(self._rebuilt) > _REBUILT_TRIES:
                self._rebuilt.popitem(last=False)
            return node

    def _nearest_trie(self, number: int) -> tuple[int, Node | None]:
        candidates = [block for block in (*self._kept, *self._recent) if block.number <= number]
        tries = {block.number: block.node for block in candidates}
        tries.update((known, node) for known, node in self._rebuilt.items() if known <= number)
        if tries:
            nearest = max(tries)
            return nearest, tries[nearest]
        stored = self._archive.checkpoint_below(number)
        if stored is None:
            raise UnknownState(
                f"the state of block {number} cannot be rebuilt: no whole state is stored at or below it"
            )
        return stored[0], update(None, sorted(stored[1].items()))


def _number(block: _Block) -> int:
    return block.number
