"""From the bytes of a request to the bytes of an answer."""

from typing import Any, Protocol

from subnets import Task


class Answerer(Protocol):
    """Anything that answers encoded requests. May be called from several threads at once."""

    def answer(self, body: bytes) -> bytes:
        """Raises `subnets.wire.WireError` for a body that is no request, AnswerUnavailable where it has none."""
        ...


class AnswerUnavailable(Exception):
    """There is no answer to be had just now; the text says why."""


class HonestAnswerer:
    """Decodes, solves, encodes."""

    def __init__(self, task: Task[Any, Any]) -> None:
        self._task = task

    def answer(self, body: bytes) -> bytes:
        """The task's own answer."""
        return self._task.encode_response(self._task.solve(self._task.decode_request(body)))
