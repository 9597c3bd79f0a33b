"""Text prediction: say how likely each byte is to come next.

A request shows the ends of a number of passages; a response gives, for each, a distribution over the next byte. The
score is the information gained over a unigram model fitted on the training part, in bits per byte: the unigram's
bits for the bytes that really came next less the response's bits, averaged over the positions.

The score is a logarithmic scoring rule, so a miner expects most by saying exactly what it believes. It is not
clamped: cutting off losses would pay for gambling. Bounds follow from the encoding (`distribution.py`). A miner
that does not answer, or answers something of another form, scores 0, which it could have had by answering with
byte frequencies. `rank` drops averages below 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from subnets.task import Task
from subnets.text_prediction import corpus, distribution
from subnets.text_prediction.ngram_model import NgramModel
from subnets.text_prediction.passages import PassageSource, Vocabulary
from subnets.wire import Limit, Secret

POSITIONS = 64
CONTEXT_BYTES = 128
STEEPNESS = 4
"""A miner's weight is its gain to this power: ten per cent more gain is half as much again in weight."""

LEAST_SHARE_OF_BEST = 0.25
"""A gain below this part of the best one earns nothing, so that an average that was good once does not linger."""


@dataclass(frozen=True)
class Request:
    """The ends of passages, and what the validator alone knows: the byte after each."""

    contexts: Annotated[list[bytes], Limit(256)]
    next_bytes: Annotated[bytes, Secret()] = b""


@dataclass(frozen=True)
class Response:
    """For each context in turn, 256 bytes of costs (see `distribution.py`)."""

    costs: Annotated[bytes, Limit(256 * distribution.WIDTH)]


class TextPrediction(Task[Request, Response]):
    """Predict the next byte of Python source never seen before."""

    name = "text_prediction"
    timeout = 6.0
    score_range = (-distribution.GREATEST_COST_BITS, distribution.GREATEST_COST_BITS)
    passing_score = 0.75
    request_type = Request
    response_type = Response

    def __init__(self, texts: corpus.Corpus | None = None) -> None:
        """Use `texts` in place of the standard library's, which are read when first needed."""
        self._texts = texts

    @property
    def texts(self) -> corpus.Corpus:
        """The corpus asked from, and practised on."""
        return self._texts if self._texts is not None else corpus.standard_library()

    def open(self, directory: Path) -> None:
        """Fit the baseline before the first question waits for it."""
        _ = self._baseline

    def make_request(self, rng: Random) -> Request:
        """One position in each of as many passages, so that no context shows another's answer."""
        contexts, next_bytes = [], bytearray()
        for _ in range(POSITIONS):
            passage = self._held_out.draw(rng, 2 * CONTEXT_BYTES)
            end = rng.randrange(CONTEXT_BYTES, 2 * CONTEXT_BYTES)
            contexts.append(passage[end - CONTEXT_BYTES : end])
            next_bytes.append(passage[end])
        return Request(contexts, bytes(next_bytes))

    def solve(self, request: Request) -> Response:
        """A bigram model's answer."""
        return Response(distribution.pack(np.stack([self._baseline.predict(c) for c in request.contexts])))

    def score(self, request: Request, response: Response) -> float:
        """Bits per byte gained over the unigram; 0 for a response with another number of rows."""
        if len(response.costs) != distribution.WIDTH * len(request.next_bytes) or not request.next_bytes:
            return 0.0
        paid = distribution.bits_paid(response.costs, request.next_bytes)
        return self.unigram_bits_of(request) - float(paid.mean())

    def unigram_bits_of(self, request: Request) -> float:
        """What the baseline pays for the bytes that came next, in bits per byte; less the score, it is the miner's."""
        return float(self._unigram_bits[list(request.next_bytes)].mean())

    def rank(self, scores: Mapping[int, float]) -> dict[int, float]:
        """Weights that rise with the fourth power of the gain, so that a better model earns visibly more."""
        least = LEAST_SHARE_OF_BEST * max(scores.values(), default=0.0)
        return {uid: gain**STEEPNESS if gain > 0 and gain >= least else 0.0 for uid, gain in scores.items()}

    @cached_property
    def practice(self) -> PassageSource:
        """Passages drawn like the validator's, from the training part: what an honest miner learns from."""
        return PassageSource(self.texts.training, self._vocabulary)

    @cached_property
    def _held_out(self) -> PassageSource:
        return PassageSource(self.texts.held_out, self._vocabulary)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary.learn(self.texts.training)

    @cached_property
    def _baseline(self) -> NgramModel:
        return NgramModel.fit(self.texts.training, order=1)

    @cached_property
    def _unigram_bits(self) -> NDArray[np.float64]:
        return -np.log2(NgramModel.fit(self.texts.training, order=0).predict(b""))
