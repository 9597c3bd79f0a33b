"""Accounts that several signatories act for together."""

import pytest

from chain.codec import Err, Ok, replace
from chain.frame import BadOrigin, Origin, Pays, TokenError, Weight
from chain.frame import dispatch_error as wire
from chain.frame.testing import TestRuntime
from chain.pallets.balances import Balances
from chain.pallets.balances.errors import InsufficientBalance
from chain.pallets.balances.events import Reserved, Transfer, Unreserved
from chain.pallets.multisig import Multisig
from chain.pallets.multisig.errors import (
    AlreadyApproved,
    MaxWeightTooLow,
    MinimumThreshold,
    NotFound,
    NoTimepoint,
    NotOwner,
    SenderInSignatories,
    SignatoriesOutOfOrder,
    TooFewSignatories,
    TooManySignatories,
    UnexpectedTimepoint,
    WrongTimepoint,
)
from chain.pallets.multisig.events import (
    DepositPoked,
    MultisigApproval,
    MultisigCancelled,
    MultisigExecuted,
    NewMultisig,
)
from chain.pallets.multisig.pallet import multisig_account
from chain.pallets.multisig.types import MAX_SIGNATORIES, Operation, Timepoint
from chain.pallets.system import System
from chain.primitives.address import Id
from chain.primitives.hashing import blake2_256
from chain.primitives.identifiers import AccountId
from chain.primitives.keys import Keypair
from chain.primitives.ss58 import decode

# NoApprovalsNeeded and AlreadyStored have no test: the Substrate pallet stopped raising them when it stopped to store
# calls, and only lists them.

TAO = 10**9
ALICE, BOB, CAROL, DAVE = (AccountId(bytes([number]) * 32) for number in range(1, 5))
SEVERAL = [ALICE, BOB, CAROL]
SHARED = multisig_account(SEVERAL, 2)
BEGAN = Timepoint(1, 0)
ENOUGH = Weight(10**9, 0)
DEPOSIT = 196_000_000


class MultisigChain(TestRuntime):
    def by(self, who, method, **arguments):
        return self.dispatch(self.call(method, **arguments), Origin.signed(who))

    def paying(self, value=5):
        return self.call(Balances.transfer_keep_alive, dest=Id(DAVE), value=value)

    def others(self, who, signatories):
        return [one for one in signatories if one != who]

    def approve(self, who, call, timepoint=None, threshold=2, max_weight=ENOUGH, signatories=SEVERAL):
        return self.by(
            who,
            Multisig.as_multi,
            threshold=threshold,
            other_signatories=self.others(who, signatories),
            maybe_timepoint=timepoint,
            call=call,
            max_weight=max_weight,
        )

    def approve_hash(self, who, call, timepoint=None, threshold=2):
        return self.by(
            who,
            Multisig.approve_as_multi,
            threshold=threshold,
            other_signatories=self.others(who, SEVERAL),
            maybe_timepoint=timepoint,
            call_hash=self.hash_of(call),
            max_weight=ENOUGH,
        )

    def cancel(self, who, call, timepoint=BEGAN, threshold=2):
        return self.by(
            who,
            Multisig.cancel_as_multi,
            threshold=threshold,
            other_signatories=self.others(who, SEVERAL),
            timepoint=timepoint,
            call_hash=self.hash_of(call),
        )

    def poke(self, who, call):
        others = self.others(who, SEVERAL)
        return self.by(who, Multisig.poke_deposit, threshold=2, other_signatories=others, call_hash=self.hash_of(call))

    def hash_of(self, call):
        return blake2_256(self.declaration.encode_call(call))


@pytest.fixture
def chain():
    system = System.for_tests()
    balances = Balances(system, existential_deposit=500)
    multisig = Multisig(system, currency=balances.reserved)
    with MultisigChain({0: system, 5: balances, 13: multisig}) as made:
        multisig.connect(calls=made.dispatcher, errors=made.declaration, codec=made.declaration)
        balances.genesis(dict.fromkeys((ALICE, BOB, CAROL, DAVE, SHARED), 100 * TAO))
        made.events()
        made.balances, made.multisig = balances, multisig
        yield made


