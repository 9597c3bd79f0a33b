"""The shield's keys as they move on, and the calls that are stored encrypted."""

import pytest

from chain.codec import encode
from chain.frame.error import BadOrigin
from chain.frame.inherent import SHIELD_INHERENT
from chain.frame.origin import Origin
from chain.frame.testing import TestRuntime
from chain.pallets.mev_shield import MevShield, errors, events
from chain.pallets.mev_shield.types import PendingExtrinsic
from chain.pallets.system import System
from chain.primitives.hashing import blake2_256
from chain.primitives.identifiers import AccountId, Hash

ALICE, BOB = AccountId(bytes([1]) * 32), AccountId(bytes([2]) * 32)
ROOT = Origin.root()


def key(number):
    return bytes([number]) * 1_184


class Turns:
    """Authors who take turns, block by block."""

    def __init__(self, system, *authors):
        self.system = system
        self.authors = authors

    def author(self):
        return self.author_after(0)

    def author_after(self, slots):
        return self.authors[(self.system.block_number + slots) % len(self.authors)] if self.authors else None


class World:
    def __init__(self, *authors):
        self.system = System.for_tests()
        self.shield = MevShield(self.system, authors=Turns(self.system, *authors))
        self.runtime = TestRuntime({0: self.system, 30: self.shield})

    def do(self, method, origin, **arguments):
        self.runtime.dispatch(self.runtime.call(method, **arguments), origin)

    def announce(self, announced):
        self.do(MevShield.announce_next_key, Origin.none(), enc_key=announced)

    def keys(self):
        return self.shield.current_key, self.shield.pending_key, self.shield.next_key

    def expiries(self):
        return self.shield.pending_key_expires_at, self.shield.next_key_expires_at

    def store(self, encrypted=b"encrypted", who=ALICE):
        self.do(MevShield.store_encrypted, Origin.signed(who), encrypted_call=encrypted)


def test_an_announced_key_becomes_the_next_one_then_the_pending_then_the_current():
    world = World(ALICE)
    seen = []
    for number in range(1, 6):
        world.announce(key(number))
        seen.append(world.keys())
        world.runtime.next_block()
    assert seen == [
        (None, None, None),
        (None, None, key(1)),
        (None, key(1), key(2)),
        (key(1), key(2), key(3)),
        (key(2), key(3), key(4)),
    ]


def test_keys_expire_two_and_three_blocks_on_where_there_are_any():
    world = World(ALICE)
    seen = []
    for number in range(1, 4):
        world.announce(key(number))
        seen.append(world.expiries())
        world.runtime.next_block()
    assert seen == [(None, None), (None, 2 + 3), (3 + 2, 3 + 3)]


def test_of_several_authors_the_next_key_is_that_of_the_author_of_the_slot_after_next():
    world = World(ALICE, BOB)
    for number in range(1, 5):
        world.announce(key(number))
        world.runtime.next_block()
    # Block 5 is Bob's, as blocks 1 and 3 were, and so is the slot after next.
    world.announce(key(5))
    assert world.keys() == (key(1), key(2), key(3))
    assert dict(world.shield.author_keys.items()) == {ALICE: key(4), BOB: key(5)}


def test_an_author_without_a_key_takes_its_old_one_back():
    world = World(ALICE)
    world.announce(key(1))
    world.runtime.next_block()
    world.announce(None)
    assert world.keys() == (None, None, key(1))
    world.runtime.next_block()
    world.announce(None)
    assert world.keys() == (None, key(1), None)
    assert world.expiries() == (3 + 2, None)
    assert list(world.shield.author_keys.keys()) == []


@pytest.mark.parametrize("length", [0, 1, 1_183, 1_185, 2_048])
def test_a_key_of_another_length_is_refused_and_nothing_moves_on(length):
    world = World(ALICE)
    world.announce(key(1))
    world.runtime.next_block()
    with pytest.raises(errors.BadEncKeyLen):
        world.announce(bytes(length))
    assert world.keys() == (None, None, None)


def test_without_an_author_nobody_announces_a_key():
    with pytest.raises(errors.Unreachable):
        World().announce(key(1))


@pytest.mark.parametrize("origin", [Origin.signed(ALICE), ROOT], ids=["signed", "root"])
def test_only_the_author_of_a_block_announces_a_key(origin):
    with pytest.raises(BadOrigin):
        World(ALICE).do(MevShield.announce_next_key, origin, enc_key=key(1))


