import pytest

from chain.state.archive import MemoryArchive


def filled(first, count):
    archive = MemoryArchive()
    for number in range(first, first + count):
        archive.append(number, str(number).encode(), changes(number))
    return archive


def changes(number):
    return {b"number": str(number).encode(), b"k%d" % number: b"v", b"k%d" % (number - 1): None}


@pytest.mark.parametrize("first", [0, 1, 100])
def test_every_block_comes_back_by_hash_and_number(first):
    archive = filled(first, 200)
    for number in range(first, first + 200):
        assert archive.number_of(str(number).encode()) == number
        assert archive.changes_of(number) == changes(number)


def test_blocks_that_were_dropped_are_gone_and_the_others_stay():
    archive = filled(0, 300)
    archive.keep_from(150)
    archive.keep_below(250)
    assert archive.number_of(b"250") is None
    with pytest.raises(KeyError, match="250"):
        archive.changes_of(250)
    assert archive.number_of(b"20") is None
    for number in range(150, 250):
        assert archive.changes_of(number) == changes(number)


@pytest.mark.parametrize("cut", [0, 1, 63, 64, 65, 130, 199])
def test_other_blocks_can_follow_where_some_were_dropped(cut):
    archive = filled(0, 200)
    archive.keep_below(cut)
    for number in range(cut, cut + 100):
        archive.append(number, b"other %d" % number, {b"other": b"%d" % number})
    assert archive.number_of(b"%d" % cut) is None
    assert archive.changes_of(cut + 99) == {b"other": b"%d" % (cut + 99)}
    assert all(archive.changes_of(number) == changes(number) for number in range(cut))


def test_an_archive_that_lost_all_its_blocks_begins_anew():
    archive = filled(0, 100)
    archive.keep_from(1_000)
    archive.append(1_000, b"1000", changes(1_000))
    assert archive.changes_of(1_000) == changes(1_000)
    assert archive.number_of(b"99") is None


def test_a_gap_is_refused():
    with pytest.raises(ValueError, match="block 12 does not follow block 9"):
        filled(0, 10).append(12, b"12", {})


def test_hashes_of_dropped_blocks_do_not_pile_up():
    archive = filled(0, 10)
    for again in range(400):
        archive.keep_below(0)
        for number in range(10):
            archive.append(number, b"%d-%d" % (again, number), {})
    assert len(archive._numbers) < 1_200
