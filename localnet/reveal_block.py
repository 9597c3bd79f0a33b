"""In which block a commit made now will be revealed: the epochs of a subnet, counted ahead (lifecycle 0.5, 3.6)."""

from dataclasses import dataclass, replace

LONGEST_STALL_BLOCKS = 50_400
"""An epoch that did not run for so long is due whatever the tempo says."""


@dataclass(frozen=True)
class EpochSchedule:
    """What decides when a subnet's epochs run, as the chain stores it; all but the tempo change with each epoch."""

    last_epoch_block: int
    pending_epoch_at: int
    """The block for which an epoch was asked for; 0 for none."""
    tempo: int
    blocks_since_last_step: int
    """As stored before block `next_block`."""
    next_block: int

    def next_epoch(self) -> int:
        """The next block, from `next_block` on, in which an epoch is due."""
        due = min(
            self.last_epoch_block + self.tempo,
            self.next_block + LONGEST_STALL_BLOCKS + 1 - self.blocks_since_last_step,
        )
        if self.pending_epoch_at:
            due = min(due, self.pending_epoch_at)
        return max(self.next_block, due)

    def after(self, epoch: int) -> "EpochSchedule":
        """The schedule once an epoch has run in that block."""
        return replace(self, last_epoch_block=epoch, pending_epoch_at=0, blocks_since_last_step=1, next_block=epoch + 1)


def reveal_block(schedule: EpochSchedule, reveal_period_epochs: int) -> int:
    """The block that opens a commit which is included in the schedule's next block.

    Raises:
        ValueError: the tempo is 0, so that no epoch ever runs.
    """
    if schedule.tempo <= 0:
        raise ValueError("the subnet's tempo is 0: it runs no epochs, and nothing committed there is revealed")
    block = schedule.next_block
    if schedule.next_epoch() == block:
        # The epoch runs before the commit of the same block, which so belongs to the next one.
        schedule = schedule.after(block)
    for _ in range(reveal_period_epochs):
        block = schedule.next_epoch()
        schedule = schedule.after(block)
    return block
