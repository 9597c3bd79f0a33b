"""Calls about calls."""

import pytest

from chain.codec import Err, Ok
from chain.frame import BadOrigin, Origin, Pays, TokenError, Weight
from chain.frame import dispatch_error as wire
from chain.frame.origin import NoneOrigin, Root, Signed, SystemOrigin
from chain.frame.testing import TestRuntime
from chain.pallets.balances import Balances
from chain.pallets.balances.events import Transfer
from chain.pallets.sudo import Sudo
from chain.pallets.system import CallFiltered, System
from chain.pallets.utility import Utility
from chain.pallets.utility.pallet import (
    BATCHED_CALLS_LIMIT,
    BatchCompleted,
    BatchCompletedWithErrors,
    BatchInterrupted,
    DispatchedAs,
    IfElseFallbackCalled,
    IfElseMainSuccess,
    ItemCompleted,
    ItemFailed,
    TooManyCalls,
    derivative_account,
)
from chain.primitives.address import Id
from chain.primitives.identifiers import AccountId
from chain.runtime import allows_no_nested_batch

ALICE, BOB = (AccountId(bytes([number]) * 32) for number in (1, 2))
UNAVAILABLE = wire.Token(wire.TokenErrorKind.FundsUnavailable)


@pytest.fixture
def chain():
    system = System.for_tests()
    balances, utility, sudo = Balances(system, existential_deposit=500), Utility(system), Sudo(system)
    with TestRuntime({0: system, 5: balances, 11: utility, 12: sudo}) as made:
        for pallet in (utility, sudo):
            pallet.connect(calls=made.dispatcher, errors=made.declaration)
        made.dispatcher.filters = (allows_no_nested_batch,)
        balances.genesis({ALICE: 10_000, BOB: 10_000})
        made.events()
        made.balances = balances
        yield made


def moving(chain, amount, dest=BOB):
    return chain.call(Balances.transfer_keep_alive, dest=Id(dest), value=amount)


def run(chain, method, origin=None, **arguments):
    return chain.dispatch(chain.call(method, **arguments), origin or Origin.signed(ALICE))


def test_a_batch_makes_all_its_calls(chain):
    run(chain, Utility.batch, calls=[moving(chain, 1), moving(chain, 2)])
    assert chain.events() == [
        Transfer(ALICE, BOB, 1),
        ItemCompleted(),
        Transfer(ALICE, BOB, 2),
        ItemCompleted(),
        BatchCompleted(),
    ]


def test_a_batch_stops_at_the_first_failure_and_keeps_what_came_before(chain):
    run(chain, Utility.batch, calls=[moving(chain, 1), moving(chain, 10_001), moving(chain, 2)])
    assert chain.events() == [Transfer(ALICE, BOB, 1), ItemCompleted(), BatchInterrupted(1, UNAVAILABLE)]


def test_all_or_none(chain):
    with pytest.raises(TokenError.FundsUnavailable) as caught:
        run(chain, Utility.batch_all, calls=[moving(chain, 1), moving(chain, 10_001)])
    assert chain.events() == [] and chain.balances.free_balance(BOB) == 10_000
    assert caught.value.actual_weight is not None
    run(chain, Utility.batch_all, calls=[moving(chain, 1)])
    assert chain.events()[-1] == BatchCompleted()


def test_a_forced_batch_goes_on_after_a_failure(chain):
    run(chain, Utility.force_batch, calls=[moving(chain, 10_001), moving(chain, 2)])
    assert chain.events() == [
        ItemFailed(UNAVAILABLE),
        Transfer(ALICE, BOB, 2),
        ItemCompleted(),
        BatchCompletedWithErrors(),
    ]


def test_a_batch_may_hold_no_batch(chain):
    inner = chain.call(Utility.batch, calls=[])
    for outer in (Utility.batch, Utility.batch_all, Utility.force_batch):
        with pytest.raises(CallFiltered):
            run(chain, outer, calls=[inner])
    carried = chain.call(Utility.as_derivative, index=0, call=inner)
    run(chain, Utility.batch, calls=[carried])
    assert chain.events()[-1] == BatchCompleted()


