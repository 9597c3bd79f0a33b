"""Reserves, locks and holds."""

import pytest

from chain.frame import TokenError
from chain.frame.testing import TestRuntime
from chain.pallets.balances import Balances, errors
from chain.pallets.balances.events import Locked, Reserved, ReserveRepatriated, Unlocked, Unreserved
from chain.pallets.balances.types import BalanceStatus, PreimageHold, PreimageHoldReason
from chain.pallets.system import System
from chain.primitives.identifiers import AccountId

ALICE, BOB, CAROL = (AccountId(bytes([number]) * 32) for number in (1, 2, 3))
NAME, OTHER_NAME = b"deposit1", b"deposit2"
REASON = PreimageHold(PreimageHoldReason.Preimage)


@pytest.fixture
def chain():
    system = System.for_tests()
    balances = Balances(system, existential_deposit=500)
    with TestRuntime({0: system, 5: balances}) as made:
        balances.genesis({ALICE: 10_000, BOB: 1_000})
        made.events()
        made.balances = balances
        yield made


def data(chain, who):
    return chain.system.account[who].data


def test_a_reserve_stays_in_the_account_and_holds_it_in_place(chain):
    chain.balances.reserved.reserve(ALICE, 4_000)
    assert (data(chain, ALICE).free, data(chain, ALICE).reserved) == (6_000, 4_000)
    assert chain.system.account[ALICE].consumers == 1
    assert chain.balances.reserved.unreserve(ALICE, 5_000) == 1_000
    assert chain.system.account[ALICE].consumers == 0
    assert chain.events() == [Reserved(ALICE, 4_000), Unreserved(ALICE, 4_000)]


def test_the_account_must_live_on_beside_its_reserve(chain):
    with pytest.raises(errors.InsufficientBalance):
        chain.balances.reserved.reserve(BOB, 501)
    chain.balances.reserved.reserve(BOB, 500)
    with pytest.raises(TokenError.FundsUnavailable):
        chain.balances.transfer(BOB, ALICE, 501)


def test_reserved_balance_moves_to_another_account(chain):
    reserved = chain.balances.reserved
    reserved.reserve(ALICE, 1_000)
    chain.events()
    assert reserved.repatriate(ALICE, BOB, 400, BalanceStatus.Free) == 0
    assert reserved.repatriate(ALICE, BOB, 700, BalanceStatus.Reserved) == 100
    assert (data(chain, BOB).free, data(chain, BOB).reserved) == (1_400, 600)
    assert chain.events() == [
        ReserveRepatriated(ALICE, BOB, 400, BalanceStatus.Free),
        ReserveRepatriated(ALICE, BOB, 600, BalanceStatus.Reserved),
    ]
    with pytest.raises(errors.DeadAccount):
        reserved.repatriate(ALICE, CAROL, 1, BalanceStatus.Free)


def test_slashed_reserve_is_owed_by_whoever_slashed(chain):
    chain.balances.reserved.reserve(ALICE, 1_000)
    taken = chain.balances.reserved.slash(ALICE, 300)
    chain.balances.drop(taken)
    assert taken == 300 and chain.balances.total_issuance == 10_700


def test_reserves_under_names_are_kept_apart(chain):
    reserved = chain.balances.reserved
    reserved.reserve_named(NAME, ALICE, 100)
    reserved.reserve_named(OTHER_NAME, ALICE, 200)
    reserved.reserve_named(NAME, ALICE, 50)
    assert (reserved.named(NAME, ALICE), reserved.named(OTHER_NAME, ALICE)) == (150, 200)
    assert reserved.unreserve_named(NAME, ALICE, 500) == 350
    assert reserved.unreserve_named(NAME, ALICE, 1) == 1
    assert [row.id for row in chain.balances.reserves[ALICE]] == [OTHER_NAME]
    assert data(chain, ALICE).reserved == 200


def test_a_name_too_many_is_refused(chain):
    for number in range(50):
        chain.balances.reserved.reserve_named(number.to_bytes(8, "big"), ALICE, 1)
    with pytest.raises(errors.TooManyReserves):
        chain.balances.reserved.reserve_named(NAME, ALICE, 1)


def test_locks_overlay_each_other(chain):
    locking = chain.balances.locking
    locking.set_lock(NAME, ALICE, 4_000)
    locking.set_lock(OTHER_NAME, ALICE, 6_000)
    locking.extend_lock(NAME, ALICE, 1_000)
    assert data(chain, ALICE).frozen == 6_000
    locking.remove_lock(OTHER_NAME, ALICE)
    locking.remove_lock(NAME, ALICE)
    assert data(chain, ALICE).frozen == 0 and ALICE not in chain.balances.locks
    assert chain.events() == [
        Locked(ALICE, 4_000),
        Locked(ALICE, 2_000),
        Unlocked(ALICE, 2_000),
        Unlocked(ALICE, 4_000),
    ]


def test_holds_add_up_by_reason_and_count_as_reserved(chain):
    locking = chain.balances.locking
    locking.hold(REASON, ALICE, 300)
    locking.hold(REASON, ALICE, 200)
    assert locking.on_hold(REASON, ALICE) == data(chain, ALICE).reserved == 500
    assert locking.release(REASON, ALICE, 600) == 500
    assert ALICE not in chain.balances.holds and data(chain, ALICE).reserved == 0
    with pytest.raises(TokenError.FundsUnavailable):
        locking.hold(REASON, BOB, 501)
