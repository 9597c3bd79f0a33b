from typing import Annotated, Any

import pytest

from chain.codec import (
    U8,
    U16,
    Bytes4,
    Codec,
    CustomShape,
    DecodeError,
    EncodeError,
    Enum,
    OpenType,
    Record,
    Struct,
    Variant,
    codec_of,
    runtime_codecs,
    union,
    variant_of,
)
from chain.codec.reach import reaches_open_type
from chain.codec.resolve import shape_of

AnyEvent = Annotated[Any, OpenType("AnyEvent")]


class Event(Record):
    def __init_subclass__(cls, *, index: int) -> None:
        cls.variant_index, cls.variant_name, cls.variant_unnamed = index, cls.__name__, False


class Paid(Event, index=0):
    amount: U8


class Left(Event, index=4):
    pass


class Listed(Event, index=1):
    events: list[AnyEvent]


class Recorded(Struct):
    phase: U8
    event: AnyEvent


BANK = union("bank::Event", (variant_of(Paid), variant_of(Left)))
LISTS = union("lists::Event", (variant_of(Listed),))


def bound(bank_index: int) -> Any:
    codecs = runtime_codecs()
    enum = union("Event", (Variant(bank_index, "Bank", nested=BANK), Variant(9, "Lists", nested=LISTS)))
    codecs.bind("AnyEvent", enum)
    return codecs


def test_a_value_of_a_nested_enum_stands_for_itself():
    codec: Codec[Any] = bound(5).codec_of(Recorded)
    assert codec.encode(Recorded(1, Paid(7))).hex() == "01050007"
    assert codec.decode(bytes.fromhex("010504")) == Recorded(1, Left())


def test_two_runtimes_bind_the_same_name_differently():
    first, second = bound(5), bound(6)
    assert first.codec_of(AnyEvent).encode(Left()) == b"\x05\x04"
    assert second.codec_of(AnyEvent).encode(Left()) == b"\x06\x04"


def test_an_open_type_may_contain_itself():
    codec = bound(5).codec_of(AnyEvent)
    value = Listed([Paid(1), Listed([Left()])])
    assert codec.decode(codec.encode(value)) == value
    with pytest.raises(DecodeError, match="nested in itself"):
        codec.decode(b"\x09\x01\x04" * 1000)


def test_what_reaches_no_open_type_is_shared():
    assert bound(5).codec_of(list[U16]) is not None
    assert bound(5).codec_of_shape(shape_of(Paid_list)) is codec_of(Paid_list)
    assert bound(5).codec_of(Recorded) is not bound(5).codec_of(Recorded)


Paid_list = list[tuple[U8, U16]]


def test_a_type_knows_whether_it_reaches_an_open_type():
    assert reaches_open_type(shape_of(list[Recorded]))
    assert not reaches_open_type(shape_of(Paid_list))


def test_an_open_type_has_no_codec_of_its_own():
    with pytest.raises(LookupError, match="AnyEvent is an open type"):
        codec_of(Recorded)


def test_an_open_type_is_bound_once():
    codecs = bound(5)
    with pytest.raises(TypeError, match="bound already"):
        codecs.bind("AnyEvent", BANK)


def test_a_value_that_belongs_to_no_variant_is_refused():
    with pytest.raises(EncodeError, match="is not a Event"):
        bound(5).codec_of(AnyEvent).encode(3)


def test_a_union_refuses_two_variants_of_one_index():
    clashing = union("clash", lambda: (Variant(1, "A"), Variant(1, "B")))
    with pytest.raises(TypeError, match="the same index"):
        codec_of(clashing)


def test_a_union_refuses_one_class_in_two_variants():
    twice = union("twice", (Variant(1, "A", nested=BANK), Variant(2, "B", nested=BANK)))
    with pytest.raises(TypeError, match="Paid belong to two variants"):
        codec_of(twice)


def test_a_custom_encoding_is_two_functions():
    def append(value: int, out: bytearray) -> None:
        out += value.to_bytes(4, "big")

    def read(data: bytes, offset: int) -> tuple[int, int]:
        return int.from_bytes(data[offset : offset + 4], "big"), offset + 4

    big_endian = Annotated[int, CustomShape(append, read, Bytes4, 4)]
    assert codec_of(list[big_endian]).encode([1]).hex() == "0400000001"
    assert codec_of(list[big_endian]).decode(bytes.fromhex("0400000002")) == [2]


def test_variants_are_declared_before_the_enum_is_used():
    class Late(Enum):
        pass

    class First(Late, index=0):
        pass

    codec_of(Late)
    with pytest.raises(TypeError, match="declared after its enum was used"):

        class Second(Late, index=1):
            pass


def test_variants_may_not_share_an_index():
    class Clashing(Enum):
        pass

    class First(Clashing, index=0):
        pass

    with pytest.raises(TypeError, match="share the index 0"):

        class Second(Clashing, index=0):
            pass


def test_a_variant_needs_an_index():
    class Unnumbered(Enum):
        pass

    with pytest.raises(TypeError, match="has no index"):

        class First(Unnumbered):
            pass


@pytest.mark.parametrize(
    ("annotation", "message"),
    [
        (int, "is not a type of the wire"),
        (Annotated[int, "?"], "does not say how wide"),
        (float, "is not a type of the wire"),
        (U8 | U16, "a union is"),
        (tuple[U8, ...], "use list"),
        (list[None], "has no bound on its length"),
        (Paid, "is not a type of the wire"),
    ],
    ids=str,
)
def test_what_is_not_a_type_of_the_wire_is_refused(annotation, message):
    with pytest.raises(TypeError, match=message):
        codec_of(annotation)
