"""Random types of the wire, each with a strategy for its values and its name in scalecodec where it has one."""

from dataclasses import dataclass
from types import NoneType
from typing import Annotated, Any, get_args

from hypothesis import strategies as st

from chain.codec import Bound, CompactMarker, Err, Integer, Length, Ok, Result, make_struct


@dataclass(frozen=True)
class Generated:
    """A type, how to draw its values, how scalecodec calls it, and whether it can be a key."""

    annotation: Any
    values: st.SearchStrategy[Any]
    oracle: str | None
    is_key: bool = False
    takes_bytes: bool = True


def integer(bits: int, *, signed: bool) -> Generated:
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
    name = f"{'i' if signed else 'u'}{bits}"
    return Generated(Annotated[int, Integer(bits, signed)], st.integers(low, high), name, is_key=True)


def compact(bits: int) -> Generated:
    values = st.integers(0, 2**bits - 1) | st.sampled_from([0, 63, 64, 2**bits - 1])
    return Generated(Annotated[int, Integer(bits), CompactMarker()], values, f"Compact<u{bits}>", is_key=True)


LEAVES = [
    *(integer(bits, signed=False) for bits in (8, 16, 32, 64, 128, 256)),
    *(integer(bits, signed=True) for bits in (8, 16, 32, 64, 128)),
    *(compact(bits) for bits in (8, 16, 32, 64, 128)),
    Generated(bool, st.booleans(), "bool", is_key=True),
    Generated(str, st.text(max_size=8), "String", is_key=True),
    Generated(bytes, st.binary(max_size=8), None, is_key=True),
    Generated(Annotated[bytes, Length(4)], st.binary(min_size=4, max_size=4), None, is_key=True),
    Generated(Annotated[bytes, Bound(4)], st.binary(max_size=4), None, is_key=True),
]


def lists_of(item: Generated) -> Generated:
    oracle = f"Vec<{item.oracle}>" if item.oracle and item.oracle != "u8" else None
    return Generated(list[item.annotation], st.lists(item.values, max_size=5), oracle)


def arrays_of(item: Generated) -> Generated:
    return Generated(
        Annotated[list[item.annotation], Length(3)],
        st.lists(item.values, min_size=3, max_size=3),
        f"[{item.oracle}; 3]" if item.oracle and item.oracle != "u8" else None,
    )


def options_of(item: Generated) -> Generated:
    oracle = f"Option<{item.oracle}>" if item.oracle else None
    return Generated(item.annotation | None, st.none() | item.values, oracle)


def is_option(item: Generated) -> bool:
    return NoneType in get_args(item.annotation)


def tuples_of(items: list[Generated]) -> Generated:
    # The parser of scalecodec does not take a tuple apart that has a tuple in it.
    named = len(items) > 1 and all(item.oracle and "(" not in item.oracle for item in items)
    return Generated(
        tuple.__class_getitem__(tuple(item.annotation for item in items)),
        st.tuples(*(item.values for item in items)),
        f"({', '.join(str(item.oracle) for item in items)})" if named else None,
        is_key=all(item.is_key for item in items),
    )


def structs_of(items: list[Generated]) -> Generated:
    cls: Any = make_struct(
        "Made", {f"field_{place}": item.annotation for place, item in enumerate(items)}, module=__name__
    )
    return Generated(cls, st.builds(cls, *(item.values for item in items)), None)


def results_of(items: tuple[Generated, Generated]) -> Generated:
    success, failure = items
    return Generated(
        Result[success.annotation, failure.annotation],
        st.builds(Ok, success.values) | st.builds(Err, failure.values),
        None,
    )


def maps_of(items: tuple[Generated, Generated]) -> Generated:
    key, value = items
    return Generated(
        dict[key.annotation, value.annotation], st.dictionaries(key.values, value.values, max_size=4), None
    )


def sets_of(item: Generated) -> Generated:
    return Generated(frozenset[item.annotation], st.frozensets(item.values, max_size=4), None)


def grown(inner: st.SearchStrategy[Generated]) -> st.SearchStrategy[Generated]:
    keys = st.sampled_from([leaf for leaf in LEAVES if leaf.is_key])
    return st.one_of(
        inner.map(lists_of),
        inner.map(arrays_of),
        inner.filter(lambda item: not is_option(item)).map(options_of),
        st.lists(inner, min_size=1, max_size=4).map(tuples_of),
        st.lists(inner, min_size=1, max_size=4).map(structs_of),
        st.tuples(inner, inner).map(results_of),
        st.tuples(keys, inner).map(maps_of),
        keys.map(sets_of),
    )


TYPES: st.SearchStrategy[Generated] = st.recursive(st.sampled_from(LEAVES), grown, max_leaves=6)
