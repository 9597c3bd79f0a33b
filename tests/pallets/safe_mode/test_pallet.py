"""Stopping all but a few calls."""

import pytest

from chain.frame import BadOrigin, Origin
from chain.frame.testing import TestRuntime
from chain.genesis import preset
from chain.pallets.safe_mode import SafeMode
from chain.pallets.safe_mode.errors import Entered, Exited, NoDeposit, NotConfigured
from chain.pallets.safe_mode.events import EnteredEvent, ExitedEvent, ExitReason, Extended
from chain.pallets.system import CallFiltered, System
from chain.primitives.address import Id
from chain.primitives.identifiers import AccountId
from chain.runtime import Runtime
from chain.state import State

# AlreadyDeposited, CannotReleaseYet and CurrencyError have no test: they are about deposits, and this chain, like the
# reference chain, is configured so that nobody can make one. For the same reason releasing always fails with NoDeposit.

ALICE = AccountId(bytes([1]) * 32)


@pytest.fixture
def chain():
    system = System.for_tests()
    with TestRuntime({0: system, 20: SafeMode(system)}) as made:
        made.events()
        made.safe_mode = made.pallets[20]
        yield made


def root(chain, method, **arguments):
    chain.dispatch(chain.call(method, **arguments), Origin.root())


def test_root_enters_extends_and_leaves(chain):
    with pytest.raises(Exited):
        root(chain, SafeMode.force_extend)
    with pytest.raises(Exited):
        root(chain, SafeMode.force_exit)
    root(chain, SafeMode.force_enter)
    assert chain.events() == [EnteredEvent(7_201)] and chain.safe_mode.entered_until == 7_201
    with pytest.raises(Entered):
        root(chain, SafeMode.force_enter)
    root(chain, SafeMode.force_extend)
    root(chain, SafeMode.force_exit)
    assert chain.events() == [Extended(10_801), ExitedEvent(ExitReason.Force)]
    assert chain.safe_mode.entered_until is None


def test_it_ends_by_itself_after_its_last_block(chain):
    chain.safe_mode.entered_until = 2
    chain.next_block()
    assert chain.safe_mode.entered_until == 2
    chain.next_block()
    assert chain.events() == [ExitedEvent(ExitReason.Timeout)] and chain.safe_mode.entered_until is None


def test_nobody_else_enters_it(chain):
    for method in (SafeMode.enter, SafeMode.extend):
        with pytest.raises(NotConfigured):
            chain.dispatch(chain.call(method), Origin.signed(ALICE))
    for method in (SafeMode.force_enter, SafeMode.force_extend, SafeMode.force_exit):
        with pytest.raises(BadOrigin):
            chain.dispatch(chain.call(method), Origin.signed(ALICE))


def test_there_are_no_deposits(chain):
    with pytest.raises(NoDeposit):
        chain.dispatch(chain.call(SafeMode.release_deposit, account=ALICE, block=1), Origin.signed(ALICE))
    for method in (SafeMode.force_slash_deposit, SafeMode.force_release_deposit):
        with pytest.raises(NoDeposit):
            root(chain, method, account=ALICE, block=1)
        with pytest.raises(BadOrigin):
            chain.dispatch(chain.call(method, account=ALICE, block=1), Origin.signed(ALICE))


def test_while_it_is_entered_few_calls_pass():
    runtime = Runtime(State(), preset("localnet-fast").settings)
    make = runtime.declaration.calls.make
    transfer = make("Balances", "transfer_keep_alive", {"dest": Id(ALICE), "value": 1})
    add_stake = make("SubtensorModule", "add_stake", {"hotkey": ALICE, "netuid": 1, "amount_staked": 1})
    weights = {"netuid": 1, "dests": [], "weights": [], "version_key": 0}
    passing = (
        make("System", "remark", {"remark": b""}),
        make("Sudo", "sudo", {"call": transfer}),
        make("Timestamp", "set", {"now": 1}),
        make("SubtensorModule", "set_weights", weights),
        make("SafeMode", "force_exit", {}),
    )
    stopped = (transfer, add_stake, make("Utility", "batch", {"calls": []}))
    assert all(runtime.safe_mode.allows(call) for call in (*passing, *stopped))
    runtime.safe_mode.entered_until = 100
    assert all(runtime.safe_mode.allows(call) for call in passing)
    assert not any(runtime.safe_mode.allows(call) for call in stopped)
    with pytest.raises(CallFiltered):
        runtime.dispatcher.dispatch(transfer, Origin.signed(ALICE))
