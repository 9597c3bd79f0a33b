import math

import pytest

from tests.miner.world import Doubling, Number
from validator.query import Reply
from validator.scoring import score_reply


def reply(answer):
    return Reply(answer, None if answer else "timeout", 0.1)


def test_no_answer_and_no_sense_score_nothing():
    assert score_reply(Doubling(), Number(2), reply(b'{"value":4}')) == 1.0
    assert score_reply(Doubling(), Number(2), reply(b'{"value":5}')) == 0.0
    assert score_reply(Doubling(), Number(2), reply(b"nonsense")) == 0.0
    assert score_reply(Doubling(), Number(2), reply(None)) == 0.0


@pytest.mark.parametrize(("given", "kept"), [(7.0, 1.0), (-7.0, 0.0), (math.nan, 0.0), (math.inf, 0.0)])
def test_a_task_cannot_leave_its_range(given, kept):
    class Generous(Doubling):
        def score(self, request, response):
            return given

    assert score_reply(Generous(), Number(2), reply(b'{"value":4}')) == kept
