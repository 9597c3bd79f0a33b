"""System: accounts, the block under construction, events, and the calls that reach into the state itself."""

from typing import Annotated, Self, cast

from chain.codec import U16, U32, U64, Codecs, TypeName, replace, runtime_codecs
from chain.frame.call import PostDispatchInfo, call
from chain.frame.constant import Constant
from chain.frame.error import DispatchFailure
from chain.frame.event import Event
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.runtime_declaration import RuntimeDeclaration
from chain.frame.storage import OptionalValue, StorageMap, StorageValue
from chain.frame.version import RuntimeVersion
from chain.frame.weight import (
    DATABASE_READ_REF_TIME,
    DATABASE_WRITE_REF_TIME,
    ZERO_WEIGHT,
    DispatchClass,
    RuntimeDbWeight,
    Weight,
    measured_weight,
)
from chain.pallets.system import errors, events, well_known_keys
from chain.pallets.system.accounts import Accounts
from chain.pallets.system.block import BlockInProgress
from chain.pallets.system.event_log import EventLog
from chain.pallets.system.limits import (
    BLOCK_HASH_COUNT,
    BLOCK_LENGTH,
    BLOCK_WEIGHTS,
    SS58_PREFIX,
    BlockLength,
    BlockWeights,
    PerClassWeight,
)
from chain.pallets.system.types import (
    AccountInfo,
    ApplyExtrinsic,
    CodeUpgradeAuthorization,
    EventRecord,
    Finalization,
    KeyValue,
    LastRuntimeUpgradeInfo,
    Phase,
)
from chain.primitives.digest import Digest, DigestItem, RuntimeEnvironmentUpdated
from chain.primitives.hashing import Blake2_128Concat, Twox64Concat, blake2_256
from chain.primitives.identifiers import AccountId, BlockNumber, Hash
from chain.state import State

NO_HASH = Hash(bytes(32))
TWO_OPERATIONAL_WRITES = measured_weight(3_000_000, writes=2)


