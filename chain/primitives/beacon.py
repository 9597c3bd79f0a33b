"""Randomness beacons of drand's kind: a signature of the number of each round, one round every few seconds.

Weft's development beacon keeps quicknet's time, so that clients who compute a round from the time of day find the right
one, but has a secret that everyone knows: it can sign any round, without a network and ahead of time.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Annotated

from chain.codec import U64, Bound, Record, Struct, TypeName
from chain.primitives import bls

QUICKNET_GENESIS_SECONDS, QUICKNET_PERIOD_SECONDS = 1_692_803_367, 3
QUICKNET_KEY = bytes.fromhex(
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
DEVELOPMENT_SECRET = int.from_bytes(sha256(b"weft development beacon").digest(), "big") % bls.ORDER
DEVELOPMENT_KEY = bytes.fromhex(
    "919cd65a4d0668b23815e436ecdf126bf61e1c20e0f0271bd629c344cefdabf87713085a56a5ace24f17e061c6e2173a"
    "17b964fc4c4a89325007bd4767ab0913df2c4a38e6cfef3f88d5f39ce354dbdca333accce28919721a5ff299bda1337a"
)
"""The public key of `DEVELOPMENT_SECRET`, written out so that no chain has to compute it at its start."""


BoundedRandomness = Annotated[bytes, Bound(32), TypeName("BoundedVec<u8, ConstU32<32>>")]
BoundedSignature = Annotated[bytes, Bound(144), TypeName("BoundedVec<u8, ConstU32<144>>")]


class Pulse(Struct, path="pallet_drand::types::Pulse"):
    """What a beacon publishes in a round."""

    round: Annotated[U64, TypeName("RoundNumber")]
    randomness: BoundedRandomness
    signature: BoundedSignature


class BeaconTimes(Record):
    """When the rounds of a beacon are; times are seconds since 1970."""

    genesis_seconds: int = QUICKNET_GENESIS_SECONDS
    period_seconds: int = QUICKNET_PERIOD_SECONDS

    def round_at(self, now_ms: int) -> int:
        """The newest round at a time in milliseconds since 1970; 0 before the first."""
        since_ms = now_ms - self.genesis_seconds * 1000
        return since_ms // (self.period_seconds * 1000) + 1 if since_ms >= 0 else 0

    def time_of(self, beacon_round: int) -> int:
        """When a round is published, in seconds since 1970."""
        return self.genesis_seconds + (beacon_round - 1) * self.period_seconds


class BeaconOutlook(Record):
    """What a chain knows of its beacon, and waits for."""

    public_key: bytes
    chain_hash: bytes
    """The name by which the beacon's servers know it."""
    times: BeaconTimes
    last_round: int
    """The newest round whose pulse is on the chain; 0 before the first."""
    awaited: Callable[[], Sequence[int]]
    """Finds the later rounds that open something which is on the chain, ascending, by a look at all of it."""

    @property
    def is_development(self) -> bool:
        """Whether the chain takes the pulses of the development beacon."""
        return self.public_key == DEVELOPMENT_KEY


def message_of(beacon_round: int) -> bytes:
    """What the beacon signs in a round: the hash of its number."""
    return sha256(beacon_round.to_bytes(8, "big")).digest()


def development_pulse(beacon_round: int) -> Pulse:
    """The pulse of the development beacon in a round, which anyone can make."""
    signature = bls.sign(DEVELOPMENT_SECRET, message_of(beacon_round))
    return Pulse(beacon_round, sha256(signature).digest(), signature)
