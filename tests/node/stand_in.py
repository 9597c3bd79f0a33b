"""A tiny chain to run a node on without the pallets: accounts with a nonce and a counter, in the plainest encoding.

An extrinsic is its length, then version byte, sender, nonce, priority and a payload; the payload `fail` is refused in a
block, `huge` never fits one. A signed one carries the key's name in place of a signature.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from chain.codec import DecodeError, append_compact, codec_of, read_compact
from chain.frame.dispatch import FailedCall
from chain.frame.error import InvariantBroken
from chain.frame.runtime_api import ApiNotFound
from chain.frame.validity import (
    BadProof,
    ExhaustsResources,
    Future,
    Stale,
    TransactionRefused,
    TransactionSource,
    ValidTransaction,
)
from chain.frame.version import RuntimeVersion
from chain.node.rules import ChainRules
from chain.primitives.hashing import blake2_256, twox_128
from chain.primitives.header import Header
from chain.primitives.identifiers import Hash
from chain.state import State

SLOT_MS = 250
NOW_KEY = twox_128(b"Timestamp") + twox_128(b"Now")
COUNT_KEY = twox_128(b"Counter") + twox_128(b"Count")
NONCES = twox_128(b"System") + twox_128(b"Account")
ALICE, BOB = bytes([1]) * 32, bytes([2]) * 32
VERSION = RuntimeVersion("stand-in", "stand-in", 1, 461, 0, [(blake2_256(b"Core")[:8], 5)], 1, 1)


class Parts(NamedTuple):
    """An extrinsic, taken apart."""

    version: int
    sender: bytes
    nonce: int
    priority: int
    payload: bytes


def extrinsic(sender: bytes, nonce: int, payload: bytes = b"count", priority: int = 10, version: int = 0x84) -> bytes:
    """Return an encoded extrinsic."""
    body = bytes([version]) + sender + nonce.to_bytes(4, "little") + priority.to_bytes(8, "little") + payload
    out = bytearray()
    append_compact(len(body), out)
    return bytes(out + body)


def parts_of(data: bytes) -> Parts:
    """Take an extrinsic apart. Raises DecodeError."""
    length, offset = read_compact(data, 0)
    if length != len(data) - offset or length < 45:
        raise DecodeError(f"the extrinsic announces {length} bytes but {len(data) - offset} follow", 0)
    if data[offset] not in (0x84, 0x04):
        raise DecodeError(f"version byte {data[offset]}", offset)
    rest = data[offset + 1 :]
    return Parts(
        data[offset],
        rest[:32],
        int.from_bytes(rest[32:36], "little"),
        int.from_bytes(rest[36:44], "little"),
        rest[44:],
    )


class StandInRuntime:
    """Counts extrinsics."""

    version = VERSION

    def __init__(self, state: State) -> None:
        self.state = state

    def initialize_block(self, header: Header) -> None:
        """Remember the header."""
        self.header = header
        self.applied: list[bytes] = []

    def inherents(self, now_ms: int, further: Mapping[bytes, bytes]) -> list[bytes]:
        """Return the one that sets the time."""
        return [extrinsic(bytes(32), 0, b"now" + now_ms.to_bytes(8, "little"), version=0x04)]

    def apply_extrinsic(self, data: bytes) -> None:
        """Count, or set the time."""
        parts = parts_of(data)
        if parts.payload.startswith(b"now"):
            self.state.put(NOW_KEY, parts.payload[3:])
        else:
            self._check(parts, in_block=True)
            if parts.payload == b"fault":
                raise ZeroDivisionError("a fault of a pallet")
            self.state.put(NONCES + parts.sender, (parts.nonce + 1).to_bytes(4, "little"))
            count = int.from_bytes(self.state.get(COUNT_KEY) or b"", "little") + 1
            self.state.put(COUNT_KEY, count.to_bytes(8, "little"))
        self.applied.append(data)

    def shielded_in(self, data: bytes) -> None:
        """Nothing is shielded here."""

    def take_failed(self) -> list[FailedCall]:
        """No call fails here."""
        return []

    def finalize_block(self) -> Header:
        """Return the header with the roots."""
        return Header(
            self.header.parent_hash,
            self.header.number,
            Hash(self.state.root()),
            Hash(blake2_256(b"".join(self.applied))),
            self.header.digest,
        )

    def validate_transaction(
        self, source: TransactionSource, data: bytes, block_hash: Hash | None = None
    ) -> ValidTransaction:
        """Order by sender and nonce."""
        parts = parts_of(data)
        self._check(parts, in_block=False)
        nonce = self._nonce(parts.sender)
        tag = parts.sender + parts.nonce.to_bytes(4, "little")
        before = parts.sender + (parts.nonce - 1).to_bytes(4, "little") if parts.nonce > nonce else None
        return ValidTransaction(parts.priority, [before] if before else [], [tag], 64, True)

    def call_api(self, name: str, arguments: bytes) -> bytes:
        """Answer a nonce, the metadata and an echo."""
        if name == "AccountNonceApi_account_nonce":
            return self._nonce(arguments).to_bytes(4, "little")
        if name == "Metadata_metadata_at_version":
            codec_of(bytes).decode(codec_of(bytes).encode(arguments))
            return b"\x01meta" + arguments
        if name == "Echo_echo":
            return arguments
        raise ApiNotFound(name)

    def metadata(self, version: int) -> bytes:
        """Return bytes that begin like metadata."""
        return b"meta" + bytes([version])

    def parameter_storage(self, name: str, netuid: int | None, value: Any) -> dict[bytes, bytes | None]:
        """The counting chain has no parameters."""
        raise LookupError(f"there is no parameter {name!r}")

    def check_invariants(self) -> None:
        """The counter is below a million."""
        if int.from_bytes(self.state.get(COUNT_KEY) or b"", "little") > 10**6:
            raise InvariantBroken("the counter is over a million")

    def _nonce(self, account: bytes) -> int:
        return int.from_bytes(self.state.get(NONCES + account) or b"", "little")

    def _check(self, parts: Parts, *, in_block: bool) -> None:
        if parts.version != 0x84 or parts.payload == b"unsigned":
            raise TransactionRefused(BadProof())
        if parts.payload == b"fail" and in_block:
            raise TransactionRefused(BadProof())
        if parts.payload == b"huge" and in_block:
            raise TransactionRefused(ExhaustsResources())
        nonce = self._nonce(parts.sender)
        if parts.nonce < nonce:
            raise TransactionRefused(Stale())
        if parts.nonce > nonce and in_block:
            raise TransactionRefused(Future())


def stand_in_rules() -> ChainRules:
    """Return the rules of the counting chain."""
    genesis = {COUNT_KEY: bytes(8), b":code": b"stand-in"}
    genesis |= {twox_128(b"Many") + twox_128(b"Keys") + bytes([i]): bytes([i]) * 40 for i in range(50)}
    return ChainRules(StandInRuntime, lambda: genesis, SLOT_MS)
