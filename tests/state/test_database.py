import os
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from chain.state import StateHistory
from chain.state.database import BlockRecord, CorruptDatabase, Database, DatabaseInUse
from tests.state.sample_chain import KEYS, SampleChain, amount_of


@pytest.fixture
def path(tmp_path):
    return tmp_path / "new folder" / "chain.db"


def test_a_new_file_has_no_chain(path):
    database = Database(path)
    assert database.head is None
    assert database.restore(StateHistory()) is None
    assert list(database.blocks(0)) == []
    assert database.number_of(bytes(32)) is None
    assert not database.checkpoint_is_due
    database.close()


def test_a_block_comes_back_as_it_was_stored(path):
    chain = SampleChain(path)
    chain.grow(3)
    stored = chain.newest._replace(number=4, hash=b"h" * 32, body=[b"", b"x" * 100_000], extra=b"extra")
    chain.database.append(stored, {b"key": b"value", b"gone": None})
    assert chain.database.block(4) == stored
    assert chain.database.changes_of(4) == {b"key": b"value", b"gone": None}
    assert chain.database.number_of(b"h" * 32) == 4
    assert chain.database.block(5) is None
    chain.close()


def test_a_restored_chain_goes_on_where_it_ended(path):
    chain = SampleChain(path)
    chain.grow(50)
    newest, root = chain.newest, chain.history.head().root()
    chain.close()
    again = SampleChain(path)
    assert again.newest == newest
    assert again.history.head().root() == root
    again.grow(5)
    assert again.database.head == 55
    again.close()


@pytest.mark.parametrize("checkpoints", [(), (10,), (10, 30, 45)])
def test_every_block_is_readable_after_a_restart(path, checkpoints):
    chain = SampleChain(path)
    for _ in range(50):
        chain.grow()
        if chain.newest.number in checkpoints:
            assert chain.write_checkpoint()
    expected = [chain.entries_at(number) for number in range(51)]
    chain.close()
    again = SampleChain(path, recent_blocks=4, blocks_per_kept_trie=8)
    assert [again.entries_at(number) for number in range(51)] == expected
    again.grow(20)
    assert [again.entries_at(number) for number in range(51)] == expected
    again.close()


@pytest.mark.parametrize("last", [None, 255, 256, 300, 10_000])
def test_a_range_of_blocks_is_read_in_order_however_long(path, last):
    chain = SampleChain(path)
    chain.grow(600)
    expected = range(3, min(last or 600, 600) + 1)
    assert [found.number for found in chain.database.blocks(3, last)] == list(expected)
    chain.close()


def test_blocks_above_a_truncation_are_gone_for_good(path):
    chain = SampleChain(path)
    chain.grow(200)
    chain.write_checkpoint()
    abandoned = [found.hash for found in chain.database.blocks(101)]
    chain.go_back(100)
    assert chain.database.head == 100
    assert all(chain.database.number_of(block_hash) is None for block_hash in abandoned)
    with pytest.raises(KeyError, match="101"):
        chain.database.changes_of(101)
    chain.source.seed(2)
    chain.grow(10)
    chain.close()
    again = SampleChain(path)
    assert again.newest.number == 110
    assert [found.number for found in again.database.blocks(0)] == list(range(111))
    again.source.seed(3)
    again.grow(150)
    assert not any(again.database.number_of(block_hash) for block_hash in abandoned)
    assert again.database.checkpoint_below(260)[0] == 0, "the checkpoint of block 200 was of another block"
    again.close()


def test_the_rows_of_abandoned_blocks_disappear_while_others_are_added(path):
    chain = SampleChain(path)
    chain.grow(100)
    chain.go_back(10)
    chain.source.seed(2)
    chain.grow(5)
    chain.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*), max(number) FROM blocks").fetchone() == (16, 15)
    connection.close()


def test_a_checkpoint_of_a_block_that_was_reverted_meanwhile_is_not_kept(path):
    chain = SampleChain(path)
    chain.grow(10)
    newest = chain.newest
    entries = chain.history.entries(newest.hash)
    chain.go_back(5)
    assert not chain.database.write_checkpoint(newest.number, newest.hash, entries)
    assert chain.database.checkpoint_below(10)[0] == 0
    chain.close()


def test_a_checkpoint_is_due_when_the_changes_outgrow_it(path, monkeypatch):
    monkeypatch.setattr("chain.state.database._SMALLEST_CHECKPOINT_DISTANCE", 5_000)
    chain = SampleChain(path)
    while not chain.database.checkpoint_is_due:
        chain.grow()
        assert chain.newest.number < 200
    made = chain.newest.number
    assert made > 10
    assert chain.write_checkpoint()
    assert not chain.database.checkpoint_is_due
    assert chain.database.checkpoint_below(10**6)[0] == made
    chain.close()


