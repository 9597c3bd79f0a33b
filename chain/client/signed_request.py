"""HTTP requests signed by a hotkey, in the form `btauth/1` that the bittensor SDK signs and checks since version 11.

Six headers say who asks (hotkey), whom (receiver), when (nonce: nanoseconds since 1970, used once), with what key type
and signature. Signed are eight lines: the protocol, the key type, the method, the path with its query, the SHA-256 of
the body in hex, the nonce, the sender and the receiver.

Answers are signed in the same form, which the SDK leaves open: the method is RESPONSE and the path carries the nonce of
the request, so that an answer fits one question and cannot pass for a request.
"""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass

from chain.client.submit import SigningKey
from chain.primitives import ss58
from chain.primitives.signature import Ed25519, Sr25519, verify

VERSION = "1"
MAX_AGE_NS = 10_000_000_000
MAX_SKEW_NS = 2_000_000_000

VERSION_HEADER = "X-Bittensor-Version"
HOTKEY_HEADER = "X-Bittensor-Hotkey"
RECEIVER_HEADER = "X-Bittensor-Receiver"
NONCE_HEADER = "X-Bittensor-Nonce"
CRYPTO_HEADER = "X-Bittensor-Crypto"
SIGNATURE_HEADER = "X-Bittensor-Signature"
HEADERS = (VERSION_HEADER, HOTKEY_HEADER, RECEIVER_HEADER, NONCE_HEADER, CRYPTO_HEADER, SIGNATURE_HEADER)

_KEY_TYPES = {0: "ed25519", 1: "sr25519"}
_DEFAULT_KEY_TYPE = "sr25519"
_LONGEST_NONCE = 20
_SIGNATURE_BYTES = 64


class SignatureRefused(Exception):
    """A signed message does not hold. `code` is for programs, `what` and `expected` for people."""

    def __init__(self, code: str, what: str, expected: str) -> None:
        super().__init__(f"{what}; expected {expected}")
        self.code = code
        self.what = what
        self.expected = expected


@dataclass(frozen=True)
class Claims:
    """What the headers say, well formed and not yet believed."""

    hotkey: str
    receiver: str | None
    nonce_ns: int
    key_type: str
    signature: bytes


def sign(
    key: SigningKey, *, method: str, path: str, body: bytes, receiver: str, nonce_ns: int | None = None
) -> dict[str, str]:
    """The headers that sign a request to `receiver` (SS58). The nonce is now unless given."""
    nonce = time.time_ns() if nonce_ns is None else nonce_ns
    key_type = _KEY_TYPES[key.crypto_type]
    claims = Claims(key.ss58_address, receiver, nonce, key_type, b"")
    headers = {
        VERSION_HEADER: VERSION,
        HOTKEY_HEADER: key.ss58_address,
        RECEIVER_HEADER: receiver,
        NONCE_HEADER: str(nonce),
        SIGNATURE_HEADER: "0x" + bytes(key.sign(_signed_text(claims, method, path, body))).hex(),
    }
    if key_type != _DEFAULT_KEY_TYPE:
        headers[CRYPTO_HEADER] = key_type
    return headers


def read_claims(headers: Mapping[str, str]) -> Claims:
    """Read the six headers, whatever their case. Raises SignatureRefused with code `malformed_auth`."""
    given = {name.lower(): value for name, value in headers.items()}
    if given.get(VERSION_HEADER.lower()) != VERSION:
        raise _malformed(VERSION_HEADER, given, repr(VERSION))
    hotkey = given.get(HOTKEY_HEADER.lower(), "")
    if not hotkey:
        raise _malformed(HOTKEY_HEADER, given, "the sender's SS58 address")
    nonce = given.get(NONCE_HEADER.lower(), "")
    if not (nonce.isascii() and nonce.isdigit() and len(nonce) <= _LONGEST_NONCE):
        raise _malformed(NONCE_HEADER, given, "nanoseconds since 1970 in decimal digits")
    key_type = given.get(CRYPTO_HEADER.lower(), _DEFAULT_KEY_TYPE)
    if key_type not in _KEY_TYPES.values():
        raise _malformed(CRYPTO_HEADER, given, " or ".join(sorted(_KEY_TYPES.values())))
    try:
        signature = bytes.fromhex(given.get(SIGNATURE_HEADER.lower(), "").removeprefix("0x"))
    except ValueError:
        signature = b""
    if len(signature) != _SIGNATURE_BYTES:
        raise _malformed(SIGNATURE_HEADER, given, f"{_SIGNATURE_BYTES} bytes in hex")
    return Claims(hotkey, given.get(RECEIVER_HEADER.lower()), int(nonce), key_type, signature)


def check_receiver(claims: Claims, hotkey: str) -> None:
    """Refuse what was signed for somebody else, or for nobody. Code `wrong_receiver`."""
    if claims.receiver != hotkey:
        raise SignatureRefused("wrong_receiver", f"the request is signed for {claims.receiver or 'nobody'}", hotkey)


def check_freshness(claims: Claims, now_ns: int) -> None:
    """Refuse what was signed too long ago, or ahead of this clock. Code `stale_request`."""
    age_ns = now_ns - claims.nonce_ns
    if not -MAX_SKEW_NS <= age_ns <= MAX_AGE_NS:
        raise SignatureRefused(
            "stale_request",
            f"the request was signed {age_ns / 1e9:.1f} s ago by this clock",
            f"from {-MAX_SKEW_NS / 1e9:g} to {MAX_AGE_NS / 1e9:g} s; sign each attempt anew and check the clocks",
        )


def check_signature(claims: Claims, *, method: str, path: str, body: bytes) -> None:
    """Refuse what the hotkey did not sign. Codes `malformed_auth`, `bad_signature`."""
    try:
        public_key = bytes(ss58.decode(claims.hotkey))
    except ss58.InvalidAddress as error:
        raise SignatureRefused("malformed_auth", str(error), f"an SS58 address in {HOTKEY_HEADER}") from None
    scheme = Sr25519 if claims.key_type == _DEFAULT_KEY_TYPE else Ed25519
    holds = verify(scheme(claims.signature), _signed_text(claims, method, path, body), public_key)
    if not holds:
        raise SignatureRefused(
            "bad_signature",
            f"the signature is not {claims.hotkey}'s over this method, path and body",
            "the signature over the exact bytes sent",
        )


def answer_path(path: str, request_nonce_ns: int) -> str:
    """The path that an answer to the request with this nonce is signed over."""
    return f"{path}#{request_nonce_ns}"


def _signed_text(claims: Claims, method: str, path: str, body: bytes) -> bytes:
    lines = (
        f"btauth/{VERSION}",
        claims.key_type,
        method.upper(),
        path,
        hashlib.sha256(body).hexdigest(),
        str(claims.nonce_ns),
        claims.hotkey,
        claims.receiver or "-",
    )
    return "\n".join(lines).encode()


def _malformed(header: str, given: Mapping[str, str], expected: str) -> SignatureRefused:
    value = given.get(header.lower())
    what = f"{header} is missing" if value is None else f"{header} is {value[:40]!r}"
    return SignatureRefused("malformed_auth", what, expected)
