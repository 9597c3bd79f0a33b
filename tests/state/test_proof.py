import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.primitives.hashing import blake2_256
from chain.state import InvalidProof, StateHistory, verify_proof
from chain.state.proof import prove
from chain.state.trie import EMPTY_ROOT, root_hash
from chain.state.trie_update import update
from tests.state.test_trie import entries, keys

ITEMS = {bytes((first, second)) * 4: bytes((first,)) * (8 + 3 * second) for first in range(16) for second in range(20)}


def trie_of(items):
    return update(None, sorted(items.items()))


@given(entries, st.lists(keys, max_size=5))
def test_a_proof_gives_every_key_its_value_or_its_absence(items, asked):
    node = trie_of(items)
    proof = prove(node, asked)
    assert verify_proof(root_hash(node), proof, asked) == {key: items.get(key) for key in asked}


def test_a_proof_holds_only_what_lies_on_the_way():
    node = trie_of(ITEMS)
    proof = prove(node, [min(ITEMS)])
    assert proof == sorted(set(proof))
    assert 1 < len(proof) <= 4


def test_a_long_value_is_a_part_of_its_own():
    items = {b"key": b"v" * 33, b"kez": b"w" * 33}
    assert b"v" * 33 in prove(trie_of(items), [b"key"])
    assert b"w" * 33 not in prove(trie_of(items), [b"key"])


def test_the_history_proves_under_the_root_of_the_block_asked_for():
    history = StateHistory()
    root = history.genesis(ITEMS)
    history.commit(b"genesis", history.head())
    state = history.head()
    state.put(min(ITEMS), b"changed")
    history.commit(b"next", state)
    proof = history.prove(b"genesis", [min(ITEMS), b"absent"])
    assert verify_proof(root, proof, [min(ITEMS), b"absent"]) == {min(ITEMS): ITEMS[min(ITEMS)], b"absent": None}
    assert history.prove(b"next", [min(ITEMS)]) != proof


@given(st.data())
def test_a_proof_with_one_bit_changed_proves_nothing(data):
    node = trie_of(ITEMS)
    key = data.draw(st.sampled_from(sorted(ITEMS)))
    proof = prove(node, [key])
    part = data.draw(st.integers(0, len(proof) - 1))
    bit = data.draw(st.integers(0, 8 * len(proof[part]) - 1))
    tampered = bytearray(proof[part])
    tampered[bit >> 3] ^= 1 << (bit & 7)
    with pytest.raises(InvalidProof):
        verify_proof(root_hash(node), [*proof[:part], bytes(tampered), *proof[part + 1 :]], [key])


@given(st.data())
def test_a_proof_that_lacks_a_part_proves_nothing(data):
    node = trie_of(ITEMS)
    key = data.draw(st.sampled_from(sorted(ITEMS)))
    proof = prove(node, [key])
    missing = data.draw(st.integers(0, len(proof) - 1))
    with pytest.raises(InvalidProof, match="lacks"):
        verify_proof(root_hash(node), proof[:missing] + proof[missing + 1 :], [key])


def test_a_proof_for_another_root_proves_nothing():
    key = min(ITEMS)
    other = trie_of(ITEMS | {key: b"other"})
    with pytest.raises(InvalidProof):
        verify_proof(root_hash(other), prove(trie_of(ITEMS), [key]), [key])


def test_nothing_is_in_the_empty_trie():
    assert prove(None, [b"key"]) == []
    assert verify_proof(EMPTY_ROOT, [], [b"key"]) == {b"key": None}


@pytest.mark.parametrize("node", [b"", b"\x44", b"\x43\x01", b"\x81\x01\xff", b"\x01", b"\x7f\xff", b"\x42\x12\x10v"])
def test_malformed_nodes_are_refused_by_name(node):
    with pytest.raises(InvalidProof, match="malformed"):
        verify_proof(blake2_256(node), [node], [b"\x12\x34"])
