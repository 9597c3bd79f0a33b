"""The MEV shield as the author of blocks has it: the keys that blocks announce, and opening what is shielded for them.

Keys are made of a seed and a number that changes every so many blocks, so none is kept: a node that knows its seed
finds the key of any block again, after a restart and after going back. What is shielded for a key of the last blocks is
opened, which is longer than a shielded transaction may wait; the chain itself names the current key only.
"""

from functools import lru_cache
from hashlib import sha512
from typing import Protocol

from chain.codec import encode
from chain.frame.inherent import SHIELD_INHERENT
from chain.frame.validity import CustomInvalid, TransactionRefused
from chain.primitives.mlkem import DecapsulationKey
from chain.primitives.shielded import ShieldedTransaction, key_hash_of

SEED_LENGTH = 32
KEY_LIFETIME_MS = 12_000
"""A key is announced for this long, a block of the live chain: with a new one every 250 ms clients would be too late,
and a localnet would grow by gigabytes a day."""

OPENED_BLOCKS = 12
"""For so many blocks after its last announcement a key still opens something: it becomes the next key one block later,
and a shielded transaction lives for eight blocks."""

INVALID_KEY_HASH = 24
DERIVATION = b"weft mev shield"


class Shield(Protocol):
    """The author's side of the shield."""

    def inherent(self, block: int) -> dict[bytes, bytes]:
        """What the author of a block announces, as inherent data."""

    def key_for(self, shielded: ShieldedTransaction, block: int) -> DecapsulationKey:
        """The key that opens a shielded transaction in a block. TransactionRefused with Custom(24) without one."""


class ShieldKeys:
    """The keys of a chain's only author."""

    def __init__(self, seed: bytes, slot_ms: int) -> None:
        """Make no key yet. ValueError for a seed that has not 32 bytes."""
        if len(seed) != SEED_LENGTH:
            raise ValueError(f"the seed of the shield's keys has {SEED_LENGTH} bytes, got {len(seed)}")
        self._seed = seed
        self._blocks_per_key = max(1, KEY_LIFETIME_MS // slot_ms)
        self._key = lru_cache(maxsize=2 * OPENED_BLOCKS)(self._make_key)

    def inherent(self, block: int) -> dict[bytes, bytes]:
        """The public key of this block."""
        return {SHIELD_INHERENT: encode(bytes | None, self.key_of(block).public_key)}

    def key_of(self, block: int) -> DecapsulationKey:
        """The key that the author of a block announces in it."""
        return self._key(block // self._blocks_per_key)

    def key_for(self, shielded: ShieldedTransaction, block: int) -> DecapsulationKey:
        """The key that opens a shielded transaction in a block. TransactionRefused with Custom(24) without one."""
        oldest = max(0, block - OPENED_BLOCKS) // self._blocks_per_key
        for number in range(block // self._blocks_per_key, oldest - 1, -1):
            key = self._key(number)
            if key_hash_of(key.public_key) == shielded.key_hash:
                return key
        raise TransactionRefused(
            CustomInvalid(INVALID_KEY_HASH),
            f"no key of the last {OPENED_BLOCKS} blocks has the hash 0x{shielded.key_hash.hex()}; "
            "read MevShield.NextKey again and encrypt with that",
        )

    def _make_key(self, number: int) -> DecapsulationKey:
        return DecapsulationKey(sha512(DERIVATION + self._seed + number.to_bytes(8, "little")).digest())


class NoShield:
    """An author that has no keys, so that clients find the shield switched off."""

    def inherent(self, block: int) -> dict[bytes, bytes]:
        """No key."""
        return {SHIELD_INHERENT: encode(bytes | None, None)}

    def key_for(self, shielded: ShieldedTransaction, block: int) -> DecapsulationKey:
        """Nothing opens anything."""
        raise TransactionRefused(
            CustomInvalid(INVALID_KEY_HASH), "this node has no keys for shielded transactions: its shield is off"
        )
