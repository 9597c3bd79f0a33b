"""Calls that root orders for later blocks."""

import pytest

from chain.codec import Err, Ok
from chain.frame import BadOrigin, Exhausted, InvariantBroken, Origin, Weight
from chain.frame import dispatch_error as wire
from chain.frame.origin import Signed, SystemOrigin
from chain.frame.stored_call import Lookup
from chain.frame.testing import TestRuntime
from chain.pallets.balances import Balances
from chain.pallets.balances.events import Transfer
from chain.pallets.preimage import Preimage
from chain.pallets.preimage.events import Cleared
from chain.pallets.scheduler import Scheduler
from chain.pallets.scheduler.errors import FailedToSchedule, NotFound, TargetBlockNumberInPast
from chain.pallets.scheduler.events import (
    AgendaIncomplete,
    CallUnavailable,
    Canceled,
    Dispatched,
    PeriodicFailed,
    PermanentlyOverweight,
    RetryCancelled,
    RetryFailed,
    RetrySet,
    ScheduledEvent,
)
from chain.pallets.scheduler.pallet import MAX_SCHEDULED, MAXIMUM_WEIGHT
from chain.pallets.scheduler.types import RetryConfig
from chain.pallets.system import System
from chain.pallets.system.events import Remarked
from chain.pallets.utility import Utility
from chain.primitives.address import Id
from chain.primitives.identifiers import AccountId

# RescheduleNoChange and Named have no test: the Substrate pallet raises them only for other pallets that move a task.

TAO = 10**9
ALICE, BOB = (AccountId(bytes([number]) * 32) for number in (1, 2))
NAME, OTHER = b"n" * 32, b"o" * 32
FAILED = Err(wire.Token(wire.TokenErrorKind.FundsUnavailable))


