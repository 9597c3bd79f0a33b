"""What a subnet is: a question, an answer, and what the answer is worth.

A subnet author subclasses `Task` with a request and a response type (frozen dataclasses, see `wire.py`). The
validator calls `make_request` and `score`, the miner `solve`; neither knows more. A task knows no chain, wallet,
network or other miner, and runs in a bare interpreter.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import ClassVar, Generic, TypeVar

from subnets import wire

Request = TypeVar("Request")
Response = TypeVar("Response")


class Task(ABC, Generic[Request, Response]):
    """One kind of work. Miners subclass a task to override `solve`.

    The class variables are the task's part of the protocol between validator and miner.
    """

    name: ClassVar[str]
    timeout: ClassVar[float] = 12.0
    """Seconds a miner has for an answer, its way over the network included."""

    score_range: ClassVar[tuple[float, float]] = (0.0, 1.0)
    """The least and the greatest score. No answer, and an answer of no use, score 0."""

    passing_score: ClassVar[float]
    """What the task's own `solve` reaches at least on average: the proof that the task can be done."""

    request_type: type[Request]
    response_type: type[Response]
    longest_request: ClassVar[int] = 65_536
    """Bytes of the encoded request at most."""

    longest_response: ClassVar[int] = 65_536
    """Bytes of the encoded response at most."""

    def open(self, directory: Path) -> None:
        """Make ready to solve; saved state lives in `directory`. Called once, before the first `solve`."""

    def close(self) -> None:
        """Stop work in the background and save state."""

    @abstractmethod
    def make_request(self, rng: Random) -> Request:
        """What the validator asks. All chance comes from `rng`, so one seed makes one request."""

    @abstractmethod
    def solve(self, request: Request) -> Response:
        """The honest baseline's answer. May run in several threads at once."""

    @abstractmethod
    def score(self, request: Request, response: Response) -> float:
        """What an answer is worth, within `score_range`; pure, cheap, and 0 for one that does not fit the request."""

    def rank(self, scores: Mapping[int, float]) -> dict[int, float]:
        """Weights by uid from average scores by uid: not negative, and in proportion to the scores by default."""
        return {uid: max(0.0, score) for uid, score in scores.items()}

    def encode_request(self, request: Request) -> bytes:
        """The request as it travels, without its secret fields."""
        return wire.encode(request)

    def decode_request(self, data: bytes) -> Request:
        """Raises `wire.WireError` for anything but a request of this task."""
        return wire.decode(self.request_type, data, longest=self.longest_request)

    def encode_response(self, response: Response) -> bytes:
        """The response as it travels."""
        return wire.encode(response)

    def decode_response(self, data: bytes) -> Response:
        """Raises `wire.WireError` for anything but a response of this task."""
        return wire.decode(self.response_type, data, longest=self.longest_response)

    def score_encoded(self, request: Request, data: bytes) -> float:
        """The score of an answer as it came over the network; one that cannot be read scores 0."""
        try:
            response = self.decode_response(data)
        except wire.WireError:
            return 0.0
        return self.score(request, response)
