"""Accounts that act for others."""

import pytest

from chain.codec import Err, Ok
from chain.frame import BadOrigin, Origin, Pays
from chain.frame import dispatch_error as wire
from chain.pallets.balances import Balances
from chain.pallets.balances.errors import InsufficientBalance
from chain.pallets.balances.events import Reserved, Transfer, Unreserved
from chain.pallets.proxy import Proxy, ProxyType
from chain.pallets.proxy.errors import (
    Duplicate,
    NoPermission,
    NoSelfProxy,
    NotFound,
    NotProxy,
    TooMany,
    Unannounced,
)
from chain.pallets.proxy.events import (
    Announced,
    DepositPoked,
    ProxyAdded,
    ProxyExecuted,
    ProxyRemoved,
    PureCreated,
    PureKilled,
    RealPaysFeeSet,
)
from chain.pallets.proxy.pallet import MAX_PENDING, MAX_PROXIES, pure_account
from chain.pallets.proxy.types import Announcement, DepositKind, ProxyDefinition
from chain.pallets.sudo import Sudo
from chain.pallets.system import System
from chain.pallets.utility import Utility
from chain.primitives.address import Id, Index
from chain.primitives.hashing import blake2_256
from chain.primitives.identifiers import AccountId, Hash
from tests.pallets.proxy.conftest import ALICE, BOB, CAROL, DAVE, TAO

# Unproxyable has no test: a call outside the type of a proxy is refused by the origin's filter, as System.CallFiltered.
# AnnouncementDepositInvariantViolated and InvalidDerivedAccountId have none either: what was just added is never empty,
# and any 32 bytes are an account.

FILTERED = Err(wire.Module(wire.ModuleErrorCode(0, bytes((5, 0, 0, 0)))))
ONE, TWO = 93_000_000, 126_000_000


def add(chain, delegate=BOB, proxy_type=ProxyType.Any, delay=0, by=ALICE):
    chain.by(by, Proxy.add_proxy, delegate=Id(delegate), proxy_type=proxy_type, delay=delay)


def test_a_proxy_is_added_for_a_deposit_and_removed_for_its_return(chain):
    add(chain)
    assert chain.events() == [Reserved(ALICE, ONE), ProxyAdded(ALICE, BOB, ProxyType.Any, 0)]
    assert chain.proxy.proxies[ALICE] == ([ProxyDefinition(BOB, ProxyType.Any, 0)], ONE)
    add(chain, CAROL, ProxyType.Staking, 7)
    assert chain.reserved(ALICE) == TWO
    chain.events()
    chain.by(ALICE, Proxy.remove_proxy, delegate=Id(BOB), proxy_type=ProxyType.Any, delay=0)
    assert chain.events() == [Unreserved(ALICE, 33_000_000), ProxyRemoved(ALICE, BOB, ProxyType.Any, 0)]
    chain.by(ALICE, Proxy.remove_proxy, delegate=Id(CAROL), proxy_type=ProxyType.Staking, delay=7)
    assert ALICE not in chain.proxy.proxies and chain.reserved(ALICE) == 0


def test_proxies_are_listed_by_delegate_type_and_delay(chain):
    for delegate, proxy_type, delay in (
        (CAROL, ProxyType.Any, 0),
        (BOB, ProxyType.Staking, 0),
        (BOB, ProxyType.Any, 5),
    ):
        add(chain, delegate, proxy_type, delay)
    listed = [(one.delegate, one.proxy_type, one.delay) for one in chain.proxy.proxies[ALICE][0]]
    assert listed == [(BOB, ProxyType.Any, 5), (BOB, ProxyType.Staking, 0), (CAROL, ProxyType.Any, 0)]


def test_nobody_is_a_proxy_of_himself_or_twice(chain):
    with pytest.raises(NoSelfProxy):
        add(chain, ALICE)
    add(chain)
    with pytest.raises(Duplicate):
        add(chain)


def test_an_account_has_so_many_proxies_and_no_more(chain):
    for number in range(MAX_PROXIES):
        add(chain, BOB, ProxyType.Any, number)
    with pytest.raises(TooMany):
        add(chain, BOB, ProxyType.Any, MAX_PROXIES)


def test_a_proxy_needs_its_deposit(chain):
    chain.balances.transfer(CAROL, BOB, 100 * TAO - ONE)
    with pytest.raises(InsufficientBalance):
        add(chain, by=CAROL)
    assert CAROL not in chain.proxy.proxies


def test_only_what_was_given_can_be_taken_back(chain):
    with pytest.raises(NotFound):
        chain.by(ALICE, Proxy.remove_proxy, delegate=Id(BOB), proxy_type=ProxyType.Any, delay=0)
    add(chain)
    with pytest.raises(NotFound):
        chain.by(ALICE, Proxy.remove_proxy, delegate=Id(BOB), proxy_type=ProxyType.Staking, delay=0)


