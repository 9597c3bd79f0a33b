"""Values that storage keeps decoded follow the state, whoever changes it."""

import pytest

from chain.codec import U32, U64, Struct, encode, shape_of
from chain.frame import OptionalMap, Pallet, StorageMap, StorageValue
from chain.frame.storage.decoded import can_change_in_place, kept_class
from chain.primitives.hashing import Blake2_128, Identity
from chain.state import State, StateHistory


class Point(Struct, path="test::Point"):
    x: U32
    y: U32


class Ledger(Pallet):
    """Some storage of each kind."""

    total = StorageValue[U64](default=7)
    amounts = StorageMap[U32, U64](hasher=Identity, default=0)
    points = StorageMap[U32, Point](hasher=Identity, default=Point(0, 0))
    names = OptionalMap[U32, bytes](hasher=Identity)
    hidden = StorageMap[U32, U64](hasher=Blake2_128, default=0)
    rows = StorageMap[U32, list[U32]](hasher=Identity, default=[])
    limits = StorageMap[U32, U64](hasher=Identity, default=lambda pallet: pallet.total)


class Services:
    def __init__(self, state):
        self.state = state
        self.block_number = 0


@pytest.fixture
def ledger():
    return Ledger(Services(State()))


def test_a_value_written_by_raw_key_is_seen_at_once(ledger):
    ledger.amounts[1] = 5
    assert (ledger.amounts[1], ledger.total) == (5, 7)
    ledger.state.put(ledger.amounts.key(1), encode(U64, 6))
    ledger.state.put(Ledger.total.prefix, encode(U64, 8))
    assert (ledger.amounts[1], ledger.total) == (6, 8)
    ledger.state.delete(ledger.amounts.key(1))
    ledger.state.clear_prefix(Ledger.total.prefix)
    assert (ledger.amounts[1], ledger.total) == (0, 7)


def test_a_rolled_back_layer_takes_its_values_along(ledger):
    ledger.points[1] = Point(1, 1)
    ledger.state.begin()
    ledger.points[1] = Point(2, 2)
    ledger.names[3] = b"new"
    assert (ledger.points[1], ledger.names[3]) == (Point(2, 2), b"new")
    ledger.state.rollback()
    assert (ledger.points[1], ledger.names[3]) == (Point(1, 1), None)


def test_two_pallets_over_one_state_see_what_the_other_writes(ledger):
    other = Ledger(ledger.system)
    ledger.amounts[1] = 5
    assert (other.amounts[1], other.points[1]) == (5, Point(0, 0))
    ledger.amounts[1] = 6
    ledger.points[1] = Point(1, 2)
    ledger.total = 3
    assert (other.amounts[1], other.points[1], other.total) == (6, Point(1, 2), 3)
    del ledger.amounts[1]
    other.points.clear()
    assert (other.amounts[1], ledger.points[1]) == (0, Point(0, 0))


def test_keys_that_cannot_be_read_back_are_followed_too(ledger):
    ledger.hidden[1] = 5
    assert ledger.hidden[1] == 5
    ledger.state.put(ledger.hidden.key(1), encode(U64, 6))
    assert ledger.hidden[1] == 6


def test_a_default_that_hangs_on_other_storage_follows_it(ledger):
    assert ledger.limits[1] == 7
    ledger.total = 9
    assert ledger.limits[1] == 9


def test_a_list_changed_in_place_is_not_stored(ledger):
    ledger.rows[1] = [1]
    ledger.rows[1].append(2)
    assert ledger.rows[1] == [1]
    ledger.rows[2].append(3)
    assert ledger.rows[2] == []


def test_values_outlive_a_block_but_not_a_revert():
    history = StateHistory()
    history.genesis({})
    state = history.head()
    history.commit(b"0" * 32, state)
    history.follow(state)
    ledger = Ledger(Services(state))
    ledger.amounts[1] = 5
    history.commit(b"1" * 32, state)
    history.follow(state)
    decoded = ledger.amounts._decoded
    assert decoded == {1: 5}
    history.revert(history.snapshot(b"0" * 32))
    history.follow(state)
    assert not decoded
    assert ledger.amounts[1] == 0


def test_what_is_written_after_a_block_and_dropped_is_forgotten():
    history = StateHistory()
    history.genesis({})
    state = history.head()
    ledger = Ledger(Services(state))
    ledger.amounts[1] = 5
    history.commit(b"0" * 32, state)
    ledger.amounts[1] = 6
    history.follow(state)
    assert ledger.amounts[1] == 5


def test_only_what_nobody_can_change_is_kept():
    changeable = (list[U32], dict[U32, U64], tuple[U32, list[U32]])
    assert all(can_change_in_place(shape_of(each)) for each in changeable)
    assert not any(can_change_in_place(shape_of(each)) for each in (U32, bool, bytes, Point, tuple[U32, bytes]))
    assert [kept_class(shape_of(each)) for each in (U32, bool, Point, bytes)] == [int, bool, Point, None]


def test_a_number_too_large_is_neither_stored_nor_kept(ledger):
    ledger.amounts[1] = 5
    with pytest.raises(ValueError, match="u64"):
        ledger.amounts[1] = 2**64
    assert ledger.amounts[1] == 5
