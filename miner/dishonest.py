"""Two miners that do no work, on any subnet: for tests and scenarios, to show that they earn next to nothing.

The lazy one gives every question the answer to its first. The copier passes each question on to a miner that does the
work, signed as a request of its own, since the validator's signature names another receiver; an honest miner refuses
it for want of a validator permit.
"""

import threading
from collections.abc import Callable

import httpx

from chain.client.neurons import Metagraph
from chain.client.signed_request import sign
from chain.client.submit import SigningKey
from miner.answering import Answerer, AnswerUnavailable

LAZY = "lazy"
COPIER = "copier"


class LazyAnswerer:
    """Works once."""

    def __init__(self, honest: Answerer) -> None:
        self._honest = honest
        self._first: bytes | None = None
        self._lock = threading.Lock()

    def answer(self, body: bytes) -> bytes:
        """The answer to the first question ever asked."""
        with self._lock:
            if self._first is None:
                self._first = self._honest.answer(body)
            return self._first


class CopyingAnswerer:
    """Lets others work. `victims` names the hotkeys and addresses to try, best first."""

    def __init__(
        self, key: SigningKey, path: str, victims: Callable[[], list[tuple[str, str]]], client: httpx.Client
    ) -> None:
        self._key = key
        self._path = path
        self._victims = victims
        self._client = client

    def answer(self, body: bytes) -> bytes:
        """The first answer a victim gives. Raises AnswerUnavailable if all refuse."""
        refusals = []
        for hotkey, url in self._victims():
            headers = sign(self._key, method="POST", path=self._path, body=body, receiver=hotkey)
            try:
                response = self._client.post(url + self._path, content=body, headers=headers)
            except httpx.HTTPError as error:
                refusals.append(f"{hotkey}: {type(error).__name__}")
                continue
            if response.status_code == httpx.codes.OK:
                return response.content
            refusals.append(f"{hotkey}: {response.json()['code']}")
        raise AnswerUnavailable(f"nothing to copy: {'; '.join(refusals) or 'no other miner'}")


def victims_in(metagraph: Metagraph | None, own_hotkey: str) -> list[tuple[str, str]]:
    """Every other neuron with an axon, the one with most stake, hence most earnings, first."""
    if metagraph is None:
        return []
    others = [neuron for neuron in metagraph.neurons if neuron.axon is not None and neuron.hotkey != own_hotkey]
    others.sort(key=lambda neuron: -neuron.stake_rao)
    return [(neuron.hotkey, neuron.axon.url) for neuron in others if neuron.axon is not None]
