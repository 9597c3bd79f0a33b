"""Takes, children and identities."""

import pytest

from chain.frame.origin import Origin
from chain.pallets.delegation import Children, Identities, Takes
from chain.pallets.subtensor_module import errors
from chain.pallets.subtensor_module.events import (
    ChainIdentitySet,
    SetChildren,
    SetChildrenScheduled,
    TakeDecreased,
    TakeIncreased,
)
from tests.pallets.coinbase.network import NETUID, RAO, Chain, account

WHOLE = 2**64 - 1
TEXTS = ("name", "url", "github_repo", "image", "discord", "description", "additional")


@pytest.fixture
def chain():
    made = Chain()
    with made.runtime:
        made.identities.connect(accounts=made.accounts, members=made.neurons)
        for number in (2, 3, 4):
            made.add_neuron(number, stake=100 * RAO)
        made.runtime.events()
        yield made


def take(chain, method, value, *, who=2):
    chain.runtime.dispatch(chain.runtime.call(method, hotkey=account(102), take=value), Origin.signed(account(who)))


def test_a_take_falls_at_any_time_and_rises_once_in_a_while(chain):
    take(chain, Takes.decrease_take, 5000)
    assert chain.takes.take_of(account(102)) == 5000
    assert chain.runtime.events() == [TakeDecreased(account(2), account(102), 5000)]
    with pytest.raises(errors.DelegateTxRateLimitExceeded):
        take(chain, Takes.increase_take, 6000)
    chain.parameters.tx_delegate_take_rate_limit = 0
    take(chain, Takes.increase_take, 6000)
    assert chain.runtime.events() == [TakeIncreased(account(2), account(102), 6000)]


@pytest.mark.parametrize(
    ("method", "value", "error"),
    [
        (Takes.increase_take, 11_797, errors.DelegateTakeTooHigh),
        (Takes.increase_take, 5000, errors.DelegateTakeTooLow),
        (Takes.decrease_take, 5000, errors.DelegateTakeTooLow),
    ],
)
def test_a_take_outside_its_bounds_is_refused(chain, method, value, error):
    chain.takes.delegates[account(102)] = 5000
    with pytest.raises(error):
        take(chain, method, value)


def test_a_take_is_its_owners(chain):
    with pytest.raises(errors.NonAssociatedColdKey):
        take(chain, Takes.decrease_take, 1, who=3)


def set_children(chain, children, *, parent=2, netuid=NETUID):
    call = chain.runtime.call(Children.set_children, hotkey=account(100 + parent), netuid=netuid, children=children)
    chain.runtime.dispatch(call, Origin.signed(account(parent)))


def test_children_wait_for_the_cooldown_and_the_next_epoch(chain):
    lent = [(WHOLE // 2, account(103))]
    set_children(chain, lent)
    assert chain.runtime.events() == [SetChildrenScheduled(account(102), NETUID, 16, lent)]
    chain.epochs.restart(NETUID, 1)
    chain.runtime.next_block(10)
    assert chain.children.children_of(account(102), NETUID) == []
    chain.runtime.next_block(10)
    assert SetChildren(account(102), NETUID, lent) in chain.runtime.events()
    assert chain.children.children_of(account(102), NETUID) == lent
    assert chain.children.parents_of(account(103), NETUID) == [(WHOLE // 2, account(102))]


def test_children_apply_at_once_before_alpha_is_traded_and_replace_the_old_ones(chain):
    chain.parameters.subtoken_enabled[NETUID] = False
    set_children(chain, [(5, account(104)), (7, account(103))])
    assert chain.children.children_of(account(102), NETUID) == [(7, account(103)), (5, account(104))]
    chain.runtime.next_block(150)
    set_children(chain, [(9, account(104))])
    assert chain.children.parents_of(account(103), NETUID) == []
    assert chain.children.parents_of(account(104), NETUID) == [(9, account(102))]


@pytest.mark.parametrize(
    ("children", "error"),
    [
        ([(1, account(102))], errors.InvalidChild),
        ([(1, account(103)), (1, account(103))], errors.DuplicateChild),
        ([(1, account(number)) for number in range(200, 206)], errors.TooManyChildren),
        ([(WHOLE, account(103)), (1, account(104))], errors.ProportionOverflow),
    ],
)
def test_impossible_children_are_refused(chain, children, error):
    with pytest.raises(error):
        set_children(chain, children)


def test_a_parent_cannot_become_a_child_of_its_child(chain):
    chain.parameters.subtoken_enabled[NETUID] = False
    set_children(chain, [(1, account(103))])
    with pytest.raises(errors.ChildParentInconsistency):
        set_children(chain, [(1, account(102))], parent=3)


def test_children_need_stake_a_pause_and_a_network(chain):
    with pytest.raises(errors.RegistrationNotPermittedOnRootSubnet):
        set_children(chain, [], netuid=0)
    with pytest.raises(errors.SubnetNotExists):
        set_children(chain, [], netuid=9)
    chain.parameters.stake_threshold = 10**15
    with pytest.raises(errors.NotEnoughStakeToSetChildkeys):
        set_children(chain, [(1, account(103))])
    set_children(chain, [])
    with pytest.raises(errors.TxRateLimitExceeded):
        set_children(chain, [])


def test_a_childkey_take_has_bounds_and_rises_slowly(chain):
    def set_take(value):
        call = chain.runtime.call(Children.set_childkey_take, hotkey=account(102), netuid=NETUID, take=value)
        chain.runtime.dispatch(call, Origin.signed(account(2)))

    set_take(100)
    assert chain.children.childkey_take_of(account(102), NETUID) == 100
    with pytest.raises(errors.TxChildkeyTakeRateLimitExceeded):
        set_take(101)
    set_take(50)
    with pytest.raises(errors.InvalidChildkeyTake):
        set_take(11_797)


def test_root_validators_adopt_the_owner_of_a_new_network(chain):
    chain.parameters.subtoken_enabled[NETUID] = False
    chain.neurons.append(0, account(102))
    chain.children.adopt_by_root(NETUID, account(104))
    assert chain.children.parents_of(account(104), NETUID) == [(WHOLE, account(102))]


def describe(chain, who, **texts):
    values = {name: texts.get(name, b"x") for name in TEXTS}
    chain.runtime.dispatch(chain.runtime.call(Identities.set_identity, **values), Origin.signed(account(who)))


def test_a_coldkey_with_a_neuron_describes_itself(chain):
    describe(chain, 2, name=b"two")
    assert chain.identities.identity_of(account(2)).name == b"two"
    assert chain.runtime.events() == [ChainIdentitySet(account(2))]
    with pytest.raises(errors.HotKeyNotRegisteredInNetwork):
        describe(chain, 9)


MIDDLING, SHORT = ("image", "description", "additional"), ("name", "url", "discord")
LONG = dict.fromkeys(MIDDLING, b"x" * 1024) | dict.fromkeys(SHORT, b"x" * 256)


@pytest.mark.parametrize("texts", [{"name": b"x" * 257}, {"additional": b"x" * 1025}, {"github_repo": b"x" * 257}])
def test_too_long_descriptions_are_refused(chain, texts):
    with pytest.raises(errors.InvalidIdentity):
        describe(chain, 2, **texts)


def test_all_texts_together_have_a_limit_of_their_own(chain, monkeypatch):
    describe(chain, 2, **LONG)
    monkeypatch.setattr("chain.pallets.delegation.identity.LONGEST_TOGETHER", 3839)
    with pytest.raises(errors.InvalidIdentity):
        describe(chain, 2, **LONG)
