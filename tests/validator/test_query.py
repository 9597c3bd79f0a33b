import asyncio

import httpx
import pytest

from chain.client.signed_request import HOTKEY_HEADER, SIGNATURE_HEADER
from miner.policy import Admission
from tests.miner.world import MINER, PATH, STRANGER, VALIDATOR, make_server
from validator.query import Question, ask_all

BODY = b'{"value":21}'
QUESTION = Question(MINER.ss58_address, "http://miner", PATH, BODY)


def ask(*transports, timeout=5.0, longest_answer=1000, questions=None):
    """Ask one question through each transport."""

    async def scene():
        replies = []
        for transport, question in zip(transports, questions or [QUESTION] * len(transports), strict=True):
            async with httpx.AsyncClient(transport=transport) as client:
                replies += await ask_all(client, VALIDATOR, [question], timeout=timeout, longest_answer=longest_answer)
        return replies

    return asyncio.run(scene())


def miner(**options):
    return httpx.ASGITransport(make_server(**options).application())


def tampering(change):
    """A miner whose headers and body are changed on their way."""

    async def handle(request):
        response = await miner().handle_async_request(request)
        headers, body = change(dict(response.headers), await response.aread())
        return httpx.Response(response.status_code, stream=httpx.ByteStream(body), headers=headers)

    return httpx.MockTransport(handle)


def test_an_authentic_answer_comes_back():
    (reply,) = ask(miner())
    assert (reply.answer, reply.failure) == (b'{"value":42}', None)
    assert reply.seconds > 0


def test_a_refusal_is_a_failure_with_its_reason():
    (reply,) = ask(httpx.ASGITransport(make_server(key=STRANGER, admission=Admission.ANYONE).application()))
    assert reply.answer is None
    assert "status 401" in reply.failure
    assert "wrong_receiver" in reply.failure


@pytest.mark.parametrize(
    ("header", "value", "failure"),
    [
        (HOTKEY_HEADER, STRANGER.ss58_address, "the answer is signed by"),
        (SIGNATURE_HEADER, "0x" + "22" * 64, "the signature is not"),
        (SIGNATURE_HEADER, "", "expected 64 bytes"),
    ],
)
def test_an_answer_not_signed_by_the_miner_is_a_failure(header, value, failure):
    (reply,) = ask(tampering(lambda headers, body: (headers | {header.lower(): value}, body)))
    assert reply.answer is None
    assert failure in reply.failure


def test_a_changed_body_is_a_failure():
    (reply,) = ask(tampering(lambda headers, _: (headers, b'{"value":43}')))
    assert "the signature is not" in reply.failure


def test_an_answer_to_another_question_is_a_failure():
    kept = []

    def change(headers, body):
        kept.append((headers, body))
        return kept[0]

    transport = tampering(change)
    first, second = ask(transport, transport)
    assert first.answer is not None
    assert "the signature is not" in second.failure


def test_an_answer_too_long_is_cut_off():
    async def endless():
        while True:
            yield b"x" * 100

    (reply,) = ask(httpx.MockTransport(lambda _: httpx.Response(200, content=endless())))
    assert reply.failure == "answer longer than 1000 bytes"


def test_a_miner_that_is_silent_or_gone_costs_its_time_and_no_more():
    async def silent(_request):
        await asyncio.Event().wait()

    def gone(_request):
        raise httpx.ConnectError("refused")

    slow, absent = ask(httpx.MockTransport(silent), httpx.MockTransport(gone), timeout=0.05)
    assert slow.failure == "timeout"
    assert absent.failure == "ConnectError"


def test_all_are_asked_at_once_and_one_failure_is_nobody_elses():
    waiting = []

    async def scene():
        everyone = asyncio.Event()

        async def handle(request):
            waiting.append(request)
            if len(waiting) == 3:
                everyone.set()
            await everyone.wait()
            return await httpx.ASGITransport(server.application()).handle_async_request(request)

        server = make_server()
        other = Question(STRANGER.ss58_address, "http://miner", PATH, BODY)
        async with httpx.AsyncClient(transport=httpx.MockTransport(handle)) as client:
            return await ask_all(client, VALIDATOR, [QUESTION, other, QUESTION], timeout=5.0, longest_answer=1000)

    replies = asyncio.run(scene())
    assert [reply.answer is not None for reply in replies] == [True, False, True]
