import asyncio
import threading
import time

import pytest

from chain.client import signed_request
from miner.answering import HonestAnswerer
from miner.policy import Admission
from tests.miner.world import MINER, PATH, STRANGER, VALIDATOR, Doubling, client_of, make_server, signed

BODY = b'{"value":21}'


async def post(server, body=BODY, headers=None, path=PATH):
    async with client_of(server) as client:
        return await client.post(path, content=body, headers=signed(body) if headers is None else headers)


def ask(server, *arguments, **options):
    return asyncio.run(post(server, *arguments, **options))


def assert_refused(response, status, code):
    assert response.status_code == status
    content = response.json()
    assert set(content) == {"code", "what", "expected"}
    assert content["code"] == code


def test_a_validator_gets_an_answer_signed_for_it_and_for_its_question():
    server = make_server()
    headers = signed(nonce_ns=time.time_ns())
    response = ask(server, headers=headers)
    assert response.json() == {"value": 42}
    claims = signed_request.read_claims(response.headers)
    assert claims.hotkey == MINER.ss58_address
    signed_request.check_receiver(claims, VALIDATOR.ss58_address)
    path = signed_request.answer_path(PATH, int(headers[signed_request.NONCE_HEADER]))
    signed_request.check_signature(claims, method="RESPONSE", path=path, body=response.content)


@pytest.mark.parametrize("header", [h for h in signed_request.HEADERS if h not in ("X-Bittensor-Crypto",)])
def test_a_request_that_lacks_a_header_is_refused(header):
    headers = signed()
    del headers[header]
    code = "wrong_receiver" if header == signed_request.RECEIVER_HEADER else "malformed_auth"
    assert_refused(ask(make_server(), headers=headers), 401, code)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        (signed_request.VERSION_HEADER, "2"),
        (signed_request.NONCE_HEADER, "-5"),
        (signed_request.NONCE_HEADER, "1_000"),
        (signed_request.NONCE_HEADER, "9" * 21),
        (signed_request.CRYPTO_HEADER, "ecdsa"),
        (signed_request.SIGNATURE_HEADER, "0xzz"),
        (signed_request.SIGNATURE_HEADER, "0x00"),
    ],
)
def test_a_header_of_another_form_is_refused(header, value):
    assert_refused(ask(make_server(), headers=signed() | {header: value}), 401, "malformed_auth")


def test_a_header_given_twice_is_refused():
    headers = [*signed().items(), (signed_request.HOTKEY_HEADER, STRANGER.ss58_address)]
    assert_refused(ask(make_server(), headers=headers), 401, "malformed_auth")


def test_a_request_for_another_miner_is_refused():
    assert_refused(ask(make_server(), headers=signed(receiver=STRANGER.ss58_address)), 401, "wrong_receiver")


@pytest.mark.parametrize(("age_seconds", "accepted"), [(9.9, True), (10.1, False), (-1.9, True), (-2.1, False)])
def test_freshness_ends_after_ten_seconds_and_begins_two_ahead(age_seconds, accepted):
    now = 1_700_000_000_000_000_000
    response = ask(make_server(now_ns=lambda: now), headers=signed(nonce_ns=now - int(age_seconds * 1e9)))
    if accepted:
        assert response.status_code == 200
    else:
        assert_refused(response, 401, "stale_request")


def test_a_request_counts_once():
    server = make_server()
    headers = signed()
    assert ask(server, headers=headers).status_code == 200
    assert_refused(ask(server, headers=headers), 401, "replayed_request")


def test_a_forged_request_does_not_use_up_the_nonce():
    server = make_server()
    headers = signed()
    forged = headers | {signed_request.SIGNATURE_HEADER: "0x" + "11" * 64}
    assert_refused(ask(server, headers=forged), 401, "bad_signature")
    assert ask(server, headers=headers).status_code == 200


def test_another_body_path_or_sender_breaks_the_signature():
    server = make_server(admission=Admission.ANYONE)
    assert_refused(ask(server, body=b'{"value":22}', headers=signed()), 401, "bad_signature")
    assert_refused(ask(server, headers=signed(path="/other")), 401, "bad_signature")
    assert_refused(ask(server, headers=signed(), path=PATH + "?more=1"), 401, "bad_signature")
    as_stranger = signed() | {signed_request.HOTKEY_HEADER: STRANGER.ss58_address}
    assert_refused(ask(server, headers=as_stranger), 401, "bad_signature")
    as_nobody = signed() | {signed_request.HOTKEY_HEADER: "5abc"}
    assert_refused(ask(server, headers=as_nobody), 401, "malformed_auth")