def test_prune_keeps_what_the_newest_states_need(path):
    chain = SampleChain(path)
    for _ in range(10):
        chain.grow(10)
        chain.write_checkpoint()
    expected = [chain.entries_at(number) for number in range(76, 101)]
    chain.database.prune(25)
    assert [found.number for found in chain.database.blocks(0)] == [0, *range(70, 101)]
    with pytest.raises(ValueError, match="block 69 is not in"):
        chain.database.truncate(69)
    chain.close()
    again = SampleChain(path)
    assert [again.entries_at(number) for number in range(76, 101)] == expected
    again.close()


def test_notes_are_kept(path):
    database = Database(path)
    assert database.read_note("finalized") is None
    database.write_note("finalized", b"\x01")
    database.write_note("finalized", b"\x02")
    database.close()
    database = Database(path)
    assert database.read_note("finalized") == b"\x02"
    database.close()


@pytest.mark.parametrize("number", [0, 2, 5])
def test_a_block_out_of_turn_is_refused_and_nothing_stored(path, number):
    chain = SampleChain(path)
    chain.grow(2)
    with pytest.raises(ValueError, match=f"block {number} does not follow"):
        chain.database.append(chain.newest._replace(number=number), {})
    assert chain.database.head == 2
    chain.close()


def test_a_second_chain_does_not_overwrite_the_first(path):
    chain = SampleChain(path)
    with pytest.raises(ValueError, match="holds a chain"):
        chain.database.begin(chain.newest, {})
    chain.close()


def test_a_failure_in_the_middle_of_a_block_leaves_no_trace(path):
    chain = SampleChain(path)
    chain.grow(2)
    with pytest.raises(sqlite3.Error):
        chain.database.append(BlockRecord(3, b"h" * 32, object(), []), {})
    chain.grow(1)
    assert chain.database.head == 3
    chain.close()


def test_a_file_that_is_open_elsewhere_is_refused(path):
    chain = SampleChain(path)
    with pytest.raises(DatabaseInUse, match="open in another process"):
        Database(path)
    chain.close()
    Database(path).close()


def test_a_file_of_something_else_is_refused_and_left_alone(path):
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(CorruptDatabase, match="not a database"):
        Database(path)
    assert path.read_bytes() == b"no database at all" * 100


def test_a_file_of_another_format_is_refused(path):
    Database(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(CorruptDatabase, match="format is 99, expected 1"):
        Database(path)


@pytest.mark.parametrize(
    "row", ["UPDATE blocks SET changes = x'00' WHERE number = 7", "DELETE FROM blocks WHERE number = 7"]
)
def test_a_damaged_chain_is_not_restored(path, row):
    chain = SampleChain(path)
    chain.grow(10)
    chain.close()
    with sqlite3.connect(path) as connection:
        connection.execute(row)
    connection.close()
    database = Database(path)
    with pytest.raises(CorruptDatabase):
        database.restore(StateHistory(archive=database))
    database.close()


def test_a_state_that_contradicts_its_header_is_not_restored(path):
    chain = SampleChain(path)
    chain.grow(2)
    chain.database.append(chain.newest._replace(number=3, hash=b"h" * 32), {b"key": b"not in the root"})
    chain.close()
    database = Database(path)
    with pytest.raises(CorruptDatabase, match="block 3 has the state root"):
        database.restore(StateHistory(archive=database))
    database.close()


def test_waiting_for_the_disk_is_an_option(path):
    database = Database(path, survive_power_loss=True)
    assert database._rows("PRAGMA synchronous") == [(2,)]
    database.close()
    database = Database(path)
    assert database._rows("PRAGMA synchronous") == [(1,)]
    database.close()


def test_a_process_killed_at_any_moment_loses_at_most_the_block_in_the_making(path):
    moments = random.Random(5)
    repository = Path(__file__).parents[2]
    for _ in range(8):
        writer = subprocess.Popen(
            [sys.executable, "-m", "tests.state.sample_chain", str(path)],
            stdout=subprocess.PIPE,
            cwd=repository,
            env=os.environ | {"PYTHONPATH": str(repository)},
        )
        announced = [int(writer.stdout.readline()) for _ in range(moments.randint(1, 120))]
        writer.send_signal(signal.SIGKILL)
        announced += [int(line) for line in writer.stdout.read().split(b"\n")[:-1]]
        assert writer.wait() == -signal.SIGKILL
        writer.stdout.close()
        chain = SampleChain(path)
        assert chain.newest.number >= announced[-1]
        assert sum(amount_of(chain.history.head().get(key)) for key in KEYS) == 1_000 * len(KEYS)
        assert sum(map(amount_of, chain.entries_at(chain.newest.number // 2).values())) == 1_000 * len(KEYS)
        chain.close()
