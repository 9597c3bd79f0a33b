from dataclasses import dataclass
from typing import Annotated

import pytest

from subnets import wire
from subnets.wire import Limit, Secret, WireError


@dataclass(frozen=True)
class Inner:
    data: Annotated[bytes, Limit(4)]


@dataclass(frozen=True)
class Message:
    count: int
    share: float
    flag: bool
    name: Annotated[str, Limit(5)]
    rows: Annotated[list[list[int]], Limit(2)]
    inner: Inner
    hidden: Annotated[str, Secret()] = "kept"


WHOLE = Message(3, 0.5, True, "ab", [[1, 2], []], Inner(b"\x00\xff"), "the answer")
GOOD = {"count": 3, "share": 1, "flag": False, "name": "x", "rows": [], "inner": {"data": "AA=="}}


def test_a_message_survives_but_for_its_secrets():
    received = wire.decode(Message, wire.encode(WHOLE), longest=1000)
    assert received == Message(3, 0.5, True, "ab", [[1, 2], []], Inner(b"\x00\xff"))
    assert received.hidden == "kept"


def test_secrets_are_not_shown_by_encoding():
    assert b"the answer" not in wire.encode(WHOLE)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"count": True}, "Message.count is bool 'True'; expected an integer"),
        ({"count": 1.0}, "Message.count is float"),
        ({"share": "1"}, "Message.share is str '1'; expected a number"),
        ({"flag": 1}, "Message.flag is int '1'; expected true or false"),
        ({"name": "abcdef"}, "Message.name has a length of 6; at most 5"),
        ({"rows": [[], [], []]}, "Message.rows has a length of 3; at most 2"),
        ({"rows": [[1, "2"]]}, r"Message.rows\[0\]\[1\] is str"),
        ({"inner": None}, "Message.inner is NoneType"),
        ({"inner": {"data": "AAAAAAA="}}, "Message.inner.data has a length of 5; at most 4"),
        ({"inner": {"data": "A" * 1000}}, "Message.inner.data has a length"),
        ({"inner": {"data": "?"}}, "Message.inner.data is not base64"),
        ({"inner": {"data": "AA==", "more": 1}}, "unknown field 'more'"),
        ({"hidden": "guess"}, "unknown field 'hidden'"),
    ],
)
def test_what_the_declaration_does_not_say_is_refused_by_name(change, said):
    with pytest.raises(WireError, match=said):
        wire.check(Message, GOOD | change)


def test_a_missing_field_is_named():
    with pytest.raises(WireError, match="lacks the field 'share'"):
        wire.check(Message, {name: value for name, value in GOOD.items() if name != "share"})


@pytest.mark.parametrize("text", [b"", b"{", b"NaN", b'{"count": Infinity}', b"\xff\xfe", b"[" * 5000])
def test_what_is_not_json_is_refused(text):
    with pytest.raises(WireError, match="not JSON"):
        wire.decode(Message, text, longest=10_000)


def test_a_message_too_long_is_refused_before_it_is_parsed():
    with pytest.raises(WireError, match="2000 bytes; at most 1999"):
        wire.decode(Message, b"[" * 2000, longest=1999)
