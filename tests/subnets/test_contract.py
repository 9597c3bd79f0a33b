"""What every subnet owes its validators and miners. It runs over every entry of the list of subnets."""

import dataclasses
import time
from random import Random
from statistics import mean

import orjson
import pytest

from subnets import SUBNETS

SEEDS = range(8)
NEAR_NOTHING = 0.05
"""A worthless answer may score this share of a passing one."""


@pytest.fixture(scope="module", params=sorted(SUBNETS))
def task(request, tmp_path_factory):
    task = SUBNETS[request.param].make_task()
    task.open(tmp_path_factory.mktemp(request.param))
    yield task
    task.close()


@pytest.fixture(scope="module")
def exchanges(task):
    requests = [task.make_request(Random(seed)) for seed in SEEDS]
    return [(request, task.solve(request)) for request in requests]


def scrambled(value, rng):
    """A value of the same form with chance for content."""
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return type(value)(**{field.name: scrambled(getattr(value, field.name), rng) for field in fields})
    if isinstance(value, list):
        return [scrambled(item, rng) for item in value]
    if isinstance(value, bytes):
        return rng.randbytes(len(value))
    if isinstance(value, str):
        return "".join(chr(rng.randrange(32, 127)) for _ in value)
    if isinstance(value, bool):
        return rng.random() < 0.5
    if isinstance(value, int):
        return rng.randrange(2 * abs(value) + 2)
    return rng.uniform(-2 * abs(value) - 1, 2 * abs(value) + 1)


def test_the_name_is_the_one_in_the_list(task):
    assert SUBNETS[task.name].make_task().name == task.name


def test_the_baseline_passes(task, exchanges):
    assert mean(task.score(*exchange) for exchange in exchanges) >= task.passing_score > 0


def test_a_score_stays_in_its_range(task, exchanges):
    least, greatest = task.score_range
    rng = Random(1)
    for request, response in exchanges:
        assert least <= task.score(request, response) <= greatest
        assert least <= task.score(request, scrambled(response, rng)) <= greatest


def test_an_answer_of_chance_is_worth_nothing(task, exchanges):
    rng = Random(2)
    scores = [task.score(request, scrambled(response, rng)) for request, response in exchanges]
    assert mean(scores) <= NEAR_NOTHING * task.passing_score


def test_a_stale_answer_is_worth_nothing(task, exchanges):
    stale = exchanges[0][1]
    assert mean(task.score(request, stale) for request, _ in exchanges[1:]) <= NEAR_NOTHING * task.passing_score


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b'"text"', b"\xff", b'{"unknown": 1}', b"[" * 10_000])
def test_what_is_no_answer_scores_zero_and_raises_nothing(task, exchanges, body):
    assert task.score_encoded(exchanges[0][0], body) == 0.0


def test_a_truncated_answer_scores_zero(task, exchanges):
    request, response = exchanges[0]
    encoded = task.encode_response(response)
    for length in (len(encoded) // 2, len(encoded) - 1):
        assert task.score_encoded(request, encoded[:length]) == 0.0


def test_fields_of_the_wrong_type_score_zero(task, exchanges):
    request, response = exchanges[0]
    for field in dataclasses.fields(response):
        for wrong in (None, -1, 0.5, True, "§", [], {}, [[]], "a" * 100):
            body = {other.name: None for other in dataclasses.fields(response)} | {field.name: wrong}
            assert task.score_encoded(request, orjson.dumps(body)) == 0.0


def test_one_seed_makes_one_request(task):
    assert task.encode_request(task.make_request(Random(5))) == task.encode_request(task.make_request(Random(5)))
    assert task.encode_request(task.make_request(Random(5))) != task.encode_request(task.make_request(Random(6)))


def test_scoring_twice_gives_the_same_score(task, exchanges):
    for request, response in exchanges:
        assert task.score(request, response) == task.score(request, response)


def test_messages_survive_the_wire_within_their_limits(task, exchanges):
    for request, response in exchanges:
        encoded = task.encode_request(request)
        received = task.decode_request(encoded)
        assert len(encoded) <= task.longest_request
        assert task.encode_request(received) == encoded
        assert task.solve(received) == response
        answer = task.encode_response(response)
        assert len(answer) <= task.longest_response
        assert task.decode_response(answer) == response


def test_scoring_costs_less_than_solving(task, exchanges):
    def cost(work):
        started = time.process_time()
        for exchange in exchanges * 3:
            work(*exchange)
        return time.process_time() - started

    assert cost(task.score) < cost(lambda request, _: task.solve(request))


def test_weights_are_not_negative_and_follow_the_scores(task):
    least, greatest = task.score_range
    steps = [least + (greatest - least) * step / 8 for step in range(9)]
    weights = task.rank(dict(enumerate(steps)))
    assert all(weight >= 0.0 for weight in weights.values())
    assert [weights[uid] for uid in range(9)] == sorted(weights.values())
    assert weights[8] > 0.0


def test_every_kind_of_miner_that_is_listed_can_be_made(task):
    subnet = SUBNETS[task.name]
    for kind in subnet.miners:
        assert subnet.make_miner(kind, {}).name == task.name
