"""Requests signed by the bittensor SDK 11 are answered, and the SDK takes ours for authentic.

It needs the SDK in an environment of its own, named by WEFT_SDK11_PYTHON or lying in .conformance/sdk11.
"""

import asyncio
import json
import os
import subprocess
from pathlib import Path

import pytest

from chain.client import signed_request
from miner.answering import HonestAnswerer
from miner.policy import Admission, CallerPolicy
from miner.server import AnswerServer, ServerLimits
from tests.conformance.environments import require
from tests.miner.world import MINER, PATH, VALIDATOR, Doubling, client_of, make_server

CLIENT = Path(__file__).parent / "clients" / "btauth.py"
PYTHON = Path(os.environ.get("WEFT_SDK11_PYTHON", ".conformance/sdk11/bin/python"))
BODY = b'{"value":21}'
PATH_WITH_QUERY = PATH + "?version=1&name=%C3%A4"


@pytest.fixture(scope="module", autouse=True)
def installed():
    require(PYTHON)


def sdk(**request):
    common = {"uri": "//Validator", "method": "POST", "path": PATH, "body": BODY.hex(), "receiver": MINER.ss58_address}
    run = subprocess.run(
        [PYTHON, CLIENT], input=json.dumps(common | request), capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(run.stdout)


async def post(server, body, headers, path=PATH):
    async with client_of(server) as client:
        return await client.post(path, content=body, headers=headers)


@pytest.mark.parametrize("path", [PATH, PATH_WITH_QUERY])
def test_a_request_signed_by_the_sdk_is_answered(path):
    response = asyncio.run(post(make_server(), BODY, sdk(action="sign", path=path), path))
    assert response.json() == {"value": 42}


def test_a_request_signed_by_the_sdk_with_an_ed25519_key_is_answered():
    limits = ServerLimits(longest_body=100, answer_seconds=5.0)
    server = AnswerServer(MINER, PATH, HonestAnswerer(Doubling()), CallerPolicy(Admission.ANYONE), limits)
    headers = sdk(action="sign", crypto_type=0)
    assert headers["X-Bittensor-Crypto"] == "ed25519"
    assert asyncio.run(post(server, BODY, headers)).json() == {"value": 42}


def test_a_request_of_the_sdk_with_another_body_is_refused():
    response = asyncio.run(post(make_server(), b'{"value":22}', sdk(action="sign")))
    assert response.json()["code"] == "bad_signature"


@pytest.mark.parametrize("path", [PATH, PATH_WITH_QUERY])
def test_the_sdk_accepts_what_our_validator_signs(path):
    headers = signed_request.sign(VALIDATOR, method="POST", path=path, body=BODY, receiver=MINER.ss58_address)
    assert sdk(action="verify", headers=headers, path=path) == {"caller": VALIDATOR.ss58_address}


def test_the_sdk_refuses_an_answer_of_ours_as_a_request():
    headers = signed_request.sign(
        VALIDATOR,
        method="RESPONSE",
        path=signed_request.answer_path(PATH, 1),
        body=BODY,
        receiver=MINER.ss58_address,
    )
    assert sdk(action="verify", headers=headers) == {"error": "BadSignature"}


@pytest.mark.parametrize(
    ("change", "error", "code"),
    [
        ({"X-Bittensor-Version": "2"}, "MalformedAuth", "malformed_auth"),
        ({"X-Bittensor-Nonce": "x"}, "MalformedAuth", "malformed_auth"),
        ({"X-Bittensor-Nonce": "1"}, "StaleRequest", "stale_request"),
        ({"X-Bittensor-Receiver": VALIDATOR.ss58_address}, "WrongReceiver", "wrong_receiver"),
        ({"X-Bittensor-Signature": "0x" + "11" * 64}, "BadSignature", "bad_signature"),
    ],
)
def test_the_sdk_and_our_server_refuse_the_same(change, error, code):
    headers = signed_request.sign(VALIDATOR, method="POST", path=PATH, body=BODY, receiver=MINER.ss58_address) | change
    assert sdk(action="verify", headers=headers) == {"error": error}
    assert asyncio.run(post(make_server(), BODY, headers)).json()["code"] == code
