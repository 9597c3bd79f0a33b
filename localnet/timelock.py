"""Timelock encryption for the beacon of a localnet, in place of the one that the SDKs carry.

bittensor 10 (by `bittensor_drand`) and bittensor 11 (by `bittensor_core`) encrypt for drand's quicknet, whose key is
compiled into them. `sealed_for(chain)` exchanges those functions for ours, which have the same arguments and make the
same bytes, for the key and the clock of a chain of our own.
"""

import secrets
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from chain.codec import DecodeError, decode, encode
from chain.pallets.weights.timelocked import WeightsTlockPayload
from chain.primitives.beacon import BeaconTimes, development_pulse
from chain.primitives.timelock import ENTROPY_BYTES, CannotOpen, Envelope, in_envelope, seal, unseal
from localnet.reveal_block import EpochSchedule, reveal_block

CLIENT_MODULES = ("bittensor_drand", "bittensor_core")
BLOCKS_OF_MARGIN = 3
"""So many blocks after the reveal block the SDKs choose the round, for a block that comes late."""

Request = Callable[..., Any]
"""Makes a JSON-RPC request, given the method and its parameters."""


class NoClient(RuntimeError):
    """Neither SDK is installed beside the tests."""


class ChainBeacon:
    """The development beacon as a chain hears it, with the functions that the SDKs' modules have."""

    def __init__(self, request: Request) -> None:
        self._request = request

    @property
    def round(self) -> int:
        """The newest round by the chain's clock."""
        return int(self._now()["round"])

    @property
    def last_stored_round(self) -> int:
        """The newest round whose pulse is on the chain; 0 before the first."""
        return int(self._now()["lastStoredRound"])

    def pulse(self, beacon_round: int | None = None, count: int = 1) -> list[int]:
        """Bring `count` pulses at once, from a round on or the newest; returns the rounds brought."""
        return [int(brought) for brought in self._request("dev_drandPulse", beacon_round, count)]

    # what bittensor_drand and bittensor_core offer

    def get_encrypted_commit_v2(
        self,
        uids: list[int],
        weights: list[int],
        version_key: int,
        last_epoch_block: int,
        pending_epoch_at: int,
        subnet_epoch_index: int,
        tempo: int,
        blocks_since_last_step: int,
        current_block: int,
        subnet_reveal_period_epochs: int,
        block_time: float,
        hotkey: bytes,
    ) -> tuple[bytes, int]:
        """Weights, sealed for a round by which the chain is in the epoch that reveals them. Raises ValueError."""
        schedule = EpochSchedule(last_epoch_block, pending_epoch_at, tempo, blocks_since_last_step, current_block + 1)
        blocks = reveal_block(schedule, subnet_reveal_period_epochs) - current_block + BLOCKS_OF_MARGIN
        payload = WeightsTlockPayload(bytes(hotkey), list(uids), list(weights), version_key)
        return self._sealed_in(encode(WeightsTlockPayload, payload), blocks, block_time)

    def get_encrypted_commitment(
        self, data: str, blocks_until_reveal: int, block_time: float = 12.0
    ) -> tuple[bytes, int]:
        """Text with its length in front, sealed for a round that many blocks ahead."""
        return self._sealed_in(encode(str, data), blocks_until_reveal, block_time)

    def encrypt(self, data: bytes, n_blocks: int, block_time: float = 12.0) -> tuple[bytes, int]:
        """Bytes in an envelope, sealed for a round that many blocks ahead."""
        sealed, beacon_round = self._sealed_in(bytes(data), n_blocks, block_time)
        return in_envelope(sealed, beacon_round), beacon_round

    def encrypt_at_round(self, data: bytes, reveal_round: int) -> tuple[bytes, int]:
        """Bytes in an envelope, sealed for a round."""
        return in_envelope(self._sealed(bytes(data), reveal_round), reveal_round), reveal_round

    def decrypt(self, encrypted_data: bytes, no_errors: bool = True) -> bytes | None:
        """What an envelope holds, if its round has come; else None, or a ValueError where errors are asked for."""
        try:
            envelope = decode(Envelope, bytes(encrypted_data))
            signature = bytes.fromhex(self.get_signature_for_round(envelope.reveal_round))
            return unseal(envelope.encrypted_data, signature)
        except (DecodeError, CannotOpen, ValueError) as error:
            if no_errors:
                return None
            raise ValueError(f"cannot decrypt: {error}") from error

    def get_signature_for_round(self, reveal_round: int) -> str:
        """The beacon's signature in a round, in hex. Raises ValueError for a round that has not come."""
        if reveal_round > max(self.round, self.last_stored_round):
            raise ValueError(f"round {reveal_round} has not come; the newest by the chain's clock is {self.round}")
        return development_pulse(reveal_round).signature.hex()

    def get_latest_round(self) -> int:
        """The newest round by the chain's clock."""
        return self.round

    # inner

    def _sealed_in(self, plaintext: bytes, blocks: int, block_time: float) -> tuple[bytes, int]:
        """Sealed for the round that many blocks ahead, and for one that has not come in any case.

        Blocks are counted with the chain's own block time where the caller's is longer: code written for blocks of 12
        seconds would otherwise seal for a time long after the epoch of a chain that is faster.
        """
        now = self._now()
        ahead_ms = blocks * min(int(block_time * 1000), int(now["slot"]))
        times = BeaconTimes(now["genesisTime"], now["period"])
        beacon_round = max(times.round_at(now["now"] + ahead_ms) - 1, now["round"] + 1, now["lastStoredRound"] + 1)
        return self._sealed(plaintext, beacon_round, now), beacon_round

    def _sealed(self, plaintext: bytes, beacon_round: int, now: Mapping[str, Any] | None = None) -> bytes:
        key = bytes.fromhex((now or self._now())["publicKey"][2:])
        return seal(plaintext, beacon_round, key, secrets.token_bytes(ENTROPY_BYTES))

    def _now(self) -> dict[str, Any]:
        return dict(self._request("dev_drandBeacon"))


@contextmanager
def sealed_for(request: Request) -> Iterator[ChainBeacon]:
    """Have the installed SDKs encrypt for the chain that answers these requests, until the block is left.

    Raises:
        NoClient: neither SDK is installed.
    """
    origins = [import_module(name) for name in CLIENT_MODULES if find_spec(name) is not None]
    if not origins:
        raise NoClient(f"none of {', '.join(CLIENT_MODULES)} is installed; pip install bittensor beside weft")
    beacon = ChainBeacon(request)
    ours: dict[Any, Any] = {}
    for origin in origins:
        for name in dir(ChainBeacon):
            theirs = getattr(origin, name, None)
            if callable(theirs) and not name.startswith("_"):
                ours[theirs] = getattr(beacon, name)
    _exchange(ours)
    try:
        yield beacon
    finally:
        # Modules that were imported meanwhile have ours too.
        _exchange({replacement: theirs for theirs, replacement in ours.items()})


def _exchange(replacements: Mapping[Any, Any]) -> None:
    """Put other functions in place of these wherever a module has them under whatever name."""
    by_identity = {id(function): (function, replacement) for function, replacement in replacements.items()}
    for module in list(sys.modules.values()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            found = by_identity.get(id(value))
            if found is not None:
                setattr(module, name, found[1])