def test_the_inherent_says_what_the_node_knows():
    shield = World(ALICE).shield
    announcement = shield.create_inherent({SHIELD_INHERENT: encode(bytes | None, key(1))})
    assert (announcement.method, announcement.arguments) == (MevShield.announce_next_key, {"enc_key": key(1)})
    silence = shield.create_inherent({SHIELD_INHERENT: encode(bytes | None, None)})
    assert silence.arguments == {"enc_key": None}
    assert shield.create_inherent({}) is None


def test_carrying_a_shielded_transaction_is_announced_by_sender_and_bytes():
    world = World(ALICE)
    world.do(MevShield.submit_encrypted, Origin.signed(BOB), ciphertext=b"shielded")
    identifier = Hash(blake2_256(bytes(BOB) + bytes([8 << 2]) + b"shielded"))
    assert world.runtime.events() == [events.EncryptedSubmitted(identifier, BOB)]
    with pytest.raises(BadOrigin):
        world.do(MevShield.submit_encrypted, Origin.none(), ciphertext=b"shielded")


def test_a_stored_call_leaves_in_the_next_block_because_nothing_decrypts_it():
    with World(ALICE).runtime as chain:
        shield = chain.pallets[30]
        for who, text in ((ALICE, b"one"), (BOB, b"two")):
            chain.dispatch(chain.call(MevShield.store_encrypted, encrypted_call=text), Origin.signed(who))
        assert chain.events() == [events.ExtrinsicStored(0, ALICE), events.ExtrinsicStored(1, BOB)]
        assert shield.pending_extrinsics[1] == PendingExtrinsic(BOB, b"two", 1)
        assert shield.counter_for_pending_extrinsics == 2
        chain.next_block()
        assert chain.events() == [events.ExtrinsicDecodeFailed(0), events.ExtrinsicDecodeFailed(1)]
        assert list(shield.pending_extrinsics.keys()) == []
        assert (shield.counter_for_pending_extrinsics, shield.next_pending_extrinsic_index) == (0, 2)


def test_a_stored_call_that_waited_for_too_long_expires():
    world = World(ALICE)
    world.do(MevShield.set_stored_extrinsic_lifetime, ROOT, value=0)
    world.store()
    world.runtime.next_block()
    assert world.runtime.events() == [events.ExtrinsicExpired(0)]


def test_no_more_calls_are_stored_than_the_limit_says():
    world = World(ALICE)
    world.do(MevShield.set_max_pending_extrinsics_number, ROOT, value=2)
    world.store()
    world.store()
    with pytest.raises(errors.TooManyPendingExtrinsics):
        world.store()
    world.runtime.next_block()
    world.store()
    assert world.shield.next_pending_extrinsic_index == 3


SETTINGS = [
    (MevShield.set_max_pending_extrinsics_number, "max_pending_extrinsics_limit", events.MaxPendingExtrinsicsNumberSet),
    (MevShield.set_on_initialize_weight, "on_initialize_weight", events.OnInitializeWeightSet),
    (MevShield.set_stored_extrinsic_lifetime, "extrinsic_lifetime", events.ExtrinsicLifetimeSet),
    (MevShield.set_max_extrinsic_weight, "max_extrinsic_weight", events.MaxExtrinsicWeightSet),
]


@pytest.mark.parametrize(("method", "item", "event"), SETTINGS)
def test_root_alone_sets_what_stored_calls_may_do(method, item, event):
    world = World(ALICE)
    world.do(method, ROOT, value=77)
    assert getattr(world.shield, item) == 77
    assert world.runtime.events() == [event(77)]
    with pytest.raises(BadOrigin):
        world.do(method, Origin.signed(ALICE), value=78)


@pytest.mark.parametrize("method", [MevShield.set_on_initialize_weight, MevShield.set_max_extrinsic_weight])
def test_no_weight_is_more_than_half_a_block(method):
    world = World(ALICE)
    world.do(method, ROOT, value=2_000_000_000_000)
    with pytest.raises(errors.WeightExceedsAbsoluteMax):
        world.do(method, ROOT, value=2_000_000_000_001)


def test_a_fresh_chain_stores_a_hundred_calls_for_ten_blocks():
    shield = World(ALICE).shield
    assert (shield.max_pending_extrinsics_limit, shield.extrinsic_lifetime) == (100, 10)
    assert (shield.on_initialize_weight, shield.max_extrinsic_weight) == (500_000_000_000, 50_000_000_000)
