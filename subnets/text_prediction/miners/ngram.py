"""The n-gram miner: a few seconds of counting at the start, a few milliseconds for an answer."""

from pathlib import Path
from random import Random

import numpy as np

from subnets.text_prediction import distribution
from subnets.text_prediction.corpus import Corpus
from subnets.text_prediction.ngram_model import NgramModel
from subnets.text_prediction.task import Request, Response, TextPrediction

_PASSAGE_BYTES = 4096


class NgramMiner(TextPrediction):
    """Answers from an n-gram model of practice passages; its order is its strength."""

    def __init__(
        self, order: int = 4, practice_bytes: int = 4_000_000, seed: int = 0, texts: Corpus | None = None
    ) -> None:
        """Look at `order` bytes before the next, having read `practice_bytes` of passages."""
        super().__init__(texts)
        self.order = order
        self.practice_bytes = practice_bytes
        self.seed = seed

    def open(self, directory: Path) -> None:
        """Read the practice text. It is drawn from a seed, so a restart comes to the same model."""
        rng = Random(self.seed)
        passages = -(-self.practice_bytes // _PASSAGE_BYTES)
        practice = tuple(self.practice.draw(rng, _PASSAGE_BYTES) for _ in range(passages))
        self._model = NgramModel.fit(practice, self.order)

    def solve(self, request: Request) -> Response:
        """The model's belief at each position."""
        return Response(distribution.pack(np.stack([self._model.predict(context) for context in request.contexts])))
