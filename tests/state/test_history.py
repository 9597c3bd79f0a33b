import threading

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chain.state import StaleState, State, StateHistory, UnknownState
from tests.state.reference_trie import root_of

MAP = b"m" * 32
KEYS = [MAP + bytes((number,)) for number in range(12)] + [b"n" * 33, b":code"]


def started(items=None, **options):
    history = StateHistory(**options)
    history.genesis(items or {})
    history.commit(b"block 0", history.head())
    return history


def grow(history, count, first=1, prefix="block"):
    """Add blocks; each writes its own number under one key and leaves a key of its own."""
    for number in range(first, first + count):
        state = history.head()
        state.put(MAP + b"number", str(number).encode())
        state.put(MAP + number.to_bytes(4, "big"), b"v")
        history.commit(f"{prefix} {number}".encode(), state)


def test_genesis_gives_the_root_and_its_state_has_the_entries():
    items = {b"key": b"value", MAP + b"k": b"v" * 40}
    history = StateHistory()
    assert history.genesis(items) == root_of(items)
    history.commit(b"genesis", history.head())
    assert history.at(b"genesis").get(b"key") == b"value"
    assert history.root_of(b"genesis") == root_of(items)
    assert dict(history.entries(b"genesis")) == items


def test_commit_returns_what_the_block_changed():
    history = started({b"same": b"1", b"gone": b"1"})
    state = history.head()
    state.put(b"same", b"1")
    state.put(b"new", b"2")
    state.delete(b"gone")
    assert history.commit(b"block 1", state) == {b"new": b"2", b"gone": None}


def test_a_state_that_builds_on_an_older_block_is_refused():
    history = started()
    late = history.head()
    grow(history, 1)
    with pytest.raises(StaleState, match="not the newest"):
        history.commit(b"late", late)
    with pytest.raises(StaleState, match="not the newest"):
        history.commit(b"foreign", State())


def test_a_state_with_an_open_layer_is_refused():
    history = started()
    state = history.head()
    state.begin()
    with pytest.raises(StaleState, match="1 layers"):
        history.commit(b"open", state)


def test_a_view_keeps_its_block_while_the_chain_goes_on():
    history = started({MAP + b"number": b"0"})
    view = history.at(b"block 0")
    assert view.get(MAP + b"number") == b"0"
    keys = view.keys(MAP)
    grow(history, 3)
    assert list(keys) == [MAP + b"number"]
    assert view.get(MAP + b"number") == b"0"
    assert list(view.keys(MAP)) == [MAP + b"number"]


def test_a_committed_state_stays_readable():
    history = started()
    state = history.head()
    state.put(MAP + b"b", b"v")
    assert list(state.keys(MAP)) == [MAP + b"b"]
    history.commit(b"block 1", state)
    grow(history, 3, first=2)
    assert list(state.keys(MAP)) == [MAP + b"b"]


def test_a_committed_state_that_follows_builds_on_the_newest_block():
    history = started({b"gone": b"1"})
    followed = history.head()
    for number in range(1, 4):
        followed.put(MAP + bytes((number,)), b"v")
        followed.delete(b"gone")
        assert list(followed.keys(MAP)) == [MAP + bytes((each,)) for each in range(1, number + 1)]
        history.commit(b"block %d" % number, followed)
        history.follow(followed)
        assert followed.changes() == {}
        assert followed.root() == history.root_of(b"block %d" % number)
    assert list(history.at(b"block 1").keys(MAP)) == [MAP + b"\x01"]


@pytest.mark.parametrize("number", [0, 1, 40, 63, 64, 65, 120, 150, 199, 200])
def test_every_block_of_an_archive_is_readable(number):
    history = started(recent_blocks=8, blocks_per_kept_trie=50)
    grow(history, 200)
    state = history.at(f"block {number}".encode())
    assert state.get(MAP + b"number") == (str(number).encode() if number else None)
    assert len(list(state.keys(MAP))) == (number + 1 if number else 0)


def test_blocks_outside_the_window_are_unknown():
    history = started(window=10, recent_blocks=4, blocks_per_kept_trie=3)
    grow(history, 50)
    assert history.at(b"block 41").get(MAP + b"number") == b"41"
    with pytest.raises(UnknownState, match="pruned"):
        history.at(b"block 40")


def test_prune_forgets_all_but_the_newest():
    history = started()
    grow(history, 20)
    history.prune(1)
    assert history.at(b"block 20").get(MAP + b"number") == b"20"
    with pytest.raises(UnknownState):
        history.at(b"block 19")
    grow(history, 5, first=21)
    assert history.at(b"block 21").get(MAP + b"number") == b"21"


def test_a_window_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        StateHistory(window=0)


def test_revert_goes_back_to_the_snapshot_and_on_from_there():
    history = started(recent_blocks=4, blocks_per_kept_trie=10)
    grow(history, 30)
    token = history.snapshot()
    root = history.root_of(b"block 30")
    grow(history, 100, first=31)
    history.revert(token)
    assert history.head().root() == root
    with pytest.raises(UnknownState):
        history.at(b"block 31")
    grow(history, 50, first=31, prefix="other")
    assert history.at(b"other 35").get(MAP + b"number") == b"35"
    assert history.at(b"block 7").get(MAP + b"number") == b"7"
    history.revert(token)
    assert history.head().root() == root


def test_a_snapshot_of_a_reverted_block_is_invalid():
    history = started()
    first = history.snapshot()
    grow(history, 1)
    second = history.snapshot()
    history.revert(first)
    with pytest.raises(UnknownState, match="reverted"):
        history.revert(second)


def test_any_block_can_be_returned_to():
    history = started(recent_blocks=4, blocks_per_kept_trie=7)
    grow(history, 40)
    history.revert(history.snapshot(b"block 17"))
    assert history.head().get(MAP + b"number") == b"17"
    assert len(list(history.head().keys(MAP))) == 18


