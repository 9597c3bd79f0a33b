"""The scheduler: calls that root orders for later blocks, once or again and again (lifecycle 4.5).

At the start of a block its agenda is worked off by priority, as far as the weight for tasks goes; what is left over
comes first in the next block. A task that fails is tried again if that was ordered.
"""

from enum import Enum as PlainEnum
from typing import Annotated

from chain.codec import U8, U32, Bound, Err, Ok, Result, TypeName, replace
from chain.frame import (
    Constant,
    Corruption,
    DispatchFailure,
    Event,
    Exhausted,
    InvariantBroken,
    OptionalMap,
    OptionalValue,
    Origin,
    Pallet,
    RuntimeCall,
    StorageMap,
    Unavailable,
    Weight,
    call,
    measured_weight,
)
from chain.frame.call import Call
from chain.frame.dispatch_error import DispatchError
from chain.frame.nested_dispatch import ErrorWriter, NestedDispatch, weight_used
from chain.frame.origin import Root, SystemOrigin, origin_of
from chain.frame.stored_call import CallStore, Lookup
from chain.pallets.scheduler import errors, events
from chain.pallets.scheduler.meter import WeightMeter
from chain.pallets.scheduler.types import Period, RetryConfig, Scheduled, TaskAddress, TaskName
from chain.primitives.hashing import Blake2_128Concat, Twox64Concat
from chain.primitives.identifiers import BlockNumber

MAX_SCHEDULED = 50
MAXIMUM_WEIGHT = Weight(3_200_000_000_000, 0xCCCC_CCCC_CCCC_CCCC)
"""80 % of what a block may weigh."""

U32_MAX = 2**32 - 1
SERVICE_WEIGHT = measured_weight(5_000_000, reads=1, writes=1)
DISPATCH_WEIGHT = measured_weight(2_500_000)
RETRY_WEIGHT = measured_weight(30_000_000 + 800_000 * MAX_SCHEDULED, reads=1, writes=1)
PLAN_WEIGHT = measured_weight(15_000_000 + 700_000 * MAX_SCHEDULED, reads=1, writes=1)
PLAN_NAMED_WEIGHT = measured_weight(20_000_000 + 800_000 * MAX_SCHEDULED, reads=2, writes=2)
CANCEL_WEIGHT = measured_weight(25_000_000 + 900_000 * MAX_SCHEDULED, reads=1, writes=2)
RETRY_SETTING_WEIGHT = measured_weight(20_000_000, reads=2, writes=1)

MaybePeriodic = Annotated[Period | None, TypeName("Option<schedule::Period<BlockNumberFor<T>>>")]
Priority = Annotated[U8, TypeName("schedule::Priority")]
BoxedCall = Annotated[RuntimeCall, TypeName("Box<<T as Config>::RuntimeCall>")]
Agenda = Annotated[list[Scheduled | None], Bound(MAX_SCHEDULED)]


class Outcome(PlainEnum):
    """What became of a task whose time had come."""

    DONE = "done"
    POSTPONED = "postponed"
    IMPOSSIBLE = "impossible"


def _agenda_weight(tasks: int) -> Weight:
    return measured_weight(4_000_000 + 700_000 * tasks, reads=1, writes=1)


FULL_AGENDA_WEIGHT = _agenda_weight(MAX_SCHEDULED)


def _task_weight(task: Scheduled) -> Weight:
    is_elsewhere = isinstance(task.call, Lookup)
    return measured_weight(3_500_000, reads=2 * is_elsewhere, writes=2 * is_elsewhere + (task.maybe_id is not None))


