from typing import Annotated

import pytest

from chain.codec import U8, U16, U32, U64, U128, BitVec, Bound, Bytes4, Compact, EncodeError, Length, Ok, Result, encode
from chain.codec.nesting import MAX_NESTING
from tests.codec.sample_types import Account, Amount, Colour, Funds, Info, Nothing, Pair, Reply, Several

DispatchResult = Result[None, Colour]

REFUSED = [
    (U8, 256, "256 (int) is not a u8"),
    (U8, -1, "-1 (int) is not a u8"),
    (U8, "1", "'1' (str) is not a u8"),
    (U64, 1.0, "1.0 (float) is not a u64"),
    (U128, 2**128, "is not a u128"),
    (U128, None, "None (NoneType) is not a u128"),
    (bool, 1, "1 (int) is not a bool"),
    (str, b"a", "b'a' (bytes) is not a str"),
    (str, "\ud800", "UTF-8"),
    (bytes, "a", "'a' (str) is not bytes"),
    (Bytes4, b"abc", "b'abc' (bytes) is not 4 bytes"),
    (Account, b"abc", "is not 32 bytes"),
    (Compact[U16], 65536, "65536 (int) is not a Compact<u16>"),
    (Compact[U16], -1, "-1 (int) is not a Compact<u16>"),
    (Compact[U16], "a", "'a' (str) is not a Compact<u16>"),
    (list[Compact[U8]], [256], "256 (int) is not an item of Vec<Compact<u8>>"),
    (list[Compact[U8]], [-1], "-1 (int) is not an item of Vec<Compact<u8>>"),
    (list[U16], [1, 65536], "65536 (int) is not a u16"),
    (list[U16], 5, "5 (int) is not a list (Vec<u16>)"),
    (list[str], ["a", 1], "an item of Vec<String>: 1 (int) is not a str"),
    (Annotated[list[U16], Length(2)], [1], "[1] (list) is not a list of 2 items"),
    (Annotated[list[U16], Bound(2)], [1, 2, 3], "3 items are more than the 2"),
    (tuple[U8, U8], (1,), "(1,) (tuple) is not a tuple of 2 items"),
    (tuple[U8, U8], [1, 2], "[1, 2] (list) is not a tuple of 2 items"),
    (None, 0, "0 (int) is not None"),
    (dict[U8, U8], [1], "[1] (list) is not a dict"),
    (frozenset[U8], [1], "[1] (list) is not a frozenset"),
    (BitVec, [1, 0], "[1, 0] (list) is not a list of bool"),
    (Colour, 3, "3 (int) is not a Colour"),
    (Funds, Pair(1, 2), "Pair(first=1, second=2) (Pair) is not a Funds"),
    (Info, Info(1, Colour.Red, Funds(free=-5)), "Info.data.Funds.free: -5 (int) is not a u64"),
    (Pair, Pair(256, 0), "Pair.first: 256 (int) is not a u8"),
    (Reply, Funds(), "is not a Reply (Nothing, Amount, Move, Several)"),
    (Reply, Amount(-1), "Amount.value: -1 (int) is not a Compact<u64>"),
    (DispatchResult, None, "None (NoneType) is not a Result"),
    (DispatchResult, Ok(1), "1 (int) is not None"),
]


@pytest.mark.parametrize(("annotation", "value", "message"), REFUSED, ids=str)
def test_a_value_of_another_type_is_refused_by_name(annotation, value, message):
    with pytest.raises(EncodeError) as refused:
        encode(annotation, value)
    assert message in str(refused.value)


def test_nesting_beyond_the_limit_is_refused():
    value = Nothing()
    for _ in range(MAX_NESTING + 1):
        value = Several([value])
    with pytest.raises(EncodeError, match="nested in itself more than"):
        encode(Reply, value)


def test_a_long_value_is_shown_short():
    with pytest.raises(EncodeError) as refused:
        encode(U32, "x" * 10_000)
    assert len(str(refused.value)) < 200
