from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.primitives import ss58
from chain.primitives.ss58 import InvalidAddress

ALICE = bytes.fromhex("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d")
ALICE_TEXT = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"


def test_alice_has_her_known_addresses():
    assert ss58.encode(ALICE) == ALICE_TEXT
    assert ss58.encode(ALICE, 0) == "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5"
    assert ss58.encode(ALICE, 2) == "HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F"


@given(st.binary(min_size=32, max_size=32), st.integers(0, ss58.LARGEST_PREFIX).filter(lambda n: n not in (46, 47)))
def test_every_account_comes_back_from_its_address(account, prefix):
    text = ss58.encode(account, prefix)
    assert ss58.decode(text) == account
    assert ss58.decode(text, prefix) == account


@given(
    st.integers(0, len(ALICE_TEXT) - 1), st.sampled_from("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
)
def test_one_mistyped_letter_is_found(position, letter):
    mistyped = ALICE_TEXT[:position] + letter + ALICE_TEXT[position + 1 :]
    if mistyped != ALICE_TEXT:
        with pytest.raises(InvalidAddress):
            ss58.decode(mistyped)


@pytest.mark.parametrize(
    "text", ["", "1", "5Grwva", "0" * 48, ALICE_TEXT + "1", "1" + ALICE_TEXT, "é" * 48, "z" * 10_000]
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(InvalidAddress):
        ss58.decode(text)


def test_an_address_of_another_network_names_both_networks():
    with pytest.raises(InvalidAddress, match="network 0, expected 42"):
        ss58.decode(ss58.encode(ALICE, 0), 42)


def test_a_short_prefix_in_its_long_form_is_refused():
    body = bytes((42 >> 2 | 0x40, (42 & 3) << 6)) + ALICE
    with pytest.raises(InvalidAddress, match="two bytes"):
        ss58.decode(ss58.to_base58(body + blake2b(b"SS58PRE" + body).digest()[:2]))


@pytest.mark.parametrize("prefix", [-1, 46, 47, 1 << 14])
def test_prefixes_that_do_not_exist_are_refused(prefix):
    with pytest.raises(InvalidAddress, match=str(prefix)):
        ss58.encode(ALICE, prefix)


def test_only_accounts_of_32_bytes_have_addresses_here():
    with pytest.raises(InvalidAddress, match="not 31"):
        ss58.encode(ALICE[1:])
