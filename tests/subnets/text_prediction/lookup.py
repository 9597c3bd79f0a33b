"""An adversary: looks the context up in the held-out files instead of modelling text."""

import numpy as np
from numpy.typing import NDArray

from subnets.text_prediction import distribution
from subnets.text_prediction.ngram_model import NgramModel
from subnets.text_prediction.task import Request, Response

LONGEST_MATCH = 24
MOST_OCCURRENCES = 50


class LookUp:
    """Finds the longest end of the context that the held-out files contain, and answers with what follows there."""

    def __init__(self, held_out: tuple[bytes, ...]) -> None:
        self._text = b"\0".join(held_out)
        self._unigram = NgramModel.fit(held_out, order=0)

    def solve(self, request: Request) -> Response:
        return Response(distribution.pack(np.stack([self._predict(context) for context in request.contexts])))

    def _predict(self, context: bytes) -> NDArray[np.float64]:
        for length in range(LONGEST_MATCH, 0, -1):
            following = self._following(context[-length:])
            if following:
                counts = np.bincount(np.frombuffer(following, np.uint8), minlength=256)
                distinct = np.count_nonzero(counts)
                return (counts + distinct * self._unigram.predict(b"")) / (len(following) + distinct)
        return self._unigram.predict(b"")

    def _following(self, wanted: bytes) -> bytes:
        found = bytearray()
        at = self._text.find(wanted)
        while at >= 0 and len(found) < MOST_OCCURRENCES:
            found += self._text[at + len(wanted) : at + len(wanted) + 1]
            at = self._text.find(wanted, at + 1)
        return bytes(found)
