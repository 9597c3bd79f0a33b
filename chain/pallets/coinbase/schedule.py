"""When a subnet's epoch runs (economics section 1.9). Everything is in blocks."""

from chain.codec import Record
from chain.primitives.fixed import U64_MAX

MAX_TEMPO = 50_400
MIN_TEMPO = 360


class Schedule(Record):
    """Where a subnet stands between two epochs; `pending_at` is 0 when no epoch was asked for."""

    tempo: int
    last_epoch: int
    pending_at: int
    blocks_since_last_step: int

    def is_due(self, block: int) -> bool:
        """Whether the epoch runs in `block`. A subnet with tempo 0 never steps."""
        if self.tempo == 0:
            return False
        if 0 < self.pending_at <= block or self.blocks_since_last_step > MAX_TEMPO:
            return True
        return max(block - self.last_epoch, 0) >= self.tempo

    def next_start(self) -> int | None:
        """The block of the next epoch as far as it is known now; None with tempo 0."""
        if self.tempo == 0:
            return None
        automatic = self.last_epoch + self.tempo
        return min(automatic, self.pending_at) if self.pending_at > 0 else automatic

    def is_frozen(self, block: int, window: int) -> bool:
        """Whether the next epoch is so near that the owner may not change what it reads."""
        if self.tempo == 0:
            return False
        return self.pending_at > block or blocks_until_automatic(self.last_epoch, self.tempo, block) < window


def blocks_until_automatic(last_epoch: int, tempo: int, block: int) -> int:
    """Blocks until the epoch that comes by itself; u64::MAX with tempo 0."""
    if tempo == 0:
        return U64_MAX
    return max(min(last_epoch + tempo, U64_MAX) - block, 0)


def first_block_of_epoch(netuid: int, tempo: int, epoch: int) -> int:
    """The first block of an epoch by the rule of old, which clients still ask for."""
    return max(epoch * (tempo + 1) - (netuid + 1), 0)
