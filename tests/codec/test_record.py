import copy
import pickle

import pytest

from chain.codec import Record, replace
from tests.codec.sample_types import Amount, Colour, Funds, Info, Move, Nothing


class Point(Record):
    x: int
    y: int = 0
    tags: list[str] = []


class Point3(Point):
    z: int = 9


def test_fields_are_given_by_position_or_by_name():
    assert Point(1, 2) == Point(y=2, x=1)


def test_a_missing_field_is_refused():
    with pytest.raises(TypeError, match="x"):
        Point()


def test_an_unknown_field_is_refused():
    with pytest.raises(TypeError, match="w"):
        Point(1, w=2)


def test_records_of_different_classes_differ():
    assert Point3(1, 2) != Point(1, 2)
    assert Point(1, 2) != (1, 2)


def test_a_subclass_adds_fields_after_those_of_its_base():
    assert Point3.record_fields == ("x", "y", "tags", "z")
    assert Point3(1, 2, [], 3).z == 3


def test_a_subclass_made_after_its_base_was_used_has_its_own_constructor():
    Point(1)

    class Late(Point):
        w: int = 5

    assert Late(1).w == 5


def test_a_mutable_default_is_not_shared():
    first = Point(1)
    first.tags.append("changed")
    assert Point(1).tags == []


def test_equal_records_have_equal_hashes():
    assert hash(Funds(1, 2)) == hash(Funds(1, 2))
    assert len({Nothing(), Nothing(), Amount(1)}) == 2


def test_replace_changes_the_given_fields_only():
    assert replace(Funds(1, 2, 3), reserved=9) == Funds(1, 9, 3)


def test_replace_refuses_a_field_that_is_not_there():
    with pytest.raises(TypeError, match="Funds has no field"):
        replace(Funds(), fre=1)


def test_a_record_has_no_room_for_other_attributes():
    with pytest.raises(AttributeError):
        Funds().other = 1  # type: ignore[attr-defined]


def test_a_record_shows_its_fields():
    assert repr(Info(1, Colour.Red)) == (
        "Info(nonce=1, colour=<Colour.Red: 0>, data=Funds(free=0, reserved=0, flags=0), notes=[])"
    )


def test_records_match_by_position():
    match Move(b"a", b"b", 5):
        case Move(_, to, amount):
            assert (to, amount) == (b"b", 5)


def test_a_field_without_default_after_one_with_is_refused():
    with pytest.raises(TypeError, match=r"Bad\.b has no default but stands after a"):

        class Bad(Record):
            a: int = 1
            b: int


def test_records_can_be_copied_and_pickled():
    value = Info(1, Colour.Green, Funds(2), ["x"])
    assert copy.deepcopy(value) == value
    assert pickle.loads(pickle.dumps(value)) == value
