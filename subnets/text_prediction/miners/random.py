"""A miner that knows nothing and says something: random costs. Tests and scenarios hold the score against it."""

from random import Random

from subnets.text_prediction import distribution
from subnets.text_prediction.corpus import Corpus
from subnets.text_prediction.task import Request, Response, TextPrediction


class RandomMiner(TextPrediction):
    """Answers in the right form with noise."""

    def __init__(self, seed: int = 0, texts: Corpus | None = None) -> None:
        """Draw the noise from `seed`."""
        super().__init__(texts)
        self._rng = Random(seed)

    def solve(self, request: Request) -> Response:
        """Noise for each position."""
        return Response(self._rng.randbytes(distribution.WIDTH * len(request.contexts)))
