from random import Random
from statistics import mean

from subnets.text_prediction.miners.ngram import NgramMiner
from subnets.text_prediction.passages import PassageSource, Vocabulary
from subnets.text_prediction.task import CONTEXT_BYTES, POSITIONS, Request, TextPrediction
from tests.subnets.text_prediction.lookup import LookUp
from tests.subnets.text_prediction.texts import small_corpus


def average_gain(task, solver, requests):
    return mean(task.score(request, solver.solve(request)) for request in requests)


def quotation(rng: Random) -> Request:
    """What a request would be if passages were quoted as they are."""
    contexts, next_bytes = [], bytearray()
    for _ in range(POSITIONS):
        content = rng.choice([file for file in small_corpus().held_out if len(file) > 4 * CONTEXT_BYTES])
        end = rng.randrange(CONTEXT_BYTES, len(content))
        contexts.append(content[end - CONTEXT_BYTES : end])
        next_bytes.append(content[end])
    return Request(contexts, bytes(next_bytes))


def test_looking_up_quotations_would_pay_and_looking_up_passages_does_not(tmp_path):
    texts = small_corpus()
    task = TextPrediction(texts)
    look_up = LookUp(texts.held_out)
    quotations = [quotation(Random(seed)) for seed in range(2)]
    passages = [task.make_request(Random(seed)) for seed in range(6)]
    honest = NgramMiner(order=3, practice_bytes=500_000, texts=texts)
    honest.open(tmp_path)

    assert average_gain(task, look_up, quotations) > 3.5
    assert average_gain(task, look_up, passages) < average_gain(task, honest, passages) - 0.3


def test_practising_on_the_held_out_part_as_well_gains_little(tmp_path):
    texts = small_corpus()
    task = TextPrediction(texts)
    passages = [task.make_request(Random(seed)) for seed in range(20)]
    honest = NgramMiner(order=3, practice_bytes=500_000, texts=texts)
    honest.open(tmp_path)
    knowing = NgramMiner(order=3, practice_bytes=500_000, texts=texts)
    knowing.practice = PassageSource(texts.training + texts.held_out, Vocabulary.learn(texts.training))
    knowing.open(tmp_path)

    assert average_gain(task, knowing, passages) - average_gain(task, honest, passages) < 0.2
