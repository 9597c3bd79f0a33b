"""Balances: transfers and their limits, accounts that come and go, issuance."""

import pytest

from chain.codec import replace
from chain.frame import ArithmeticError_, BadOrigin, CannotLookup, InvariantBroken, Origin, Pays, TokenError
from chain.frame.testing import TestRuntime
from chain.pallets.balances import Balances, Fortitude, Preservation, errors
from chain.pallets.balances.events import (
    BalanceSet,
    Burned,
    Deposit,
    DustLost,
    Endowed,
    Issued,
    Minted,
    Rescinded,
    TotalIssuanceForced,
    Transfer,
    Unreserved,
    Upgraded,
    Withdraw,
)
from chain.pallets.balances.types import AdjustmentDirection
from chain.pallets.system import System
from chain.pallets.system.events import KilledAccount, NewAccount
from chain.pallets.system.types import ExtraFlags
from chain.primitives.address import Id, Index
from chain.primitives.identifiers import AccountId

ALICE, BOB, CAROL = (AccountId(bytes([number]) * 32) for number in (1, 2, 3))
MINIMUM = 500
ROOT = Origin.root()


class Chain(TestRuntime):
    def __init__(self, **funds):
        system = System.for_tests()
        self.balances = Balances(system, existential_deposit=MINIMUM)
        super().__init__({0: system, 5: self.balances})
        self.balances.genesis({ALICE: 10_000, BOB: 1_000})
        self.events()

    def free(self, who):
        return self.balances.free_balance(who)

    def run(self, method, signer, /, **arguments):
        return self.dispatch(self.call(method, **arguments), Origin.signed(signer))


@pytest.fixture
def chain():
    with Chain() as made:
        yield made


def test_a_transfer_moves_balance_and_says_so(chain):
    chain.run(Balances.transfer_allow_death, ALICE, dest=Id(BOB), value=300)
    assert (chain.free(ALICE), chain.free(BOB)) == (9_700, 1_300)
    assert chain.events() == [Transfer(ALICE, BOB, 300)]


def test_a_transfer_to_a_new_account_creates_it(chain):
    chain.run(Balances.transfer_keep_alive, ALICE, dest=Id(CAROL), value=MINIMUM)
    assert chain.events() == [NewAccount(CAROL), Endowed(CAROL, MINIMUM), Transfer(ALICE, CAROL, MINIMUM)]
    assert chain.system.account[CAROL].providers == 1


def test_too_little_to_live_on_is_refused(chain):
    with pytest.raises(TokenError.BelowMinimum):
        chain.run(Balances.transfer_allow_death, ALICE, dest=Id(CAROL), value=MINIMUM - 1)
    assert not chain.system.accounts.exists(CAROL)


def test_more_than_there_is_is_refused(chain):
    with pytest.raises(TokenError.FundsUnavailable):
        chain.run(Balances.transfer_allow_death, BOB, dest=Id(ALICE), value=1_001)


def test_more_than_exists_at_all_is_refused(chain):
    with pytest.raises(ArithmeticError_.Underflow):
        chain.run(Balances.transfer_allow_death, BOB, dest=Id(ALICE), value=2**64 - 1)


def test_sending_everything_ends_the_account(chain):
    chain.run(Balances.transfer_allow_death, BOB, dest=Id(ALICE), value=1_000)
    assert chain.events() == [KilledAccount(BOB), Transfer(BOB, ALICE, 1_000)]
    assert BOB not in chain.system.account


def test_what_is_left_below_the_minimum_is_lost(chain):
    chain.run(Balances.transfer_allow_death, BOB, dest=Id(ALICE), value=600)
    assert chain.events() == [KilledAccount(BOB), DustLost(BOB, 400), Transfer(BOB, ALICE, 600)]
    assert chain.balances.total_issuance == 10_600


def test_an_account_to_be_kept_alive_is(chain):
    with pytest.raises(TokenError.NotExpendable):
        chain.run(Balances.transfer_keep_alive, BOB, dest=Id(ALICE), value=501)
    chain.run(Balances.transfer_keep_alive, BOB, dest=Id(ALICE), value=500)
    assert chain.free(BOB) == MINIMUM


def test_an_account_that_something_uses_cannot_be_ended(chain):
    chain.system.accounts.add_consumer(BOB)
    with pytest.raises(TokenError.Frozen):
        chain.run(Balances.transfer_allow_death, BOB, dest=Id(ALICE), value=600)
    assert chain.balances.reducible_balance(BOB) == 500


def test_a_transfer_to_oneself_changes_nothing_and_is_silent(chain):
    chain.run(Balances.transfer_keep_alive, BOB, dest=Id(BOB), value=400)
    assert chain.free(BOB) == 1_000 and chain.events() == []


def test_a_transfer_of_nothing_is_allowed(chain):
    chain.run(Balances.transfer_keep_alive, ALICE, dest=Id(CAROL), value=0)
    assert chain.events() == [Transfer(ALICE, CAROL, 0)]
    assert CAROL not in chain.system.account


def test_everything_can_be_sent_or_all_but_the_minimum(chain):
    chain.run(Balances.transfer_all, ALICE, dest=Id(CAROL), keep_alive=True)
    assert (chain.free(ALICE), chain.free(CAROL)) == (MINIMUM, 9_500)
    chain.run(Balances.transfer_all, CAROL, dest=Id(ALICE), keep_alive=False)
    assert CAROL not in chain.system.account and chain.free(ALICE) == 10_000


def test_root_moves_between_any_accounts(chain):
    moving = chain.call(Balances.force_transfer, source=Id(ALICE), dest=Id(BOB), value=1)
    chain.dispatch(moving, ROOT)
    assert chain.free(BOB) == 1_001
    with pytest.raises(BadOrigin):
        chain.dispatch(moving, Origin.signed(ALICE))


