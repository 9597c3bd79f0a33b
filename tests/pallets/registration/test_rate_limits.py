"""What was done when."""

from chain.pallets.registration.rate_limits import TransactionKind
from chain.pallets.subtensor_module.types import LastTxBlock, NetworkLastRegistered
from tests.pallets.subnet_world import ALICE, BOB, World


def test_something_never_done_may_be_done() -> None:
    world = World().at_block(5)
    assert world.limits.passed(NetworkLastRegistered(), 10**9)
    assert world.limits.last(LastTxBlock(ALICE)) == 0
    assert not world.limits.exceeded(LastTxBlock(ALICE), 10**9)


def test_the_two_rules_differ_by_one_block() -> None:
    world = World().at_block(5)
    world.limits.record(LastTxBlock(ALICE))
    world.at_block(15)
    assert world.limits.passed(LastTxBlock(ALICE), 10)
    assert world.limits.exceeded(LastTxBlock(ALICE), 10)
    assert not world.limits.exceeded(LastTxBlock(ALICE), 0)
    assert not world.at_block(16).limits.exceeded(LastTxBlock(ALICE), 10)


def test_transactions_are_forgotten_with_their_network() -> None:
    world = World().at_block(5)
    for who, netuid in ((ALICE, 2), (BOB, 3)):
        world.limits.record_transaction(who, netuid, TransactionKind.SET_CHILDREN)
    assert not world.limits.transaction_passed(ALICE, 2, TransactionKind.SET_CHILDREN, 1)
    world.limits.remove_subnet(2)
    assert world.limits.last_transaction(ALICE, 2, TransactionKind.SET_CHILDREN) == 0
    assert world.limits.last_transaction(BOB, 3, TransactionKind.SET_CHILDREN) == 5
