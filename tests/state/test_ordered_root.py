import pytest

from chain.state.node_codec import Layout
from chain.state.ordered_root import ordered_root
from chain.state.trie import EMPTY_ROOT
from tests.state.reference_trie import V0, V1, compact, root_of


def test_no_items_have_the_root_of_the_empty_trie():
    assert ordered_root([]) == EMPTY_ROOT


@pytest.mark.parametrize("count", [1, 2, 63, 64, 65, 300, 17_000])
def test_items_lie_under_their_compact_position_with_whole_values(count):
    items = [b"item %d" % number * (1 + number % 9) for number in range(count)]
    assert ordered_root(items) == root_of({compact(number): item for number, item in enumerate(items)}, V0)


def test_layout_v1_hashes_long_items():
    items = [b"x" * 40, b"y"]
    assert ordered_root(items, Layout.V1) == root_of({compact(number): item for number, item in enumerate(items)}, V1)
    assert ordered_root(items, Layout.V1) != ordered_root(items)
