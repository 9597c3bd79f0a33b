"""Key pairs: from a seed, or from a secret URI such as `//Alice` or `0x…//stash/0`.

A URI is a secret and a path: `/name` derives softly, `//name` hard. The secret is a 32-byte seed in hex, or the
development phrase, which an empty secret stands for. Other mnemonic phrases need a word list: a wallet turns them
into a seed.
"""

import re
from enum import Enum

import ed25519_zebra
import sr25519

from chain.codec import Record, encode
from chain.primitives import ss58
from chain.primitives.hashing import blake2_256
from chain.primitives.identifiers import AccountId
from chain.primitives.signature import Ed25519, MultiSignature, Sr25519, verify

__all__ = ["DEV_PHRASE", "InvalidSecret", "Keypair", "Scheme", "verify"]

DEV_PHRASE = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"
_DEV_SEED = bytes.fromhex("fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e")

_URI = re.compile(r"(?P<secret>[^/]*)(?P<path>(?://?[^/]+)*)")
_JUNCTION = re.compile(r"(//?)([^/]+)")
_SEED = re.compile(r"0x[0-9a-fA-F]{64}")
_NUMBER = re.compile(r"\+?[0-9]+", re.ASCII)


class InvalidSecret(ValueError):
    """No key pair can be made of the seed or secret URI. The message does not repeat the secret."""


class Scheme(Enum):
    """How a key pair signs."""

    SR25519 = "sr25519"
    ED25519 = "ed25519"


class Keypair(Record):
    """A public key, which is the account, and the secret that signs for it."""

    public_key: AccountId
    secret_key: bytes
    scheme: Scheme = Scheme.SR25519

    def __repr__(self) -> str:
        return f"Keypair(public_key={self.public_key!r}, scheme={self.scheme!r})"

    @classmethod
    def from_seed(cls, seed: bytes, scheme: Scheme = Scheme.SR25519) -> "Keypair":
        """Return the key pair of a 32-byte seed. Raises InvalidSecret for another length."""
        if len(seed) != 32:
            raise InvalidSecret(f"a seed has 32 bytes, not {len(seed)}")
        if scheme is Scheme.ED25519:
            secret, public = ed25519_zebra.ed_from_seed(bytes(seed))
        else:
            public, secret = sr25519.pair_from_seed(bytes(seed))
        return cls(AccountId(public), secret, scheme)

    @classmethod
    def from_uri(cls, uri: str, scheme: Scheme = Scheme.SR25519) -> "Keypair":
        """Return the key pair of a secret URI. Raises InvalidSecret."""
        parts = _URI.fullmatch(uri)
        if parts is None:
            raise InvalidSecret("a secret URI is a secret and a path of /soft and //hard names; passwords are not read")
        pair = cls.from_seed(_seed_of(parts["secret"]), scheme)
        for slashes, name in _JUNCTION.findall(parts["path"]):
            pair = pair.derive(name, hard=slashes == "//")
        return pair

    def derive(self, name: str, *, hard: bool) -> "Keypair":
        """Return a child. Raises InvalidSecret for a soft child of an ed25519 pair, which does not exist."""
        code = _chain_code(name)
        if self.scheme is Scheme.ED25519:
            if not hard:
                raise InvalidSecret(f"ed25519 keys derive hard only: write //{name}")
            return Keypair.from_seed(blake2_256(encode(str, "Ed25519HDKD") + self.secret_key + code), self.scheme)
        step = sr25519.hard_derive_keypair if hard else sr25519.derive_keypair
        _, public, secret = step((code, bytes(self.public_key), self.secret_key), b"")
        return Keypair(AccountId(public), secret, self.scheme)

    @property
    def address(self) -> str:
        """The account as SS58 text, generic prefix."""
        return ss58.encode(self.public_key)

    def sign(self, message: bytes) -> MultiSignature:
        """Sign exactly these bytes."""
        if self.scheme is Scheme.ED25519:
            return Ed25519(ed25519_zebra.ed_sign(self.secret_key, bytes(message)))
        return Sr25519(sr25519.sign((bytes(self.public_key), self.secret_key), bytes(message)))


def _seed_of(secret: str) -> bytes:
    if secret in ("", DEV_PHRASE):
        return _DEV_SEED
    if _SEED.fullmatch(secret):
        return bytes.fromhex(secret[2:])
    raise InvalidSecret(
        "the secret is neither 0x and 64 hex digits nor the development phrase; turn another phrase into its seed first"
    )


def _chain_code(name: str) -> bytes:
    """Return the 32 bytes for a name: a number as u64, a text as SCALE bytes, hashed when longer."""
    if _NUMBER.fullmatch(name) and int(name) < 1 << 64:
        return int(name).to_bytes(8, "little").ljust(32, b"\x00")
    encoded = encode(str, name)
    return blake2_256(encoded) if len(encoded) > 32 else encoded.ljust(32, b"\x00")
