"""The books of a block: what the executive counts and tells in the system pallet while a block runs."""

from chain.frame.dispatch_error import DispatchError
from chain.frame.extension import Transaction
from chain.frame.weight import DispatchClass, Pays, Weight
from chain.pallets.system.events import ExtrinsicFailed, ExtrinsicSuccess
from chain.pallets.system.extensions import CheckWeight
from chain.pallets.system.limits import BASE_EXTRINSIC, BLOCK_WEIGHTS
from chain.pallets.system.pallet import System
from chain.pallets.system.types import ApplyExtrinsic, DispatchEventInfo, LastRuntimeUpgradeInfo
from chain.primitives.header import Header
from chain.primitives.identifiers import Hash
from chain.state.ordered_root import ordered_root


class BlockBooks:
    """Begins, counts and ends blocks in one system pallet."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._check_weight = CheckWeight(system)
        self._successes: dict[DispatchEventInfo, bytes] = {}

    @property
    def number(self) -> int:
        """The number of the block."""
        return self._system.block_number

    def begin(self, header: Header) -> bool:
        """Begin the block of this header; whether the runtime's version is new."""
        system = self._system
        expected = system.block_number + 1
        if header.number != expected:
            raise ValueError(f"the header has number {header.number}, but the state is ready for block {expected}")
        system.log.clear()
        present = LastRuntimeUpgradeInfo(system.version.spec_version, system.version.spec_name)
        is_new = system.last_runtime_upgrade != present
        if is_new:
            system.last_runtime_upgrade = present
        system.initialize(header.number, header.parent_hash, header.digest)
        return is_new

    def finish_initialization(self, weight: Weight) -> None:
        """Count the weight of the hooks and of an empty block; extrinsics follow."""
        self.use_weight(weight + BLOCK_WEIGHTS.base_block)
        self._system.set_phase(ApplyExtrinsic(0))

    def use_weight(self, weight: Weight) -> None:
        """Count the weight of hooks."""
        self._system.block.add_weight(weight, DispatchClass.Mandatory)

    def take_room(self, transaction: Transaction) -> None:
        """Count an unsigned extrinsic's length and weight. TransactionRefused where there is no room."""
        self._check_weight.prepare(transaction, None)

    def note_result(self, transaction: Transaction, failure: DispatchError | None, weight: Weight, pays: Pays) -> None:
        """Count the extrinsic as part of the block, and tell how it went; `weight` is that of call and extensions."""
        info = DispatchEventInfo(weight + BASE_EXTRINSIC, transaction.info.dispatch_class, pays)
        if failure is not None:
            self._system.deposit_event(ExtrinsicFailed(failure, info))
        else:
            # Transactions of a block are much alike, and so are their successes.
            event = self._successes.get(info)
            if event is None:
                event = self._successes[info] = self._system.log.encode(ExtrinsicSuccess(info))
            self._system.log.deposit_encoded(event)
        self._system.note_applied(transaction.encoded)

    def checkpoint(self) -> tuple[tuple[Weight, ...], int]:
        """What `restore` needs to undo the counting since."""
        block = self._system.block
        return tuple(block.weights), block.length

    def restore(self, checkpoint: tuple[tuple[Weight, ...], int]) -> None:
        """Undo the counting of an extrinsic that was refused."""
        weights, self._system.block.length = checkpoint
        self._system.block.weights = list(weights)

    def finish_extrinsics(self) -> Weight:
        """Extrinsics are over; the weight that is left."""
        self._system.begin_finalization()
        return BLOCK_WEIGHTS.max_block - self._system.block.total_weight()

    def finish(self) -> Header:
        """Write the block's marks into the state; its header with both roots."""
        system = self._system
        system.finalize()
        return Header(
            parent_hash=system.parent_hash,
            number=system.block_number,
            state_root=Hash(system.state.root()),
            extrinsics_root=Hash(ordered_root(system.block.extrinsics)),
            digest=system.digest,
        )
