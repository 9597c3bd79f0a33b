import pytest

from chain.codec import encode
from chain.primitives.perthings import Perbill, Percent, Perquintill, PerThing, share_of, share_of_rounded_down


@pytest.mark.parametrize(
    ("share", "value", "nearest", "down"),
    [
        (Percent(50), 3, 1, 1),
        (Percent(51), 3, 2, 1),
        (Perbill(500_000), 108_157_000, 54078, 54078),
        (Perbill(10**9), 2**64 - 1, 2**64 - 1, 2**64 - 1),
        (Perquintill(666_666_666_666_666_667), 3, 2, 2),
        (Perquintill(999_999_999_999_999_999), 3, 3, 2),
    ],
)
def test_a_share_of_a_value_rounds_as_asked(share: PerThing, value: int, nearest: int, down: int) -> None:
    assert share_of(share, value) == nearest
    assert share_of_rounded_down(share, value) == down


def test_shares_are_their_parts_on_the_wire() -> None:
    assert encode(Perquintill, Perquintill(5 * 10**17)).hex() == "0000b2d3595bf006"
    assert encode(Percent, Percent(80)) == b"\x50"