class System(Pallet, rust_path="frame_system::pallet"):
    """Accounts, blocks, events and the raw state. Every other pallet stands on this one."""

    events = (
        events.ExtrinsicSuccess,
        events.ExtrinsicFailed,
        events.CodeUpdated,
        events.NewAccount,
        events.KilledAccount,
        events.Remarked,
        events.UpgradeAuthorized,
        events.RejectedInvalidAuthorizedUpgrade,
    )
    errors = (
        errors.InvalidSpecName,
        errors.SpecVersionNeedsToIncrease,
        errors.FailedToExtractRuntimeVersion,
        errors.NonDefaultComposite,
        errors.NonZeroRefCount,
        errors.CallFiltered,
        errors.MultiBlockMigrationsOngoing,
        errors.NothingAuthorized,
        errors.Unauthorized,
    )

    block_weights = Constant[BlockWeights](doc="Limits of the weight of a block.", default=BLOCK_WEIGHTS)
    block_length = Constant[BlockLength](doc="Limits of the length of a block, in bytes.", default=BLOCK_LENGTH)
    block_hash_count = Constant[BlockNumber](
        doc="How many recent block hashes the state keeps.", default=BLOCK_HASH_COUNT
    )
    db_weight = Constant[RuntimeDbWeight](
        doc="Picoseconds of a storage read and a storage write.",
        default=RuntimeDbWeight(DATABASE_READ_REF_TIME, DATABASE_WRITE_REF_TIME),
    )
    version = Constant[RuntimeVersion](doc="The version of the runtime.")
    ss58_prefix = Constant[U16](name="SS58Prefix", doc="The network prefix of SS58 addresses.", default=SS58_PREFIX)

    account = StorageMap[AccountId, AccountInfo](
        hasher=Blake2_128Concat,
        default=AccountInfo(),
        doc="Every account: nonce, references and balance.",
        remembers_values=True,
    )
    extrinsic_count = OptionalValue[U32](doc="Extrinsics in the block under construction.")
    inherents_applied = StorageValue[bool](default=False, doc="Whether all inherents of the block have been applied.")
    block_weight = StorageValue[PerClassWeight](default=PerClassWeight(), doc="Weight used by the block, by class.")
    all_extrinsics_len = OptionalValue[U32](doc="Bytes of all extrinsics in the block under construction.")
    block_hash = StorageMap[BlockNumber, Hash](
        hasher=Twox64Concat, default=NO_HASH, doc="Hashes of recent blocks by number."
    )
    extrinsic_data = StorageMap[U32, bytes](
        hasher=Twox64Concat, default=b"", doc="Extrinsics of the block under construction."
    )
    number = StorageValue[BlockNumber](default=0, doc="The number of the present block.")
    parent_hash = StorageValue[Hash](default=NO_HASH, doc="The hash of the block before.")
    digest = StorageValue[Digest](default=Digest(), doc="What the header's digest holds.")
    event_records = StorageValue[list[EventRecord]](name="Events", default=[], doc="What happened in the block.")
    event_count = StorageValue[U32](default=0, doc="The number of events of the block.")
    event_topics = StorageMap[Hash, list[tuple[BlockNumber, U32]]](
        hasher=Blake2_128Concat, default=[], doc="Events by topic; no pallet of this runtime sets topics."
    )
    last_runtime_upgrade = OptionalValue[LastRuntimeUpgradeInfo](doc="The version that last ran its upgrade.")
    upgraded_to_u32_ref_count = StorageValue[bool](
        name="UpgradedToU32RefCount", default=False, doc="Whether reference counts have 32 bits."
    )
    upgraded_to_triple_ref_count = StorageValue[bool](
        default=False, doc="Whether accounts count consumers, providers and sufficients apart."
    )
    execution_phase = OptionalValue[Phase](doc="The phase of the block under construction.")
    authorized_upgrade = OptionalValue[CodeUpgradeAuthorization](doc="The upgrade that was authorised, if any.")
    extrinsic_weight_reclaimed = StorageValue[Weight](
        default=ZERO_WEIGHT, doc="Weight given back so far in the present extrinsic."
    )

    def __init__(self, state: State, *, version: RuntimeVersion) -> None:
        self.state = state
        super().__init__(self)
        self.version = version
        self.codecs: Codecs = runtime_codecs()
        self.accounts = Accounts(self.account, self.deposit_event)
        self.block = BlockInProgress()
        self.log = EventLog(state)
        # Saves a call for each event.
        self.deposit_event = self.log.deposit  # type: ignore[method-assign]

    def connect(self, declaration: RuntimeDeclaration) -> None:
        """Learn what the runtime consists of, which decides how events and calls are written."""
        self.codecs = declaration.codecs
        self.log.connect(declaration)

    @classmethod
    def for_tests(cls) -> Self:
        """A system pallet over an empty state, as the tests of pallets need it."""
        version = RuntimeVersion("weft-test", "weft-test", 1, 1, 1, [], 1, 1)
        return cls(State(), version=version)

    # reads

    @property
    def block_number(self) -> int:
        """The number of the block being built, or of the last one."""
        return self.number

    @property
    def extrinsic_index(self) -> int:
        """The position in the block of the extrinsic being applied; 0 while hooks run."""
        phase = self.block.phase
        return phase.index if isinstance(phase, ApplyExtrinsic) else 0

    def block_hash_at(self, number: int) -> Hash:
        """The hash of a recent block; zero outside the window of `BlockHashCount` blocks."""
        return self.block_hash[number]

    def recorded_events(self) -> list[Event]:
        """The events of the block so far, without phase and topics."""
        return [cast(Event, record.event) for record in self.log.records()]

    def call_filtered(self) -> DispatchFailure:
        """The error for a call that is not allowed at present."""
        return errors.CallFiltered()

    # the block

    def begin_test_block(self, number: int) -> None:
        """Begin a block that follows no real one."""
        self.log.clear()
        self.initialize(number, Hash(number.to_bytes(32, "little")), Digest())
        self.set_phase(ApplyExtrinsic(0))

    def genesis(self) -> None:
        """Write what the state of block 0 says about itself."""
        self.block_hash[0] = Hash(b"\x45" * 32)
        self.parent_hash = Hash(b"\x45" * 32)
        self.last_runtime_upgrade = LastRuntimeUpgradeInfo(self.version.spec_version, self.version.spec_name)
        self.upgraded_to_u32_ref_count = True
        self.upgraded_to_triple_ref_count = True

    def initialize(self, number: int, parent_hash: Hash, digest: Digest) -> None:
        """Begin block `number`."""
        self.block = BlockInProgress()
        self.log.phase = self.block.phase
        self.number = number
        self.digest = digest
        self.parent_hash = parent_hash
        self.block_hash[number - 1] = parent_hash
        del self.block_weight

    def set_phase(self, phase: Phase) -> None:
        """Say which phase the events from now on belong to."""
        self.block.phase = self.log.phase = phase

    def note_applied(self, encoded: bytes) -> None:
        """Count an extrinsic as part of the block."""
        self.block.note_extrinsic(encoded)
        self.log.phase = self.block.phase

    def finalize(self) -> None:
        """Write down what the block under construction leaves in the state."""
        self.block_weight = self.block.consumed()
        self.log.write()
        expired = self.number - self.block_hash_count - 1
        if expired > 0:
            del self.block_hash[expired]

    def begin_finalization(self) -> None:
        """Extrinsics are over; hooks follow."""
        self.set_phase(Finalization())

    def deposit_log(self, item: DigestItem) -> None:
        """Add an item to the digest of the block's header."""
        digest = self.digest
        self.digest = replace(digest, logs=[*digest.logs, item])

    def deposit_event(self, event: Event) -> None:
        """Record an event in the present phase."""
        self.log.deposit(event)

    # calls

    @call(index=0, weight=lambda remark: Weight(2_130_000 + 388 * len(remark), 0))
    def remark(self, origin: Origin, remark: bytes) -> None:
        """Put some bytes on chain, to no effect."""
        origin.ensure_signed_or_root()

    @call(index=1, weight=TWO_OPERATIONAL_WRITES, dispatch_class=DispatchClass.Operational)
    def set_heap_pages(self, origin: Origin, pages: U64) -> None:
        """Set the number of pages in the runtime's memory (root). This node's runtime has no such memory."""
        origin.ensure_root()
        self.state.put(well_known_keys.HEAP_PAGES, pages.to_bytes(8, "little"))
        self.deposit_log(RuntimeEnvironmentUpdated())

    @call(index=2, weight=BLOCK_WEIGHTS.max_block, dispatch_class=DispatchClass.Operational)
    def set_code(self, origin: Origin, code: bytes) -> None:
        """Replace the runtime's code (root). The runtime of this node is part of the node and runs no other code."""
        origin.ensure_root()
        raise errors.FailedToExtractRuntimeVersion

    @call(index=3, weight=BLOCK_WEIGHTS.max_block, dispatch_class=DispatchClass.Operational)
    def set_code_without_checks(self, origin: Origin, code: bytes) -> None:
        """Replace the runtime's code without looking at it (root). It is stored, and nothing runs it."""
        origin.ensure_root()
        self.state.put(well_known_keys.CODE, code)
        self.deposit_log(RuntimeEnvironmentUpdated())
        self.deposit_event(events.CodeUpdated())

    @call(
        index=4,
        weight=lambda items: measured_weight(2_000_000, writes=len(items)),
        dispatch_class=DispatchClass.Operational,
    )
    def set_storage(self, origin: Origin, items: Annotated[list[KeyValue], TypeName("Vec<KeyValue>")]) -> None:
        """Write raw values at raw keys (root)."""
        origin.ensure_root()
        for key, value in items:
            self.state.put(key, value)

    @call(
        index=5,
        weight=lambda keys: measured_weight(2_000_000, writes=len(keys)),
        dispatch_class=DispatchClass.Operational,
    )
    def kill_storage(self, origin: Origin, keys: Annotated[list[bytes], TypeName("Vec<Key>")]) -> None:
        """Remove raw keys (root)."""
        origin.ensure_root()
        for key in keys:
            self.state.delete(key)

    @call(
        index=6,
        weight=lambda prefix, subkeys: measured_weight(4_000_000, reads=subkeys + 1, writes=subkeys + 1),
        dispatch_class=DispatchClass.Operational,
    )
    def kill_prefix(self, origin: Origin, prefix: Annotated[bytes, TypeName("Key")], subkeys: U32) -> None:
        """Remove up to `subkeys` keys that begin with `prefix` (root)."""
        origin.ensure_root()
        self.state.clear_prefix(prefix, subkeys)

    @call(index=7, weight=lambda remark: Weight(5_400_000 + 1_300 * len(remark), 0))
    def remark_with_event(self, origin: Origin, remark: bytes) -> None:
        """Put some bytes on chain and tell their hash in an event."""
        sender = origin.ensure_signed()
        self.deposit_event(events.Remarked(sender, Hash(blake2_256(remark))))

    @call(index=9, weight=measured_weight(33_027_000, writes=1), dispatch_class=DispatchClass.Operational)
    def authorize_upgrade(self, origin: Origin, code_hash: Hash) -> None:
        """Allow a code of this hash to replace the runtime's, if its version is higher (root)."""
        self._authorize(origin, code_hash, check_version=True)

    @call(index=10, weight=measured_weight(33_027_000, writes=1), dispatch_class=DispatchClass.Operational)
    def authorize_upgrade_without_checks(self, origin: Origin, code_hash: Hash) -> None:
        """Allow a code of this hash to replace the runtime's, whatever its version (root)."""
        self._authorize(origin, code_hash, check_version=False)

    def _authorize(self, origin: Origin, code_hash: Hash, *, check_version: bool) -> None:
        origin.ensure_root()
        self.authorized_upgrade = CodeUpgradeAuthorization(code_hash, check_version)
        self.deposit_event(events.UpgradeAuthorized(code_hash, check_version))

    @call(index=11, weight=BLOCK_WEIGHTS.max_block, dispatch_class=DispatchClass.Operational)
    def apply_authorized_upgrade(self, origin: Origin, code: bytes) -> PostDispatchInfo | None:
        """Replace the runtime's code by the one that was authorised; anyone may bring it."""
        authorized = self.authorized_upgrade
        if authorized is None:
            raise errors.NothingAuthorized
        if Hash(blake2_256(code)) != authorized.code_hash:
            raise errors.Unauthorized
        raise errors.FailedToExtractRuntimeVersion