class SchedulerChain(TestRuntime):
    def root(self, method, **arguments):
        return self.dispatch(self.call(method, **arguments), Origin.root())

    def paying(self, value=5):
        return self.call(Balances.force_transfer, source=Id(ALICE), dest=Id(BOB), value=value)

    def plan(self, call=None, when=3, periodic=None, priority=0, name=None):
        arguments = {"when": when, "maybe_periodic": periodic, "priority": priority, "call": call or self.paying()}
        if name is None:
            self.root(Scheduler.schedule, **arguments)
        else:
            self.root(Scheduler.schedule_named, id=name, **arguments)

    def at(self, block):
        """The events of a later block."""
        self.next_block(block - self.block_number)
        return self.events()

    def heavy(self, share):
        """A call that weighs so many tenths of what all tasks of a block may."""
        weight = Weight(MAXIMUM_WEIGHT.ref_time * share // 10, 0)
        return self.call(Utility.with_weight, call=self.call(System.remark, remark=b""), weight=weight)


@pytest.fixture
def chain():
    system = System.for_tests()
    balances, utility = Balances(system, existential_deposit=500), Utility(system)
    preimage, scheduler = Preimage(system, currency=balances.locking), Scheduler(system)
    with SchedulerChain({0: system, 5: balances, 11: utility, 14: preimage, 15: scheduler}) as made:
        utility.connect(calls=made.dispatcher, errors=made.declaration)
        preimage.connect(codec=made.declaration)
        scheduler.connect(calls=made.dispatcher, errors=made.declaration, store=preimage)
        balances.genesis(dict.fromkeys((ALICE, BOB), 100 * TAO))
        made.events()
        made.balances, made.preimage, made.scheduler = balances, preimage, scheduler
        yield made


def test_a_call_is_made_in_the_block_it_was_planned_for(chain):
    chain.plan()
    assert chain.events() == [ScheduledEvent(3, 0)]
    assert chain.at(2) == []
    assert chain.at(3) == [Transfer(ALICE, BOB, 5), Dispatched((3, 0), None, Ok(None))]
    assert 3 not in chain.scheduler.agenda and chain.at(4) == []


def test_a_failure_is_told(chain):
    chain.plan(chain.paying(200 * TAO))
    assert chain.at(3) == [Dispatched((3, 0), None, FAILED)]


def test_tasks_are_planned_for_later_blocks_alone(chain):
    with pytest.raises(TargetBlockNumberInPast):
        chain.plan(when=1)
    after = {"after": 0, "maybe_periodic": None, "priority": 0, "call": chain.paying()}
    chain.root(Scheduler.schedule_after, **after)
    chain.root(Scheduler.schedule_named_after, id=NAME, **after)
    assert chain.at(2)[-1] == Dispatched((2, 1), NAME, Ok(None))


def test_only_root_plans(chain):
    plan = {"when": 3, "maybe_periodic": None, "priority": 0, "call": chain.paying()}
    after = {"after": 3, "maybe_periodic": None, "priority": 0, "call": chain.paying()}
    for call in (
        chain.call(Scheduler.schedule, **plan),
        chain.call(Scheduler.schedule_named, id=NAME, **plan),
        chain.call(Scheduler.schedule_after, **after),
        chain.call(Scheduler.schedule_named_after, id=NAME, **after),
        chain.call(Scheduler.cancel, when=3, index=0),
        chain.call(Scheduler.cancel_named, id=NAME),
        chain.call(Scheduler.set_retry, task=(3, 0), retries=1, period=1),
        chain.call(Scheduler.set_retry_named, id=NAME, retries=1, period=1),
        chain.call(Scheduler.cancel_retry, task=(3, 0)),
        chain.call(Scheduler.cancel_retry_named, id=NAME),
    ):
        with pytest.raises(BadOrigin):
            chain.dispatch(call, Origin.signed(ALICE))


def test_a_task_repeats_as_often_as_it_was_ordered(chain):
    chain.plan(periodic=(2, 3), name=NAME)
    assert chain.at(3)[1:] == [Dispatched((3, 0), NAME, Ok(None)), ScheduledEvent(5, 0)]
    assert chain.scheduler.lookup[NAME] == (5, 0)
    assert chain.at(5)[1:] == [Dispatched((5, 0), NAME, Ok(None)), ScheduledEvent(7, 0)]
    assert chain.at(7)[1:] == [Dispatched((7, 0), NAME, Ok(None))]
    assert NAME not in chain.scheduler.lookup


@pytest.mark.parametrize("periodic", [(0, 5), (2, 1), (2, 0)])
def test_a_period_that_is_none_is_ignored(chain, periodic):
    chain.plan(periodic=periodic)
    assert chain.at(3)[1:] == [Dispatched((3, 0), None, Ok(None))]


def test_tasks_run_by_priority_and_then_by_place(chain):
    for value, priority in ((10, 7), (20, 0), (30, 7), (40, 3)):
        chain.plan(chain.paying(value), priority=priority)
    assert [event.amount for event in chain.at(3) if isinstance(event, Transfer)] == [20, 40, 10, 30]


def test_a_name_is_used_by_one_task(chain):
    chain.plan(name=NAME)
    with pytest.raises(FailedToSchedule):
        chain.plan(name=NAME)


def test_a_task_is_cancelled_by_place_or_by_name(chain):
    chain.plan()
    chain.plan(name=NAME)
    chain.plan(name=OTHER)
    chain.events()
    chain.root(Scheduler.cancel, when=3, index=1)
    chain.root(Scheduler.cancel_named, id=OTHER)
    assert chain.events() == [Canceled(3, 1), Canceled(3, 2)] and len(chain.scheduler.agenda[3]) == 1
    chain.root(Scheduler.cancel, when=3, index=0)
    assert 3 not in chain.scheduler.agenda
    for call in (
        chain.call(Scheduler.cancel, when=3, index=0),
        chain.call(Scheduler.cancel_named, id=NAME),
        chain.call(Scheduler.set_retry, task=(3, 0), retries=1, period=1),
        chain.call(Scheduler.set_retry_named, id=NAME, retries=1, period=1),
        chain.call(Scheduler.cancel_retry, task=(3, 0)),
        chain.call(Scheduler.cancel_retry_named, id=NAME),
    ):
        with pytest.raises(NotFound):
            chain.dispatch(call, Origin.root())


def test_an_agenda_has_so_many_places_and_gaps_are_filled(chain):
    for _ in range(MAX_SCHEDULED):
        chain.plan()
    with pytest.raises(Exhausted):
        chain.plan()
    chain.root(Scheduler.cancel, when=3, index=4)
    chain.events()
    chain.plan(chain.paying(77))
    assert chain.events() == [ScheduledEvent(3, 4)]
    assert [event.amount for event in chain.at(3) if isinstance(event, Transfer)][4] == 77


def test_a_task_that_fails_is_tried_again(chain):
    chain.plan(chain.paying(150 * TAO), name=NAME)
    chain.events()
    chain.root(Scheduler.set_retry_named, id=NAME, retries=2, period=2)
    assert chain.events() == [RetrySet((3, 0), NAME, 2, 2)]
    assert chain.at(3) == [Dispatched((3, 0), NAME, FAILED), ScheduledEvent(5, 0)]
    assert chain.scheduler.retries[(5, 0)] == RetryConfig(2, 1, 2)
    assert chain.at(5) == [Dispatched((5, 0), None, FAILED), ScheduledEvent(7, 0)]
    chain.balances.transfer(BOB, ALICE, 90 * TAO)
    assert chain.at(7)[1:] == [Dispatched((7, 0), None, Ok(None))]
    assert list(chain.scheduler.retries) == []


def test_retries_end(chain):
    chain.plan(chain.paying(150 * TAO))
    chain.root(Scheduler.set_retry, task=(3, 0), retries=1, period=1)
    chain.at(3)
    assert chain.at(4) == [Dispatched((4, 0), None, FAILED)]


def test_a_retry_is_called_off(chain):
    chain.plan(chain.paying(150 * TAO))
    chain.plan(chain.paying(150 * TAO), name=NAME)
    for index in (0, 1):
        chain.root(Scheduler.set_retry, task=(3, index), retries=1, period=1)
    chain.events()
    chain.root(Scheduler.cancel_retry, task=(3, 0))
    chain.root(Scheduler.cancel_retry_named, id=NAME)
    assert chain.events() == [RetryCancelled((3, 0), None), RetryCancelled((3, 1), NAME)]
    assert chain.at(3) == [Dispatched((3, 0), None, FAILED), Dispatched((3, 1), NAME, FAILED)]


def test_a_repeated_task_keeps_its_retries(chain):
    chain.plan(chain.paying(150 * TAO), periodic=(10, 2))
    chain.root(Scheduler.set_retry, task=(3, 0), retries=3, period=1)
    assert chain.at(3) == [Dispatched((3, 0), None, FAILED), ScheduledEvent(4, 0), ScheduledEvent(13, 0)]
    assert chain.scheduler.retries[(13, 0)] == RetryConfig(3, 3, 1)
    assert chain.scheduler.retries[(4, 0)] == RetryConfig(3, 2, 1)


def test_what_finds_no_place_again_is_told(chain):
    chain.plan(chain.paying(150 * TAO), periodic=(2, 2))
    chain.root(Scheduler.set_retry, task=(3, 0), retries=1, period=2)
    for _ in range(MAX_SCHEDULED):
        chain.plan(when=5)
    assert chain.at(3) == [
        Dispatched((3, 0), None, FAILED),
        RetryFailed((3, 0), None),
        PeriodicFailed((3, 0), None),
    ]


def test_long_calls_are_kept_until_they_were_made_for_the_last_time(chain):
    text = bytes(1_000)
    call = chain.call(System.remark_with_event, remark=text)
    chain.plan(
        chain.call(Utility.dispatch_as, as_origin=SystemOrigin(Signed(ALICE)), call=call), periodic=(1, 2), name=NAME
    )
    stored = chain.scheduler.agenda[3][0].call
    assert isinstance(stored, Lookup)
    assert any(isinstance(event, Remarked) for event in chain.at(3))
    assert stored.hash in chain.preimage.request_status_for
    assert chain.at(4)[-1] == Cleared(stored.hash)
    assert stored.hash not in chain.preimage.request_status_for


def test_a_call_that_is_gone_is_not_made(chain):
    call = chain.call(System.remark, remark=bytes(1_000))
    chain.plan(call, name=NAME)
    stored = chain.scheduler.agenda[3][0].call
    chain.root(Preimage.unrequest_preimage, hash=stored.hash)
    assert chain.at(3) == [CallUnavailable((3, 0), NAME)]
    assert 3 not in chain.scheduler.agenda and NAME not in chain.scheduler.lookup


def test_what_exceeds_the_weight_comes_first_in_the_next_block(chain):
    for _ in range(3):
        chain.plan(chain.heavy(4))
    assert chain.at(3) == [
        Dispatched((3, 0), None, Ok(None)),
        Dispatched((3, 1), None, Ok(None)),
        AgendaIncomplete(3),
    ]
    assert chain.scheduler.incomplete_since == 3
    assert chain.at(4) == [Dispatched((3, 2), None, Ok(None))]
    assert chain.scheduler.incomplete_since is None and 3 not in chain.scheduler.agenda


def test_a_postponed_task_can_still_be_cancelled_by_its_name(chain):
    for name in (None, None, NAME):
        chain.plan(chain.heavy(4), name=name)
    chain.at(3)
    chain.root(Scheduler.cancel_named, id=NAME)
    assert chain.events() == [Canceled(3, 2)] and chain.at(4) == []


def test_what_never_fits_is_given_up(chain):
    chain.plan(chain.heavy(11), name=NAME)
    chain.plan()
    assert chain.at(3) == [
        PermanentlyOverweight((3, 0), NAME),
        Transfer(ALICE, BOB, 5),
        Dispatched((3, 1), None, Ok(None)),
    ]
    assert chain.at(4) == []


def test_a_retry_needs_weight_too(chain):
    nearly_all = Weight(MAXIMUM_WEIGHT.ref_time - 270_000_000, 0)
    chain.plan(chain.call(Utility.with_weight, call=chain.paying(150 * TAO), weight=nearly_all))
    chain.root(Scheduler.set_retry, task=(3, 0), retries=1, period=1)
    assert chain.at(3) == [Dispatched((3, 0), None, FAILED), RetryFailed((3, 0), None)]


def test_the_weight_of_tasks_is_counted(chain):
    idle = chain.scheduler.on_initialize(2)
    chain.plan(chain.heavy(5), when=3)
    assert chain.scheduler.on_initialize(3).ref_time > idle.ref_time + MAXIMUM_WEIGHT.ref_time // 2


def test_a_name_that_leads_nowhere_is_a_fault(chain):
    chain.scheduler.lookup[NAME] = (9, 9)
    with pytest.raises(InvariantBroken):
        chain.check_invariants()
    del chain.scheduler.lookup[NAME]