def test_a_reverted_chain_frees_what_only_it_needed():
    history = started(recent_blocks=16)
    token = history.snapshot()
    grow(history, 64)
    history.revert(token)
    held = len(history._abandoned)
    grow(history, held, prefix="other")
    assert held > 0
    assert history._abandoned == []


def test_a_restored_history_begins_at_its_number():
    history = StateHistory()
    root = history.restore(1_000, b"block 1000", {b"key": b"value"})
    assert root == root_of({b"key": b"value"})
    grow(history, 2, first=1_001)
    assert history.snapshot().number == 1_002
    assert history.at(b"block 1000").get(b"key") == b"value"


def test_absent_keys_are_remembered_only_so_many(monkeypatch):
    monkeypatch.setattr("chain.state.head._MOST_ABSENT_KEYS", 10)
    history = started({MAP + b"k": b"v"})
    state = history.head()
    for number in range(100):
        assert state.get(number.to_bytes(4, "big")) is None
    assert len(history._head.known) == 11
    assert state.get(MAP + b"k") == b"v"


def test_readers_in_other_threads_always_see_one_block():
    history = started({MAP + bytes((number,)): b"0" for number in range(64)})
    torn: list[object] = []
    done = threading.Event()

    def read():
        while not done.is_set():
            state = history.head()
            keys = list(state.keys(MAP))
            seen = {state.get(key) for key in keys}
            if len(seen) != 1 or len(keys) != 64 + int(next(iter(seen)) or b"-1") % 2:
                torn.append((seen, len(keys)))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(1, 200):
        state = history.head()
        if number % 2:
            state.put(MAP + b"odd", b"")
        else:
            state.delete(MAP + b"odd")
        for key in list(state.keys(MAP)):
            state.put(key, str(number).encode())
        history.commit(str(number).encode(), state)
    done.set()
    for reader in readers:
        reader.join()
    assert torn == []


class HistoryMachine(RuleBasedStateMachine):
    """A history behaves like a list of dictionaries, whatever it keeps as tries and whatever it rebuilds."""

    @initialize(
        window=st.none() | st.integers(1, 12),
        recent=st.sampled_from([1, 2, 5, 100]),
        kept=st.sampled_from([1, 3, 8]),
        first=st.dictionaries(st.sampled_from(KEYS), st.just(b"g")),
    )
    def start(self, window, recent, kept, first):
        self.history = StateHistory(window=window, recent_blocks=recent, blocks_per_kept_trie=kept)
        assert self.history.genesis(first) == root_of(first)
        self.window = window
        self.made = 0
        self.chain = [(b"0", first)]
        self.lowest = 0
        self.tokens: list[tuple[object, int, bytes]] = []
        self.views: list[tuple[State, dict[bytes, bytes]]] = []
        self.history.commit(b"0", self.history.head())

    @rule(
        blocks=st.lists(
            st.dictionaries(st.sampled_from(KEYS), st.none() | st.binary(max_size=2), max_size=4),
            min_size=1,
            max_size=6,
        ),
        iterates=st.booleans(),
    )
    def grow(self, blocks, iterates):
        for changes in blocks:
            state, items = self.history.head(), dict(self.chain[-1][1])
            for key, value in changes.items():
                if value is None:
                    state.delete(key)
                    items.pop(key, None)
                else:
                    state.put(key, value)
                    items[key] = value
            if iterates:
                assert list(state.keys(MAP)) == sorted(key for key in items if key.startswith(MAP))
            self.made += 1
            block_hash = str(self.made).encode()
            self.history.commit(block_hash, state)
            self.chain.append((block_hash, items))
            self.views.append((state, items))
        if self.window is not None:
            self.lowest = max(self.lowest, len(self.chain) - self.window)

    @rule()
    def take_a_snapshot(self):
        self.tokens.append((self.history.snapshot(), len(self.chain), self.chain[-1][0]))
        self.views.append((self.history.at(self.chain[-1][0]), self.chain[-1][1]))

    @precondition(lambda self: self.tokens)
    @rule(data=st.data())
    def revert(self, data):
        token, length, block_hash = data.draw(st.sampled_from(self.tokens))
        if length <= len(self.chain) and self.chain[length - 1][0] == block_hash:
            self.history.revert(token)
            del self.chain[length:]
            self.lowest = min(self.lowest, length - 1)
        else:
            with pytest.raises(UnknownState):
                self.history.revert(token)

    @rule(data=st.data())
    def go_back_to_any_block(self, data):
        number = data.draw(st.integers(self.lowest, len(self.chain) - 1))
        self.history.revert(self.history.snapshot(self.chain[number][0]))
        del self.chain[number + 1 :]

    @rule(data=st.data())
    def read_any_block(self, data):
        number = data.draw(st.integers(0, len(self.chain) - 1))
        block_hash, items = self.chain[number]
        if number < self.lowest:
            with pytest.raises(UnknownState):
                self.history.at(block_hash)
        else:
            self.check(self.history.at(block_hash), items)

    @precondition(lambda self: self.views)
    @rule(data=st.data())
    def read_an_old_view(self, data):
        self.check(*data.draw(st.sampled_from(self.views)))

    @invariant()
    def the_head_is_the_newest_block(self):
        self.check(self.history.head(), self.chain[-1][1])

    def check(self, state, items):
        assert state.root() == root_of(items)
        assert {key: state.get(key) for key in KEYS if state.get(key) is not None} == items
        assert list(state.keys(MAP)) == sorted(key for key in items if key.startswith(MAP))


HistoryMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
test_a_history_behaves_like_a_list_of_dictionaries = HistoryMachine.TestCase
