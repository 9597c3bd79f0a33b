from dataclasses import replace

import pytest

from validator.records import Records, ScoreRecord, sqlite_url

FIRST = ScoreRecord(10, 1, 3, "a", 2.0, 2.0, 0.1, None)


@pytest.fixture
def records(tmp_path):
    records = Records(sqlite_url(tmp_path / "scores.sqlite"))
    yield records
    records.close()


def test_the_latest_score_of_each_miner_is_read_back(records):
    second = replace(FIRST, block=12, score=1.0, average=1.5)
    other = replace(FIRST, hotkey="b", uid=4, failure="timeout", score=0.0)
    records.add([FIRST, other])
    records.add([second])
    assert records.latest() == {"a": second, "b": other}
    assert records.mean_scores() == {"a": 1.5, "b": 0.0}


def test_records_outlive_the_process_and_take_more(tmp_path):
    url = sqlite_url(tmp_path / "scores.sqlite")
    for _ in range(2):
        records = Records(url)
        records.add([FIRST])
        records.close()
    again = Records(url)
    assert again.mean_scores() == {"a": 2.0}
    again.close()


def test_a_round_without_answers_and_a_long_failure_are_fine(records):
    records.add([])
    records.add([replace(FIRST, failure="x" * 1000)])
    assert len(records.latest()["a"].failure) == 300
