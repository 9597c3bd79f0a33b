"""Many keys read at once are read as one after the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.codec import U32, U64, encode
from chain.frame import OptionalMap, Pallet, StorageMap
from chain.primitives.hashing import Identity
from chain.state import State, StateHistory


class Ledger(Pallet):
    """Numbers that stay decoded, lists that do not, and names that may be absent."""

    amounts = StorageMap[U32, U64](hasher=Identity, default=7)
    rows = StorageMap[U32, list[U32]](hasher=Identity, default=[])
    names = OptionalMap[U32, bytes](hasher=Identity)


class Services:
    def __init__(self, state):
        self.state = state
        self.block_number = 0


@pytest.fixture
def history():
    """A chain whose newest state has some of the numbers 0 to 9 in each map."""
    state = State()
    written = Ledger(Services(state))
    for number in (1, 2, 5, 8):
        written.amounts[number] = number * 10
        written.rows[number] = [number]
        written.names[number] = bytes([number])
    history = StateHistory()
    history.genesis(state.changes())
    history.commit(b"genesis", history.head())
    return history


def one_by_one(ledger, keys):
    return [[mapped[key] for key in keys] for mapped in (ledger.amounts, ledger.rows, ledger.names)]


def at_once(ledger, keys):
    return [mapped.each(keys) for mapped in (ledger.amounts, ledger.rows, ledger.names)]


@given(st.lists(st.integers(0, 9)), st.lists(st.integers(0, 9)), st.dictionaries(st.integers(0, 9), st.integers(0, 99)))
def test_each_gives_what_single_reads_give(warm, keys, changed):
    state = State()
    ledger, plain = Ledger(Services(state)), Ledger(Services(state))
    for number, value in changed.items():
        ledger.amounts[number] = value
        ledger.rows[number] = [value]
        ledger.names[number] = bytes([value]) if value % 3 else None
    at_once(ledger, warm)
    assert at_once(ledger, keys) == one_by_one(plain, keys)
    assert at_once(ledger, keys) == at_once(ledger, keys)
    assert ledger.names.have(keys) == [key in plain.names for key in keys]


def test_each_sees_pending_changes_over_a_history(history):
    ledger = Ledger(Services(history.at(b"genesis")))
    everything = list(range(10))
    assert ledger.amounts.each(everything) == [7, 10, 20, 7, 7, 50, 7, 7, 80, 7]
    ledger.amounts[5] = 1
    del ledger.amounts[8]
    ledger.rows[3] = [4]
    assert ledger.amounts.each(everything) == [7, 10, 20, 7, 7, 1, 7, 7, 7, 7]
    assert ledger.rows.each([2, 3]) == [[2], [4]]
    assert ledger.amounts.have([5, 8]) == [True, False]
    assert ledger.amounts.each_encoded([1, 8]) == [encode(U64, 10), None]


def test_a_state_that_was_succeeded_still_answers_for_its_own_block(history):
    before = history.at(b"genesis")
    ledger = Ledger(Services(before))
    keys = [ledger.amounts.key(number) for number in range(10)]
    values = before.get_many(keys)
    after = history.at(b"genesis")
    Ledger(Services(after)).amounts[1] = 11
    history.commit(b"next", after)
    assert before.get_many(keys) == values == [before.get(key) for key in keys]
    assert Ledger(Services(history.at(b"next"))).amounts.each([1, 2]) == [11, 20]


def test_bytes_that_are_no_value_count_as_absent_among_many():
    state = State()
    ledger = Ledger(Services(state))
    ledger.amounts[1] = 1
    state.put(ledger.amounts.key(2), b"\x01")
    assert ledger.amounts.each([1, 2]) == [1, 7]


def test_no_more_are_kept_than_a_map_keeps(monkeypatch):
    monkeypatch.setattr("chain.frame.storage.bound_map.MOST_KEPT", 3)
    ledger = Ledger(Services(State()))
    assert ledger.amounts.each(list(range(9))) == [7] * 9
    assert ledger.amounts.each([0, 1]) == [7, 7]
    assert len(ledger.amounts._decoded) <= 3
