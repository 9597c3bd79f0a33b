"""Publishing, replacing, opening and purging what hotkeys commit to."""

import pytest

from chain.codec import encode
from chain.frame.origin import Origin
from chain.frame.testing import TestRuntime
from chain.pallets.commitments import CommitmentInfo, Commitments, Data
from chain.pallets.commitments import pallet as rules
from chain.pallets.commitments.data import RESET_BONDS_FLAG, TIMELOCK_REVEAL_FAILED, CommitmentRegistration
from chain.pallets.system import System
from chain.primitives.identifiers import AccountId
from chain.primitives.timelock import UnreadableCiphertext, UnreadableSignature, WrongSignature, in_envelope

NETUID, UID, ROUND = 2, 5, 1000
HOTKEY, STRANGER = AccountId(b"\x01" * 32), AccountId(b"\x02" * 32)


class Surroundings:
    """A network with one member, an epoch number, bonds that note their removal, and pulses given by the test."""

    def __init__(self):
        self.subnet_epoch_index = {NETUID: 0}
        self.resets = []
        self.plaintexts = {}
        self.oldest_round = 0
        self.unsealed_texts = []

    def uid_of(self, netuid, hotkey):
        return UID if (netuid, hotkey) == (NETUID, HOTKEY) else None

    def reset_bonds_on(self, netuid, uid):
        self.resets.append((netuid, uid))

    def has_pulse(self, reveal_round):
        return reveal_round in self.plaintexts

    def has_pruned(self, reveal_round):
        return reveal_round < self.oldest_round

    def unsealed(self, ciphertext, reveal_round):
        self.unsealed_texts.append(ciphertext)
        found = self.plaintexts[reveal_round]
        if isinstance(found, Exception):
            raise found
        return found


class World:
    def __init__(self):
        system = System.for_tests()
        self.around = Surroundings()
        self.commitments = Commitments(system)
        self.runtime = TestRuntime({0: system, 18: self.commitments})
        self.commitments.connect(neurons=self.around, epochs=self.around, bonds=self.around, drand=self.around)

    def publish(self, *fields, hotkey=HOTKEY):
        info = CommitmentInfo(list(fields))
        call = self.runtime.call(Commitments.set_commitment, netuid=NETUID, info=info)
        self.runtime.dispatch(call, Origin.signed(hotkey))
        return info

    def stored_fields(self):
        registration = self.commitments.commitment_of[NETUID, HOTKEY]
        return None if registration is None else registration.info.fields


@pytest.fixture
def world():
    return World()


def test_a_member_publishes_in_the_clear(world):
    info = world.publish(Data.raw(b"hello"))
    assert world.commitments.commitment_of[NETUID, HOTKEY] == CommitmentRegistration(0, 1, info)
    assert world.commitments.last_commitment[NETUID, HOTKEY] == 1
    assert world.runtime.events() == [rules.Commitment(NETUID, HOTKEY)]
    assert list(world.commitments.encoded_commitments(NETUID)) == [
        (HOTKEY, encode(CommitmentRegistration, CommitmentRegistration(0, 1, info)))
    ]


def test_the_newest_replaces_the_one_before(world):
    world.publish(Data.timelocked(b"sealed", ROUND))
    world.publish(Data.raw(b"open"))
    assert world.stored_fields() == [Data.raw(b"open")]
    assert world.commitments.timelocked_index == frozenset()


def test_who_is_not_registered_may_not_publish(world):
    with pytest.raises(rules.AccountNotAllowedCommit):
        world.publish(Data.raw(b"hello"), hotkey=STRANGER)


def test_nobody_may_claim_that_the_chain_failed_to_open(world):
    with pytest.raises(rules.TimelockRevealFailedNotAllowed):
        world.publish(Data(TIMELOCK_REVEAL_FAILED, b"sealed", ROUND))


def test_space_is_counted_from_a_hundred_bytes_up_and_anew_in_each_epoch(world):
    for _ in range(31):
        world.publish(Data.raw(b"short"))
    with pytest.raises(rules.SpaceLimitExceeded, match=r"MaxSpace, 3100 bytes .* lifted by Commitments.set_max_space"):
        world.publish(Data.raw(b"short"))
    world.around.subnet_epoch_index[NETUID] = 1
    world.publish(Data.raw(b"x" * 512), Data.raw(b"y" * 128))
    assert world.commitments.used_space_of[NETUID, HOTKEY].used_space == 640


def test_root_sets_the_space(world):
    call = world.runtime.call(Commitments.set_max_space, new_limit=99)
    world.runtime.dispatch(call, Origin.root())
    with pytest.raises(rules.SpaceLimitExceeded):
        world.publish(Data.raw(b"short"))


