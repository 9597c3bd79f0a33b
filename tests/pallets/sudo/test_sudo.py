"""One account that may act as root."""

import pytest

from chain.codec import Err, Ok
from chain.frame import BadOrigin, Origin, Pays, Weight
from chain.frame import dispatch_error as wire
from chain.frame.testing import TestRuntime
from chain.pallets.balances import Balances
from chain.pallets.balances.events import Transfer
from chain.pallets.sudo import Sudo
from chain.pallets.sudo.pallet import KeyChanged, KeyRemoved, RequireSudo, Sudid, SudoAsDone
from chain.pallets.system import System
from chain.primitives.address import Id
from chain.primitives.identifiers import AccountId

ALICE, BOB, CAROL = (AccountId(bytes([number]) * 32) for number in (1, 2, 3))


@pytest.fixture
def chain():
    system = System.for_tests()
    balances, sudo = Balances(system, existential_deposit=500), Sudo(system)
    with TestRuntime({0: system, 5: balances, 12: sudo}) as made:
        sudo.connect(calls=made.dispatcher, errors=made.declaration)
        sudo.genesis(ALICE)
        balances.genesis({ALICE: 10_000, BOB: 10_000})
        made.events()
        made.sudo = sudo
        yield made


def moving(chain, amount):
    return chain.call(Balances.force_transfer, source=Id(BOB), dest=Id(ALICE), value=amount)


def test_the_sudo_key_acts_as_root_and_pays_nothing(chain):
    post = chain.dispatch(chain.call(Sudo.sudo, call=moving(chain, 5)), Origin.signed(ALICE))
    assert post.pays is Pays.No
    assert chain.events() == [Transfer(BOB, ALICE, 5), Sudid(Ok(None))]


def test_the_failure_of_the_inner_call_is_told_and_not_passed_on(chain):
    chain.dispatch(chain.call(Sudo.sudo, call=moving(chain, 99_999)), Origin.signed(ALICE))
    assert chain.events() == [Sudid(Err(wire.Arithmetic(wire.ArithmeticErrorKind.Underflow)))]


def test_nobody_else_may(chain):
    inner = chain.call(System.remark, remark=b"")
    calls = [
        chain.call(Sudo.sudo, call=inner),
        chain.call(Sudo.sudo_unchecked_weight, call=inner, weight=Weight(1, 0)),
        chain.call(Sudo.sudo_as, who=Id(BOB), call=inner),
        chain.call(Sudo.set_key, new=Id(BOB)),
        chain.call(Sudo.remove_key),
    ]
    for made in calls:
        with pytest.raises(RequireSudo):
            chain.dispatch(made, Origin.signed(BOB))
        with pytest.raises(BadOrigin):
            chain.dispatch(made, Origin.none())
    assert chain.events() == []


def test_a_call_with_unchecked_weight_counts_with_the_given_one(chain):
    made = chain.call(Sudo.sudo_unchecked_weight, call=moving(chain, 5), weight=Weight(77, 1))
    assert made.info.weight == Weight(77, 1)
    chain.dispatch(made, Origin.signed(ALICE))
    assert chain.events()[-1] == Sudid(Ok(None))


def test_sudo_acts_in_the_name_of_others(chain):
    inner = chain.call(Balances.transfer_keep_alive, dest=Id(ALICE), value=3)
    chain.dispatch(chain.call(Sudo.sudo_as, who=Id(BOB), call=inner), Origin.signed(ALICE))
    assert chain.events() == [Transfer(BOB, ALICE, 3), SudoAsDone(Ok(None))]


def test_the_key_is_handed_on_and_given_up(chain):
    chain.dispatch(chain.call(Sudo.set_key, new=Id(BOB)), Origin.signed(ALICE))
    assert chain.sudo.is_sudo(BOB) and not chain.sudo.is_sudo(ALICE)
    chain.dispatch(chain.call(Sudo.remove_key), Origin.signed(BOB))
    assert chain.sudo.key is None
    assert chain.events() == [KeyChanged(ALICE, BOB), KeyRemoved()]
    with pytest.raises(RequireSudo):
        chain.dispatch(chain.call(Sudo.remove_key), Origin.signed(BOB))


def test_a_carried_call_keeps_its_class_and_adds_weight(chain):
    inner = chain.call(System.set_storage, items=[])
    carried = chain.call(Sudo.sudo, call=inner)
    assert carried.info.dispatch_class is inner.info.dispatch_class
    assert carried.info.weight.ref_time > inner.info.weight.ref_time
