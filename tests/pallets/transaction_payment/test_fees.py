"""What a transaction costs (section 5.5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chain.frame import Pays, Weight
from chain.frame.call import DispatchInfo
from chain.frame.testing import TestRuntime
from chain.frame.weight import DispatchClass
from chain.pallets.balances import Balances
from chain.pallets.balances.events import Deposit, Withdraw
from chain.pallets.system import System
from chain.pallets.transaction_payment import TransactionPayment
from chain.pallets.transaction_payment.fees import BASE_FEE, weight_to_fee
from chain.pallets.transaction_payment.pallet import TransactionFeePaid
from chain.pallets.transaction_payment.types import FeeDetails, InclusionFee
from chain.primitives.identifiers import AccountId

ALICE, AUTHOR = AccountId(b"\x01" * 32), AccountId(b"\x02" * 32)


class Authorship:
    def __init__(self):
        self.who = AUTHOR

    def author(self):
        return self.who


@pytest.fixture
def chain():
    system = System.for_tests()
    balances = Balances(system, existential_deposit=500)
    authorship = Authorship()
    payment = TransactionPayment(system, currency=balances, author=authorship)
    with TestRuntime({0: system, 5: balances, 6: payment}) as made:
        made.balances, made.payment, made.authorship = balances, payment, authorship
        balances.genesis({ALICE: 1_000_000, AUTHOR: 1_000})
        made.events()
        yield made


def test_the_base_fee_is_half_a_thousandth_of_the_base_weight_rounded_half_down():
    assert BASE_FEE == 54_078


def test_a_weight_costs_at_most_what_a_block_costs():
    assert weight_to_fee(Weight(1_999, 0)) == 1 and weight_to_fee(Weight(1_000, 0)) == 0
    assert weight_to_fee(Weight(1_001, 0)) == 1
    assert weight_to_fee(Weight(2**64 - 1, 5)) == 2_000_000_000


@given(st.integers(0, 4 * 10**12))
def test_fees_are_the_nearest_rao(ref_time):
    fee = weight_to_fee(Weight(ref_time, 0))
    assert abs(fee * 2_000 - ref_time) <= 1_000


def test_the_parts_of_a_fee_add_up(chain):
    info = DispatchInfo(Weight(2_000_000, 0), DispatchClass.Normal, Pays.Yes)
    details = chain.payment.fee_details(info, 150, Weight(400_000, 0))
    assert details == FeeDetails(InclusionFee(54_078, 150, 1_200))
    assert chain.payment.dispatch_info(info, 150, Weight(400_000, 0)).partial_fee == 54_078 + 150 + 1_200
    assert chain.payment.fee(Pays.Yes, 150, Weight(2_400_000, 0), 7) == 55_435


def test_a_free_call_costs_its_tip_alone(chain):
    info = DispatchInfo(Weight(2_000_000, 0), DispatchClass.Normal, Pays.No)
    assert chain.payment.fee_details(info, 150, Weight(0, 0)) == FeeDetails(None)
    assert chain.payment.fee(Pays.No, 150, Weight(2_400_000, 0), 7) == 7


def test_what_was_not_used_comes_back_and_the_author_gets_the_rest(chain):
    chain.payment.take(ALICE, 5_000)
    chain.payment.settle(ALICE, 5_000, 4_000, 100)
    assert chain.events() == [
        Withdraw(ALICE, 5_000),
        Deposit(ALICE, 1_000),
        Deposit(AUTHOR, 4_000),
        TransactionFeePaid(ALICE, 4_000, 100),
    ]


def test_without_an_author_the_fee_is_gone(chain):
    chain.authorship.who = None
    chain.payment.take(ALICE, 5_000)
    chain.payment.settle(ALICE, 5_000, 5_000, 0)
    assert chain.events() == [Withdraw(ALICE, 5_000), TransactionFeePaid(ALICE, 5_000, 0)]
    assert chain.balances.total_issuance == 996_000


def test_an_author_who_could_not_live_on_the_fee_does_not_get_it(chain):
    chain.authorship.who = AccountId(b"\x09" * 32)
    chain.payment.take(ALICE, 499)
    chain.payment.settle(ALICE, 499, 499, 0)
    assert chain.balances.total_issuance == 1_001_000 - 499


def test_an_account_that_the_call_ended_gets_nothing_back(chain):
    chain.payment.take(ALICE, 5_000)
    chain.balances.burn_from(ALICE, chain.balances.free_balance(ALICE))
    chain.events()
    chain.payment.settle(ALICE, 5_000, 4_000, 0)
    assert chain.events() == [Deposit(AUTHOR, 5_000), TransactionFeePaid(ALICE, 4_000, 0)]


def test_a_fee_may_not_end_the_account(chain):
    assert chain.payment.can_pay(ALICE, 999_500) and not chain.payment.can_pay(ALICE, 999_501)
    assert chain.payment.can_pay(AccountId(bytes(32)), 0)
