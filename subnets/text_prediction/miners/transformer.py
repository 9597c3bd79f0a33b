"""The transformer miner: answers from what it has learnt so far while a thread goes on learning."""

import logging
import os
import sys
import threading
from pathlib import Path
from random import Random

import numpy as np
import torch

from subnets.text_prediction import distribution
from subnets.text_prediction.corpus import Corpus
from subnets.text_prediction.miners.training import Trainer, TrainingPlan
from subnets.text_prediction.miners.transformer_model import ByteTransformer, ModelShape
from subnets.text_prediction.ngram_model import NgramModel
from subnets.text_prediction.task import Request, Response, TextPrediction

_log = logging.getLogger(__name__)

CHECKPOINT = "transformer.safetensors"
_NICENESS = 5


class TransformerMiner(TextPrediction):
    """A byte-level transformer that trains while it serves, on one CPU thread, and resumes from its checkpoint."""

    def __init__(
        self,
        width: int = 96,
        layers: int = 2,
        context: int = 64,
        steps: int = 50_000,
        steps_before_serving: int = 150,
        publish_every: int = 20,
        checkpoint_every: int = 250,
        seed: int = 0,
        texts: Corpus | None = None,
    ) -> None:
        """Train for `steps` in all, the first of them before serving; renew what answers each `publish_every`."""
        super().__init__(texts)
        self.shape = ModelShape(width=width, layers=layers, context=context)
        self.plan = TrainingPlan(seed=seed)
        self._last_step = steps
        self._first_steps = min(steps, steps_before_serving)
        self._publish_every = publish_every
        self._checkpoint_every = checkpoint_every
        self._closing = threading.Event()
        self._serving_lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def open(self, directory: Path) -> None:
        """Resume from the checkpoint in `directory`, if there is one, and start to learn."""
        torch.set_num_threads(1)
        self._checkpoint = directory / CHECKPOINT
        # A resumed miner must not practise on the passages it has already seen.
        rng = Random(f"{self.plan.seed} {os.urandom(8).hex()}")
        self._trainer = Trainer(self.shape, self.plan, lambda size: self.practice.draw(rng, size))
        if self._checkpoint.exists():
            self._trainer.resume(self._checkpoint)
            _log.info("resumed from %s at step %d", self._checkpoint, self._trainer.steps)
        else:
            frequencies = NgramModel.fit(self.texts.training, order=0).predict(b"")
            self._trainer.model.start_from(torch.from_numpy(frequencies))
        while self._trainer.steps < self._first_steps:
            self._trainer.step()
        self._serving = ByteTransformer(self.shape)
        self._serving.eval()
        self._publish()
        self._thread = threading.Thread(target=self._learn, name="training")
        self._thread.start()

    def close(self) -> None:
        """End the training thread; it leaves a checkpoint."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join()

    @property
    def steps(self) -> int:
        """Training steps taken, those before a restart included."""
        return self._trainer.steps

    def solve(self, request: Request) -> Response:
        """The last published model's belief at each position."""
        length = self.shape.context
        rows = [np.frombuffer(context[-length:].rjust(length, b"\n"), dtype=np.uint8) for context in request.contexts]
        batch = torch.from_numpy(np.stack(rows).astype(np.int64))
        with self._serving_lock, torch.no_grad():
            belief = torch.softmax(self._serving(batch)[:, -1], dim=-1)
        return Response(distribution.pack(belief.numpy()))

    def _learn(self) -> None:
        if sys.platform == "linux":
            # Answers, and the other processes of this machine, go before training.
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
        while not self._closing.is_set() and self._trainer.steps < self._last_step:
            loss = self._trainer.step()
            if self._trainer.steps % self._publish_every == 0:
                self._publish()
            if self._trainer.steps % self._checkpoint_every == 0:
                self._trainer.save(self._checkpoint)
                _log.info("step %d: %.3f bits per byte of practice", self._trainer.steps, loss)
        self._publish()
        self._trainer.save(self._checkpoint)

    def _publish(self) -> None:
        with self._serving_lock:
            self._serving.load_state_dict(self._trainer.model.state_dict())
