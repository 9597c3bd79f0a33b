"""Commitments: a hotkey publishes some bytes, in the clear or sealed until a drand round (lifecycle 4.1)."""

from collections.abc import Iterator
from typing import Annotated, Protocol, TypeVar

from chain.codec import U32, U64, TypeName, UnitEnum, encode
from chain.frame.call import call
from chain.frame.constant import Constant
from chain.frame.error import ModuleError
from chain.frame.event import Event
from chain.frame.limit import LimitInForce
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet, SystemServices
from chain.frame.storage import OptionalDoubleMap, StorageValue
from chain.frame.weight import Pays, Weight, measured_weight
from chain.pallets.commitments.data import (
    MOST_FIELDS,
    TIMELOCK_REVEAL_FAILED,
    CommitmentInfo,
    CommitmentRegistration,
    Data,
    UsageTracker,
)
from chain.primitives.hashing import Identity, Twox64Concat
from chain.primitives.identifiers import AccountId, NetUid, TaoBalance
from chain.primitives.timelock import CannotOpen, UnreadableCiphertext, UnreadableSignature, without_envelope

V = TypeVar("V", covariant=True)

LEAST_SPACE = 100
MOST_SPACE, UNLIMITED_SPACE = 3_100, 2**32 - 1
KEPT_REVEALS = 10

Info = Annotated[CommitmentInfo, TypeName("Box<CommitmentInfo<T::MaxFields>>")]


class RevealFailure(UnitEnum, path="pallet_commitments::types::RevealFailure"):
    """Why sealed data could not be opened."""

    SignatureDeserialize = 0
    CiphertextDeserialize = 1
    Decrypt = 2
    EmptyPlaintext = 3
    PulseExpired = 4
    RoundMismatch = 5


FAILURES: dict[type[CannotOpen], RevealFailure] = {
    UnreadableSignature: RevealFailure.SignatureDeserialize,
    UnreadableCiphertext: RevealFailure.CiphertextDeserialize,
}


class RevealFailed(Exception):
    """Sealed data will never open."""

    def __init__(self, failure: RevealFailure) -> None:
        super().__init__(failure.name)
        self.failure = failure


class Commitment(Event, index=0):
    """A hotkey published something in the clear."""

    netuid: NetUid
    who: AccountId


class TimelockCommitment(Event, index=1):
    """A hotkey published something that is sealed until a drand round."""

    netuid: NetUid
    who: AccountId
    reveal_round: U64


class CommitmentRevealed(Event, index=2):
    """Something sealed was opened."""

    netuid: NetUid
    who: AccountId


class CommitmentRevealFailed(Event, index=3):
    """Something sealed could not be opened with the pulse of its round, and never will be."""

    netuid: NetUid
    who: AccountId
    reveal_round: U64
    error: RevealFailure


class TooManyFieldsInCommitmentInfo(ModuleError, index=0):
    """A commitment has more than three fields; publish less."""


class AccountNotAllowedCommit(ModuleError, index=1):
    """The signing hotkey is not registered on the network; register it first."""


class SpaceLimitExceeded(ModuleError, index=2):
    """The hotkey has published too many bytes in this epoch; wait for the next one or publish less."""


class UnexpectedUnreserveLeftover(ModuleError, index=3):
    """A deposit could not be returned in full."""


class TimelockRevealFailedNotAllowed(ModuleError, index=4):
    """Only the chain marks sealed data as failed; publish it as timelocked data."""


class PerNetwork(Protocol[V]):
    """A value for every netuid."""

    def __getitem__(self, netuid: int, /) -> V:
        """The value of a network; its default where none is stored."""
        ...


class Members(Protocol):
    """Which hotkeys are on a network."""

    def uid_of(self, netuid: int, hotkey: AccountId) -> int | None:
        """The uid of a hotkey."""
        ...


class EpochNumbers(Protocol):
    """How many epochs a network has run."""

    @property
    def subnet_epoch_index(self) -> PerNetwork[int]:
        """The number of epochs so far."""
        ...


class Bonds(Protocol):
    """What validators hold in miners."""

    def reset_bonds_on(self, netuid: int, uid: int) -> None:
        """Remove everyone's bonds on a uid, in all mechanisms, where the network allows it."""
        ...


class Openings(Protocol):
    """The pulses on the chain, and what they open."""

    def has_pulse(self, reveal_round: int) -> bool:
        """Whether the pulse of a round is on the chain."""
        ...

    def has_pruned(self, reveal_round: int) -> bool:
        """Whether the pulse of a round is on the chain no more, or came before the first."""
        ...

    def unsealed(self, ciphertext: bytes, reveal_round: int) -> bytes:
        """The plaintext, opened with the pulse of its round. Raises CannotOpen."""
        ...