def test_too_many_calls_are_refused(chain):
    remark = chain.call(System.remark, remark=b"")
    utility = chain.parts[2]
    with pytest.raises(TooManyCalls):
        utility.batch(Origin.signed(ALICE), [remark] * (BATCHED_CALLS_LIMIT + 1))
    with pytest.raises(BadOrigin):
        run(chain, Utility.batch, Origin.none(), calls=[])


def test_a_batch_is_free_if_all_in_it_is(chain):
    assert chain.call(Utility.batch, calls=[moving(chain, 1)]).info.pays is Pays.Yes
    assert chain.call(Utility.batch, calls=[]).info.pays is Pays.Yes


def test_unused_weight_of_a_batch_is_reported(chain):
    made = chain.call(Utility.batch, calls=[moving(chain, 10_001), moving(chain, 2)])
    post = chain.dispatch(made, Origin.signed(ALICE))
    assert post.actual_weight.ref_time < made.info.weight.ref_time


def test_a_derived_account_acts_for_its_owner(chain):
    derived = derivative_account(ALICE, 7)
    run(chain, Utility.batch, calls=[moving(chain, 1_000, derived)])
    chain.events()
    run(chain, Utility.as_derivative, index=7, call=moving(chain, 200))
    assert chain.events() == [Transfer(derived, BOB, 200)]
    with pytest.raises(TokenError.FundsUnavailable):
        run(chain, Utility.as_derivative, index=8, call=moving(chain, 200))


def test_root_makes_calls_with_any_origin(chain):
    for as_origin, expected in (
        (SystemOrigin(Signed(BOB)), Ok(None)),
        (SystemOrigin(NoneOrigin()), Err(wire.BadOrigin())),
    ):
        run(chain, Utility.dispatch_as, Origin.root(), as_origin=as_origin, call=moving(chain, 5, ALICE))
        assert chain.events()[-1] == DispatchedAs(expected)
    with pytest.raises(BadOrigin):
        run(chain, Utility.dispatch_as, as_origin=SystemOrigin(Root()), call=moving(chain, 5))


def test_root_may_let_the_failure_of_such_a_call_through(chain):
    made = {"as_origin": SystemOrigin(Signed(BOB)), "call": moving(chain, 10_001, ALICE)}
    with pytest.raises(TokenError.FundsUnavailable):
        run(chain, Utility.dispatch_as_fallible, Origin.root(), **made)
    made["call"] = moving(chain, 1, ALICE)
    run(chain, Utility.dispatch_as_fallible, Origin.root(), **made)
    assert chain.events() == [Transfer(BOB, ALICE, 1), DispatchedAs(Ok(None))]


def test_root_gives_a_call_a_weight_of_its_choice(chain):
    inner = chain.call(Balances.force_transfer, source=Id(ALICE), dest=Id(BOB), value=4)
    made = chain.call(Utility.with_weight, call=inner, weight=Weight(9, 9))
    assert made.info.weight == Weight(9, 9)
    chain.dispatch(made, Origin.root())
    assert chain.events() == [Transfer(ALICE, BOB, 4)]
    with pytest.raises(BadOrigin):
        chain.dispatch(made, Origin.signed(ALICE))


def test_the_second_of_two_calls_is_made_where_the_first_fails(chain):
    run(chain, Utility.if_else, main=moving(chain, 1), fallback=moving(chain, 2))
    run(chain, Utility.if_else, main=moving(chain, 10_001), fallback=moving(chain, 2))
    assert chain.events() == [
        Transfer(ALICE, BOB, 1),
        IfElseMainSuccess(),
        Transfer(ALICE, BOB, 2),
        IfElseFallbackCalled(UNAVAILABLE),
    ]
    with pytest.raises(TokenError.FundsUnavailable):
        run(chain, Utility.if_else, main=moving(chain, 10_001), fallback=moving(chain, 10_002))
