"""Bytes kept under their hash."""

import pytest

from chain.frame import BadOrigin, Corruption, Origin, Pays, TokenError, Unavailable
from chain.frame.stored_call import Inline, Legacy, Lookup
from chain.frame.testing import TestRuntime
from chain.pallets.balances import Balances
from chain.pallets.preimage import Preimage
from chain.pallets.preimage.errors import AlreadyNoted, NotAuthorized, NotNoted, NotRequested, TooBig, TooFew, TooMany
from chain.pallets.preimage.events import Cleared, Noted, RequestedEvent
from chain.pallets.preimage.pallet import MAX_BYTES, MAX_HASHES
from chain.pallets.preimage.types import HoldConsideration, Requested, Unrequested
from chain.pallets.system import System
from chain.primitives.hashing import blake2_256
from chain.primitives.identifiers import AccountId, Hash

# The error Requested has no test: the Substrate pallet lists it and never raises it.

TAO = 10**9
ALICE, BOB = (AccountId(bytes([number]) * 32) for number in (1, 2))
TEXT = b"twelve bytes"
NAME = Hash(blake2_256(TEXT))
DEPOSIT = 104_000_000 + 12 * 1_000_000
TICKET = (ALICE, HoldConsideration(DEPOSIT))


class PreimageChain(TestRuntime):
    def by(self, who, method, **arguments):
        return self.dispatch(self.call(method, **arguments), Origin.root() if who is None else Origin.signed(who))

    def status(self):
        return self.preimage.request_status_for[NAME]


@pytest.fixture
def chain():
    system = System.for_tests()
    balances = Balances(system, existential_deposit=500)
    preimage = Preimage(system, currency=balances.locking)
    with PreimageChain({0: system, 5: balances, 14: preimage}) as made:
        preimage.connect(codec=made.declaration)
        balances.genesis(dict.fromkeys((ALICE, BOB), 100 * TAO))
        made.events()
        made.balances, made.preimage = balances, preimage
        yield made


def test_bytes_are_kept_for_a_deposit_and_given_up_for_its_return(chain):
    post = chain.by(ALICE, Preimage.note_preimage, bytes=TEXT)
    assert post.pays is Pays.Yes and chain.events() == [Noted(NAME)]
    assert chain.status() == Unrequested(TICKET, 12) and chain.preimage.preimage_for[NAME, 12] == TEXT
    assert chain.balances.free_balance(ALICE) == 100 * TAO - DEPOSIT
    chain.by(ALICE, Preimage.unnote_preimage, hash=NAME)
    assert chain.events() == [Cleared(NAME)]
    assert chain.status() is None and chain.balances.free_balance(ALICE) == 100 * TAO


def test_bytes_are_noted_once(chain):
    chain.by(ALICE, Preimage.note_preimage, bytes=TEXT)
    with pytest.raises(AlreadyNoted):
        chain.by(BOB, Preimage.note_preimage, bytes=TEXT)


def test_keeping_needs_the_deposit(chain):
    chain.balances.transfer(ALICE, BOB, 100 * TAO - DEPOSIT)
    with pytest.raises(TokenError.FundsUnavailable):
        chain.by(ALICE, Preimage.note_preimage, bytes=TEXT)


def test_more_than_four_mebibytes_are_too_many(chain):
    with pytest.raises(TooBig):
        chain.preimage.note_preimage(Origin.signed(ALICE), bytes(MAX_BYTES + 1))


def test_only_who_keeps_bytes_or_root_gives_them_up(chain):
    with pytest.raises(NotNoted):
        chain.by(ALICE, Preimage.unnote_preimage, hash=NAME)
    chain.by(ALICE, Preimage.note_preimage, bytes=TEXT)
    with pytest.raises(NotAuthorized):
        chain.by(BOB, Preimage.unnote_preimage, hash=NAME)
    chain.by(None, Preimage.unnote_preimage, hash=NAME)
    assert chain.status() is None and chain.balances.free_balance(ALICE) == 100 * TAO


def test_what_the_chain_wants_is_brought_for_free(chain):
    chain.by(None, Preimage.request_preimage, hash=NAME)
    assert chain.status() == Requested(None, 1, None) and chain.events() == [RequestedEvent(NAME)]
    assert chain.by(ALICE, Preimage.note_preimage, bytes=TEXT).pays is Pays.No
    assert chain.status() == Requested(None, 1, 12)
    with pytest.raises(NotAuthorized):
        chain.by(ALICE, Preimage.unnote_preimage, hash=NAME)
    chain.by(None, Preimage.unrequest_preimage, hash=NAME)
    assert chain.events()[-1] == Cleared(NAME) and chain.status() is None


