"""When each network's epoch ran last and runs next (economics section 1.9)."""

from typing import Protocol

from chain.codec import U64
from chain.frame.pallet import Pallet
from chain.frame.storage import StorageMap
from chain.pallets.coinbase.schedule import Schedule
from chain.pallets.subtensor_module.types import PerNetwork
from chain.primitives.hashing import Identity
from chain.primitives.identifiers import NetUid


class Tempos(Protocol):
    """What the schedule asks of the parameters."""

    @property
    def tempo(self) -> PerNetwork[int]:
        """Blocks between epochs; 0 for never."""
        ...

    @property
    def admin_freeze_window(self) -> int:
        """Blocks before an epoch in which parameters are frozen."""
        ...


class Epochs(Pallet, wire="SubtensorModule"):
    """The schedule of epochs. All values are blocks, SubnetEpochIndex is a count."""

    last_epoch_block = StorageMap[NetUid, U64](
        hasher=Identity, default=0, doc="The block of the last epoch, or of what reset the cycle."
    )
    pending_epoch_at = StorageMap[NetUid, U64](
        hasher=Identity, default=0, doc="The block for which an epoch was asked for; 0 for none."
    )
    subnet_epoch_index = StorageMap[NetUid, U64](hasher=Identity, default=0, doc="The number of epochs so far.")
    blocks_since_last_step = StorageMap[NetUid, U64](
        hasher=Identity, default=0, doc="Blocks since the last epoch that was run."
    )
    last_mechansim_step_block = StorageMap[NetUid, U64](
        hasher=Identity, default=0, doc="The block in which the last epoch was paid out."
    )

    def connect(self, *, parameters: Tempos) -> None:
        """Hand over what the schedule depends on."""
        self._parameters = parameters

    # reads for other parts

    def schedule(self, netuid: int) -> Schedule:
        """Where a network stands between two epochs."""
        return Schedule(
            self._parameters.tempo[netuid],
            self.last_epoch_block[netuid],
            self.pending_epoch_at[netuid],
            self.blocks_since_last_step[netuid],
        )

    def should_run_epoch(self, netuid: int, block: int) -> bool:
        """Whether an epoch of the network is due in a block."""
        return self.schedule(netuid).is_due(block)

    def is_frozen(self, netuid: int) -> bool:
        """Whether the network's parameters are frozen because its epoch is near."""
        return self.schedule(netuid).is_frozen(self.system.block_number, self._parameters.admin_freeze_window)

    def next_epoch_start(self, netuid: int) -> int | None:
        """The block of the next epoch as far as it is known now; None with tempo 0."""
        return self.schedule(netuid).next_start()

    def last_epoch_of(self, netuid: int) -> int:
        """The block of the last epoch, or of what reset the cycle."""
        return self.last_epoch_block[netuid]

    def last_step_block(self, netuid: int) -> int:
        """The block in which the last epoch was paid out; 0 before the first."""
        return self.last_mechansim_step_block[netuid]

    def blocks_since_step(self, netuid: int) -> int:
        """Blocks since the last epoch that was run."""
        return self.blocks_since_last_step[netuid]

    def pending_epoch(self, netuid: int) -> int:
        """The block for which an epoch was asked for; 0 for none."""
        return self.pending_epoch_at[netuid]

    def epoch_with_lookahead(self, netuid: int) -> int:
        """The number of the epoch, counting one that is due in this block as begun."""
        due = self.should_run_epoch(netuid, self.system.block_number)
        return self.subnet_epoch_index[netuid] + due

    # for other parts

    def restart(self, netuid: int, block: int) -> None:
        """Begin the cycle anew from a block; an epoch that was asked for is forgotten."""
        self.last_epoch_block[netuid] = block
        self.pending_epoch_at[netuid] = 0

    def order_epoch(self, netuid: int, block: int) -> None:
        """Ask for an epoch in a block."""
        self.pending_epoch_at[netuid] = block

    def count_block(self, netuid: int) -> None:
        """Count one more block since the last epoch."""
        self.blocks_since_last_step[netuid] += 1

    def finish_slot(self, netuid: int, block: int) -> None:
        """End the cycle with this block's epoch, run or skipped."""
        self.restart(netuid, block)
        self.subnet_epoch_index[netuid] += 1

    def begin_step(self, netuid: int) -> None:
        """An epoch runs: begin to count blocks anew."""
        self.blocks_since_last_step[netuid] = 0

    def note_paid(self, netuid: int, block: int) -> None:
        """An epoch was paid out in a block."""
        self.last_mechansim_step_block[netuid] = block

    def remove_subnet(self, netuid: int) -> None:
        """Forget the schedule of a network."""
        for stored in (
            self.last_epoch_block,
            self.pending_epoch_at,
            self.subnet_epoch_index,
            self.blocks_since_last_step,
            self.last_mechansim_step_block,
        ):
            del stored[netuid]