def test_the_account_is_that_of_the_reference_chain():
    alice, bob = (AccountId(Keypair.from_uri(f"//{name}").public_key) for name in ("Alice", "Bob"))
    expected = decode("5F3QVbS78a4aTYLiRAD8N3czjqVoNyV42L19CXyhqUMCh4Ch")
    assert multisig_account(sorted([alice, bob]), 2) == expected


def test_the_second_of_two_approvals_makes_the_call(chain):
    call = chain.paying()
    call_hash = chain.hash_of(call)
    chain.approve(BOB, call)
    assert chain.events() == [Reserved(BOB, DEPOSIT), NewMultisig(BOB, SHARED, call_hash)]
    assert chain.multisig.multisigs[SHARED, call_hash] == Operation(BEGAN, DEPOSIT, BOB, [BOB])
    chain.next_block()
    chain.approve(ALICE, call, BEGAN)
    assert chain.events() == [
        Unreserved(BOB, DEPOSIT),
        Transfer(SHARED, DAVE, 5),
        MultisigExecuted(ALICE, BEGAN, SHARED, call_hash, Ok(None)),
    ]
    assert (SHARED, call_hash) not in chain.multisig.multisigs


def test_approvals_by_hash_wait_for_one_that_brings_the_call(chain):
    call = chain.paying()
    call_hash = chain.hash_of(call)
    account = multisig_account(SEVERAL, 3)
    chain.balances.transfer(DAVE, account, TAO)
    chain.events()
    chain.approve_hash(CAROL, call, threshold=3)
    chain.approve_hash(ALICE, call, BEGAN, threshold=3)
    assert chain.events()[2:] == [MultisigApproval(ALICE, BEGAN, account, call_hash)]
    chain.approve_hash(BOB, call, BEGAN, threshold=3)
    assert chain.multisig.multisigs[account, call_hash].approvals == SEVERAL
    chain.approve(ALICE, call, BEGAN, threshold=3)
    assert chain.events()[-2:] == [
        Transfer(account, DAVE, 5),
        MultisigExecuted(ALICE, BEGAN, account, call_hash, Ok(None)),
    ]


def test_a_failure_of_the_call_is_told_and_the_operation_is_over(chain):
    call = chain.paying(200 * TAO)
    chain.approve(BOB, call)
    chain.approve(ALICE, call, BEGAN)
    failed = Err(wire.Token(wire.TokenErrorKind.FundsUnavailable))
    assert chain.events()[-1] == MultisigExecuted(ALICE, BEGAN, SHARED, chain.hash_of(call), failed)
    with pytest.raises(UnexpectedTimepoint):
        chain.approve(ALICE, call, BEGAN)


def test_an_approval_is_given_once(chain):
    call = chain.paying()
    chain.approve_hash(BOB, call)
    for approve in (chain.approve, chain.approve_hash):
        with pytest.raises(AlreadyApproved):
            approve(BOB, call, BEGAN)
    chain.approve_hash(ALICE, call, BEGAN)
    with pytest.raises(AlreadyApproved):
        chain.approve_hash(CAROL, call, BEGAN)


def test_the_timepoint_tells_an_operation_from_others(chain):
    call = chain.paying()
    with pytest.raises(UnexpectedTimepoint):
        chain.approve(BOB, call, BEGAN)
    chain.approve(BOB, call)
    with pytest.raises(NoTimepoint):
        chain.approve(ALICE, call)
    with pytest.raises(WrongTimepoint):
        chain.approve(ALICE, call, Timepoint(1, 1))


def test_the_call_may_not_weigh_more_than_is_allowed(chain):
    call = chain.paying()
    chain.approve(BOB, call)
    too_low = Weight(call.info.weight.ref_time - 1, 0)
    with pytest.raises(MaxWeightTooLow):
        chain.approve(ALICE, call, BEGAN, max_weight=too_low)
    chain.approve(ALICE, call, BEGAN, max_weight=call.info.weight)