def test_wanted_bytes_stay_when_their_keeper_gives_them_up(chain):
    chain.by(ALICE, Preimage.note_preimage, bytes=TEXT)
    chain.by(None, Preimage.request_preimage, hash=NAME)
    chain.by(None, Preimage.request_preimage, hash=NAME)
    assert chain.status() == Requested(TICKET, 2, 12)
    chain.by(ALICE, Preimage.unnote_preimage, hash=NAME)
    assert chain.status() == Requested(None, 2, 12) and chain.balances.free_balance(ALICE) == 100 * TAO
    chain.by(None, Preimage.unrequest_preimage, hash=NAME)
    chain.by(None, Preimage.unnote_preimage, hash=NAME)
    assert chain.status() is None and (NAME, 12) not in chain.preimage.preimage_for


def test_bytes_wanted_no_longer_are_their_keepers_again(chain):
    chain.by(ALICE, Preimage.note_preimage, bytes=TEXT)
    chain.by(None, Preimage.request_preimage, hash=NAME)
    chain.by(None, Preimage.unrequest_preimage, hash=NAME)
    assert chain.status() == Unrequested(TICKET, 12)
    with pytest.raises(NotRequested):
        chain.by(None, Preimage.unrequest_preimage, hash=NAME)


def test_what_root_notes_is_wanted(chain):
    assert chain.by(None, Preimage.note_preimage, bytes=TEXT).pays is Pays.No
    assert chain.status() == Requested(None, 1, 12)
    chain.by(None, Preimage.unrequest_preimage, hash=NAME)
    chain.by(ALICE, Preimage.note_preimage, bytes=TEXT)
    chain.by(None, Preimage.note_preimage, bytes=TEXT)
    assert chain.status() == Requested(TICKET, 1, 12)


def test_a_request_for_bytes_that_never_came_leaves_nothing_behind(chain):
    chain.by(None, Preimage.request_preimage, hash=NAME)
    chain.events()
    chain.by(None, Preimage.unrequest_preimage, hash=NAME)
    assert chain.status() is None and chain.events() == []


def test_only_root_says_what_the_chain_wants(chain):
    for method in (Preimage.request_preimage, Preimage.unrequest_preimage):
        with pytest.raises(BadOrigin):
            chain.by(ALICE, method, hash=NAME)


def test_updating_old_entries_costs_a_fee_where_there_are_none(chain):
    with pytest.raises(TooFew):
        chain.by(ALICE, Preimage.ensure_updated, hashes=[])
    with pytest.raises(TooMany):
        chain.by(ALICE, Preimage.ensure_updated, hashes=[NAME] * (MAX_HASHES + 1))
    assert chain.by(ALICE, Preimage.ensure_updated, hashes=[NAME]).pays is Pays.Yes


def test_short_calls_are_stored_in_place_and_long_ones_under_their_hash(chain):
    short, long = (chain.call(System.remark, remark=bytes(length)) for length in (10, 1_000))
    assert isinstance(chain.preimage.store(short), Inline)
    stored = chain.preimage.store(long)
    assert isinstance(stored, Lookup) and chain.preimage.request_status_for[stored.hash] == Requested(
        None, 1, stored.len
    )
    assert chain.preimage.fetch(chain.preimage.store(short)) == short
    assert chain.preimage.fetch(stored) == chain.preimage.fetch(Legacy(stored.hash)) == long
    chain.preimage.forget(stored)
    chain.preimage.forget(stored)
    chain.preimage.forget(chain.preimage.store(short))
    with pytest.raises(Unavailable):
        chain.preimage.fetch(stored)
    with pytest.raises(Unavailable):
        chain.preimage.fetch(Legacy(stored.hash))
    with pytest.raises(Corruption):
        chain.preimage.fetch(Inline(b"\xff\xff"))


def test_a_call_that_is_stored_twice_is_kept_until_it_is_forgotten_twice(chain):
    call = chain.call(System.remark, remark=bytes(1_000))
    stored = chain.preimage.store(call)
    assert chain.preimage.store(call) == stored
    chain.preimage.retain(stored)
    for _ in range(2):
        chain.preimage.forget(stored)
        assert chain.preimage.fetch(stored) == call
    chain.preimage.forget(stored)
    assert stored.hash not in chain.preimage.request_status_for
