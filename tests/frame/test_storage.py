"""Storage items over a state: typed above, bytes below."""

import pytest

from chain.codec import U8, U16, U32, U64, EncodeError, encode
from chain.frame import (
    OptionalDoubleMap,
    OptionalMap,
    OptionalNMap,
    OptionalValue,
    Pallet,
    StorageDoubleMap,
    StorageMap,
    StorageNMap,
    StorageValue,
)
from chain.primitives.hashing import Blake2_128Concat, Blake2_256, Identity, Twox64Concat, twox_128
from chain.primitives.identifiers import AccountId
from chain.state import State


class Shelf(Pallet):
    """A pallet with one item of each kind."""

    count = StorageValue[U32](default=7, doc="A number.")
    letters = StorageValue[list[U8]](default=[], doc="A list.")
    keeper = OptionalValue[AccountId](doc="An account, or none.")
    size = StorageMap[U16, U64](hasher=Identity, default=lambda pallet: pallet.count * 2, doc="Depends on the pallet.")
    owner = OptionalMap[AccountId, AccountId](hasher=Blake2_128Concat, doc="An account, or none.")
    score = StorageDoubleMap[U16, AccountId, U64](hashers=(Identity, Twox64Concat), default=0, doc="Two keys.")
    maybe = OptionalDoubleMap[U16, U16, bool](hashers=(Identity, Identity), doc="Two keys, or none.")
    share = StorageNMap[tuple[AccountId, U16, U8], U32](
        hashers=(Blake2_128Concat, Identity, Twox64Concat), default=0, doc="Three keys."
    )
    mark = OptionalNMap[tuple[U8, U8, U8], str](hashers=(Identity, Identity, Identity), doc="Three keys, or none.")
    sealed = StorageMap[U8, U8](hasher=Blake2_256, default=0, doc="Keys that cannot be listed.")
    odd_name = StorageValue[bool](name="OddNameIT", default=False, doc="A name of its own.")


class Ground:
    def __init__(self):
        self.state = State()


@pytest.fixture
def shelf():
    return Shelf(Ground())


ALICE, BOB = AccountId(b"\x01" * 32), AccountId(b"\x02" * 32)


def test_a_value_lies_under_the_hashes_of_pallet_and_item(shelf):
    shelf.count = 9
    assert shelf.state.get(twox_128(b"Shelf") + twox_128(b"Count")) == b"\x09\x00\x00\x00"
    assert Shelf.count.prefix == twox_128(b"Shelf") + twox_128(b"Count")
    assert Shelf.odd_name.prefix == twox_128(b"Shelf") + twox_128(b"OddNameIT")


def test_an_absent_value_reads_as_its_default_and_a_deleted_one_too(shelf):
    assert shelf.count == 7
    shelf.count += 1
    assert shelf.count == 8
    del shelf.count
    assert shelf.count == 7


def test_a_default_list_is_a_fresh_copy_for_each_reader(shelf):
    shelf.letters.append(1)
    assert shelf.letters == []


def test_none_removes_an_optional_value(shelf):
    assert shelf.keeper is None
    shelf.keeper = ALICE
    assert shelf.keeper == ALICE and type(shelf.keeper) is AccountId
    shelf.keeper = None
    assert shelf.keeper is None and list(shelf.state.keys(b"")) == []


def test_a_default_may_depend_on_the_pallet(shelf):
    shelf.count = 21
    assert shelf.size[5] == 42
    shelf.size[5] = 1
    assert shelf.size[5] == 1


def test_a_map_reads_writes_removes_and_lists_in_trie_order(shelf):
    shelf.owner[ALICE] = BOB
    shelf.owner[BOB] = ALICE
    assert shelf.owner[ALICE] == BOB and ALICE in shelf.owner
    assert list(shelf.owner.items()) == sorted(shelf.owner.items(), key=lambda item: shelf.owner.key(item[0]))
    del shelf.owner[ALICE]
    del shelf.owner[ALICE]
    assert shelf.owner[ALICE] is None and ALICE not in shelf.owner
    shelf.owner[BOB] = None
    assert list(shelf.owner) == []


def test_little_endian_keys_are_listed_in_byte_order(shelf):
    for netuid in (1, 256, 0, 257):
        shelf.size[netuid] = netuid
    assert list(shelf.size.keys()) == [0, 256, 1, 257]
    assert list(shelf.size.values()) == [0, 256, 1, 257]


def test_a_double_map_narrows_by_its_first_key(shelf):
    shelf.score[1, ALICE] = 5
    shelf.score[1, BOB] = 6
    shelf.score[2, ALICE] = 7
    assert set(shelf.score.keys(1)) == {ALICE, BOB}
    assert dict(shelf.score.items(2)) == {ALICE: 7}
    assert sum(shelf.score.values(1)) == 11
    assert ((2, ALICE), 7) in list(shelf.score.items())
    assert shelf.score.clear(1) == 2
    assert list(shelf.score.keys()) == [(2, ALICE)]


