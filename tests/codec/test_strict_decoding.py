import tracemalloc
from typing import Annotated

import pytest

from chain.codec import U8, U16, U32, U64, BitVec, Bound, Codecs, Compact, DecodeError, Enum, Struct, codec_of, decode
from chain.codec.nesting import MAX_NESTING
from tests.codec.sample_types import Account, Colour, Info, Reply, Share, Tree

REFUSED = [
    (U16, "010203", 2, "1 bytes are left over after u16"),
    (U32, "0102", 0, "the data ends inside u32"),
    (bool, "02", 0, "a bool is 0 or 1, not 2"),
    (U8 | None, "02", 0, "Option<u8> has no variant 2"),
    (Colour, "01", 0, "Colour has no variant 1"),
    (Reply, "01", 0, "Reply has no variant 1"),
    (Compact[U32], "0100", 0, "written in 2 bytes, more than it needs"),
    (Compact[U32], "fd00", 0, "written in 2 bytes, more than it needs"),
    (Compact[U32], "02000000", 0, "written in 4 bytes, more than it needs"),
    (Compact[U32], "0300000000", 0, "written in 5 bytes, more than it needs"),
    (Compact[U64], "070000004000", 0, "written in 6 bytes, more than it needs"),
    (Compact[U16], "02000400", 0, "too large for Compact<u16>"),
    (Compact[U32], "070000000001", 0, "too large for Compact<u32>"),
    (Compact[Share], "070000000001", 0, "too large for Compact<u32>"),
    (list[Compact[U8]], "040104", 1, "too large for an item"),
    (list[Compact[U8]], "040100", 1, "more than it needs"),
    (list[Compact[U16]], "0402000400", 1, "too large for an item"),
    (list[Compact[U16]], "0402000000", 1, "more than it needs"),
    (list[Compact[U64]], "080402", 2, "the data ends inside a compact integer"),
    (list[U16], "0c01000200", 0, "announces 3 items, more than the 4 bytes left can hold"),
    (list[Account], "04" + "00" * 31, 0, "announces 1 items"),
    (bytes, "0c6162", 0, "announces 3 items"),
    (str, "08c328", 1, "not UTF-8"),
    (str, "0c6162ff", 3, "not UTF-8"),
    (BitVec, "0cff", 1, "a place after the last bit is not zero"),
    (BitVec, "2400", 0, "announces 9 bits"),
    (Annotated[list[U8], Bound(2)], "0c010203", 0, "3 items are more than the 2"),
    (dict[U8, U8], "0802000100", 3, "is not greater than the one before it"),
    (dict[U8, U8], "0801000100", 3, "is not greater than the one before it"),
    (frozenset[U16], "0802000100", 3, "is not greater than the item before it"),
    (Info, "0100000002", 4, "Colour has no variant 2"),
    (tuple[U8, bool], "0105", 1, "a bool is 0 or 1, not 5"),
]


@pytest.mark.parametrize(("annotation", "data", "position", "message"), REFUSED, ids=str)
def test_what_is_not_canonical_is_refused_at_its_position(annotation, data, position, message):
    with pytest.raises(DecodeError) as refused:
        decode(annotation, bytes.fromhex(data))
    assert message in str(refused.value)
    assert refused.value.position == position


@pytest.mark.parametrize("annotation", [bytes, list[U64], list[Compact[U32]], list[Info], dict[U8, U64], BitVec, str])
def test_an_absurd_length_is_refused_before_memory_is_taken(annotation):
    codec_of(annotation)
    absurd = bytes.fromhex("0b" + "ff" * 6) + bytes(8)
    tracemalloc.start()
    try:
        with pytest.raises(DecodeError):
            decode(annotation, absurd)
        assert tracemalloc.get_traced_memory()[1] < 100_000
    finally:
        tracemalloc.stop()


def test_nesting_up_to_the_limit_is_read():
    data = b"\x09\x04" * MAX_NESTING + b"\x00"
    assert codec_of(Reply).encode(decode(Reply, data)) == data


def test_nesting_beyond_the_limit_is_refused():
    with pytest.raises(DecodeError, match="nested in itself more than"):
        decode(Reply, b"\x09\x04" * 100_000 + b"\x00")


def test_nesting_of_a_struct_is_counted_too():
    with pytest.raises(DecodeError, match="nested in itself more than"):
        decode(Tree, b"\x01\x01" * 100_000 + b"\x01\x00")


class Holder(Struct):
    held: "Cycle"


class Cycle(Enum):
    pass


class End(Cycle, index=0):
    pass


class Again(Cycle, index=1):
    holders: list[Holder]


@pytest.mark.parametrize("annotation", [Holder, Cycle, list[Holder], list[Cycle]], ids=str)
def test_a_cycle_through_a_struct_and_an_enum_is_counted_wherever_it_is_entered(annotation):
    prefix = b"\x04" if annotation in (list[Holder], list[Cycle]) else b""
    codec = Codecs().codec_of(annotation)
    data = prefix + b"\x01\x04" * MAX_NESTING + b"\x00"
    assert codec.encode(codec.decode(data)) == data
    with pytest.raises(DecodeError, match="nested in itself more than"):
        codec.decode(prefix + b"\x01\x04" * (MAX_NESTING + 1) + b"\x00")


def test_the_depth_starts_anew_after_a_refusal():
    for _ in range(3):
        with pytest.raises(DecodeError):
            decode(Reply, b"\x09\x04" * 1000)
    data = b"\x09\x04" * MAX_NESTING + b"\x00"
    assert decode(Reply, data)