def test_an_address_that_is_no_account_is_refused(chain):
    with pytest.raises(CannotLookup):
        chain.run(Balances.transfer_keep_alive, ALICE, dest=Index(None), value=1)


def test_root_sets_a_balance_and_corrects_the_issuance(chain):
    def setting(who, amount):
        chain.dispatch(chain.call(Balances.force_set_balance, who=Id(who), new_free=amount), ROOT)
        return chain.events()

    assert setting(CAROL, 700) == [NewAccount(CAROL), Endowed(CAROL, 700), Issued(700), BalanceSet(CAROL, 700)]
    assert setting(CAROL, 600) == [Rescinded(100), BalanceSet(CAROL, 600)]
    assert setting(CAROL, 499) == [KilledAccount(CAROL), Rescinded(600), BalanceSet(CAROL, 0)]
    assert chain.balances.total_issuance == 11_000


def test_root_corrects_the_issuance_itself(chain):
    def adjust(direction, delta):
        chain.dispatch(chain.call(Balances.force_adjust_total_issuance, direction=direction, delta=delta), ROOT)

    adjust(AdjustmentDirection.Increase, 5)
    assert chain.events() == [TotalIssuanceForced(11_000, 11_005)]
    adjust(AdjustmentDirection.Decrease, 5)
    with pytest.raises(errors.DeltaZero):
        adjust(AdjustmentDirection.Increase, 0)
    chain.balances.inactive_issuance = 11_000
    with pytest.raises(errors.IssuanceDeactivated):
        adjust(AdjustmentDirection.Decrease, 1)


def test_burning_destroys_balance(chain):
    chain.run(Balances.burn, BOB, value=200, keep_alive=True)
    assert chain.events() == [Burned(BOB, 200)]
    assert chain.balances.total_issuance == 10_800
    with pytest.raises(TokenError.FundsUnavailable):
        chain.run(Balances.burn, BOB, value=301, keep_alive=True)
    chain.run(Balances.burn, BOB, value=800, keep_alive=False)
    assert BOB not in chain.system.account


def test_reserved_balance_is_freed_by_root(chain):
    chain.balances.reserved.reserve(ALICE, 3_000)
    chain.events()
    chain.dispatch(chain.call(Balances.force_unreserve, who=Id(ALICE), amount=1_000), ROOT)
    assert chain.events() == [Unreserved(ALICE, 1_000)]
    assert chain.system.account[ALICE].data.reserved == 2_000


def test_old_accounts_are_upgraded_free_of_charge(chain):
    assert chain.run(Balances.upgrade_accounts, ALICE, who=[]).pays is Pays.Yes
    assert chain.run(Balances.upgrade_accounts, ALICE, who=[BOB]).pays is Pays.Yes
    info = chain.system.account[BOB]
    chain.system.account[BOB] = replace(info, data=replace(info.data, flags=ExtraFlags(0)))
    assert chain.run(Balances.upgrade_accounts, ALICE, who=[BOB]).pays is Pays.No
    assert chain.events() == [Upgraded(BOB)]


def test_other_pallets_mint_burn_withdraw_and_deposit(chain):
    balances = chain.balances
    balances.mint_into(CAROL, 900)
    balances.burn_from(CAROL, 100)
    balances.withdraw(CAROL, 50)
    assert balances.deposit(BOB, 50)
    balances.issue(40)
    balances.drop(40)
    assert chain.events() == [
        NewAccount(CAROL),
        Endowed(CAROL, 900),
        Minted(CAROL, 900),
        Burned(CAROL, 100),
        Withdraw(CAROL, 50),
        Deposit(BOB, 50),
        Issued(40),
    ]
    assert not balances.deposit(AccountId(b"\x09" * 32), MINIMUM - 1)
    with pytest.raises(TokenError.BelowMinimum):
        balances.mint_into(AccountId(b"\x09" * 32), MINIMUM - 1)
    with pytest.raises(TokenError.FundsUnavailable):
        balances.withdraw(CAROL, 700)
    assert balances.burn_from(CAROL, 10_000, exact=False) == 750


def test_what_can_be_withdrawn_follows_from_how_and_how_strictly(chain):
    balances = chain.balances
    balances.locking.set_lock(b"lockedup", ALICE, 9_000)
    assert balances.reducible_balance(ALICE) == 1_000
    assert balances.reducible_balance(ALICE, Preservation.EXPENDABLE, Fortitude.FORCE) == 9_500
    assert balances.reducible_balance(BOB, Preservation.PRESERVE) == 500
    assert balances.reducible_balance(BOB, Preservation.PROTECT) == 500
    assert balances.reducible_balance(BOB) == 1_000
    assert balances.can_withdraw(BOB, 1_000) and not balances.can_withdraw(BOB, 1_001)
    assert balances.can_withdraw(BOB, 500, Preservation.PRESERVE)
    assert not balances.can_withdraw(BOB, 501, Preservation.PRESERVE)
    assert balances.can_pay(BOB, 500) and not balances.can_pay(BOB, 501)
    with pytest.raises(TokenError.Frozen):
        balances.transfer(ALICE, BOB, 1_001)


def test_genesis_refuses_an_account_that_could_not_live():
    system = System.for_tests()
    with pytest.raises(ValueError, match="gives 499 rao"):
        Balances(system, existential_deposit=MINIMUM).genesis({ALICE: 499})


def test_an_issuance_that_is_not_the_sum_breaks_the_invariant(chain):
    chain.balances.total_issuance += 1
    with pytest.raises(InvariantBroken, match="own 11000 rao, but the total issuance says 11001"):
        chain.check_invariants()
    chain.balances.total_issuance -= 1
