"""What was done when, and what those are told who have to wait."""

import pytest

from chain.pallets.registration.rate_limits import RateLimits, TransactionKind
from chain.pallets.subtensor_module.errors import DelegateTxRateLimitExceeded, TxRateLimitExceeded
from chain.pallets.subtensor_module.limits import CHILDREN, DELEGATE_TAKES
from chain.pallets.subtensor_module.types import LastTxBlock, NetworkLastRegistered
from tests.pallets.subnet_world import ALICE, BOB, World

KIND = TransactionKind.SET_CHILDREN


def test_something_never_done_may_be_done() -> None:
    world = World().at_block(5)
    assert world.limits.passed(NetworkLastRegistered(), 10**9)
    assert world.limits.last(LastTxBlock(ALICE)) == 0
    world.limits.ensure_not_exceeded(DELEGATE_TAKES, LastTxBlock(ALICE), 10**9)


def test_the_two_rules_differ_by_one_block() -> None:
    world = World().at_block(5)
    world.limits.record(LastTxBlock(ALICE))
    world.at_block(15)
    assert world.limits.passed(LastTxBlock(ALICE), 10)
    with pytest.raises(DelegateTxRateLimitExceeded, match="ends at block 16; lifted by AdminUtils"):
        world.limits.ensure_not_exceeded(DELEGATE_TAKES, LastTxBlock(ALICE), 10)
    world.limits.ensure_not_exceeded(DELEGATE_TAKES, LastTxBlock(ALICE), 0)
    world.at_block(16).limits.ensure_not_exceeded(DELEGATE_TAKES, LastTxBlock(ALICE), 10)


def test_transactions_are_forgotten_with_their_network() -> None:
    world = World().at_block(5)
    for who, netuid in ((ALICE, 2), (BOB, 3)):
        world.limits.record_transaction(who, netuid, KIND)
    with pytest.raises(TxRateLimitExceeded, match="ends at block 6; lifted by the genesis preset permissive"):
        world.limits.ensure_transaction_passed(CHILDREN, ALICE, 2, KIND, 1)
    world.limits.remove_subnet(2)
    assert world.limits.last_transaction(ALICE, 2, KIND) == 0
    assert world.limits.last_transaction(BOB, 3, KIND) == 5


def test_lifted_limits_hold_nobody_back() -> None:
    world = World().at_block(5)
    world.limits.record(LastTxBlock(ALICE))
    lifted = RateLimits(world.system, lifted=True)
    assert lifted.last(LastTxBlock(ALICE)) == 5 and lifted.passed(LastTxBlock(ALICE), 10**9)
    lifted.ensure_not_exceeded(DELEGATE_TAKES, LastTxBlock(ALICE), 10**9)