def test_signatories_are_several_in_order_and_without_the_signer(chain):
    call = chain.paying()
    many = [AccountId(number.to_bytes(32, "big")) for number in range(1, MAX_SIGNATORIES + 1)]
    for others, error in (
        ([], TooFewSignatories),
        (many, TooManySignatories),
        ([CAROL, ALICE], SignatoriesOutOfOrder),
        ([ALICE, ALICE], SignatoriesOutOfOrder),
        ([ALICE, BOB], SenderInSignatories),
    ):
        arguments = {"other_signatories": others, "maybe_timepoint": None, "call": call, "max_weight": ENOUGH}
        with pytest.raises(error):
            chain.by(BOB, Multisig.as_multi, threshold=2, **arguments)
        with pytest.raises(error):
            chain.by(BOB, Multisig.as_multi_threshold_1, other_signatories=others, call=call)


def test_one_approval_is_no_multisig_here(chain):
    call = chain.paying()
    for attempt in (chain.approve, chain.approve_hash):
        with pytest.raises(MinimumThreshold):
            attempt(BOB, call, threshold=1)
    with pytest.raises(MinimumThreshold):
        chain.cancel(BOB, call, threshold=1)
    with pytest.raises(BadOrigin):
        arguments = {"threshold": 2, "other_signatories": [ALICE], "maybe_timepoint": None, "max_weight": ENOUGH}
        chain.dispatch(chain.call(Multisig.as_multi, call=call, **arguments), Origin.root())


def test_any_one_signatory_disposes_of_an_account_with_threshold_one(chain):
    account = multisig_account([ALICE, BOB], 1)
    chain.balances.transfer(DAVE, account, TAO)
    chain.events()
    post = chain.by(BOB, Multisig.as_multi_threshold_1, other_signatories=[ALICE], call=chain.paying())
    assert chain.events() == [Transfer(account, DAVE, 5)]
    assert post.actual_weight.ref_time > chain.paying().info.weight.ref_time
    with pytest.raises(TokenError.FundsUnavailable) as caught:
        chain.by(BOB, Multisig.as_multi_threshold_1, other_signatories=[ALICE], call=chain.paying(2 * TAO))
    assert caught.value.actual_weight is not None


def test_whoever_begins_pays_the_deposit(chain):
    chain.balances.transfer(BOB, DAVE, 100 * TAO - DEPOSIT)
    with pytest.raises(InsufficientBalance):
        chain.approve(BOB, chain.paying())


def test_an_operation_is_cancelled_by_who_began_it(chain):
    call = chain.paying()
    with pytest.raises(NotFound):
        chain.cancel(BOB, call)
    chain.approve(BOB, call)
    with pytest.raises(WrongTimepoint):
        chain.cancel(BOB, call, Timepoint(2, 0))
    with pytest.raises(NotOwner):
        chain.cancel(ALICE, call)
    chain.events()
    chain.cancel(BOB, call)
    assert chain.events() == [
        Unreserved(BOB, DEPOSIT),
        MultisigCancelled(BOB, BEGAN, SHARED, chain.hash_of(call)),
    ]


@pytest.mark.parametrize("stored", [DEPOSIT - 1_000, DEPOSIT + 1_000])
def test_poking_a_deposit_is_free_only_where_it_changes_it(chain, stored):
    call = chain.paying()
    call_hash = chain.hash_of(call)
    with pytest.raises(NotFound):
        chain.poke(BOB, call)
    chain.approve(BOB, call)
    with pytest.raises(NotOwner):
        chain.poke(ALICE, call)
    assert chain.poke(BOB, call).pays is Pays.Yes
    operation = chain.multisig.multisigs[SHARED, call_hash]
    chain.balances.reserved.unreserve(BOB, DEPOSIT)
    chain.balances.reserved.reserve(BOB, stored)
    chain.multisig.multisigs[SHARED, call_hash] = replace(operation, deposit=stored)
    assert chain.poke(BOB, call).pays is Pays.No
    assert chain.events()[-1] == DepositPoked(BOB, call_hash, stored, DEPOSIT)
    assert chain.multisig.multisigs[SHARED, call_hash].deposit == DEPOSIT


def test_only_the_weight_that_is_used_is_charged(chain):
    call = chain.paying()
    declared = chain.call(
        Multisig.as_multi,
        threshold=2,
        other_signatories=[ALICE],
        maybe_timepoint=None,
        call=call,
        max_weight=ENOUGH,
    ).info.weight
    assert declared.ref_time > ENOUGH.ref_time
    assert chain.approve(BOB, call).actual_weight.ref_time < ENOUGH.ref_time
