"""The newest state, read through a dictionary instead of the trie.

One `Head` stands for one block. The dictionary and the key lists are handed on from head to head and changed in place;
a head that has been succeeded says so before anything changes, and answers from its own trie from then on. So readers
in other threads see one block's state throughout, and never wait.
"""

from collections.abc import Iterable, Iterator, Mapping
from threading import Lock

from chain.state.base import BUCKET_LENGTH, UNKNOWN, select
from chain.state.key_lists import apply_changes
from chain.state.trie import Node, get, iterate

_MOST_ABSENT_KEYS = 1 << 16
"""How many keys without a value are remembered as such; anybody can ask for more of them than there is memory."""


class _Cache:
    """What successive heads share: values by key as far as they were needed, `None` for keys known to be absent."""

    __slots__ = ("absent", "lock", "values")

    def __init__(self, values: dict[bytes, bytes | None]) -> None:
        self.values = values
        self.absent = 0
        self.lock = Lock()


class Head:
    """The base of states that build on the newest block."""

    __slots__ = ("_cache", "_key_lists", "is_newest", "known", "node")

    def __init__(self, node: Node | None, cache: _Cache, key_lists: dict[bytes, list[bytes]]) -> None:
        self.node = node
        self._cache = cache
        self.known = cache.values
        self._key_lists = key_lists
        self.is_newest = True

    @classmethod
    def over(cls, node: Node | None, values: dict[bytes, bytes | None]) -> "Head":
        """Return a head with a dictionary of its own: none, some or all of the trie's entries."""
        return cls(node, _Cache(values), {})

    def get(self, key: bytes) -> bytes | None:
        """Return a key's value, or `None`."""
        value = self.known.get(key, UNKNOWN)
        # Asked after the look-up: were the dictionary changed in between, the head would be succeeded by now.
        if value is UNKNOWN or not self.is_newest:
            return self._look_up(key)
        return value  # type: ignore[return-value]

    def keys(self, prefix: bytes, after: bytes | None) -> Iterator[bytes]:
        """Yield the keys under a prefix and past `after`, ascending."""
        if len(prefix) >= BUCKET_LENGTH:
            selected = select(self._key_list(prefix[:BUCKET_LENGTH]), prefix, after)
            if self.is_newest:
                return iter(selected)
        return (key for key, _ in iterate(self.node, prefix, after))

    def bucket(self, name: bytes) -> list[bytes]:
        """Return all keys that begin with these 32 bytes, ascending, in a list of the caller's own."""
        keys = self._key_list(name).copy()
        return keys if self.is_newest else [key for key, _ in iterate(self.node, name)]

    def succeeded(
        self,
        node: Node | None,
        changes: Mapping[bytes, bytes | None],
        settled: Mapping[bytes, list[bytes]],
    ) -> "Head":
        """Return the head of the next block; this one keeps answering for its own.

        `settled` holds whole key lists of the next block, for buckets where somebody has worked them out already.
        """
        cache = self._cache
        with cache.lock:
            self.is_newest = False
            key_lists, self._key_lists = self._key_lists, {}
            came_or_went: dict[bytes, dict[bytes, bool]] = {}
            values = cache.values
            for key, value in changes.items():
                known = values.get(key, UNKNOWN)
                if known is None:
                    cache.absent -= 1
                if value is None:
                    values.pop(key, None)
                else:
                    values[key] = value
                if value is None or known is None or known is UNKNOWN:
                    came_or_went.setdefault(key[:BUCKET_LENGTH], {})[key] = value is not None
            key_lists.update(settled)
            for name, present in came_or_went.items():
                if name in key_lists and name not in settled:
                    key_lists[name] = apply_changes(key_lists[name], present)
        return Head(node, cache, key_lists)

    def rewound(self, node: Node | None, keys: Iterable[bytes]) -> "Head":
        """Return the head of an earlier block, given every key that was changed since."""
        cache = self._cache
        with cache.lock:
            self.is_newest = False
            key_lists, self._key_lists = self._key_lists, {}
            for key in keys:
                if cache.values.pop(key, UNKNOWN) is None:
                    cache.absent -= 1
                key_lists.pop(key[:BUCKET_LENGTH], None)
        return Head(node, cache, key_lists)

    def replaced(self) -> None:
        """Stop being the newest state without a successor that shares the dictionary."""
        with self._cache.lock:
            self.is_newest = False
            self._key_lists = {}

    def _key_list(self, name: bytes) -> list[bytes]:
        """Return a bucket's list, which a later block changes in place: use it, then ask whether this is the newest."""
        keys = self._key_lists.get(name)
        if keys is None:
            keys = [key for key, _ in iterate(self.node, name)]
            with self._cache.lock:
                if self.is_newest:
                    self._key_lists[name] = keys
        return keys

    def _look_up(self, key: bytes) -> bytes | None:
        value = get(self.node, key)
        cache = self._cache
        with cache.lock:
            if self.is_newest and (value is not None or cache.absent < _MOST_ABSENT_KEYS):
                if value is None and key not in cache.values:
                    cache.absent += 1
                cache.values[key] = value
        return value
