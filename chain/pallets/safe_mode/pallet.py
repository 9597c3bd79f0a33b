"""The safe mode: root can stop all but a few calls for a while (lifecycle 4.5 and 5.3).

Where the Substrate pallet lets anybody enter it for a deposit, this chain sets no such deposit, so only root can.
"""

from chain.codec import U32
from chain.frame import (
    Constant,
    DispatchClass,
    OptionalDoubleMap,
    OptionalValue,
    Origin,
    Pallet,
    Weight,
    call,
    measured_weight,
)
from chain.frame.call import Call
from chain.pallets.safe_mode import errors, events
from chain.pallets.safe_mode.events import ExitReason
from chain.primitives.hashing import Twox64Concat
from chain.primitives.identifiers import AccountId, BlockNumber, TaoBalance

FORCED_ENTRY_BLOCKS = 7_200
FORCED_EXTENSION_BLOCKS = 3_600

SAFE_PALLETS = frozenset(("Sudo", "Multisig", "System", "SafeMode", "Timestamp"))
SAFE_CALLS = frozenset(
    (("SubtensorModule", "set_weights"), ("SubtensorModule", "serve_axon"), ("Commitments", "set_commitment"))
)

CHECK_WEIGHT = measured_weight(2_500_000, reads=1)
EXIT_WEIGHT = measured_weight(7_000_000, reads=1, writes=1)
SWITCH_WEIGHT = measured_weight(9_000_000, reads=1, writes=1)
DEPOSIT_WEIGHT = measured_weight(35_000_000, reads=2, writes=2)


class SafeMode(Pallet, rust_path="pallet_safe_mode::pallet"):
    """Stops all but a few calls for a while."""

    events = (
        events.EnteredEvent,
        events.Extended,
        events.ExitedEvent,
        events.DepositPlaced,
        events.DepositReleased,
        events.DepositSlashed,
        events.CannotDeposit,
        events.CannotRelease,
    )
    errors = (
        errors.Entered,
        errors.Exited,
        errors.NotConfigured,
        errors.NoDeposit,
        errors.AlreadyDeposited,
        errors.CannotReleaseYet,
        errors.CurrencyError,
    )

    enter_duration = Constant[U32](doc="Blocks for which anybody may enter the safe mode.", default=0)
    extend_duration = Constant[U32](doc="Blocks by which anybody may extend the safe mode.", default=0)
    enter_deposit_amount = Constant[TaoBalance | None](
        doc="What entering costs as a deposit, in rao; none where nobody may.", default=None
    )
    extend_deposit_amount = Constant[TaoBalance | None](
        doc="What extending costs as a deposit, in rao; none where nobody may.", default=None
    )
    release_delay = Constant[U32 | None](
        doc="Blocks after which a deposit can be released; none where it cannot.", default=None
    )

    entered_until = OptionalValue[BlockNumber](doc="The last block of the safe mode, while it is entered.")
    deposits = OptionalDoubleMap[AccountId, BlockNumber, TaoBalance](
        hashers=(Twox64Concat, Twox64Concat), doc="Deposits by account and block; nobody can make one."
    )

    # calls

    @call(index=0, weight=SWITCH_WEIGHT)
    def enter(self, origin: Origin) -> None:
        """Enter the safe mode for a deposit, which this chain lets nobody do."""
        origin.ensure_signed()
        raise errors.NotConfigured

    @call(index=1, weight=SWITCH_WEIGHT)
    def force_enter(self, origin: Origin) -> None:
        """Enter the safe mode for 7200 blocks (root)."""
        origin.ensure_root()
        if self.entered_until is not None:
            raise errors.Entered
        until = self.system.block_number + FORCED_ENTRY_BLOCKS
        self.entered_until = until
        self.deposit_event(events.EnteredEvent(until))

    @call(index=2, weight=SWITCH_WEIGHT)
    def extend(self, origin: Origin) -> None:
        """Extend the safe mode for a deposit, which this chain lets nobody do."""
        origin.ensure_signed()
        raise errors.NotConfigured

    @call(index=3, weight=SWITCH_WEIGHT)
    def force_extend(self, origin: Origin) -> None:
        """Extend the safe mode by 3600 blocks (root)."""
        origin.ensure_root()
        until = self.entered_until
        if until is None:
            raise errors.Exited
        until += FORCED_EXTENSION_BLOCKS
        self.entered_until = until
        self.deposit_event(events.Extended(until))

    @call(index=4, weight=SWITCH_WEIGHT)
    def force_exit(self, origin: Origin) -> None:
        """End the safe mode (root)."""
        origin.ensure_root()
        if self.entered_until is None:
            raise errors.Exited
        self._exit(ExitReason.Force)

    @call(index=5, weight=DEPOSIT_WEIGHT)
    def force_slash_deposit(self, origin: Origin, account: AccountId, block: BlockNumber) -> None:
        """Take a deposit (root). There are none."""
        origin.ensure_root()
        raise errors.NoDeposit

    @call(index=6, weight=DEPOSIT_WEIGHT)
    def release_deposit(self, origin: Origin, account: AccountId, block: BlockNumber) -> None:
        """Return a deposit. There are none."""
        origin.ensure_signed()
        raise errors.NoDeposit

    @call(index=7, weight=DEPOSIT_WEIGHT)
    def force_release_deposit(self, origin: Origin, account: AccountId, block: BlockNumber) -> None:
        """Return a deposit at once (root). There are none."""
        origin.ensure_root()
        raise errors.NoDeposit

    # for the runtime

    def allows(self, call: Call) -> bool:
        """Whether anybody but root may make a call at present.

        What every block must hold passes too, or no block could be made before the safe mode has ended.
        """
        return (
            call.pallet in SAFE_PALLETS
            or self.entered_until is None
            or (call.pallet, call.name) in SAFE_CALLS
            or call.info.dispatch_class is DispatchClass.Mandatory
        )

    def on_initialize(self, now: int) -> Weight:
        """End the safe mode after its last block."""
        until = self.entered_until
        if until is None or now <= until:
            return CHECK_WEIGHT
        self._exit(ExitReason.Timeout)
        return EXIT_WEIGHT

    def _exit(self, reason: ExitReason) -> None:
        del self.entered_until
        self.deposit_event(events.ExitedEvent(reason))