def test_an_n_map_narrows_by_any_leading_keys_and_yields_whole_keys(shelf):
    shelf.share[ALICE, 1, 1] = 10
    shelf.share[ALICE, 1, 2] = 20
    shelf.share[BOB, 1, 1] = 30
    assert set(shelf.share.keys(ALICE, 1)) == {(ALICE, 1, 1), (ALICE, 1, 2)}
    assert dict(shelf.share.items(BOB)) == {(BOB, 1, 1): 30}
    assert shelf.share.take((BOB, 1, 1)) == 30 and shelf.share[BOB, 1, 1] == 0
    shelf.mark[1, 2, 3] = "x"
    assert shelf.mark[1, 2, 3] == "x" and shelf.mark[0, 0, 0] is None


def test_clearing_stops_at_a_limit(shelf):
    for netuid in range(5):
        shelf.size[netuid] = 1
    assert shelf.size.clear(limit=3) == 3
    assert len(list(shelf.size)) == 2


def test_a_raw_write_is_seen_by_the_typed_view_at_once(shelf):
    shelf.count = 1
    shelf.state.put(Shelf.count.prefix, (99).to_bytes(4, "little"))
    assert shelf.count == 99
    shelf.size[3] = 1
    shelf.state.put(shelf.size.key(3), (77).to_bytes(8, "little"))
    assert shelf.size[3] == 77
    shelf.state.delete(shelf.size.key(3))
    assert shelf.size[3] == 99 * 2


def test_bytes_after_a_value_are_ignored_and_bytes_that_are_no_value_count_as_absent(shelf):
    shelf.state.put(Shelf.count.prefix, (5).to_bytes(32, "little"))
    assert shelf.count == 5
    shelf.state.put(Shelf.count.prefix, b"\x01")
    assert shelf.count == 7
    shelf.state.put(Shelf.keeper.prefix, b"short")
    assert shelf.keeper is None
    shelf.state.put(shelf.size.key(1), b"")
    assert shelf.size[1] == 14
    assert list(shelf.size.items()) == []


def test_a_walk_is_not_disturbed_by_what_it_removes(shelf):
    for netuid in range(10):
        shelf.size[netuid] = netuid
    for netuid, _ in shelf.size.items():
        del shelf.size[netuid]
    assert list(shelf.size) == []


def test_a_dropped_layer_takes_its_writes_along(shelf):
    shelf.count = 1
    with pytest.raises(ZeroDivisionError), shelf.state.layer():
        shelf.count = 2
        shelf.owner[ALICE] = BOB
        raise ZeroDivisionError
    assert shelf.count == 1 and shelf.owner[ALICE] is None


def test_what_does_not_fit_its_type_is_not_stored(shelf):
    with pytest.raises(EncodeError, match="-1"):
        shelf.count = -1
    with pytest.raises(EncodeError):
        shelf.size[1 << 16] = 1
    with pytest.raises(EncodeError):
        shelf.size[1] = 1 << 64
    assert list(shelf.state.keys(b"")) == []


def test_keys_lost_in_a_hash_cannot_be_listed(shelf):
    shelf.sealed[4] = 5
    assert shelf.sealed[4] == 5
    with pytest.raises(TypeError, match="Blake2_256"):
        list(shelf.sealed.keys())


def test_the_wrong_number_of_keys_is_refused(shelf):
    with pytest.raises(TypeError, match="takes 3 keys, 2 given"):
        shelf.share[ALICE, 1] = 5


def test_maps_are_made_once_per_pallet_and_keep_to_its_state():
    first, second = Shelf(Ground()), Shelf(Ground())
    assert first.size is first.size
    first.size[1] = 1
    assert second.size[1] == 14


def reason_of(error):
    """The reason itself: before Python 3.12 a class in the making wraps it."""
    return str(error.__cause__ or error)


def test_a_declaration_without_types_is_refused_when_its_class_is_made():
    with pytest.raises((TypeError, RuntimeError)) as caught:
        type("Broken", (Pallet,), {"bare": StorageValue(default=0)})
    assert "Broken.bare: StorageValue takes 1 type argument" in reason_of(caught.value)


def test_a_map_with_too_few_hashers_is_refused_when_its_class_is_made():
    few = StorageNMap[tuple[U8, U8, U8], U8](hashers=(Identity, Identity), default=0)
    with pytest.raises((TypeError, RuntimeError)) as caught:
        type("Broken", (Pallet,), {"few": few})
    assert "3 key(s) need as many hashers, 2 given" in reason_of(caught.value)


def test_map_keys_are_hashed_as_declared(shelf):
    raw = shelf.score.key((513, ALICE))
    assert raw == Shelf.score.prefix + b"\x01\x02" + Twox64Concat.hash(bytes(ALICE))
    assert shelf.share.key((ALICE, 1, 2)) == (
        Shelf.share.prefix + Blake2_128Concat.hash(bytes(ALICE)) + encode(U16, 1) + Twox64Concat.hash(b"\x02")
    )