def test_all_proxies_go_at_once_without_an_event_of_their_own(chain):
    add(chain)
    add(chain, CAROL)
    chain.events()
    chain.by(ALICE, Proxy.remove_proxies)
    assert chain.events() == [Unreserved(ALICE, TWO)] and ALICE not in chain.proxy.proxies


def test_a_proxy_acts_for_its_account(chain):
    add(chain)
    chain.events()
    chain.dispatch(chain.acting(chain.paying(CAROL, 5)), Origin.signed(BOB))
    assert chain.events() == [Transfer(ALICE, CAROL, 5), ProxyExecuted(Ok(None))]
    assert chain.proxy.last_call_result[ALICE] == Ok(None)


def test_a_failure_of_the_proxied_call_is_told_and_is_not_the_proxys(chain):
    add(chain)
    chain.events()
    chain.dispatch(chain.acting(chain.paying(CAROL, 200 * TAO)), Origin.signed(BOB))
    failed = Err(wire.Token(wire.TokenErrorKind.FundsUnavailable))
    assert chain.events() == [ProxyExecuted(failed)] and chain.proxy.last_call_result[ALICE] == failed


def test_a_stranger_or_a_proxy_of_another_type_is_refused(chain):
    with pytest.raises(NotProxy):
        chain.dispatch(chain.acting(chain.paying(CAROL, 5)), Origin.signed(BOB))
    add(chain, proxy_type=ProxyType.Transfer)
    with pytest.raises(NotProxy):
        chain.dispatch(chain.acting(chain.paying(CAROL, 5), proxy_type=ProxyType.Any), Origin.signed(BOB))
    with pytest.raises(BadOrigin):
        chain.dispatch(chain.acting(chain.paying(CAROL, 5)), Origin.root())


def test_the_first_proxy_in_the_list_counts_unless_a_type_is_given(chain):
    add(chain, proxy_type=ProxyType.Staking)
    add(chain, proxy_type=ProxyType.Transfer)
    chain.events()
    chain.dispatch(chain.acting(chain.paying(CAROL, 5)), Origin.signed(BOB))
    assert chain.events() == [ProxyExecuted(FILTERED)]
    chain.dispatch(chain.acting(chain.paying(CAROL, 5), proxy_type=ProxyType.Transfer), Origin.signed(BOB))
    assert chain.events()[-1] == ProxyExecuted(Ok(None))


def test_the_limits_of_a_proxy_hold_inside_batches_and_derived_accounts(chain):
    add(chain, proxy_type=ProxyType.NonTransfer)
    for carrier in (
        chain.call(Utility.batch_all, calls=[chain.paying(CAROL, 5)]),
        chain.call(Utility.as_derivative, index=0, call=chain.paying(CAROL, 5)),
    ):
        chain.events()
        chain.dispatch(chain.acting(carrier), Origin.signed(BOB))
        assert chain.events() == [ProxyExecuted(FILTERED)]


def test_a_proxy_hands_out_no_more_than_it_has(chain):
    add(chain, proxy_type=ProxyType.NonTransfer)

    def outcome(method, **arguments):
        chain.events()
        chain.dispatch(chain.acting(chain.call(method, **arguments)), Origin.signed(BOB))
        return chain.events()[-1].result

    assert outcome(Proxy.add_proxy, delegate=Id(CAROL), proxy_type=ProxyType.Any, delay=0) == FILTERED
    assert outcome(Proxy.add_proxy, delegate=Id(CAROL), proxy_type=ProxyType.Transfer, delay=0) == FILTERED
    assert outcome(Proxy.add_proxy, delegate=Id(CAROL), proxy_type=ProxyType.Staking, delay=0) == Ok(None)
    assert outcome(Proxy.remove_proxies) == FILTERED


def test_a_call_of_a_delayed_proxy_is_announced_first(chain):
    add(chain, delay=3)
    call = chain.paying(CAROL, 5)
    call_hash = Hash(blake2_256(chain.declaration.encode_call(call)))
    with pytest.raises(Unannounced):
        chain.dispatch(chain.acting(call), Origin.signed(BOB))
    chain.events()
    chain.by(BOB, Proxy.announce, real=Id(ALICE), call_hash=call_hash)
    assert chain.events() == [Reserved(BOB, 104_000_000), Announced(ALICE, BOB, call_hash)]
    assert chain.proxy.announcements[BOB] == ([Announcement(ALICE, call_hash, 1)], 104_000_000)
    announced = chain.call(Proxy.proxy_announced, delegate=Id(BOB), real=Id(ALICE), force_proxy_type=None, call=call)
    chain.next_block(2)
    with pytest.raises(Unannounced):
        chain.dispatch(announced, Origin.signed(CAROL))
    chain.next_block()
    chain.dispatch(announced, Origin.signed(CAROL))
    assert chain.events() == [Unreserved(BOB, 104_000_000), Transfer(ALICE, CAROL, 5), ProxyExecuted(Ok(None))]
    with pytest.raises(Unannounced):
        chain.dispatch(announced, Origin.signed(CAROL))


