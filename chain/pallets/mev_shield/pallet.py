"""MevShield: the keys under which transactions are sent encrypted, so that nobody can run in front of them.

The author of every block announces a public key. It becomes the next key a block later, which clients encrypt with,
then the pending and the current one. Who sends a shielded transaction pays for carrying it; the node that authors the
block opens it and places what is in it right behind, as an ordinary extrinsic (lifecycle 4.6).

Calls can be stored encrypted too, but nothing on this chain decrypts them, as on the reference chain: they leave with
`ExtrinsicDecodeFailed` in the next block. What would become of a decrypted one is declared and never happens.
Invariant: the counter of stored calls is their number, and all are below the next number.
"""

from collections.abc import Mapping
from typing import Annotated, Protocol

from chain.codec import U32, U64, Bound, TypeName, decode, encode
from chain.frame.call import Call, call
from chain.frame.error import InvariantBroken
from chain.frame.inherent import SHIELD_INHERENT, Inherent
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import OptionalMap, OptionalValue, StorageMap, StorageValue
from chain.frame.weight import DATABASE_READ_REF_TIME, Weight, database_weight, measured_weight
from chain.pallets.aura.pallet import AuthorityId
from chain.pallets.mev_shield import errors, events
from chain.pallets.mev_shield.types import Ciphertext, EncryptedCall, EncryptionKey, PendingExtrinsic
from chain.pallets.system import System
from chain.primitives.hashing import Identity, Twox64Concat, blake2_256
from chain.primitives.identifiers import AccountId, BlockNumber, Hash
from chain.primitives.mlkem import PUBLIC_KEY_LENGTH

PENDING_KEY_BLOCKS = 2
NEXT_KEY_BLOCKS = 3
ABSOLUTE_MAX_REF_TIME = 2_000_000_000_000
"""Half a block, in picoseconds."""

LOOK_WEIGHT = Weight(DATABASE_READ_REF_TIME, 0)


class Authorship(Protocol):
    """Who authors blocks."""

    def author(self) -> AccountId | None:
        """The author of the present block, or None where its digest names no slot."""

    def author_after(self, slots: int) -> AccountId | None:
        """Whose turn it is so many slots after that of the present block."""


