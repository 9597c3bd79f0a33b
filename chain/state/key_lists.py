"""Ascending lists of keys, and bringing them up to date with keys that came and went."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping

# One insertion moves on average half the list; from about one change in so many keys, sorting anew is cheaper.
_KEYS_PER_INSERTION = 64


def apply_changes(keys: list[bytes], present: Mapping[bytes, bool]) -> list[bytes]:
    """Return the ascending keys with some now present or not. The list given is changed or abandoned."""
    if len(present) * _KEYS_PER_INSERTION > len(keys):
        kept = [key for key in keys if present.get(key, True)]
        known = set(keys)
        kept.extend(sorted(key for key, is_present in present.items() if is_present and key not in known))
        kept.sort()
        return kept
    for key, is_present in present.items():
        index = bisect_left(keys, key)
        found = index < len(keys) and keys[index] == key
        if is_present and not found:
            keys.insert(index, key)
        elif found and not is_present:
            del keys[index]
    return keys


def merge_ascending(keys: Iterator[bytes], present: Mapping[bytes, bool]) -> Iterator[bytes]:
    """Yield ascending keys with some others added or left out."""
    added = iter(sorted(key for key, is_present in present.items() if is_present))
    upcoming = next(added, None)
    for key in keys:
        while upcoming is not None and upcoming < key:
            yield upcoming
            upcoming = next(added, None)
        if key == upcoming:
            upcoming = next(added, None)
        if present.get(key, True):
            yield key
    if upcoming is not None:
        yield upcoming
        yield from added
