"""The signed text is pinned byte for byte; tests/conformance holds it against the bittensor SDK itself."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.client import signed_request
from chain.client.signed_request import SignatureRefused
from chain.client.wallets import development_key
from chain.primitives import ss58
from chain.primitives.signature import Sr25519, verify

ALICE = development_key("//Alice")
BOB = development_key("//Bob")


def test_what_is_signed_is_eight_lines():
    headers = signed_request.sign(
        ALICE, method="post", path="/a?b=1", body=b"body", receiver=BOB.ss58_address, nonce_ns=17
    )
    text = "\n".join(
        (
            "btauth/1",
            "sr25519",
            "POST",
            "/a?b=1",
            hashlib.sha256(b"body").hexdigest(),
            "17",
            ALICE.ss58_address,
            BOB.ss58_address,
        )
    )
    signature = bytes.fromhex(headers["X-Bittensor-Signature"][2:])
    assert verify(Sr25519(signature), text.encode(), bytes(ss58.decode(ALICE.ss58_address)))
    assert headers | {"X-Bittensor-Signature": ""} == {
        "X-Bittensor-Version": "1",
        "X-Bittensor-Hotkey": ALICE.ss58_address,
        "X-Bittensor-Receiver": BOB.ss58_address,
        "X-Bittensor-Nonce": "17",
        "X-Bittensor-Signature": "",
    }


@given(path=st.text(st.characters(min_codepoint=33, max_codepoint=126)), body=st.binary(), nonce=st.integers(0, 10**19))
def test_what_was_signed_verifies_and_nothing_else(path, body, nonce):
    headers = signed_request.sign(ALICE, method="POST", path=path, body=body, receiver="x", nonce_ns=nonce)
    claims = signed_request.read_claims(headers)
    signed_request.check_signature(claims, method="POST", path=path, body=body)
    for other in ({"method": "RESPONSE"}, {"path": path + "/"}, {"body": body + b"."}):
        with pytest.raises(SignatureRefused, match="the signature is not"):
            signed_request.check_signature(claims, **({"method": "POST", "path": path, "body": body} | other))


def test_header_names_are_read_in_any_case():
    headers = signed_request.sign(ALICE, method="GET", path="/", body=b"", receiver="x")
    lowered = {name.lower(): value for name, value in headers.items()}
    assert signed_request.read_claims(lowered) == signed_request.read_claims(headers)