def test_an_announcement_is_withdrawn_by_the_proxy_or_struck_by_the_account(chain):
    add(chain, delay=3)
    first, second = Hash(b"1" * 32), Hash(b"2" * 32)
    for call_hash in (first, second):
        chain.by(BOB, Proxy.announce, real=Id(ALICE), call_hash=call_hash)
    assert chain.reserved(BOB) == 36_000_000 + 2 * 68_000_000
    with pytest.raises(NotFound):
        chain.by(CAROL, Proxy.reject_announcement, delegate=Id(BOB), call_hash=first)
    chain.by(BOB, Proxy.remove_announcement, real=Id(ALICE), call_hash=first)
    chain.by(ALICE, Proxy.reject_announcement, delegate=Id(BOB), call_hash=second)
    assert BOB not in chain.proxy.announcements and chain.reserved(BOB) == 0
    with pytest.raises(NotFound):
        chain.by(BOB, Proxy.remove_announcement, real=Id(ALICE), call_hash=first)


def test_only_proxies_announce_and_not_without_end(chain):
    with pytest.raises(NotProxy):
        chain.by(BOB, Proxy.announce, real=Id(ALICE), call_hash=Hash(bytes(32)))
    add(chain, delay=1)
    for number in range(MAX_PENDING):
        chain.by(BOB, Proxy.announce, real=Id(ALICE), call_hash=Hash(bytes([number]) * 32))
    with pytest.raises(TooMany):
        chain.by(BOB, Proxy.announce, real=Id(ALICE), call_hash=Hash(b"\xff" * 32))


def test_a_pure_account_acts_only_through_its_creator(chain):
    chain.by(ALICE, Proxy.create_pure, proxy_type=ProxyType.Any, delay=0, index=3)
    pure = pure_account(ALICE, ProxyType.Any, 3, 1, 0)
    assert chain.events() == [Reserved(ALICE, ONE), PureCreated(pure, ALICE, ProxyType.Any, 3)]
    with pytest.raises(Duplicate):
        chain.by(ALICE, Proxy.create_pure, proxy_type=ProxyType.Any, delay=0, index=3)
    chain.balances.transfer(BOB, pure, TAO)
    chain.events()
    chain.dispatch(chain.acting(chain.paying(CAROL, 5), real=pure), Origin.signed(ALICE))
    assert chain.events() == [Transfer(pure, CAROL, 5), ProxyExecuted(Ok(None))]


def test_the_account_of_a_pure_proxy_is_that_of_the_reference_chain():
    preimage = b"modlpy/proxy____" + ALICE + (77).to_bytes(4, "little") + (2).to_bytes(4, "little") + b"\x08\x01\x02"
    assert pure_account(ALICE, ProxyType.Staking, 0x0201, 77, 2) == AccountId(blake2_256(preimage))


def test_a_pure_account_ends_by_its_own_word_and_returns_the_deposit_to_its_creator(chain):
    chain.by(ALICE, Proxy.create_pure, proxy_type=ProxyType.Any, delay=0, index=0)
    pure = pure_account(ALICE, ProxyType.Any, 0, 1, 0)
    facts = {"spawner": Id(ALICE), "proxy_type": ProxyType.Any, "index": 0, "height": 1, "ext_index": 0}
    with pytest.raises(NoPermission):
        chain.by(ALICE, Proxy.kill_pure, **facts)
    chain.events()
    chain.dispatch(chain.acting(chain.call(Proxy.kill_pure, **facts), real=pure), Origin.signed(ALICE))
    assert chain.events() == [
        Unreserved(ALICE, ONE),
        PureKilled(pure, ALICE, ProxyType.Any, 0),
        ProxyExecuted(Ok(None)),
    ]
    with pytest.raises(NotProxy):
        chain.dispatch(chain.acting(chain.paying(CAROL, 5), real=pure), Origin.signed(ALICE))