class Commitments(Pallet):
    """What hotkeys published, by network and hotkey; the newest replaces the one before."""

    errors = (
        TooManyFieldsInCommitmentInfo,
        AccountNotAllowedCommit,
        SpaceLimitExceeded,
        UnexpectedUnreserveLeftover,
        TimelockRevealFailedNotAllowed,
    )
    events = (Commitment, TimelockCommitment, CommitmentRevealed, CommitmentRevealFailed)

    max_fields = Constant[U32](default=MOST_FIELDS, doc="The most fields of a commitment.")
    initial_deposit = Constant[TaoBalance](default=0, doc="What a commitment costs as a deposit, in rao.")
    field_deposit = Constant[TaoBalance](default=0, doc="What each field adds to the deposit, in rao.")

    timelocked_index = StorageValue[frozenset[tuple[NetUid, AccountId]]](
        default=frozenset(), doc="Who has published something that still waits for its drand round."
    )
    commitment_of = OptionalDoubleMap[NetUid, AccountId, CommitmentRegistration](
        hashers=(Identity, Twox64Concat), doc="The commitment of a hotkey."
    )
    last_commitment = OptionalDoubleMap[NetUid, AccountId, U32](
        hashers=(Identity, Twox64Concat), doc="The block in which a hotkey last published."
    )
    last_bonds_reset = OptionalDoubleMap[NetUid, AccountId, U32](
        hashers=(Identity, Twox64Concat), doc="The block in which a hotkey last asked to have its bonds removed."
    )
    revealed_commitments = OptionalDoubleMap[NetUid, AccountId, list[tuple[bytes, U64]]](
        hashers=(Identity, Twox64Concat), doc="What was opened, with its block; the last ten, oldest first."
    )
    used_space_of = OptionalDoubleMap[NetUid, AccountId, UsageTracker](
        hashers=(Identity, Twox64Concat), doc="How many bytes a hotkey published in an epoch."
    )
    max_space = StorageValue[U32](
        default=lambda pallet: pallet.initial_space, doc="The most bytes that a hotkey may publish in an epoch."
    )

    def __init__(self, system: SystemServices, *, space_lifted: bool = False) -> None:
        super().__init__(system)
        self.initial_space = UNLIMITED_SPACE if space_lifted else MOST_SPACE

    def connect(self, *, neurons: Members, epochs: EpochNumbers, bonds: Bonds, drand: Openings) -> None:
        """Hand over what commitments depend on."""
        self._neurons = neurons
        self._epochs = epochs
        self._bonds = bonds
        self._drand = drand

    # hooks

    def on_initialize(self, now: int) -> Weight:
        """Open whatever sealed data has its pulse."""
        index = self.timelocked_index
        if index:
            waiting = frozenset(entry for entry in sorted(index) if self._open(*entry))
            if waiting != index:
                self.timelocked_index = waiting
        return measured_weight(0, reads=1 + len(index))

    # calls

    @call(index=0, weight=measured_weight(558_480_000), pays=Pays.No)
    def set_commitment(self, origin: Origin, netuid: NetUid, info: Info) -> None:
        """Publish for the signing hotkey, which is registered on the network, in place of what it published before."""
        hotkey = origin.ensure_signed()
        uid = self._neurons.uid_of(netuid, hotkey)
        if uid is None:
            raise AccountNotAllowedCommit
        if len(info.fields) > MOST_FIELDS:
            raise TooManyFieldsInCommitmentInfo
        if any(field.has_failed for field in info.fields):
            raise TimelockRevealFailedNotAllowed
        now = self.system.block_number
        if any(field.resets_bonds for field in info.fields):
            self.last_bonds_reset[netuid, hotkey] = now
            self._bonds.reset_bonds_on(netuid, uid)
        self._use_space(netuid, hotkey, max(LEAST_SPACE, info.space))
        self.commitment_of[netuid, hotkey] = CommitmentRegistration(0, now, info)
        self.last_commitment[netuid, hotkey] = now
        self._announce(netuid, hotkey, info)

    @call(index=2, weight=measured_weight(102_856_000))
    def set_max_space(self, origin: Origin, new_limit: U32) -> None:
        """Set how many bytes a hotkey may publish in an epoch; for root."""
        origin.ensure_root()
        self.max_space = new_limit

    # for other pallets

    def encoded_commitments(self, netuid: int) -> Iterator[tuple[AccountId, bytes]]:
        """The hotkeys that published on a network, with the encoded registration of each."""
        for hotkey, registration in self.commitment_of.items(netuid):
            yield hotkey, encode(CommitmentRegistration, registration)

    def awaited_rounds(self) -> set[int]:
        """The rounds for which sealed data waits."""
        registrations = [self.commitment_of[entry] for entry in self.timelocked_index]
        fields = [
            field for registration in registrations if registration is not None for field in registration.info.fields
        ]
        return {field.reveal_round for field in fields if field.is_timelocked}

    def remove_subnet(self, netuid: int) -> None:
        """Forget everything that was published on a network."""
        maps = (self.commitment_of, self.last_commitment, self.last_bonds_reset)
        for stored in (*maps, self.revealed_commitments, self.used_space_of):
            stored.clear(netuid)
        self.timelocked_index = frozenset(entry for entry in self.timelocked_index if entry[0] != netuid)

    # inner

    def _use_space(self, netuid: int, hotkey: AccountId, space: int) -> None:
        epoch = self._epochs.subnet_epoch_index[netuid]
        usage = self.used_space_of[netuid, hotkey]
        used = usage.used_space if usage is not None and usage.last_epoch == epoch else 0
        if used + space > self.max_space:
            name = f"MaxSpace, {self.max_space} bytes in an epoch of the network, of which {used} are used,"
            lifted_by = "Commitments.set_max_space by root, the network's next epoch, or the genesis preset permissive"
            raise SpaceLimitExceeded(LimitInForce(name, None, lifted_by))
        self.used_space_of[netuid, hotkey] = UsageTracker(epoch, used + space)

    def _announce(self, netuid: int, hotkey: AccountId, info: CommitmentInfo) -> None:
        entry = frozenset([(netuid, hotkey)])
        reveal_round = info.first_round
        if reveal_round is None:
            self.timelocked_index = self.timelocked_index - entry
            self.deposit_event(Commitment(netuid, hotkey))
        else:
            self.timelocked_index = self.timelocked_index | entry
            self.deposit_event(TimelockCommitment(netuid, hotkey, reveal_round))

    def _open(self, netuid: int, hotkey: AccountId) -> bool:
        """Open the fields whose pulse is there; whether some field still waits."""
        registration = self.commitment_of[netuid, hotkey]
        if registration is None:
            return False
        before = registration.info.fields
        kept = [field for field in (self._opened(netuid, hotkey, field) for field in before) if field is not None]
        if not kept:
            del self.commitment_of[netuid, hotkey]
        elif kept != before:
            info = CommitmentInfo(kept)
            self.commitment_of[netuid, hotkey] = CommitmentRegistration(registration.deposit, registration.block, info)
        return any(field.is_timelocked for field in kept)

    def _opened(self, netuid: int, hotkey: AccountId, field: Data) -> Data | None:
        """What remains of a field: itself, a mark of failure, or nothing once it is opened."""
        if not field.is_timelocked:
            return field
        try:
            plaintext = self._plaintext(field)
        except RevealFailed as failed:
            self.deposit_event(CommitmentRevealFailed(netuid, hotkey, field.reveal_round, failed.failure))
            return Data(TIMELOCK_REVEAL_FAILED, field.content, field.reveal_round)
        if plaintext is None:
            return field
        history = list(self.revealed_commitments[netuid, hotkey] or [])
        history.append((plaintext, self.system.block_number))
        self.revealed_commitments[netuid, hotkey] = history[-KEPT_REVEALS:]
        self.deposit_event(CommitmentRevealed(netuid, hotkey))
        return None

    def _plaintext(self, field: Data) -> bytes | None:
        """What a field holds; None as long as its round has no pulse. Raises RevealFailed."""
        if not self._drand.has_pulse(field.reveal_round):
            if self._drand.has_pruned(field.reveal_round):
                raise RevealFailed(RevealFailure.PulseExpired)
            return None
        ciphertext, named_round = without_envelope(field.content)
        if named_round not in (None, field.reveal_round):
            raise RevealFailed(RevealFailure.RoundMismatch)
        try:
            plaintext = self._drand.unsealed(ciphertext, field.reveal_round)
        except CannotOpen as error:
            raise RevealFailed(FAILURES.get(type(error), RevealFailure.Decrypt)) from error
        if not plaintext:
            raise RevealFailed(RevealFailure.EmptyPlaintext)
        return plaintext
