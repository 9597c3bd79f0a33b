import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from chain.state import NoOpenLayer, State, StateHistory
from chain.state.base import TrieBase
from tests.state.reference_trie import root_of

PALLET = b"p" * 32
OTHER = b"q" * 32
KEYS = [bucket + tail for bucket in (PALLET, OTHER) for tail in (b"", b"\x00", b"a", b"ab", b"b", b"\xff", b"\xff\xff")]
KEYS += [b":code", b"p" * 31, b""]

keys = st.sampled_from(KEYS)
values = st.sampled_from([b"", b"1", b"2", b"3" * 40])


def filled(*names, base=None):
    state = State(base)
    for name in names:
        state.put(PALLET + name, b"v")
    return state


def test_a_new_state_is_empty():
    state = State()
    assert state.get(b"key") is None
    assert list(state.keys(b"")) == []
    assert state.root() == root_of({})


def test_what_was_put_is_read_until_it_is_deleted():
    state = State()
    state.put(b"key", b"value")
    assert state.get(b"key") == b"value"
    state.delete(b"key")
    assert state.get(b"key") is None
    state.delete(b"key")
    assert state.changes() == {}


def test_an_empty_value_is_a_value():
    state = State()
    state.put(b"key", b"")
    assert state.get(b"key") == b""
    assert state.root() == root_of({b"key": b""})


def test_changes_are_net_of_the_base():
    base = TrieBase(filled(b"a", b"b").node())
    state = State(base)
    state.put(PALLET + b"a", b"v")
    state.put(PALLET + b"b", b"w")
    state.put(PALLET + b"b", b"v")
    state.put(PALLET + b"c", b"x")
    state.delete(PALLET + b"a")
    assert state.changes() == {PALLET + b"a": None, PALLET + b"c": b"x"}


def test_putting_the_same_value_leaves_the_trie_as_it_is():
    base = TrieBase(filled(b"a").node())
    state = State(base)
    state.put(PALLET + b"a", b"v")
    assert state.node() is base.node


def test_an_exception_that_leaves_a_layer_undoes_it_and_goes_on():
    state = filled(b"a")
    with pytest.raises(ZeroDivisionError), state.layer():
        state.put(PALLET + b"a", b"changed")
        state.put(PALLET + b"b", b"new")
        1 / 0  # noqa: B018
    assert state.changes() == {PALLET + b"a": b"v"}
    assert state.depth == 0


def test_an_outer_layer_undoes_what_an_inner_one_committed():
    state = filled(b"a")
    state.begin()
    with state.layer():
        state.delete(PALLET + b"a")
    assert state.get(PALLET + b"a") is None
    state.rollback()
    assert state.get(PALLET + b"a") == b"v"


@pytest.mark.parametrize("close", [State.commit, State.rollback])
def test_closing_a_layer_that_is_not_open_is_an_error(close):
    with pytest.raises(NoOpenLayer, match="needs a begin"):
        close(State())


def test_keys_are_ascending_and_see_uncommitted_changes():
    state = State(TrieBase(filled(b"a", b"c", b"e").node()))
    state.put(PALLET + b"d", b"v")
    state.delete(PALLET + b"c")
    assert list(state.keys(PALLET)) == [PALLET + name for name in (b"a", b"d", b"e")]
    assert list(state.keys(PALLET, after=PALLET + b"b")) == [PALLET + b"d", PALLET + b"e"]
    assert list(state.keys(b"p")) == list(state.keys(PALLET))


@pytest.mark.parametrize("prefix", [PALLET, b""])
def test_deleting_while_iterating_does_not_disturb_the_iteration(prefix):
    names = [bytes((tail,)) for tail in range(256)]
    state = State(TrieBase(filled(*names).node()))
    seen = []
    for key in state.keys(prefix):
        state.delete(key)
        state.put(key + b"later", b"v")
        seen.append(key)
    assert seen == [PALLET + name for name in names]
    assert list(state.keys(prefix)) == [PALLET + name + b"later" for name in names]


