"""Bytes written out by hand from the description of SCALE."""

from typing import Annotated

import pytest

from chain.codec import (
    I8,
    I16,
    I128,
    U8,
    U16,
    U32,
    U64,
    U128,
    U256,
    BitVec,
    Bound,
    Bytes4,
    Compact,
    DecodeError,
    Err,
    Length,
    Ok,
    Result,
    codec_of,
    decode,
    encode,
)
from tests.codec.sample_types import (
    Account,
    Amount,
    Colour,
    Funds,
    Info,
    Label,
    Move,
    Nothing,
    Pair,
    Reply,
    Several,
    Share,
    Slot,
    Tree,
)

ALICE = Account(bytes(range(32)))
DispatchResult = Result[None, Colour]

CASES = [
    (U8, 255, "ff"),
    (U16, 258, "0201"),
    (U32, 1, "01000000"),
    (U64, 2**64 - 1, "ff" * 8),
    (U128, 1, "01" + "00" * 15),
    (U256, 2**255, "00" * 31 + "80"),
    (I8, -1, "ff"),
    (I16, -2, "feff"),
    (I128, -1, "ff" * 16),
    (bool, True, "01"),
    (str, "é", "08c3a9"),
    (bytes, b"\x00\x01", "080001"),
    (Bytes4, b"aura", "61757261"),
    (Label, Label(b"ab"), "086162"),
    (Slot, Slot(5), "0500000000000000"),
    (Account, ALICE, ALICE.hex()),
    (Compact[U32], 0, "00"),
    (Compact[U32], 63, "fc"),
    (Compact[U32], 64, "0101"),
    (Compact[U32], 16383, "fdff"),
    (Compact[U32], 16384, "02000100"),
    (Compact[U32], 2**30 - 1, "feffffff"),
    (Compact[U32], 2**30, "0300000040"),
    (Compact[U64], 2**64 - 1, "13" + "ff" * 8),
    (Compact[U128], 2**128 - 1, "33" + "ff" * 16),
    (Compact[Share], Share(64), "0101"),
    (Compact[Slot], Slot(1), "04"),
    (Compact[None], None, ""),
    (list[U16], [1, 2], "0801000200"),
    (list[U8], [1, 2], "080102"),
    (list[Compact[U16]], [1, 64, 16384], "0c04010102000100"),
    (list[Account], [ALICE], "04" + ALICE.hex()),
    (list[Bytes4], [b"aura"], "0461757261"),
    (Annotated[list[U16], Length(2)], [1, 2], "01000200"),
    (Annotated[list[U8], Bound(2)], [1, 2], "080102"),
    (Annotated[bytes, Bound(2)], b"ab", "086162"),
    (U8 | None, None, "00"),
    (U8 | None, 7, "0107"),
    (bool | None, False, "0100"),
    (DispatchResult, Ok(None), "00"),
    (DispatchResult, Err(Colour.Green), "0103"),
    (tuple[U8, U16], (1, 2), "010200"),
    (tuple[U8, bytes], (1, b"a"), "010461"),
    (tuple[()], (), ""),
    (None, None, ""),
    (dict[U16, bool], {256: True, 255: False}, "08ff0000000101"),
    (dict[bytes, U8], {b"b": 1, b"a": 2}, "08046102046201"),
    (frozenset[U8], frozenset({3, 1}), "080103"),
    (BitVec, [True, False, True] + [False] * 5 + [True], "240501"),
    (Colour, Colour.Green, "03"),
    (Funds, Funds(1, 2, 3), "0100000000000000" + "0200000000000000" + "03" + "00" * 15),
    (Info, Info(1, Colour.Red), "01000000" + "00" + "00" * 32 + "00"),
    (Pair, Pair(1, 2), "010200"),
    (Reply, Nothing(), "00"),
    (Reply, Amount(1), "0204"),
    (Reply, Move(ALICE, ALICE, 1), "07" + ALICE.hex() * 2 + "0100000000000000"),
    (Reply, Several([Nothing(), Several([])]), "0908000900"),
    (Tree, Tree(1, Tree(2)), "01010200"),
]


@pytest.mark.parametrize(("annotation", "value", "expected"), CASES, ids=str)
def test_a_value_has_these_bytes_and_they_have_this_value(annotation, value, expected):
    assert encode(annotation, value).hex() == expected
    read = decode(annotation, bytes.fromhex(expected))
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(("annotation", "value", "expected"), CASES, ids=str)
def test_a_value_is_read_from_the_middle_of_other_data(annotation, value, expected):
    data = bytes.fromhex(expected)
    assert codec_of(annotation).read(b"xx" + data + b"yy", 2) == (value, 2 + len(data))


@pytest.mark.parametrize(("annotation", "value", "expected"), CASES, ids=str)
def test_every_shorter_piece_of_the_bytes_is_refused(annotation, value, expected):
    data = bytes.fromhex(expected)
    for length in range(len(data)):
        with pytest.raises(DecodeError):
            decode(annotation, data[:length])


def test_bytearrays_and_memoryviews_are_read_too():
    assert decode(list[U16], bytearray(b"\x04\x01\x00")) == [1]
    assert decode(bytes, memoryview(b"\x04a")) == b"a"


def test_a_codec_is_compiled_once():
    assert codec_of(Info) is codec_of(Info)
    assert codec_of(list[U16]) is codec_of(list[U16])
