"""Putting questions to miners, all at once, each with its own deadline."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from chain.client import signed_request
from chain.client.signed_request import SignatureRefused
from chain.client.submit import SigningKey


@dataclass(frozen=True)
class Question:
    """An encoded request for the miner with this hotkey at this address."""

    hotkey: str
    url: str
    path: str
    body: bytes


@dataclass(frozen=True)
class Reply:
    """What came back: an authentic answer, or the reason why there is none."""

    answer: bytes | None
    failure: str | None
    seconds: float


async def ask_all(
    client: httpx.AsyncClient, key: SigningKey, questions: Sequence[Question], *, timeout: float, longest_answer: int
) -> list[Reply]:
    """Ask every miner at the same time; the replies come in the order of the questions. Never raises for a miner."""
    return list(await asyncio.gather(*(_ask(client, key, item, timeout, longest_answer) for item in questions)))


async def _ask(
    client: httpx.AsyncClient, key: SigningKey, question: Question, timeout: float, longest_answer: int
) -> Reply:
    started = time.monotonic()
    try:
        async with asyncio.timeout(timeout):
            answer = await _exchange(client, key, question, longest_answer)
    except TimeoutError:
        return Reply(None, "timeout", time.monotonic() - started)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Reply(None, type(error).__name__, time.monotonic() - started)
    except (SignatureRefused, _NoAnswer) as error:
        return Reply(None, str(error), time.monotonic() - started)
    return Reply(answer, None, time.monotonic() - started)


class _NoAnswer(Exception):
    """The miner spoke, and it is no answer."""


async def _exchange(client: httpx.AsyncClient, key: SigningKey, question: Question, longest_answer: int) -> bytes:
    nonce_ns = time.time_ns()
    headers = signed_request.sign(
        key,
        method="POST",
        path=question.path,
        body=question.body,
        receiver=question.hotkey,
        nonce_ns=nonce_ns,
    )
    # Compressed answers could grow beyond the limit in memory.
    headers["Accept-Encoding"] = "identity"
    url = question.url + question.path
    async with client.stream("POST", url, content=question.body, headers=headers) as response:
        answer = bytearray()
        async for chunk in response.aiter_raw():
            answer += chunk
            if len(answer) > longest_answer:
                raise _NoAnswer(f"answer longer than {longest_answer} bytes")
    if response.status_code != httpx.codes.OK:
        raise _NoAnswer(f"status {response.status_code}: {bytes(answer[:200]).decode('utf-8', 'replace')}")
    _authenticate(question, nonce_ns, key.ss58_address, response.headers, bytes(answer))
    return bytes(answer)


def _authenticate(question: Question, nonce_ns: int, own_hotkey: str, headers: httpx.Headers, answer: bytes) -> None:
    """Hold the answer to the miner's hotkey, to this validator and to this question. Raises SignatureRefused."""
    claims = signed_request.read_claims(headers)
    if claims.hotkey != question.hotkey:
        raise SignatureRefused("wrong_sender", f"the answer is signed by {claims.hotkey}", question.hotkey)
    signed_request.check_receiver(claims, own_hotkey)
    path = signed_request.answer_path(question.path, nonce_ns)
    signed_request.check_signature(claims, method="RESPONSE", path=path, body=answer)
