"""`State`: the view of a state that a runtime works on, with its own changes and nested layers over a fixed base."""

from collections.abc import Iterator, Sequence
from itertools import islice
from types import TracebackType
from typing import Any, Protocol

from chain.state.base import BUCKET_LENGTH, UNKNOWN, Base, TrieBase, select
from chain.state.key_lists import apply_changes, merge_ascending
from chain.state.trie import Node, root_hash
from chain.state.trie_update import update


class NoOpenLayer(RuntimeError):
    """`commit` or `rollback` was called without a `begin` before it."""


class _Untouched:
    """Marks a key that had no pending change."""


_UNTOUCHED = _Untouched()


class _Layer:
    """Commits what happened inside a `with` block, or rolls it back when an exception leaves the block."""

    __slots__ = ("_state",)

    def __init__(self, state: "State") -> None:
        self._state = state

    def __enter__(self) -> None:
        self._state.begin()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._state.commit()
        else:
            self._state.rollback()


class Watcher(Protocol):
    """Holds something that was made of values below a prefix of 32 bytes."""

    def forget(self, key: bytes) -> None:
        """Hear that a key changed."""

    def forget_all(self) -> None:
        """Hear that any key may have changed."""


class State:
    """Bytes by key: a base that never changes and, above it, what was put and deleted since.

    A dictionary holds the changes and a journal what each open layer replaced, so reads cost the same at any depth.
    The order of keys is worked out per bucket, when somebody iterates one in which keys came or went.
    """

    __slots__ = (
        "_appeared_or_gone", "_base", "_changes", "_journal", "_key_lists", "_known", "_marks", "_node", "_pending",
        "_read", "_was", "_watchers", "decoded",
    )  # fmt: skip

    def __init__(self, base: Base | None = None) -> None:
        self.decoded: dict[bytes, Any] = {}
        """What readers made of single values, by key; whoever reads may add to it. It goes when the key changes."""
        self._watchers: dict[bytes, list[Watcher]] = {}
        self._node: Node | _Untouched | None = _UNTOUCHED
        self.build_on(TrieBase(None) if base is None else base)

    def build_on(self, base: Base) -> None:
        """Become a view of another base, without changes or layers of its own."""
        if self._node is not base.node:
            # Otherwise this was the very state that is the base now, and all values are what they were.
            self.decoded.clear()
            for watchers in self._watchers.values():
                for watcher in watchers:
                    watcher.forget_all()
        self._base: Base = base
        self._read = base.get
        self._known = base.known
        self._pending: dict[bytes, bytes | None] = {}
        self._journal: list[tuple[bytes, bytes | _Untouched | None]] = []
        self._marks: list[int] = []
        self._was: dict[bytes, bytes | None] = {}
        self._node = base.node
        self._changes: dict[bytes, bytes | None] = {}
        self._key_lists: dict[bytes, list[bytes]] = {}
        self._appeared_or_gone: dict[bytes, set[bytes]] = {}

    @property
    def base(self) -> Base:
        """The state below the changes."""
        return self._base

    def get(self, key: bytes) -> bytes | None:
        """Return the value of a key, or `None` when it has none."""
        pending = self._pending
        if key in pending:
            return pending[key]
        # What the base would do first, here as well: a call costs as much as the rest.
        value = self._known.get(key, UNKNOWN)
        return self._read(key) if value is UNKNOWN or not self._base.is_newest else value  # type: ignore[return-value]

    def get_many(self, keys: Sequence[bytes]) -> list[bytes | None]:
        """Return the values of many keys, in their order, for less than one after the other costs."""
        try:
            values = list(map(self._known.__getitem__, keys))
        except KeyError:
            return [self.get(key) for key in keys]
        if not self._base.is_newest or not self._pending.keys().isdisjoint(keys):
            return [self.get(key) for key in keys]
        return values

    def put(self, key: bytes, value: bytes) -> None:
        """Give a key its value. Putting the value it has changes nothing."""
        self.write(key, value)
        self._tell(key)

    def write(self, key: bytes, value: bytes | None) -> None:
        """Put or, with `None`, delete, for a writer that tells those who watch the key itself."""
        pending = self._pending
        previous: bytes | _Untouched | None
        if key in pending:
            present = previous = pending[key]
            if present == value:
                return
        else:
            known = self._known.get(key, UNKNOWN)
            present = self._read(key) if known is UNKNOWN or not self._base.is_newest else known  # type: ignore[assignment]
            if present == value:
                return
            self._was[key] = present
            previous = _UNTOUCHED
        if self._marks:
            self._journal.append((key, previous))
        pending[key] = value
        self._node = _UNTOUCHED
        if present is None or value is None:
            self._appeared_or_gone.setdefault(key[:BUCKET_LENGTH], set()).add(key)

    def delete(self, key: bytes) -> None:
        """Remove a key, absent or not."""
        self.write(key, None)
        self._tell(key)

    def watch(self, prefix: bytes, watcher: Watcher) -> list[Watcher]:
        """Tell a watcher of changes below a prefix of 32 bytes; return all who watch there, now and later."""
        watchers = self._watchers.setdefault(prefix, [])
        watchers.append(watcher)
        return watchers

    def keys(self, prefix: bytes, after: bytes | None = None) -> Iterator[bytes]:
        """Return the keys under a prefix and past `after`, ascending, as they are now.

        Changes made while iterating do not disturb the iteration and are not seen by it.
        """
        if len(prefix) < BUCKET_LENGTH:
            return self._keys_of_many_buckets(prefix, after)
        name = prefix[:BUCKET_LENGTH]
        if name in self._appeared_or_gone:
            self._settle(name)
        own = self._key_lists.get(name)
        return self._base.keys(prefix, after) if own is None else iter(select(own, prefix, after))

    def clear_prefix(self, prefix: bytes, limit: int | None = None) -> int:
        """Remove the keys under a prefix, or the first `limit` of them; return how many were removed."""
        doomed = list(islice(self.keys(prefix), limit))
        for key in doomed:
            self.delete(key)
        return len(doomed)

    def layer(self) -> _Layer:
        """Return a context manager: a layer that commits, or rolls back if an exception leaves it."""
        return _Layer(self)

    def begin(self) -> None:
        """Open a layer inside the present one."""
        self._marks.append(len(self._journal))

    def commit(self) -> None:
        """Close the innermost layer and keep its changes in the one around it. Raises NoOpenLayer."""
        self._close()
        if not self._marks:
            self._journal.clear()

    def rollback(self) -> None:
        """Close the innermost layer and undo its changes. Raises NoOpenLayer."""
        mark = self._close()
        journal, pending = self._journal, self._pending
        if len(journal) > mark:
            self._node = _UNTOUCHED
        while len(journal) > mark:
            key, previous = journal.pop()
            undone = pending[key]
            if isinstance(previous, _Untouched):
                del pending[key]
                restored = self._read(key)
            else:
                pending[key] = restored = previous
            self._tell(key)
            if (undone is None) is not (restored is None):
                self._appeared_or_gone.setdefault(key[:BUCKET_LENGTH], set()).add(key)

    @property
    def depth(self) -> int:
        """How many layers are open."""
        return len(self._marks)

    def changes(self) -> dict[bytes, bytes | None]:
        """Return the net changes since the base; `None` stands for a removed key."""
        return self._net_changes() if isinstance(self._node, _Untouched) else self._changes.copy()

    def node(self) -> Node | None:
        """Return the trie of the state as it is now, hashed; unchanged state hashes nothing again."""
        if isinstance(self._node, _Untouched):
            self._changes = self._net_changes()
            changes = self._changes
            self._node = update(self._base.node, [(key, changes[key]) for key in sorted(changes)])
        return self._node

    def root(self) -> bytes:
        """Return the root of the trie, Substrate's state version 1."""
        return root_hash(self.node())

    def hand_over_key_lists(self) -> dict[bytes, list[bytes]]:
        """Give away the ascending keys of those buckets where keys came or went and somebody iterated."""
        for name in self._key_lists.keys() & self._appeared_or_gone.keys():
            self._settle(name)
        given, self._key_lists = self._key_lists, {}
        for key in self._pending if given else ():
            if key[:BUCKET_LENGTH] in given:
                self._appeared_or_gone.setdefault(key[:BUCKET_LENGTH], set()).add(key)
        return given

    def _net_changes(self) -> dict[bytes, bytes | None]:
        was = self._was
        return {key: value for key, value in self._pending.items() if value != was[key]}

    def _tell(self, key: bytes) -> None:
        """Say to those who made something of a key that it changed."""
        self.decoded.pop(key, None)
        for watcher in self._watchers.get(key[:BUCKET_LENGTH], ()):
            watcher.forget(key)

    def _close(self) -> int:
        if not self._marks:
            raise NoOpenLayer("there is no open layer to close; every commit and rollback needs a begin before it")
        return self._marks.pop()

    def _settle(self, name: bytes) -> None:
        """Bring a bucket's own list of keys up to date with the keys that came and went."""
        keys = self._key_lists.get(name)
        if keys is None:
            keys = self._base.bucket(name)
        present = {key: self.get(key) is not None for key in self._appeared_or_gone.pop(name)}
        self._key_lists[name] = apply_changes(keys, present)

    def _keys_of_many_buckets(self, prefix: bytes, after: bytes | None) -> Iterator[bytes]:
        present = {
            key: value is not None
            for key, value in self._pending.items()
            if key.startswith(prefix) and (after is None or key > after)
        }
        return merge_ascending(self._base.keys(prefix, after), present)
