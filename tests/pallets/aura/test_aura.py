"""Slots and authors."""

import pytest

from chain.frame import InvariantBroken
from chain.frame.testing import TestRuntime
from chain.pallets.aura import Aura
from chain.pallets.aura.pallet import AuthorityId, SlotWentBack, slot_digest
from chain.pallets.system import System
from chain.primitives.digest import Digest, PreRuntime
from chain.primitives.identifiers import AccountId

ONE, TWO = AccountId(b"\x01" * 32), AccountId(b"\x02" * 32)


@pytest.fixture
def chain():
    system = System.for_tests()
    made = TestRuntime({0: system, 3: Aura(system, slot_duration=250)})
    made.aura = made.parts[1]
    return made


def test_the_slot_comes_from_the_digest_and_names_the_author(chain):
    chain.aura.genesis([ONE, TWO])
    for slot, author in ((6, ONE), (7, TWO)):
        chain.system.digest = Digest([slot_digest(slot)])
        chain.aura.on_initialize(1)
        assert chain.aura.current_slot == slot and chain.aura.author() == author
    chain.check_invariants()


def test_a_slot_may_not_go_back(chain):
    chain.aura.current_slot = 9
    chain.system.digest = Digest([slot_digest(8)])
    with pytest.raises(SlotWentBack, match="claims slot 8, but its parent had slot 9"):
        chain.aura.on_initialize(2)


def test_a_digest_without_a_slot_names_no_author(chain):
    chain.aura.genesis([ONE])
    for logs in ([], [PreRuntime(b"babe", b"x")], [PreRuntime(b"aura", b"short")]):
        chain.system.digest = Digest(logs)
        chain.aura.on_initialize(1)
        assert chain.aura.author() is None


def test_the_slot_of_a_time_follows_from_its_length(chain):
    assert chain.aura.slot_at(1_000) == 4
    chain.aura.current_slot = 10
    assert chain.aura.slot_at(1_000) == 10


def test_authors_are_one_to_thirty_two_and_each_once(chain):
    with pytest.raises(ValueError, match="1 to 32"):
        chain.aura.genesis([])
    with pytest.raises(ValueError, match="33 authorities"):
        chain.aura.genesis([ONE] * 33)
    chain.aura.authorities = [AuthorityId(ONE)] * 2
    with pytest.raises(InvariantBroken, match="more than once"):
        chain.check_invariants()
