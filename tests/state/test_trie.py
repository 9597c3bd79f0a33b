import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chain.primitives.hashing import blake2_256
from chain.state import node_codec
from chain.state.node_codec import Layout
from chain.state.trie import EMPTY_ROOT, Branch, Leaf, get, iterate, root_hash
from chain.state.trie_update import update
from tests.state.reference_trie import V0, V1, root_of

VECTOR = json.loads((Path(__file__).parents[1] / "vectors" / "testnet-genesis.json").read_text())

# Few different bytes make keys that share prefixes, end inside each other, and part at either nibble.
keys = st.lists(st.sampled_from([0x00, 0x01, 0x10, 0x11, 0xFF]), max_size=5).map(bytes)
values = st.sampled_from([b"", b"v", b"w", b"x" * 30, b"x" * 31, b"x" * 32, b"x" * 33, b"x" * 70, b"x" * 17_000])
entries = st.dictionaries(keys, values, max_size=14)
changes = st.dictionaries(keys, st.none() | values, max_size=10)


def trie_of(items):
    return update(None, sorted(items.items()))


def test_the_empty_trie_has_its_known_root():
    assert root_hash(None) == EMPTY_ROOT
    assert EMPTY_ROOT.hex() == "03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314"


def test_a_single_leaf_is_hashed_with_its_whole_path():
    node = trie_of({b"\x12\x34": b"v"})
    assert root_hash(node) == blake2_256(b"\x44\x12\x34\x04v")


def test_two_leaves_hang_inline_under_their_branch():
    node = trie_of({b"\x12": b"a", b"\x13": b"b"})
    assert root_hash(node) == blake2_256(b"\x81\x01\x0c\x00" + b"\x0c\x40\x04a" + b"\x0c\x40\x04b")


def test_a_value_at_a_branch_stands_in_the_branch():
    node = trie_of({b"\x12": b"a", b"\x12\x34": b"b"})
    assert root_hash(node) == blake2_256(b"\xc2\x12\x08\x00\x04a" + b"\x10\x41\x04\x04b")


@pytest.mark.parametrize(("length", "encoded"), [(32, b"\x44\x12\x34\x80" + b"v" * 32), (33, None)])
def test_values_of_33_bytes_or_more_are_hashed_in_layout_v1(length, encoded):
    value = b"v" * length
    expected = encoded or b"\x24\x12\x34" + blake2_256(value)
    assert root_hash(trie_of({b"\x12\x34": value})) == blake2_256(expected)


def test_layout_v0_never_hashes_values():
    node = update(None, [(b"\x12\x34", b"v" * 100)], Layout.V0)
    assert root_hash(node, Layout.V0) == blake2_256(b"\x44\x12\x34\x91\x01" + b"v" * 100)


@pytest.mark.parametrize("length", [31, 32, 14 * 16, 150, 158, 159, 160, 400, 700])
def test_long_paths_spill_their_length_into_further_bytes(length):
    items = {b"\x01" * length: b"a", b"\x02" * length: b"b" * 40, b"\x02" * (length - 1): b"c" * 40}
    assert root_hash(trie_of(items)) == root_of(items)


def test_a_public_chains_genesis_gives_its_known_root(monkeypatch):
    items = {}
    for key, value in VECTOR["genesis"].items():
        if isinstance(value, str):
            items[bytes.fromhex(key[2:])] = bytes.fromhex(value[2:])
        else:
            # The vector names the code by length and hash, all that a trie holds of it.
            code, code_hash = bytes(value["length"]), bytes.fromhex(value["blake2b_256"][2:])
            items[bytes.fromhex(key[2:])] = code
    monkeypatch.setattr(node_codec, "blake2_256", lambda data: code_hash if data == code else blake2_256(data))
    assert root_hash(trie_of(items)).hex() == VECTOR["state_root"][2:]


@given(entries, st.sampled_from([(Layout.V0, V0), (Layout.V1, V1)]))
def test_a_trie_built_at_once_has_the_reference_root(items, layouts):
    layout, hashed_from = layouts
    node = update(None, sorted(items.items()), layout)
    assert root_hash(node, layout) == root_of(items, hashed_from)


@settings(max_examples=300)
@given(entries, st.lists(changes, max_size=6))
def test_a_changed_trie_has_the_reference_root_after_every_step(items, steps):
    node, expected = trie_of(items), dict(items)
    for step in steps:
        node = update(node, sorted(step.items()))
        expected |= {key: value for key, value in step.items() if value is not None}
        for key in (key for key, value in step.items() if value is None):
            expected.pop(key, None)
        assert root_hash(node) == root_of(expected)
        assert list(iterate(node)) == sorted(expected.items())


@given(entries, st.randoms(use_true_random=False))
def test_the_order_in_which_keys_arrive_does_not_show(items, order):
    shuffled = list(items.items())
    order.shuffle(shuffled)
    node = None
    for item in shuffled:
        node = update(node, [item])
    assert root_hash(node) == root_hash(trie_of(items))


@given(entries, changes)
def test_an_old_root_stays_what_it_was(items, step):
    old = trie_of(items)
    update(old, sorted(step.items()))
    assert dict(iterate(old)) == items
    assert root_hash(old) == root_of(items)


@given(entries, keys)
def test_reading_a_trie_is_reading_the_dictionary(items, key):
    node = trie_of(items)
    assert get(node, key) == items.get(key)
    assert all(get(node, known) == value for known, value in items.items())


@given(entries, keys, st.none() | keys)
def test_iterating_gives_the_keys_under_a_prefix_and_past_another_ascending(items, prefix, after):
    found = [key for key, _ in iterate(trie_of(items), prefix, after)]
    assert found == [key for key in sorted(items) if key.startswith(prefix) and (after is None or key > after)]


@given(entries)
def test_a_change_that_changes_nothing_returns_the_same_trie(items):
    node = trie_of(items)
    absent = {key + b"\x77": None for key in items}
    assert update(node, sorted((items | absent).items())) is node


def test_what_did_not_change_is_shared():
    items = {bytes((first, second)): b"v" * 40 for first in range(256) for second in range(16)}
    old = trie_of(items)
    new = update(old, [(b"\x00\x00", b"w" * 40)])
    made = nodes_of(new) - nodes_of(old)
    assert len(made) == 4, "root, two branches and the leaf"


def nodes_of(node):
    if isinstance(node, Leaf):
        return {id(node)}
    assert isinstance(node, Branch)
    return {id(node)}.union(*(nodes_of(child) for child in node.children))


def test_a_large_random_state_has_the_reference_root():
    source = random.Random(7)
    items = {
        source.randbytes(source.choice([1, 2, 32, 80])): source.randbytes(source.choice([1, 32, 33]))
        for _ in range(3_000)
    }
    node = trie_of(items)
    gone = source.sample(sorted(items), 1_500)
    node = update(node, sorted((key, None) for key in gone))
    for key in gone:
        del items[key]
    assert root_hash(node) == root_of(items)
