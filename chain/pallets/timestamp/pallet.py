"""Timestamp: the author of a block says what time it is, in milliseconds since 1970.

Invariant of every block: the time is set exactly once, and grows by at least `MinimumPeriod`.
"""

from collections.abc import Mapping
from typing import Annotated

from chain.codec import U64, Compact, DecodeError, TypeName, decode
from chain.frame.call import Call, call
from chain.frame.constant import Constant
from chain.frame.error import Other
from chain.frame.inherent import TIMESTAMP_INHERENT, Inherent
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import StorageValue
from chain.frame.weight import DispatchClass, Weight, measured_weight
from chain.pallets.system import System
from chain.primitives.identifiers import Moment

SET_WEIGHT = measured_weight(9_000_000, reads=2, writes=1)
ON_FINALIZE_WEIGHT = measured_weight(4_000_000)

MAX_DRIFT_MS = 30_000


class TimeNotSet(RuntimeError):
    """A block was to be finished without the time inherent."""


class Timestamp(Pallet):
    """The time of the block, in milliseconds since 1970."""

    inherent_identifier = TIMESTAMP_INHERENT

    minimum_period = Constant[Moment](doc="The least number of milliseconds between two blocks.")

    now = StorageValue[Moment](default=0, doc="The time of the present block.")
    did_update = StorageValue[bool](default=False, doc="Whether the time was set in this block.")

    def __init__(self, system: System, *, minimum_period: int) -> None:
        super().__init__(system)
        self.minimum_period = minimum_period

    def earliest_next(self, proposed_ms: int) -> int:
        """The time that the next block may have: the proposed one, or the earliest that is late enough."""
        previous = self.now
        return max(proposed_ms, previous + self.minimum_period) if previous else proposed_ms

    def create_inherent(self, data: Mapping[bytes, bytes]) -> Inherent | None:
        """The call that sets the time which the node knows; None where it knows none."""
        raw = data.get(TIMESTAMP_INHERENT)
        if raw is None:
            return None
        return Inherent(Timestamp.set, {"now": self.earliest_next(decode(U64, raw))})

    def check_inherent(self, call: Call, data: Mapping[bytes, bytes]) -> str | None:
        """Why a block's time cannot be accepted by a node whose clock says otherwise, or None."""
        raw = data.get(TIMESTAMP_INHERENT)
        if raw is None or call.name != "set":
            return None
        try:
            clock = decode(U64, raw)
        except DecodeError as error:
            return f"the time handed in is no u64: {error}"
        if call["now"] > clock + MAX_DRIFT_MS:
            return f"the block's time {call['now']} is more than {MAX_DRIFT_MS} ms ahead of {clock}"
        if call["now"] < self.now + self.minimum_period:
            return f"the block's time {call['now']} is too early after {self.now}"
        return None

    def on_initialize(self, now: int) -> Weight:
        """Pay for the check at the end of the block."""
        return ON_FINALIZE_WEIGHT

    def on_finalize(self, now: int) -> None:
        """Forget that the time was set; a block must have set it."""
        if not self.did_update:
            raise TimeNotSet(f"block {now} has no time: its first extrinsic has to be Timestamp.set")
        del self.did_update

    @call(index=0, weight=SET_WEIGHT, dispatch_class=DispatchClass.Mandatory)
    def set(self, origin: Origin, now: Annotated[Compact[U64], TypeName("T::Moment")]) -> None:
        """Say what time it is (inherent, once per block)."""
        origin.ensure_none()
        if self.did_update:
            raise Other("the time of this block is set already")
        previous = self.now
        if previous and now < previous + self.minimum_period:
            raise Other(f"time {now} is less than {self.minimum_period} ms after {previous}")
        self.now = now
        self.did_update = True