def test_poking_deposits_is_free_only_where_it_changes_them(chain):
    add(chain, delay=1)
    chain.by(BOB, Proxy.announce, real=Id(ALICE), call_hash=Hash(bytes(32)))
    assert chain.by(ALICE, Proxy.poke_deposit).pays is Pays.Yes
    chain.proxy.proxies[ALICE] = (chain.proxy.proxies[ALICE][0], 1_000)
    chain.proxy.announcements[BOB] = (chain.proxy.announcements[BOB][0], 204_000_000)
    chain.balances.reserved.reserve(BOB, 100_000_000)
    chain.events()
    assert chain.by(ALICE, Proxy.poke_deposit).pays is Pays.No
    assert chain.events()[-1] == DepositPoked(ALICE, DepositKind.Proxies, 1_000, ONE)
    assert chain.by(BOB, Proxy.poke_deposit).pays is Pays.No
    assert chain.events()[-1] == DepositPoked(BOB, DepositKind.Announcements, 204_000_000, 104_000_000)
    assert chain.proxy.proxies[ALICE][1] == ONE and chain.reserved(BOB) == 104_000_000


def test_an_account_may_pay_the_fees_of_its_proxy(chain):
    with pytest.raises(NotProxy):
        chain.by(ALICE, Proxy.set_real_pays_fee, delegate=Id(BOB), pays_fee=True)
    add(chain)
    call = chain.acting(chain.paying(CAROL, 5))
    assert chain.proxy.fee_payer(call, BOB) == BOB
    chain.events()
    chain.by(ALICE, Proxy.set_real_pays_fee, delegate=Id(BOB), pays_fee=True)
    assert chain.events() == [RealPaysFeeSet(ALICE, BOB, True)]
    assert chain.proxy.fee_payer(call, BOB) == ALICE
    assert chain.proxy.fee_payer(chain.paying(CAROL, 5), BOB) == BOB
    chain.by(ALICE, Proxy.set_real_pays_fee, delegate=Id(BOB), pays_fee=False)
    assert chain.proxy.fee_payer(call, BOB) == BOB


def test_the_account_behind_the_account_pays_where_both_agreed(chain):
    add(chain)
    add(chain, ALICE, by=CAROL)
    inner = chain.acting(chain.paying(DAVE, 600), real=CAROL)
    other = chain.acting(chain.paying(DAVE, 600), real=BOB)
    for real, delegate in ((ALICE, BOB), (CAROL, ALICE)):
        chain.by(real, Proxy.set_real_pays_fee, delegate=Id(delegate), pays_fee=True)

    def payer(call):
        return chain.proxy.fee_payer(chain.acting(call), BOB)

    assert payer(inner) == CAROL
    assert payer(chain.call(Utility.force_batch, calls=[inner, inner])) == CAROL
    assert payer(chain.call(Utility.batch, calls=[inner, other])) == ALICE
    assert payer(chain.call(Utility.batch, calls=[])) == ALICE


def test_consent_to_pay_goes_with_the_proxy(chain):
    for remove in (
        chain.call(Proxy.remove_proxy, delegate=Id(BOB), proxy_type=ProxyType.Any, delay=0),
        chain.call(Proxy.remove_proxies),
    ):
        add(chain)
        chain.by(ALICE, Proxy.set_real_pays_fee, delegate=Id(BOB), pays_fee=True)
        chain.dispatch(remove, Origin.signed(ALICE))
        assert chain.proxy.fee_payer(chain.acting(chain.paying(CAROL, 5)), BOB) == BOB


def test_an_address_that_names_no_account_pays_for_nothing(chain):
    call = chain.call(Proxy.proxy, real=Index(3), force_proxy_type=None, call=chain.paying(CAROL, 5))
    assert chain.proxy.fee_payer(call, BOB) == BOB


def test_a_proxied_call_costs_what_it_would_cost_and_the_proxying(chain):
    plain = chain.paying(CAROL, 5)
    assert (
        chain.acting(plain).info.weight.ref_time == plain.info.weight.ref_time + 28_026_265 + 20 * 53_205 + 175_000_000
    )
    free = chain.call(System.set_heap_pages, pages=1)
    assert chain.acting(plain).info.pays is Pays.Yes and chain.acting(free).info.pays is free.info.pays


def test_a_proxy_may_use_sudo_for_code_alone(chain):
    chain.pallets[12].key = ALICE
    add(chain, proxy_type=ProxyType.SudoUncheckedSetCode)
    for inner in (chain.call(System.remark, remark=b""), chain.call(Balances.burn, value=5, keep_alive=True)):
        chain.events()
        sudo = chain.call(Sudo.sudo_unchecked_weight, call=inner, weight=inner.info.weight)
        chain.dispatch(chain.acting(sudo), Origin.signed(BOB))
        assert chain.events() == [ProxyExecuted(FILTERED)]