class MevShield(Pallet, rust_path="pallet_shield::pallet"):
    """The keys of the authors, and the calls that are stored encrypted."""

    inherent_identifier = SHIELD_INHERENT

    events = (
        events.EncryptedSubmitted,
        events.ExtrinsicStored,
        events.ExtrinsicDecodeFailed,
        events.ExtrinsicDispatchFailed,
        events.ExtrinsicDispatched,
        events.ExtrinsicExpired,
        events.ExtrinsicPostponed,
        events.MaxPendingExtrinsicsNumberSet,
        events.OnInitializeWeightSet,
        events.ExtrinsicLifetimeSet,
        events.MaxExtrinsicWeightSet,
        events.ExtrinsicWeightExceeded,
    )
    errors = (
        errors.BadEncKeyLen,
        errors.Unreachable,
        errors.TooManyPendingExtrinsics,
        errors.WeightExceedsAbsoluteMax,
    )

    current_key = OptionalValue[EncryptionKey](doc="The key of this block's author.")
    pending_key = OptionalValue[EncryptionKey](doc="The key of the next block's author.")
    next_key = OptionalValue[EncryptionKey](doc="The key to encrypt with now: that of the author after the next.")
    author_keys = OptionalMap[AuthorityId, EncryptionKey](
        hasher=Twox64Concat, doc="The key that each author announced last."
    )
    pending_key_expires_at = OptionalValue[BlockNumber](doc="The block in which the pending key is no longer taken.")
    next_key_expires_at = OptionalValue[BlockNumber](doc="The block in which the next key is no longer taken.")
    has_migration_run = StorageMap[Annotated[bytes, Bound(128)], bool](
        hasher=Identity, default=False, doc="Changes of the storage that were made."
    )
    max_pending_extrinsics_limit = StorageValue[U32](default=100, doc="How many encrypted calls are stored at most.")
    extrinsic_lifetime = StorageValue[U32](default=10, doc="For how many blocks a stored call may wait.")
    on_initialize_weight = StorageValue[U64](
        default=500_000_000_000, doc="What stored calls may use at the beginning of a block, in picoseconds."
    )
    max_extrinsic_weight = StorageValue[U64](
        default=50_000_000_000, doc="What one stored call may use, in picoseconds."
    )
    pending_extrinsics = OptionalMap[U32, PendingExtrinsic](hasher=Identity, doc="The encrypted calls that wait.")
    counter_for_pending_extrinsics = StorageValue[U32](default=0, doc="How many encrypted calls wait.")
    next_pending_extrinsic_index = StorageValue[U32](default=0, doc="The number of the next encrypted call.")

    def __init__(self, system: System, *, authors: Authorship) -> None:
        super().__init__(system)
        self._authors = authors

    # hooks

    def create_inherent(self, data: Mapping[bytes, bytes]) -> Inherent | None:
        """The announcement of the key that the node has for this block, or of none; None where it says nothing."""
        raw = data.get(SHIELD_INHERENT)
        if raw is None:
            return None
        return Inherent(MevShield.announce_next_key, {"enc_key": decode(EncryptionKey | None, raw)})

    def is_inherent(self, call: Call) -> bool:
        """The announcement of a key belongs to the author of a block."""
        return call.name == "announce_next_key"

    def on_initialize(self, now: int) -> Weight:
        """Let the stored calls go: those that waited too long, and all others, which nobody can decrypt."""
        waiting = self.counter_for_pending_extrinsics
        if not waiting:
            return LOOK_WEIGHT
        lifetime = self.extrinsic_lifetime
        for index, pending in sorted(self.pending_extrinsics.items()):
            del self.pending_extrinsics[index]
            is_expired = now - pending.submitted_at > lifetime
            gone = events.ExtrinsicExpired if is_expired else events.ExtrinsicDecodeFailed
            self.deposit_event(gone(index))
        self.counter_for_pending_extrinsics = 0
        return database_weight(reads=2 + waiting, writes=1 + waiting)

    # calls

    @call(index=0, weight=measured_weight(33_661_000, reads=4, writes=6))
    def announce_next_key(
        self, origin: Origin, enc_key: Annotated[EncryptionKey | None, TypeName("Option<ShieldEncKey>")]
    ) -> None:
        """Announce the author's key, or that there is none (inherent, once per block), and move the others on."""
        origin.ensure_none()
        author, after_next = self._authors.author(), self._authors.author_after(2)
        if author is None or after_next is None:
            raise errors.Unreachable
        now = self.system.block_number
        self.current_key = self.pending_key
        self.pending_key = pending = self.next_key
        self.next_key = following = self.author_keys[AuthorityId(after_next)]
        self.pending_key_expires_at = None if pending is None else now + PENDING_KEY_BLOCKS
        self.next_key_expires_at = None if following is None else now + NEXT_KEY_BLOCKS
        if enc_key is not None and len(enc_key) != PUBLIC_KEY_LENGTH:
            raise errors.BadEncKeyLen
        self.author_keys[AuthorityId(author)] = enc_key

    @call(index=1, weight=measured_weight(207_223_000))
    def submit_encrypted(self, origin: Origin, ciphertext: Ciphertext) -> None:
        """Carry a shielded transaction into the block, whose author opens it and places what is in it behind."""
        who = origin.ensure_signed()
        identifier = blake2_256(bytes(who) + encode(Ciphertext, ciphertext))
        self.deposit_event(events.EncryptedSubmitted(Hash(identifier), who))

    @call(index=2, weight=measured_weight(20_000_000_000))
    def store_encrypted(self, origin: Origin, encrypted_call: EncryptedCall) -> None:
        """Store an encrypted call for a later block."""
        who = origin.ensure_signed()
        if self.counter_for_pending_extrinsics >= self.max_pending_extrinsics_limit:
            raise errors.TooManyPendingExtrinsics
        index = self.next_pending_extrinsic_index
        self.pending_extrinsics[index] = PendingExtrinsic(who, encrypted_call, self.system.block_number)
        self.counter_for_pending_extrinsics += 1
        self.next_pending_extrinsic_index = index + 1
        self.deposit_event(events.ExtrinsicStored(index, who))

    @call(index=3, weight=measured_weight(4_206_000, writes=1))
    def set_max_pending_extrinsics_number(self, origin: Origin, value: U32) -> None:
        """Set how many encrypted calls are stored at most (root)."""
        origin.ensure_root()
        self.max_pending_extrinsics_limit = value
        self.deposit_event(events.MaxPendingExtrinsicsNumberSet(value))

    @call(index=4, weight=measured_weight(4_327_000, writes=1))
    def set_on_initialize_weight(self, origin: Origin, value: U64) -> None:
        """Set what stored calls may use at the beginning of a block, in picoseconds (root)."""
        origin.ensure_root()
        _ensure_possible(value)
        self.on_initialize_weight = value
        self.deposit_event(events.OnInitializeWeightSet(value))

    @call(index=5, weight=measured_weight(4_116_000, writes=1))
    def set_stored_extrinsic_lifetime(self, origin: Origin, value: U32) -> None:
        """Set for how many blocks a stored call may wait (root)."""
        origin.ensure_root()
        self.extrinsic_lifetime = value
        self.deposit_event(events.ExtrinsicLifetimeSet(value))

    @call(index=6, weight=measured_weight(4_227_000, writes=1))
    def set_max_extrinsic_weight(self, origin: Origin, value: U64) -> None:
        """Set what one stored call may use, in picoseconds (root)."""
        origin.ensure_root()
        _ensure_possible(value)
        self.max_extrinsic_weight = value
        self.deposit_event(events.MaxExtrinsicWeightSet(value))

    # invariants

    def check_invariants(self) -> None:
        """The counter counts, and numbers are given once."""
        waiting = list(self.pending_extrinsics.keys())
        counted, following = self.counter_for_pending_extrinsics, self.next_pending_extrinsic_index
        if len(waiting) != counted or any(index >= following for index in waiting):
            raise InvariantBroken(
                f"stored calls {waiting} wait, but {counted} are counted and the next gets number {following}"
            )


def _ensure_possible(ref_time: int) -> None:
    if ref_time > ABSOLUTE_MAX_REF_TIME:
        raise errors.WeightExceedsAbsoluteMax
