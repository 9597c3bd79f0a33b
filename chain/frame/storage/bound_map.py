"""A storage map over one state: what `self.account` is inside a pallet."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

from chain.codec import DecodeError
from chain.frame.storage.decoded import MOST_KEPT
from chain.frame.storage.map_keys import MapKeys

K = TypeVar("K")
V = TypeVar("V")
R = TypeVar("R")
A = TypeVar("A")
B = TypeVar("B")


class _Decoded(dict[Any, Any]):
    """What was decoded and has not changed since, by key; what is not there is looked up in the state."""

    __slots__ = ("_look_up",)

    def __init__(self, look_up: Callable[[Any], Any]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, key: Any) -> Any:
        return self._look_up(key)


class BoundMap(Generic[K, V, R]):
    """Keys `K` to values `V`; reading gives `R`, which is `V` or, for optional maps, `V | None`."""

    __slots__ = (
        "_decoded", "_encode", "_is_optional", "_keeps", "_kept_class", "_keys", "_missing", "_raw", "_read", "_state",
        "_watchers", "_write",
    )  # fmt: skip

    def __init__(self, declaration: Any, keys: MapKeys, pallet: Any) -> None:
        state = pallet.state
        self._keys = keys
        self._raw: dict[K, bytes] = keys.memo
        self._state = state
        self._write: Callable[[bytes, bytes | None], None] = state.write
        codec = declaration.codec_for(pallet)
        self._encode: Callable[[R], bytes] = codec.encode
        self._read: Callable[[bytes, int], tuple[V, int]] = codec.read
        self._is_optional: bool = declaration.is_optional
        self._keeps: bool = declaration.keeps_decoded
        self._kept_class: type | None = declaration.kept_class
        self._missing: Callable[[], R] = declaration.default_factory(pallet)
        self._decoded: dict[K, R] = _Decoded(self._look_up)
        self._watchers: list[Any] = state.watch(keys.prefix, self)

    def key(self, key: K) -> bytes:
        """The raw key in the state."""
        return self._raw.get(key) or self._keys.remember(key)

    def __getitem__(self, key: K) -> R:
        return self._decoded[key]

    def each(self, keys: Sequence[K]) -> list[R]:
        """The values of many keys, in their order, for less than one after the other costs."""
        decoded = self._decoded
        unread = [key for key in keys if key not in decoded] if decoded else keys
        if not unread:
            return list(map(decoded.__getitem__, keys))
        missing, read, raws = self._missing, self._read, self.each_encoded(unread)
        try:
            values: list[Any] = [missing() if raw is None else read(raw, 0)[0] for raw in raws]
        except DecodeError:
            values = list(map(self._value_of, raws))
        if self._keeps and len(decoded) + len(unread) <= MOST_KEPT:
            decoded.update(zip(unread, values, strict=True))
        if len(unread) == len(keys):
            return values
        fresh = dict(zip(unread, values, strict=True))
        return [fresh[key] if key in fresh else decoded[key] for key in keys]

    def have(self, keys: Sequence[K]) -> list[bool]:
        """Whether each of many keys has a value, in their order."""
        return [raw is not None for raw in self.each_encoded(keys)]

    def each_encoded(self, keys: Sequence[K]) -> list[bytes | None]:
        """The values of many keys as they lie in the state, None for none."""
        known, remember = self._raw, self._keys.remember
        raws: list[bytes | None] = self._state.get_many([known.get(key) or remember(key) for key in keys])
        return raws

    def _look_up(self, key: K) -> R:
        value = self._value_of(self._state.get(self._raw.get(key) or self._keys.remember(key)))
        if self._keeps:
            if len(self._decoded) >= MOST_KEPT:
                self._decoded.clear()
            self._decoded[key] = value
        return value

    def _value_of(self, raw: bytes | None) -> R:
        value: Any
        try:
            value = self._missing() if raw is None else self._read(raw, 0)[0]
        except DecodeError:
            # Substrate's rule: bytes that are no value (they can be written by raw key) count as absent, and what
            # follows a value is ignored.
            value = self._missing()
        return value  # type: ignore[no-any-return]

    def __setitem__(self, key: K, value: R) -> None:
        if value is None and self._is_optional:
            del self[key]
            return
        raw_key = self._raw.get(key) or self._keys.remember(key)
        self._write(raw_key, self._encode(value))
        if value.__class__ is self._kept_class:
            self._decoded[key] = value
        else:
            self._decoded.pop(key, None)
        if len(self._watchers) > 1:
            self._tell_others(raw_key)

    def __delitem__(self, key: K) -> None:
        raw_key = self._raw.get(key) or self._keys.remember(key)
        self._write(raw_key, None)
        self._decoded.pop(key, None)
        if len(self._watchers) > 1:
            self._tell_others(raw_key)

    def _tell_others(self, raw_key: bytes) -> None:
        for watcher in self._watchers:
            if watcher is not self:
                watcher.forget(raw_key)

    def forget(self, raw_key: bytes) -> None:
        """Hear that somebody else changed a key."""
        if not self._decoded:
            return
        try:
            self._decoded.pop(self._keys.parse(raw_key), None)
        except DecodeError:
            # No key of this map is written like that.
            return
        except TypeError:
            # The key cannot be read out of its hash.
            self._decoded.clear()

    def forget_all(self) -> None:
        """Hear that anything may have changed."""
        self._decoded.clear()

    def __contains__(self, key: K) -> bool:
        return self._state.get(self._raw.get(key) or self._keys.remember(key)) is not None

    def take(self, key: K) -> R:
        """Read a value and remove it."""
        value = self[key]
        del self[key]
        return value

    def __iter__(self) -> Iterator[K]:
        return self._all_keys()

    def _all_keys(self, *leading: Any) -> Iterator[K]:
        parse = self._keys.parse
        for raw_key in self._state.keys(self._keys.prefix_of(leading)):
            yield parse(raw_key)

    def _all_entries(self, *leading: Any) -> Iterator[tuple[bytes, V]]:
        for raw_key in self._state.keys(self._keys.prefix_of(leading)):
            raw = self._state.get(raw_key)
            if raw is None:
                continue
            try:
                value = self._read(raw, 0)[0]
            except DecodeError:
                continue
            yield raw_key, value

    def _all_items(self, *leading: Any) -> Iterator[tuple[K, V]]:
        parse = self._keys.parse
        for raw_key, value in self._all_entries(*leading):
            yield parse(raw_key), value

    def _all_values(self, *leading: Any) -> Iterator[V]:
        for _, value in self._all_entries(*leading):
            yield value

    def _clear(self, *leading: Any, limit: int | None = None) -> int:
        removed: int = self._state.clear_prefix(self._keys.prefix_of(leading), limit)
        return removed


class BoundSingleMap(BoundMap[K, V, R]):
    """A map with one key."""

    __slots__ = ()

    def keys(self) -> Iterator[K]:
        """All keys in trie order."""
        return self._all_keys()

    def values(self) -> Iterator[V]:
        """All values in trie order of their keys."""
        return self._all_values()

    def items(self) -> Iterator[tuple[K, V]]:
        """All keys and values in trie order."""
        return self._all_items()

    def clear(self, *, limit: int | None = None) -> int:
        """Remove all entries, or as many as `limit`; the number removed."""
        return self._clear(limit=limit)


class BoundDoubleMap(BoundMap[tuple[A, B], V, R], Generic[A, B, V, R]):
    """A map with two keys; with the first one given, keys are the second ones."""

    __slots__ = ()

    @overload
    def keys(self) -> Iterator[tuple[A, B]]: ...
    @overload
    def keys(self, first: A, /) -> Iterator[B]: ...
    def keys(self, *leading: A) -> Any:
        """All key pairs, or the second keys under a first one, in trie order."""
        return (key[1] for key in self._all_keys(*leading)) if leading else self._all_keys()

    def values(self, *leading: A) -> Iterator[V]:
        """All values, or those under a first key, in trie order."""
        return self._all_values(*leading)

    @overload
    def items(self) -> Iterator[tuple[tuple[A, B], V]]: ...
    @overload
    def items(self, first: A, /) -> Iterator[tuple[B, V]]: ...
    def items(self, *leading: A) -> Any:
        """All key pairs with values, or second keys with values under a first one, in trie order."""
        if leading:
            return ((key[1], value) for key, value in self._all_items(*leading))
        return self._all_items()

    def clear(self, *leading: A, limit: int | None = None) -> int:
        """Remove all entries, or those under a first key; the number removed."""
        return self._clear(*leading, limit=limit)


class BoundNMap(BoundMap[K, V, R]):
    """A map with several keys; leading ones may be given to narrow a walk, which yields whole keys."""

    __slots__ = ()

    def keys(self, *leading: Any) -> Iterator[K]:
        """All keys under the leading ones, in trie order."""
        return self._all_keys(*leading)

    def values(self, *leading: Any) -> Iterator[V]:
        """All values under the leading keys, in trie order."""
        return self._all_values(*leading)

    def items(self, *leading: Any) -> Iterator[tuple[K, V]]:
        """All keys and values under the leading keys, in trie order."""
        return self._all_items(*leading)

    def clear(self, *leading: Any, limit: int | None = None) -> int:
        """Remove all entries under the leading keys; the number removed."""
        return self._clear(*leading, limit=limit)
