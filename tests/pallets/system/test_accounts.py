"""Accounts: what keeps them alive and what holds them in place."""

import pytest

from chain.codec import EncodeError, decode, encode
from chain.frame import ConsumerRemaining, NoProviders, TooManyConsumers
from chain.frame.testing import TestRuntime
from chain.pallets.system import AccountData, AccountInfo, System
from chain.pallets.system.events import KilledAccount, NewAccount
from chain.pallets.system.types import ExtraFlags
from chain.primitives.identifiers import AccountId

ALICE = AccountId(b"\x01" * 32)


@pytest.fixture
def chain():
    return TestRuntime({0: System.for_tests()})


def test_the_first_provider_creates_and_the_last_removes(chain):
    accounts = chain.system.accounts
    accounts.add_provider(ALICE)
    accounts.add_provider(ALICE)
    assert accounts.exists(ALICE) and accounts.get(ALICE).providers == 2
    accounts.remove_provider(ALICE)
    accounts.remove_provider(ALICE)
    accounts.remove_provider(ALICE)
    assert not accounts.exists(ALICE)
    assert chain.events() == [NewAccount(ALICE), KilledAccount(ALICE)]


def test_a_consumer_holds_the_last_provider_in_place(chain):
    accounts = chain.system.accounts
    with pytest.raises(NoProviders):
        accounts.add_consumer(ALICE)
    accounts.add_provider(ALICE)
    accounts.add_consumer(ALICE)
    assert not accounts.can_lose_provider(ALICE)
    with pytest.raises(ConsumerRemaining):
        accounts.remove_provider(ALICE)
    accounts.remove_consumer(ALICE)
    accounts.remove_provider(ALICE)
    assert not accounts.exists(ALICE)


def test_consumers_are_limited_to_sixteen(chain):
    accounts = chain.system.accounts
    accounts.add_provider(ALICE)
    for _ in range(16):
        assert accounts.can_gain_consumer(ALICE)
        accounts.add_consumer(ALICE)
    assert not accounts.can_gain_consumer(ALICE)
    with pytest.raises(TooManyConsumers):
        accounts.add_consumer(ALICE)


def test_a_sufficient_account_outlives_its_providers(chain):
    accounts = chain.system.accounts
    accounts.add_sufficient(ALICE)
    accounts.add_provider(ALICE)
    accounts.remove_provider(ALICE)
    assert accounts.exists(ALICE)
    accounts.remove_sufficient(ALICE)
    assert not accounts.exists(ALICE)
    assert chain.events() == [NewAccount(ALICE), KilledAccount(ALICE)]


def test_an_account_has_the_encoding_clients_read():
    info = AccountInfo(1, 2, 3, 4, AccountData(5, 6, 7))
    expected = "01000000020000000300000004000000" + "0500000000000000" + "0600000000000000" + "0700000000000000"
    assert encode(AccountInfo, info).hex() == expected + "00000000000000000000000000000080"
    assert encode(AccountInfo, AccountInfo()).hex() == "00" * 55 + "80"


def test_an_account_survives_the_wire_whatever_its_flags():
    for info in (AccountInfo(), AccountInfo(data=AccountData(2**64 - 1, 1, 2, ExtraFlags(5)))):
        assert decode(AccountInfo, encode(AccountInfo, info)) == info


def test_an_account_that_does_not_fit_names_the_field():
    with pytest.raises(EncodeError, match="free"):
        encode(AccountInfo, AccountInfo(data=AccountData(free=-1)))
    with pytest.raises(EncodeError, match="nonce"):
        encode(AccountInfo, AccountInfo(nonce=1 << 32))
