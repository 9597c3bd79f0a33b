"""Drand: the pulses of a randomness beacon, verified and kept, which open what is timelocked (lifecycle 3.10).

Whoever has seen a pulse brings it as an unsigned transaction; the pairing decides whether it is one.
Invariant: the pulse of the newest stored round is stored.
"""

from typing import Annotated

from chain.codec import U64, Bound, TypeName, encode
from chain.frame.call import Call, call
from chain.frame.constant import Constant
from chain.frame.error import InvariantBroken, ModuleError
from chain.frame.event import Event
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import OptionalMap, StorageMap, StorageValue
from chain.frame.validity import (
    BadProof,
    BadSigner,
    CallInvalid,
    Future,
    Stale,
    TransactionRefused,
    ValidTransaction,
)
from chain.frame.weight import measured_weight
from chain.pallets.drand.types import (
    QUICKNET,
    BeaconConfiguration,
    BeaconConfigurationPayload,
    PulsesPayload,
)
from chain.primitives import bls
from chain.primitives.beacon import Pulse, message_of
from chain.primitives.hashing import Blake2_128Concat, Identity, blake2_256
from chain.primitives.identifiers import BlockNumber
from chain.primitives.signature import MultiSignature
from chain.primitives.signer import has_signed
from chain.primitives.timelock import unseal

MOST_KEPT_PULSES, MOST_REMOVED_PULSES = 216_000, 100
UNSIGNED_PRIORITY = 1 << 20
U64_MAX = 2**64 - 1
LONGEVITY_BLOCKS = 3
TAG = b"DrandOffchainWorker"

Payload = Annotated[PulsesPayload, TypeName("PulsesPayload<T::Public, BlockNumberFor<T>>")]
ConfigPayload = Annotated[
    BeaconConfigurationPayload, TypeName("BeaconConfigurationPayload<T::Public, BlockNumberFor<T>>")
]
Signature = Annotated[MultiSignature | None, TypeName("Option<T::Signature>")]


class BeaconConfigChanged(Event, index=0):
    """The chain listens to another beacon."""


class NewPulse(Event, index=1):
    """Pulses were verified and stored."""

    rounds: Annotated[list[U64], TypeName("Vec<RoundNumber>")]


class SetOldestStoredRound(Event, index=2, unnamed=True):
    """Pulses before this round are taken to be removed."""

    oldest_round: U64


class NoneValue(ModuleError, index=0):
    """A value that should be there is not."""


class StorageOverflow(ModuleError, index=1):
    """A counter would leave its range."""


class DrandConnectionFailure(ModuleError, index=2):
    """The beacon could not be reached."""


class UnverifiedPulse(ModuleError, index=3):
    """A pulse is not signed by the beacon."""


class InvalidRoundNumber(ModuleError, index=4):
    """The pulse is not of a later round than the newest that is stored; bring a newer one."""


class PulseVerificationError(ModuleError, index=5):
    """The pulse's signature, or the key of the beacon, is no point of the curve; compare it with what the beacon
    published."""


