import pytest

from chain.primitives.hashing import (
    Blake2_128,
    Blake2_128Concat,
    Blake2_256,
    Identity,
    Twox64Concat,
    Twox128,
    Twox256,
    blake2_128,
    blake2_256,
    twox_64,
    twox_128,
    twox_256,
)

HASHERS = (Identity, Twox64Concat, Blake2_128Concat, Blake2_128, Blake2_256, Twox128, Twox256)


def test_blake2_256_gives_the_root_of_the_empty_trie():
    assert blake2_256(b"\x00").hex() == "03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314"


def test_blake2_128_is_the_hash_of_that_length_and_no_truncation():
    assert blake2_128(b"").hex() == "cae66941d9efbd404e4d88758ea67670"
    assert blake2_128(b"abc") != blake2_256(b"abc")[:16]


def test_hashing_twice_gives_the_same_because_the_started_state_is_copied():
    assert blake2_256(b"a") == blake2_256(b"a") != blake2_256(b"b")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (b"System", "26aa394eea5630e07c48ae0c9558cef7"),
        (b"Account", "b99d880ec681799c0cf30e8886371da9"),
        (b"Number", "02a5c1b19ab7a04f536c519aca4983ac"),
        (b"SubtensorModule", "658faa385070e074c85bf6b568cf0555"),
    ],
)
def test_twox_128_gives_the_known_prefixes_of_pallets_and_items(name, expected):
    assert twox_128(name).hex() == expected


def test_the_shorter_twox_hashes_are_the_beginnings_of_the_longer():
    assert twox_256(b"abc")[:16] == twox_128(b"abc")
    assert twox_128(b"abc")[:8] == twox_64(b"abc")
    assert twox_64(b"").hex() == "99e9d85137db46ef"


@pytest.mark.parametrize("hasher", HASHERS, ids=lambda hasher: hasher.name)
def test_the_key_is_found_behind_the_hash_exactly_when_the_hasher_says_so(hasher):
    key = b"some encoded key"
    hashed = hasher.hash(key)
    if hasher.prefix_length is None:
        assert key not in hashed
    else:
        assert hashed[hasher.prefix_length :] == key


def test_concatenating_hashers_put_their_own_hash_in_front():
    assert Blake2_128Concat.hash(b"k") == blake2_128(b"k") + b"k"
    assert Twox64Concat.hash(b"k") == twox_64(b"k") + b"k"
    assert Identity.hash(b"k") == b"k"


def test_hashers_go_by_their_names_in_the_metadata():
    assert {hasher.name for hasher in HASHERS} == {
        "Identity", "Twox64Concat", "Blake2_128Concat", "Blake2_128", "Blake2_256", "Twox128", "Twox256",
    }  # fmt: skip
