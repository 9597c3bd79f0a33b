"""Vectors with one element per uid, as they are stored."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class StoredVectors(Protocol[T]):
    """A storage map from a netuid, or a mechanism's storage index, to a vector."""

    def __getitem__(self, key: int) -> list[T]:
        """The vector."""
        ...

    def __setitem__(self, key: int, value: list[T]) -> None:
        """Write the vector."""
        ...


def push(vectors: StoredVectors[T], key: int, value: T) -> None:
    """Append an element."""
    vectors[key] = [*vectors[key], value]


def put(vectors: StoredVectors[T], key: int, uid: int, value: T) -> None:
    """Change one element; a vector too short to have it stays as it is."""
    vector = list(vectors[key])
    if uid < len(vector):
        vector[uid] = value
        vectors[key] = vector


def keep(vectors: StoredVectors[T], key: int, kept: Sequence[int], default: T) -> None:
    """Keep the elements of the uids in `kept`, in that order."""
    vector = vectors[key]
    vectors[key] = [vector[uid] if uid < len(vector) else default for uid in kept]


def at(vector: Sequence[T], uid: int, default: T) -> T:
    """The element of a uid, or the default in a vector that is too short."""
    return vector[uid] if uid < len(vector) else default