class Drand(Pallet):
    """The beacon and its pulses."""

    errors = (
        NoneValue,
        StorageOverflow,
        DrandConnectionFailure,
        UnverifiedPulse,
        InvalidRoundNumber,
        PulseVerificationError,
    )
    events = (BeaconConfigChanged, NewPulse, SetOldestStoredRound)

    unsigned_priority = Constant[U64](default=UNSIGNED_PRIORITY, doc="What pulses are preferred by in the pool.")
    http_fetch_timeout = Constant[U64](default=1_000, doc="How long a request to the beacon may take, in milliseconds.")

    beacon_config = StorageValue[BeaconConfiguration](default=QUICKNET, doc="The beacon that this chain listens to.")
    has_migration_run = StorageMap[Annotated[bytes, Bound(128)], bool](
        hasher=Identity, default=False, doc="Which changes of older storage were made."
    )
    pulses = OptionalMap[Annotated[U64, TypeName("RoundNumber")], Pulse](
        hasher=Blake2_128Concat, doc="The pulses by round."
    )
    last_stored_round = StorageValue[U64](default=0, doc="The newest round that is stored; 0 before the first.")
    oldest_stored_round = StorageValue[U64](default=0, doc="The oldest round that is stored; 0 before the first.")
    next_unsigned_at = StorageValue[BlockNumber](default=0, doc="The first block that takes unsigned pulses again.")

    # genesis

    def genesis(self, beacon: BeaconConfiguration) -> None:
        """Listen to another beacon than quicknet."""
        self.beacon_config = beacon

    # calls

    @call(index=0, weight=measured_weight(4_294_000_000, reads=3, writes=4))
    def write_pulse(self, origin: Origin, pulses_payload: Payload, signature: Signature) -> None:
        """Store what the beacon published (unsigned); the pallet verifies it."""
        origin.ensure_none()
        new_rounds: list[int] = []
        last = before = self.last_stored_round
        for pulse in pulses_payload.pulses:
            if not self._is_of_beacon(pulse):
                continue
            if pulse.round <= last:
                raise InvalidRoundNumber
            self.pulses[pulse.round] = pulse
            last = pulse.round
            new_rounds.append(last)
        self.next_unsigned_at = self.system.block_number
        if not new_rounds:
            return
        self.last_stored_round = last
        if before == 0 and self.oldest_stored_round == 0:
            self.oldest_stored_round = new_rounds[0]
        self._prune(last)
        self.deposit_event(NewPulse(new_rounds))

    @call(index=1, weight=measured_weight(8_766_000, writes=2))
    def set_beacon_config(self, origin: Origin, config_payload: ConfigPayload, signature: Signature) -> None:
        """Listen to another beacon; for root. Pulses that are stored stay."""
        origin.ensure_root()
        self.beacon_config = config_payload.config
        self.deposit_event(BeaconConfigChanged())

    @call(index=2, weight=measured_weight(5_370_000, writes=1))
    def set_oldest_stored_round(self, origin: Origin, oldest_round: U64) -> None:
        """Say from which round on pulses are stored, so that pruning begins there; for root."""
        origin.ensure_root()
        self.oldest_stored_round = oldest_round
        self.deposit_event(SetOldestStoredRound(oldest_round))

    # unsigned transactions

    def validate_unsigned(self, call: Call) -> ValidTransaction | None:
        """Vouch for one pulse newer than those stored, signed by whoever brings it."""
        if call.name != "write_pulse":
            return None
        payload: PulsesPayload = call["pulses_payload"]
        signature: MultiSignature | None = call["signature"]
        now = self.system.block_number
        if signature is None:
            raise TransactionRefused(BadSigner(), "the payload of pulses carries no signature of who brings it")
        if not has_signed(payload.public, encode(PulsesPayload, payload), signature):
            raise TransactionRefused(BadProof(), "the payload of pulses is not signed by who brings it")
        if payload.block_number > now:
            raise TransactionRefused(Future(), f"the pulses are for block {payload.block_number}, this is {now}")
        if len(payload.pulses) != 1:
            raise TransactionRefused(CallInvalid(), f"one pulse at a time, not {len(payload.pulses)}")
        if self.next_unsigned_at > now:
            raise TransactionRefused(Stale(), f"no pulses before block {self.next_unsigned_at}")
        beacon_round, last = payload.pulses[0].round, self.last_stored_round
        if beacon_round <= last:
            raise TransactionRefused(Stale(), f"round {beacon_round} is not after round {last}, which is stored")
        tag = TAG + blake2_256(b"drand" + beacon_round.to_bytes(8, "little"))
        return ValidTransaction(
            priority=min(U64_MAX, UNSIGNED_PRIORITY + U64_MAX - beacon_round),
            provides=[tag],
            longevity=LONGEVITY_BLOCKS,
            propagate=False,
        )

    # for other pallets

    def last_round(self) -> int:
        """The newest round whose pulse is on the chain; 0 before the first."""
        return self.last_stored_round

    def has_pulse(self, reveal_round: int) -> bool:
        """Whether the pulse of a round is on the chain."""
        return reveal_round in self.pulses

    def has_pruned(self, reveal_round: int) -> bool:
        """Whether the pulse of a round is on the chain no more, or came before the first."""
        return reveal_round < self.oldest_stored_round

    def unsealed(self, ciphertext: bytes, reveal_round: int) -> bytes:
        """The plaintext, opened with the pulse of its round, which is on the chain.

        Raises:
            chain.primitives.timelock.CannotOpen: it does not open; the class says why.
        """
        pulse = self.pulses[reveal_round]
        if pulse is None:
            raise LookupError(f"the pulse of round {reveal_round} is not on the chain")
        return unseal(ciphertext, pulse.signature.removeprefix(b"0x"))

    # invariants

    def check_invariants(self) -> None:
        """The pulse of the newest stored round is stored."""
        last = self.last_stored_round
        if last and last not in self.pulses:
            raise InvariantBroken(f"LastStoredRound is {last}, but its pulse is not stored")

    # inner

    def _is_of_beacon(self, pulse: Pulse) -> bool:
        try:
            return bls.is_signed(self.beacon_config.public_key, message_of(pulse.round), pulse.signature)
        except (bls.InvalidKey, bls.InvalidSignature) as error:
            raise PulseVerificationError from error

    def _prune(self, last: int) -> None:
        """Keep 216,000 rounds; remove a hundred at a time, for a block has only so much room."""
        oldest = self.oldest_stored_round
        surplus = min(last - oldest + 1 - MOST_KEPT_PULSES, MOST_REMOVED_PULSES)
        for beacon_round in range(oldest, oldest + surplus):
            del self.pulses[beacon_round]
        if surplus > 0:
            self.oldest_stored_round = oldest + surplus
