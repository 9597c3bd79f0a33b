import os

import pytest

from validator.moving_average import Average
from validator.state import StateDamaged, ValidatorState

STATE = ValidatorState({"a": Average(1.5, 3), "b": Average()}, {"a": 7}, 99)


def test_state_survives_a_restart(tmp_path):
    STATE.save(tmp_path / "state.json")
    assert ValidatorState.load(tmp_path / "state.json") == STATE
    assert os.listdir(tmp_path) == ["state.json"]


def test_without_a_file_there_is_nothing_to_remember(tmp_path):
    assert ValidatorState.load(tmp_path / "state.json") == ValidatorState()


def test_a_save_that_fails_leaves_the_old_state(tmp_path, monkeypatch):
    path = tmp_path / "state.json"
    STATE.save(path)

    def full_disk(_descriptor):
        raise OSError("no space left")

    monkeypatch.setattr("validator.state.os.fsync", full_disk)
    with pytest.raises(OSError, match="no space"):
        ValidatorState(weights_block=100).save(path)
    assert ValidatorState.load(path) == STATE


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 2}', '{"version": 1}', '{"version": 1, "averages": []}'])
def test_a_file_that_is_no_state_is_refused_by_name(tmp_path, text):
    path = tmp_path / "state.json"
    path.write_text(text)
    with pytest.raises(StateDamaged, match=r"state\.json.*remove it"):
        ValidatorState.load(path)


def test_who_left_the_subnet_is_forgotten():
    state = ValidatorState(dict(STATE.averages), dict(STATE.last_asked), 5)
    state.forget_all_but(["b"])
    assert state == ValidatorState({"b": Average()}, {}, 5)
