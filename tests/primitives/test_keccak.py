"""Keccak-256 gives the digests that Ethereum gives."""

import pytest

from chain.primitives.keccak import keccak_256

KNOWN = {
    b"": "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
    b"abc": "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
    b"transfer(address,uint256)": "a9059cbb2ab09eb219583f4a59a5d0623ade346d962bcd4e46b11da047c9049b",
    b"a" * 136: "a6c4d403279fe3e0af03729caada8374b5ca54d8065329a3ebcaeb4b60aa386e",
    b"b" * 500: "0ebd65bd550952c934e58b25cebe474e521e0d957c6cbeb11725e20453c2fb64",
}


@pytest.mark.parametrize("data", KNOWN)
def test_digests_of_known_inputs(data):
    assert keccak_256(data).hex() == KNOWN[data]


def test_the_padding_fits_whatever_room_the_last_block_leaves():
    digests = {keccak_256(b"x" * length) for length in range(134, 139)}
    assert len(digests) == 5