def test_the_flag_has_the_bonds_on_the_hotkey_removed(world):
    world.publish(Data(RESET_BONDS_FLAG))
    assert world.around.resets == [(NETUID, UID)]
    assert world.commitments.last_bonds_reset[NETUID, HOTKEY] == 1


def test_sealed_data_waits_for_its_pulse_and_is_then_opened(world):
    world.publish(Data.timelocked(b"sealed", ROUND))
    assert world.runtime.events() == [rules.TimelockCommitment(NETUID, HOTKEY, ROUND)]
    world.runtime.next_block()
    assert world.commitments.timelocked_index == {(NETUID, HOTKEY)}
    world.around.plaintexts[ROUND] = b"secret"
    world.runtime.next_block()
    assert world.runtime.events() == [rules.CommitmentRevealed(NETUID, HOTKEY)]
    assert world.commitments.revealed_commitments[NETUID, HOTKEY] == [(b"secret", 3)]
    assert world.stored_fields() is None
    assert world.commitments.timelocked_index == frozenset()


def test_open_data_stays_when_what_was_sealed_beside_it_is_opened(world):
    world.publish(Data.raw(b"open"), Data.timelocked(b"sealed", ROUND), Data.timelocked(b"later", ROUND + 1))
    world.around.plaintexts[ROUND] = b"secret"
    world.runtime.next_block()
    assert world.stored_fields() == [Data.raw(b"open"), Data.timelocked(b"later", ROUND + 1)]
    assert world.commitments.timelocked_index == {(NETUID, HOTKEY)}


@pytest.mark.parametrize(
    ("plaintext", "failure"),
    [
        (UnreadableSignature(), rules.RevealFailure.SignatureDeserialize),
        (UnreadableCiphertext(), rules.RevealFailure.CiphertextDeserialize),
        (WrongSignature(), rules.RevealFailure.Decrypt),
        (b"", rules.RevealFailure.EmptyPlaintext),
    ],
)
def test_what_cannot_be_opened_is_marked_as_failed_once(world, plaintext, failure):
    world.publish(Data.timelocked(b"sealed", ROUND))
    world.runtime.events()
    world.around.plaintexts[ROUND] = plaintext
    world.runtime.next_block()
    assert world.runtime.events() == [rules.CommitmentRevealFailed(NETUID, HOTKEY, ROUND, failure)]
    assert world.stored_fields() == [Data(TIMELOCK_REVEAL_FAILED, b"sealed", ROUND)]
    world.runtime.next_block()
    assert world.runtime.events() == []


def test_what_waits_for_a_round_that_is_over_is_marked_as_failed(world):
    world.publish(Data.timelocked(b"sealed", ROUND))
    world.runtime.events()
    world.around.oldest_round = ROUND + 1
    world.runtime.next_block()
    expired = rules.RevealFailure.PulseExpired
    assert world.runtime.events() == [rules.CommitmentRevealFailed(NETUID, HOTKEY, ROUND, expired)]


def test_an_envelope_opens_if_it_names_the_round_of_its_field(world):
    world.publish(
        Data.timelocked(in_envelope(b"sealed", ROUND), ROUND), Data.timelocked(in_envelope(b"sealed", 1), ROUND)
    )
    world.runtime.events()
    assert world.commitments.awaited_rounds() == {ROUND}
    world.around.plaintexts[ROUND] = b"secret"
    world.runtime.next_block()
    assert world.runtime.events() == [
        rules.CommitmentRevealed(NETUID, HOTKEY),
        rules.CommitmentRevealFailed(NETUID, HOTKEY, ROUND, rules.RevealFailure.RoundMismatch),
    ]
    assert world.around.unsealed_texts == [b"sealed"]
    assert world.commitments.awaited_rounds() == set()


def test_the_last_ten_openings_are_kept(world):
    world.commitments.max_space = 10_000
    for number in range(12):
        world.around.plaintexts[ROUND] = b"secret %d" % number
        world.publish(Data.timelocked(b"sealed", ROUND))
        world.runtime.next_block()
    kept = [plaintext for plaintext, _ in world.commitments.revealed_commitments[NETUID, HOTKEY]]
    assert kept == [b"secret %d" % number for number in range(2, 12)]


def test_a_network_that_ends_takes_what_was_published_on_it_along(world):
    world.publish(Data.raw(b"open"), Data.timelocked(b"sealed", ROUND), Data(RESET_BONDS_FLAG))
    world.commitments.remove_subnet(NETUID)
    assert world.stored_fields() is None
    assert world.commitments.timelocked_index == frozenset()
    assert list(world.commitments.used_space_of.keys(NETUID)) == []
