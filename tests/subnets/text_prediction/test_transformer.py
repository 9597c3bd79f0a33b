import threading
from random import Random

import numpy as np
import pytest
import torch

from subnets.text_prediction.miners.training import CheckpointError, Trainer, TrainingPlan
from subnets.text_prediction.miners.transformer import CHECKPOINT, TransformerMiner
from subnets.text_prediction.miners.transformer_model import ByteTransformer, ModelShape
from subnets.text_prediction.task import TextPrediction
from tests.subnets.text_prediction.texts import small_corpus

TINY = ModelShape(width=16, layers=1, heads=2, context=16, tables=1, buckets=64)
PLAN = TrainingPlan(batch=4)


def repeated_text(size: int) -> bytes:
    return (b"def answer(question): return question\n" * (size // 20))[:size]


@pytest.fixture(autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def test_no_position_sees_what_follows_it():
    model = ByteTransformer(TINY)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.2)
    text = torch.randint(0, 256, (1, 16))
    changed = text.clone()
    changed[0, 9:] = (changed[0, 9:] + 1) % 256
    with torch.no_grad():
        difference = (model(text) - model(changed)).abs().amax(dim=-1)[0]
    assert difference[:9].max() == 0.0
    assert difference[9:].min() > 0.0


def test_before_training_it_believes_in_byte_frequencies():
    frequencies = torch.rand(256).softmax(0)
    model = ByteTransformer(TINY)
    model.start_from(frequencies)
    with torch.no_grad():
        belief = model(torch.randint(0, 256, (2, 16))).softmax(-1)
    assert torch.allclose(belief, frequencies.expand(2, 16, 256), atol=1e-6)


def test_training_lowers_the_loss():
    trainer = Trainer(TINY, PLAN, repeated_text)
    first = trainer.step()
    last = [trainer.step() for _ in range(60)][-1]
    assert first > 7.0
    assert last < 3.0


def test_a_resumed_trainer_goes_on_as_if_it_had_not_stopped(tmp_path):
    path = tmp_path / CHECKPOINT
    unbroken = Trainer(TINY, PLAN, repeated_text)
    for _ in range(5):
        unbroken.step()
    unbroken.save(path)
    resumed = Trainer(TINY, TrainingPlan(batch=4, seed=9), repeated_text)
    resumed.resume(path)
    assert resumed.steps == 5
    assert [resumed.step() for _ in range(3)] == [unbroken.step() for _ in range(3)]


def test_a_checkpoint_of_another_shape_or_damaged_is_refused_by_name(tmp_path):
    path = tmp_path / CHECKPOINT
    Trainer(TINY, PLAN, repeated_text).save(path)
    wider = Trainer(ModelShape(width=32, layers=1, heads=2, context=16, tables=1, buckets=64), PLAN, repeated_text)
    with pytest.raises(CheckpointError, match=r"\"width\": 16"):
        wider.resume(path)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(CheckpointError, match="remove it to start afresh"):
        wider.resume(path)


def test_a_save_that_fails_leaves_the_last_checkpoint_whole(tmp_path, monkeypatch):
    path = tmp_path / CHECKPOINT
    trainer = Trainer(TINY, PLAN, repeated_text)
    trainer.save(path)
    trainer.step()

    def full_disk(_descriptor):
        raise OSError("no space left")

    monkeypatch.setattr("subnets.text_prediction.miners.training.os.fsync", full_disk)
    with pytest.raises(OSError, match="no space"):
        trainer.save(path)
    resumed = Trainer(TINY, PLAN, repeated_text)
    resumed.resume(path)
    assert resumed.steps == 0


def test_the_miner_answers_while_it_trains_and_goes_on_after_a_restart(tmp_path):
    request = TextPrediction(small_corpus()).make_request(Random(1))

    def miner(steps):
        return TransformerMiner(
            width=16, layers=1, context=16, steps=steps, steps_before_serving=1, publish_every=1, texts=small_corpus()
        )

    first = miner(3)
    first.open(tmp_path)
    early = first.solve(request)
    _wait_for_training()
    first.close()
    assert first.steps == 3
    assert len(early.costs) == 256 * len(request.contexts)
    second = miner(5)
    second.open(tmp_path)
    _wait_for_training()
    second.close()
    assert second.steps == 5
    assert not np.array_equal(
        np.frombuffer(early.costs, np.uint8), np.frombuffer(second.solve(request).costs, np.uint8)
    )


def _wait_for_training():
    for thread in threading.enumerate():
        if thread.name == "training":
            thread.join(60)
            assert not thread.is_alive()
