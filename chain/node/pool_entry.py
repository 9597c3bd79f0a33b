"""What the pool holds, how much of it, and why it refuses."""

from dataclasses import dataclass

from chain.codec import Record


class PoolLimits(Record):
    """Substrate's limits: extrinsics and bytes of the ready part; the future part has a tenth of both."""

    count: int = 8192
    bytes: int = 20480 * 1024
    ban_seconds: float = 1800.0
    banned: int = 2048

    @property
    def ready(self) -> tuple[int, int]:
        """Number and bytes of ready extrinsics."""
        return self.count, self.bytes

    @property
    def future(self) -> tuple[int, int]:
        """Number and bytes of future extrinsics."""
        return max(1, self.count // 10), max(1, self.bytes // 10)


@dataclass(frozen=True, slots=True, eq=False)
class PooledExtrinsic:
    """One extrinsic, with what the runtime said of it; `valid_until` is a block number."""

    data: bytes
    hash: bytes
    number: int
    priority: int
    requires: tuple[bytes, ...]
    provides: tuple[bytes, ...]
    valid_until: int


class PoolRefusal(Exception):
    """The pool does not take an extrinsic that the runtime has not refused."""


class AlreadyImported(PoolRefusal):
    """The pool holds this extrinsic already; carries its hash."""


class TemporarilyBanned(PoolRefusal):
    """The extrinsic was found invalid a short while ago; carries its hash."""


class ImmediatelyDropped(PoolRefusal):
    """The pool is full of extrinsics of higher priority; carries the hash."""


class TooLowPriority(PoolRefusal):
    """Another extrinsic provides the same; carries its priority and the refused one's."""

    def __init__(self, opposed: int, offered: int) -> None:
        super().__init__(opposed, offered)
        self.opposed = opposed
        self.offered = offered
