"""Events of the scheduler pallet."""

from typing import Annotated

from chain.codec import U8, U32, Bytes32, Result, TypeName
from chain.frame.dispatch_error import DispatchError
from chain.frame.event import Event
from chain.pallets.scheduler.types import TaskAddress
from chain.primitives.identifiers import BlockNumber

MaybeName = Annotated[Bytes32 | None, TypeName("Option<TaskName>")]


class ScheduledEvent(Event, index=0, name="Scheduled"):
    """A task was planned for a block."""

    when: BlockNumber
    index_: U32


class Canceled(Event, index=1):
    """A planned task was taken off the agenda."""

    when: BlockNumber
    index_: U32


class Dispatched(Event, index=2):
    """The call of a task was made, with this result."""

    task: TaskAddress
    id: MaybeName
    result: Annotated[Result[None, DispatchError], TypeName("DispatchResult")]


class RetrySet(Event, index=3):
    """A task will be tried again if it fails."""

    task: TaskAddress
    id: MaybeName
    period: BlockNumber
    retries: U8


class RetryCancelled(Event, index=4):
    """A task will not be tried again if it fails."""

    task: TaskAddress
    id: MaybeName


class CallUnavailable(Event, index=5):
    """The call of a task was not there when its time came."""

    task: TaskAddress
    id: MaybeName


class PeriodicFailed(Event, index=6):
    """A task could not be planned again: the agenda of that block is full."""

    task: TaskAddress
    id: MaybeName


class RetryFailed(Event, index=7):
    """A task that failed could not be planned again: the agenda of that block is full, or the weight is used up."""

    task: TaskAddress
    id: MaybeName


class PermanentlyOverweight(Event, index=8):
    """The call of a task weighs more than all tasks of a block may; it will never be made."""

    task: TaskAddress
    id: MaybeName


class AgendaIncomplete(Event, index=9):
    """Tasks since this block were put off, because the weight for tasks was used up."""

    when: BlockNumber