class Scheduler(Pallet, rust_path="pallet_scheduler::pallet"):
    """Calls that are planned for later blocks."""

    events = (
        events.ScheduledEvent,
        events.Canceled,
        events.Dispatched,
        events.RetrySet,
        events.RetryCancelled,
        events.CallUnavailable,
        events.PeriodicFailed,
        events.RetryFailed,
        events.PermanentlyOverweight,
        events.AgendaIncomplete,
    )
    errors = (
        errors.FailedToSchedule,
        errors.NotFound,
        errors.TargetBlockNumberInPast,
        errors.RescheduleNoChange,
        errors.Named,
    )

    maximum_weight = Constant[Weight](doc="What all tasks of a block may weigh.", default=MAXIMUM_WEIGHT)
    max_scheduled_per_block = Constant[U32](doc="The most tasks planned for one block.", default=MAX_SCHEDULED)

    incomplete_since = OptionalValue[BlockNumber](doc="The block since which tasks are put off, if any are.")
    agenda = StorageMap[BlockNumber, Agenda](
        hasher=Twox64Concat, default=[], doc="The tasks of a block; cancelled ones leave a gap."
    )
    retries = OptionalMap[TaskAddress, RetryConfig](
        hasher=Blake2_128Concat, doc="Tasks that are tried again if they fail."
    )
    lookup = OptionalMap[TaskName, TaskAddress](hasher=Twox64Concat, doc="Where the tasks with a name are planned.")

    def connect(self, *, calls: NestedDispatch, errors: ErrorWriter, store: CallStore) -> None:
        """Learn how to make calls, how to write down their failures and where to keep them."""
        self._calls = calls
        self._error_writer = errors
        self._store = store

    # calls

    @call(index=0, weight=PLAN_WEIGHT)
    def schedule(
        self, origin: Origin, when: BlockNumber, maybe_periodic: MaybePeriodic, priority: Priority, call: BoxedCall
    ) -> None:
        """Make a call as root in a later block, and then every so many blocks so many times (root)."""
        origin.ensure_root()
        self._plan(None, when, maybe_periodic, priority, call)

    @call(index=1, weight=CANCEL_WEIGHT)
    def cancel(self, origin: Origin, when: BlockNumber, index: U32) -> None:
        """Take a task off the agenda, by its place (root)."""
        origin.ensure_root()
        self._cancel((when, index))

    @call(index=2, weight=PLAN_NAMED_WEIGHT)
    def schedule_named(
        self,
        origin: Origin,
        id: TaskName,
        when: BlockNumber,
        maybe_periodic: MaybePeriodic,
        priority: Priority,
        call: BoxedCall,
    ) -> None:
        """Plan a call as `schedule` does, under a name (root)."""
        origin.ensure_root()
        self._plan(id, when, maybe_periodic, priority, call)

    @call(index=3, weight=CANCEL_WEIGHT)
    def cancel_named(self, origin: Origin, id: TaskName) -> None:
        """Take a task off the agenda, by its name (root)."""
        origin.ensure_root()
        self._cancel(self._address_of(id))

    @call(index=4, weight=PLAN_WEIGHT)
    def schedule_after(
        self, origin: Origin, after: BlockNumber, maybe_periodic: MaybePeriodic, priority: Priority, call: BoxedCall
    ) -> None:
        """Plan a call for the block after so many others (root)."""
        origin.ensure_root()
        self._plan(None, self._block_after(after), maybe_periodic, priority, call)

    @call(index=5, weight=PLAN_NAMED_WEIGHT)
    def schedule_named_after(
        self,
        origin: Origin,
        id: TaskName,
        after: BlockNumber,
        maybe_periodic: MaybePeriodic,
        priority: Priority,
        call: BoxedCall,
    ) -> None:
        """Plan a call for the block after so many others, under a name (root)."""
        origin.ensure_root()
        self._plan(id, self._block_after(after), maybe_periodic, priority, call)

    @call(index=6, weight=RETRY_SETTING_WEIGHT)
    def set_retry(self, origin: Origin, task: TaskAddress, retries: U8, period: BlockNumber) -> None:
        """Have a task tried again if it fails, so many times and every so many blocks (root)."""
        origin.ensure_root()
        self._set_retry(task, None, retries, period)

    @call(index=7, weight=RETRY_SETTING_WEIGHT)
    def set_retry_named(self, origin: Origin, id: TaskName, retries: U8, period: BlockNumber) -> None:
        """Have a task with a name tried again if it fails (root)."""
        origin.ensure_root()
        self._set_retry(self._address_of(id), id, retries, period)

    @call(index=8, weight=RETRY_SETTING_WEIGHT)
    def cancel_retry(self, origin: Origin, task: TaskAddress) -> None:
        """Have a task not tried again if it fails (root)."""
        origin.ensure_root()
        self._cancel_retry(task, None)

    @call(index=9, weight=RETRY_SETTING_WEIGHT)
    def cancel_retry_named(self, origin: Origin, id: TaskName) -> None:
        """Have a task with a name not tried again if it fails (root)."""
        origin.ensure_root()
        self._cancel_retry(self._address_of(id), id)

    # planning

    def _block_after(self, blocks: int) -> int:
        return min(self.system.block_number + blocks + 1, U32_MAX)

    def _plan(self, name: bytes | None, when: int, periodic: Period | None, priority: int, planned: Call) -> None:
        if name is not None and name in self.lookup:
            raise errors.FailedToSchedule
        if when <= self.system.block_number:
            raise errors.TargetBlockNumberInPast
        again = None
        if periodic is not None and periodic[0] > 0 and periodic[1] > 1:
            again = (periodic[0], periodic[1] - 1)
        stored = self._store.store(planned)
        self._place(when, Scheduled(name, priority, stored, again, SystemOrigin(Root())))

    def _place(self, when: int, task: Scheduled) -> tuple[int, int]:
        """Put a task on the agenda of a block; its place. Exhausted where the agenda is full."""
        tasks = self.agenda[when]
        if len(tasks) < self.max_scheduled_per_block:
            index = len(tasks)
            tasks = [*tasks, task]
        elif None in tasks:
            index = tasks.index(None)
            tasks = [*tasks[:index], task, *tasks[index + 1 :]]
        else:
            raise Exhausted
        self.agenda[when] = tasks
        if task.maybe_id is not None:
            self.lookup[task.maybe_id] = (when, index)
        self.deposit_event(events.ScheduledEvent(when, index))
        return when, index

    def _address_of(self, name: bytes) -> tuple[int, int]:
        address = self.lookup[name]
        if address is None:
            raise errors.NotFound
        return address

    def _task_at(self, address: tuple[int, int]) -> Scheduled:
        when, index = address
        tasks = self.agenda[when]
        task = tasks[index] if index < len(tasks) else None
        if task is None:
            raise errors.NotFound
        return task

    def _cancel(self, address: tuple[int, int]) -> None:
        task = self._task_at(address)
        when, index = address
        tasks = self.agenda[when]
        tasks[index] = None
        self._store.forget(task.call)
        if task.maybe_id is not None:
            del self.lookup[task.maybe_id]
        del self.retries[address]
        while tasks and tasks[-1] is None:
            tasks.pop()
        if tasks:
            self.agenda[when] = tasks
        else:
            del self.agenda[when]
        self.deposit_event(events.Canceled(when, index))

    def _set_retry(self, address: tuple[int, int], name: bytes | None, retries: int, period: int) -> None:
        self._task_at(address)
        self.retries[address] = RetryConfig(retries, retries, period)
        self.deposit_event(events.RetrySet(address, name, period, retries))

    def _cancel_retry(self, address: tuple[int, int], name: bytes | None) -> None:
        self._task_at(address)
        del self.retries[address]
        self.deposit_event(events.RetryCancelled(address, name))

    # working off

    def on_initialize(self, now: int) -> Weight:
        """Work off what is planned for this block, and what was put off before; the weight used."""
        meter = WeightMeter(self.maximum_weight)
        meter.try_consume(SERVICE_WEIGHT)
        start = self.incomplete_since
        if start is not None:
            del self.incomplete_since
        when = now if start is None else start
        left_since = now + 1
        is_first = True
        while when <= now and meter.can_consume(FULL_AGENDA_WEIGHT):
            if not self._work_off(meter, now, when, is_first=is_first):
                left_since = min(left_since, when)
            is_first = False
            when += 1
        left_since = min(left_since, when)
        if left_since <= now:
            self.deposit_event(events.AgendaIncomplete(left_since))
            self.incomplete_since = left_since
        return meter.consumed

    def _work_off(self, meter: WeightMeter, now: int, when: int, *, is_first: bool) -> bool:
        """Make the calls planned for a block; whether none had to be put off."""
        tasks = self.agenda[when]
        due = sorted((task.priority, index) for index, task in enumerate(tasks) if task is not None)
        meter.try_consume(_agenda_weight(len(due)))
        for _, index in due:
            task = tasks[index]
            assert task is not None
            outcome = Outcome.POSTPONED
            if meter.can_consume(_task_weight(task)):
                outcome = self._attempt(meter, now, (when, index), task, is_first=is_first)
            if outcome is not Outcome.POSTPONED:
                tasks[index] = None
            is_first = is_first and outcome is not Outcome.DONE
        # What one of the calls did to this very agenda is lost, as on the reference chain.
        if any(tasks):
            self.agenda[when] = tasks
        elif tasks:
            del self.agenda[when]
        return not any(tasks)

    def _attempt(
        self, meter: WeightMeter, now: int, address: tuple[int, int], task: Scheduled, *, is_first: bool
    ) -> Outcome:
        name = task.maybe_id
        meter.try_consume(_task_weight(task))
        try:
            made = self._store.fetch(task.call)
        except (Unavailable, Corruption):
            return self._give_up(address, task, events.CallUnavailable(address, name))
        if not meter.can_consume(DISPATCH_WEIGHT + made.info.weight):
            # What does not fit into an empty block will never fit.
            if is_first:
                return self._give_up(address, task, events.PermanentlyOverweight(address, name))
            return Outcome.POSTPONED
        if name is not None:
            del self.lookup[name]
        result = self._make(meter, task, made)
        retry = self.retries.take(address)
        self.deposit_event(events.Dispatched(address, name, result))
        if retry is not None and isinstance(result, Err):
            self._try_again(meter, now, address, task, retry)
        if task.maybe_periodic is not None:
            self._repeat(now, address, task, retry)
        self._store.forget(task.call)
        return Outcome.DONE

    def _give_up(
        self,
        address: tuple[int, int],
        task: Scheduled,
        event: Event,
    ) -> Outcome:
        if task.maybe_id is not None:
            del self.lookup[task.maybe_id]
        self.deposit_event(event)
        self._store.forget(task.call)
        return Outcome.IMPOSSIBLE

    def _make(self, meter: WeightMeter, task: Scheduled, made: Call) -> Result[None, DispatchError]:
        meter.try_consume(DISPATCH_WEIGHT)
        try:
            outcome = self._calls.dispatch(made, origin_of(task.origin))
        except DispatchFailure as failure:
            meter.try_consume(weight_used(made, failure))
            return Err(self._error_writer.dispatch_error(failure))
        meter.try_consume(weight_used(made, outcome))
        return Ok(None)

    def _try_again(
        self, meter: WeightMeter, now: int, address: tuple[int, int], task: Scheduled, retry: RetryConfig
    ) -> None:
        """Plan a task that failed once more."""
        if not meter.try_consume(RETRY_WEIGHT):
            self.deposit_event(events.RetryFailed(address, task.maybe_id))
            return
        if retry.remaining == 0:
            return
        # The repetition of a task keeps its name, the second attempt at it has none.
        attempt = replace(task, maybe_id=None, maybe_periodic=None)
        place = self._place_again(now, retry.period, attempt)
        if place is None:
            self.deposit_event(events.RetryFailed(address, task.maybe_id))
        else:
            self.retries[place] = replace(retry, remaining=retry.remaining - 1)

    def _repeat(self, now: int, address: tuple[int, int], task: Scheduled, retry: RetryConfig | None) -> None:
        """Plan a task for the next time."""
        assert task.maybe_periodic is not None
        period, count = task.maybe_periodic
        place = self._place_again(now, period, replace(task, maybe_periodic=(period, count - 1) if count > 1 else None))
        if place is None:
            self.deposit_event(events.PeriodicFailed(address, task.maybe_id))
        elif retry is not None:
            self.retries[place] = retry

    def _place_again(self, now: int, period: int, task: Scheduled) -> tuple[int, int] | None:
        """Plan a task whose call is stored already; None where that agenda is full."""
        try:
            place = self._place(min(now + period, U32_MAX), task)
        except Exhausted:
            return None
        self._store.retain(task.call)
        return place

    def check_invariants(self) -> None:
        """Every name leads to the task of that name."""
        for name, (when, index) in self.lookup.items():
            tasks = self.agenda[when]
            task = tasks[index] if index < len(tasks) else None
            if task is None or task.maybe_id != name:
                raise InvariantBroken(f"the task named 0x{name.hex()} is not at {index} on the agenda of block {when}")
