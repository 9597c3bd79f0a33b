"""Signed extrinsics made by hand, byte by byte, so that tests can make each byte wrong."""

from dataclasses import dataclass, replace

from chain.codec import append_compact
from chain.primitives.hashing import blake2_256
from chain.primitives.keys import Keypair

ALICE, BOB = Keypair.from_uri("//Alice"), Keypair.from_uri("//Bob")
TRANSFER_KEEP_ALIVE = bytes([5, 3])
REMARK = bytes([0, 0])
IMMORTAL = b"\x00"


def compact(value: int) -> bytes:
    """Return the compact encoding of a number."""
    out = bytearray()
    append_compact(value, out)
    return bytes(out)


def transfer(to: Keypair, rao: int) -> bytes:
    """Return the encoded call that moves an amount."""
    return TRANSFER_KEEP_ALIVE + b"\x00" + to.public_key + compact(rao)


def remark(text: bytes) -> bytes:
    """Return the encoded call that says something."""
    return REMARK + compact(len(text)) + text


@dataclass(frozen=True)
class Signing:
    """What goes into an extrinsic beside its call, and what its signature covers beside itself."""

    genesis: bytes
    spec_version: int
    transaction_version: int = 1
    nonce: int = 0
    tip: int = 0
    era: bytes = IMMORTAL
    birth: bytes | None = None
    version_byte: int = 0x84
    metadata_mode: int = 0
    signature_variant: int = 1

    def but(self, **changes: object) -> "Signing":
        """Return the same with some things different."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def sign(self, call: bytes, signer: Keypair, *, signature: bytes | None = None) -> bytes:
        """Return the encoded extrinsic."""
        extra = self.era + compact(self.nonce) + compact(self.tip) + bytes([self.metadata_mode])
        implicit = (
            self.spec_version.to_bytes(4, "little")
            + self.transaction_version.to_bytes(4, "little")
            + self.genesis
            + (self.birth or self.genesis)
            + b"\x00"
        )
        payload = call + extra + implicit
        if signature is None:
            message = payload if len(payload) <= 256 else blake2_256(payload)
            signature = bytes(signer.sign(message).signature)
        body = bytes([self.version_byte]) + b"\x00" + signer.public_key
        body += bytes([self.signature_variant]) + signature + extra + call
        return compact(len(body)) + body