def test_the_query_is_part_of_what_is_signed():
    path = PATH + "?version=1"
    assert ask(make_server(), headers=signed(path=path), path=path).status_code == 200


def test_strangers_and_neurons_without_permit_are_refused():
    assert_refused(ask(make_server(), headers=signed(key=STRANGER)), 403, "unknown_caller")
    assert_refused(ask(make_server(), headers=signed(key=MINER)), 403, "caller_not_admitted")


def test_nothing_is_read_or_parsed_for_a_caller_who_is_not_admitted():
    reads = []

    async def body():
        reads.append("read")
        yield BODY

    assert_refused(ask(make_server(), body=body(), headers=signed(key=STRANGER)), 403, "unknown_caller")
    assert reads == []


def test_a_long_body_is_refused_by_its_declared_length_and_by_its_real_one():
    server = make_server()
    long = b'{"value":' + b"1" * 100 + b"}"
    assert_refused(ask(server, body=long), 413, "body_too_long")

    async def undeclared():
        for start in range(0, len(long), 10):
            yield long[start : start + 10]

    assert_refused(ask(server, body=undeclared(), headers=signed(long)), 413, "body_too_long")


def test_a_body_that_does_not_arrive_is_given_up_on():
    async def stalled():
        yield b"{"
        await asyncio.Event().wait()

    server = make_server(body_seconds=0.05)
    assert_refused(ask(server, body=stalled(), headers=signed()), 408, "slow_body")


@pytest.mark.parametrize("body", [b"", b"{", b'{"value":"x"}', b'{"value":1,"more":2}', b"[" * 90])
def test_a_body_that_is_no_request_is_refused(body):
    assert_refused(ask(make_server(), body=body, headers=signed(body)), 422, "bad_request")


class Gate:
    """An answerer that waits to be let through."""

    def __init__(self):
        self.open = threading.Event()
        self.entered = threading.Semaphore(0)

    def answer(self, body):
        self.entered.release()
        assert self.open.wait(30)
        return HonestAnswerer(Doubling()).answer(body)


def test_callers_have_a_limited_number_of_places():
    gate = Gate()
    server = make_server(gate, at_once=8, at_once_per_caller=2)

    async def scene():
        waiting = [asyncio.create_task(post(server)) for _ in range(2)]
        for _ in waiting:
            await asyncio.to_thread(gate.entered.acquire)
        third = await post(server)
        gate.open.set()
        return third, await asyncio.gather(*waiting)

    third, first_two = asyncio.run(scene())
    assert_refused(third, 503, "busy")
    assert [response.status_code for response in first_two] == [200, 200]
    assert ask(server).status_code == 200


def test_an_answer_too_late_keeps_its_place_until_it_is_done():
    gate = Gate()
    server = make_server(gate, answer_seconds=0.05, at_once_per_caller=1)

    async def scene():
        late = await post(server)
        busy = await post(server)
        gate.open.set()
        while server._under_way:
            await asyncio.sleep(0)
        return late, busy

    late, busy = asyncio.run(scene())
    assert_refused(late, 504, "too_slow")
    assert_refused(busy, 503, "busy")


def test_a_failing_answer_is_a_refusal_and_the_miner_lives(caplog):
    class Broken:
        def answer(self, _body):
            raise ZeroDivisionError("model")

    server = make_server(Broken())
    assert_refused(ask(server), 500, "failed")
    assert "ZeroDivisionError" in caplog.text
    assert server._under_way.total() == 0


def test_health_tells_who_and_how_much():
    server = make_server()
    ask(server)
    ask(server, headers={})

    async def health():
        async with client_of(server) as client:
            return (await client.get("/health")).json()

    assert asyncio.run(health()) == {
        "hotkey": MINER.ss58_address,
        "path": PATH,
        "answered": 1,
        "refused": {"malformed_auth": 1},
        "under_way": 0,
    }
