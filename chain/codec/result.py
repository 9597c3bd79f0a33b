"""`Result`: the value of a success, or of a failure."""

from typing import Generic, TypeAlias, TypeVar

from chain.codec.record import Record

T = TypeVar("T")
E = TypeVar("E")


class Ok(Record, Generic[T]):
    """A success and its value (`None` for nothing)."""

    value: T


class Err(Record, Generic[E]):
    """A failure and its reason."""

    value: E


Result: TypeAlias = Ok[T] | Err[E]