@pytest.mark.parametrize("tail", [b"\xff", b"\xff\xff"])
def test_a_prefix_that_ends_in_the_highest_byte_has_an_end_too(tail):
    state = filled(b"\xfe", b"\xff", b"\xff\xff", b"\xff\xff\x01")
    state.put(OTHER, b"v")
    expected = [PALLET + name for name in (b"\xff", b"\xff\xff", b"\xff\xff\x01") if name.startswith(tail)]
    assert list(state.keys(PALLET + tail)) == expected


def test_clear_prefix_removes_the_first_so_many_and_says_how_many():
    state = State(TrieBase(filled(b"a", b"b", b"c").node()))
    state.put(PALLET + b"ab", b"v")
    assert state.clear_prefix(PALLET, limit=2) == 2
    assert list(state.keys(PALLET)) == [PALLET + b"b", PALLET + b"c"]
    assert state.clear_prefix(PALLET) == 2
    assert state.clear_prefix(PALLET) == 0


def test_many_new_keys_in_a_large_map_are_found_in_order():
    old = [number.to_bytes(4, "big") for number in range(0, 4_000, 2)]
    state = State(TrieBase(filled(*old).node()))
    for number in range(1, 4_000, 2):
        state.put(PALLET + number.to_bytes(4, "big"), b"v")
        if number % 501 == 0:
            assert len(list(state.keys(PALLET))) == 2_000 + (number + 1) // 2
    assert list(state.keys(PALLET)) == [PALLET + number.to_bytes(4, "big") for number in range(4_000)]


class OverlayMachine(RuleBasedStateMachine):
    """A state behaves like a dictionary that is copied when a layer opens, over whatever base it lies."""

    def __init__(self):
        super().__init__()
        self.history = StateHistory(recent_blocks=2, blocks_per_kept_trie=2)
        self.history.genesis({})
        self.history.commit(b"0", self.history.head())
        self.state = self.history.head()
        self.model: dict[bytes, bytes] = {}
        self.below: list[dict[bytes, bytes]] = []
        self.blocks = 0

    @rule(key=keys, value=values)
    def put(self, key, value):
        self.state.put(key, value)
        self.model[key] = value

    @rule(key=keys)
    def delete(self, key):
        self.state.delete(key)
        self.model.pop(key, None)

    @rule(prefix=keys, limit=st.none() | st.integers(0, 3))
    def clear_prefix(self, prefix, limit):
        doomed = sorted(key for key in self.model if key.startswith(prefix))[:limit]
        assert self.state.clear_prefix(prefix, limit) == len(doomed)
        for key in doomed:
            del self.model[key]

    @rule()
    def begin(self):
        self.state.begin()
        self.below.append(dict(self.model))

    @precondition(lambda self: self.below)
    @rule()
    def commit(self):
        self.state.commit()
        self.below.pop()

    @precondition(lambda self: self.below)
    @rule()
    def rollback(self):
        self.state.rollback()
        self.model = self.below.pop()

    @precondition(lambda self: not self.below)
    @rule()
    def seal(self):
        self.blocks += 1
        committed = self.state
        self.history.commit(str(self.blocks).encode(), self.state)
        self.state = self.history.head()
        assert list(committed.keys(b"")) == list(self.state.keys(b""))

    @rule(prefix=keys, after=st.none() | keys)
    def iterate(self, prefix, after):
        expected = [key for key in sorted(self.model) if key.startswith(prefix) and (after is None or key > after)]
        assert list(self.state.keys(prefix, after)) == expected

    @rule()
    def root(self):
        assert self.state.root() == root_of(self.model)

    @invariant()
    def reads_are_those_of_the_model(self):
        for key in KEYS:
            assert self.state.get(key) == self.model.get(key)


OverlayMachine.TestCase.settings = settings(max_examples=80, stateful_step_count=40, deadline=None)
test_a_state_behaves_like_a_dictionary_with_layers = OverlayMachine.TestCase
