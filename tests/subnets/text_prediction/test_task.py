import itertools
from random import Random
from statistics import mean

import numpy as np
import pytest

from subnets.text_prediction import distribution
from subnets.text_prediction.miners.ngram import NgramMiner
from subnets.text_prediction.miners.random import RandomMiner
from subnets.text_prediction.ngram_model import NgramModel
from subnets.text_prediction.task import Request, Response, TextPrediction
from tests.subnets.text_prediction.texts import small_corpus


@pytest.fixture(scope="module")
def task():
    return TextPrediction(small_corpus())


@pytest.fixture(scope="module")
def requests(task):
    return [task.make_request(Random(seed)) for seed in range(12)]


def average_gain(task, miner, requests):
    return mean(task.score(request, miner.solve(request)) for request in requests)


def test_the_answer_to_a_position_is_in_no_context_and_not_on_the_wire(task, requests):
    encoded = task.encode_request(requests[0])
    received = task.decode_request(encoded)
    assert received == Request(requests[0].contexts)
    assert b"next_bytes" not in encoded


def test_the_unigram_itself_gains_nothing(task, requests):
    unigram = distribution.pack(NgramModel.fit(small_corpus().training, 0).predict(b""))
    for request in requests:
        assert task.score(request, Response(unigram * len(request.contexts))) == pytest.approx(0.0, abs=0.01)


def test_more_context_gains_more_and_noise_loses(task, requests, tmp_path):
    gains = []
    for order in (0, 1, 2, 3):
        miner = NgramMiner(order=order, practice_bytes=400_000, texts=small_corpus())
        miner.open(tmp_path)
        gains.append(average_gain(task, miner, requests))
    assert gains == sorted(gains)
    assert all(better - worse > 0.3 for worse, better in itertools.pairwise(gains))
    assert average_gain(task, RandomMiner(), requests) < -2.0


def test_an_answer_to_another_question_loses(task, requests):
    stale = task.solve(requests[0])
    assert all(task.score(request, stale) < 0.0 for request in requests[1:])


def test_certainty_does_not_pay_beyond_knowledge(task, requests):
    certain = np.zeros((len(requests[0].contexts), 256))
    certain[:, ord(" ")] = 1.0
    assert task.score(requests[0], Response(distribution.pack(certain))) < -5.0


def test_weights_rise_steeply_with_gain_and_never_below_nothing(task):
    weights = task.rank({1: 2.0, 2: 1.0, 3: 0.0, 4: -3.0})
    assert weights == {1: 16.0, 2: 1.0, 3: 0.0, 4: 0.0}


def test_a_gain_far_below_the_best_earns_nothing(task):
    assert task.rank({1: 2.0, 2: 0.5, 3: 0.49}) == {1: 16.0, 2: 0.0625, 3: 0.0}
    assert task.rank({}) == {}
