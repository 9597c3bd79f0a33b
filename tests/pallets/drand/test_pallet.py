"""Pulses brought to the chain: verified, kept, pruned, or refused."""

import pytest

from chain.codec import encode, replace
from chain.frame.error import BadOrigin
from chain.frame.origin import Origin
from chain.frame.testing import TestRuntime
from chain.frame.validity import BadProof, BadSigner, CallInvalid, Future, Stale, TransactionRefused
from chain.pallets.drand import Drand
from chain.pallets.drand import pallet as rules
from chain.pallets.drand.types import DEVELOPMENT, QUICKNET, BeaconConfigurationPayload, PulsesPayload
from chain.pallets.system import System
from chain.primitives.beacon import DEVELOPMENT_KEY, Pulse, development_pulse
from chain.primitives.identifiers import AccountId
from chain.primitives.keys import Keypair, Scheme
from chain.primitives.signature import Ecdsa
from chain.primitives.signer import EcdsaSigner, Ed25519Signer, Sr25519Signer, has_signed
from chain.primitives.timelock import ENTROPY_BYTES, WrongSignature, seal
from tests.vectors import quicknet

BRINGER = Keypair.from_seed(bytes(32), Scheme.ED25519)
QUICKNET_PULSE = Pulse(quicknet.ROUND, quicknet.RANDOMNESS, quicknet.SIGNATURE)


class World:
    def __init__(self, beacon=DEVELOPMENT):
        self.system = System.for_tests()
        self.drand = Drand(self.system)
        self.runtime = TestRuntime({0: self.system, 26: self.drand})
        if beacon is not QUICKNET:
            self.drand.genesis(beacon)

    def call(self, *pulses, block=1, bringer=BRINGER, signature=None):
        signer = Ed25519Signer if bringer.scheme is Scheme.ED25519 else Sr25519Signer
        payload = PulsesPayload(block, list(pulses), signer(bringer.public_key))
        signature = signature or bringer.sign(encode(PulsesPayload, payload))
        return self.runtime.call(Drand.write_pulse, pulses_payload=payload, signature=signature)

    def bring(self, *pulses):
        self.runtime.dispatch(self.call(*pulses), Origin.none())

    def bring_rounds(self, *rounds):
        self.bring(*(development_pulse(beacon_round) for beacon_round in rounds))

    def refusal(self, call):
        with pytest.raises(TransactionRefused) as refused:
            self.drand.validate_unsigned(call)
        return type(refused.value.reason)


def test_a_published_pulse_of_quicknet_is_verified_and_stored():
    world = World(QUICKNET)
    world.bring(QUICKNET_PULSE)
    assert world.runtime.events() == [rules.NewPulse([1_000])]
    assert world.drand.pulses[1_000] == QUICKNET_PULSE
    assert (world.drand.last_round(), world.drand.oldest_stored_round, world.drand.next_unsigned_at) == (
        1_000,
        1_000,
        1,
    )
    assert world.drand.unsealed(quicknet.SEALED_BY_CLIENT, 1_000) == quicknet.PLAINTEXT


def test_the_development_beacon_brings_pulses_with_gaps():
    world = World()
    world.bring_rounds(5)
    world.bring_rounds(6, 9)
    assert world.runtime.events() == [rules.NewPulse([5]), rules.NewPulse([6, 9])]
    assert (world.drand.last_round(), world.drand.oldest_stored_round) == (9, 5)
    assert [world.drand.has_pulse(beacon_round) for beacon_round in (4, 5, 7, 9)] == [False, True, False, True]
    assert [world.drand.has_pruned(beacon_round) for beacon_round in (4, 5)] == [True, False]


def test_a_pulse_of_another_beacon_is_skipped():
    world = World()
    world.bring(QUICKNET_PULSE, replace(development_pulse(3), round=4))
    assert world.runtime.events() == []
    assert (world.drand.last_round(), world.drand.next_unsigned_at) == (0, 1)


def test_a_signature_that_is_no_point_is_an_error():
    world = World()
    with pytest.raises(rules.PulseVerificationError):
        world.bring(Pulse(3, b"", b"no point"))


def test_a_beacon_whose_key_is_no_point_confirms_nothing():
    world = World(replace(DEVELOPMENT, public_key=bytes(96)))
    with pytest.raises(rules.PulseVerificationError):
        world.bring_rounds(3)


@pytest.mark.parametrize("beacon_round", [0, 4, 5])
def test_a_round_that_is_not_new_is_an_error(beacon_round):
    world = World()
    world.bring_rounds(5)
    with pytest.raises(rules.InvalidRoundNumber):
        world.bring_rounds(beacon_round)


def test_old_pulses_are_removed_a_hundred_at_a_time(monkeypatch):
    monkeypatch.setattr(rules, "MOST_KEPT_PULSES", 3)
    world = World()
    world.bring_rounds(5, 6, 7)
    world.bring_rounds(9)
    assert sorted(world.drand.pulses.keys()) == [7, 9]
    assert world.drand.oldest_stored_round == 7
    world.bring_rounds(1_000)
    assert world.drand.oldest_stored_round == 107
    assert list(world.drand.pulses.keys()) == [1_000]


def test_root_alone_chooses_the_beacon_and_where_pruning_begins():
    world = World()
    payload = BeaconConfigurationPayload(1, QUICKNET, Ed25519Signer(BRINGER.public_key))
    for call in (
        world.runtime.call(Drand.set_beacon_config, config_payload=payload, signature=None),
        world.runtime.call(Drand.set_oldest_stored_round, oldest_round=7),
    ):
        with pytest.raises(BadOrigin):
            world.runtime.dispatch(call, Origin.signed(AccountId(bytes(32))))
        world.runtime.dispatch(call, Origin.root())
    assert world.runtime.events() == [rules.BeaconConfigChanged(), rules.SetOldestStoredRound(7)]
    assert world.drand.beacon_config == QUICKNET
    assert world.drand.oldest_stored_round == 7


def test_the_pool_takes_one_signed_new_pulse():
    world = World()
    valid = world.drand.validate_unsigned(world.call(development_pulse(5)))
    assert (valid.priority, valid.longevity, valid.propagate, len(valid.provides)) == (2**64 - 1, 3, False, 1)
    assert valid.provides[0].startswith(b"DrandOffchainWorker")
    late = world.drand.validate_unsigned(world.call(development_pulse(2**21)))
    assert late.priority == 2**64 - 1 - 2**20
    assert world.drand.validate_unsigned(world.call(development_pulse(5), bringer=Keypair.from_uri("//Alice")))


def test_the_pool_refuses_what_is_not_one_signed_new_pulse():
    world = World()
    pulse = development_pulse(5)
    unsigned = PulsesPayload(1, [pulse], Ed25519Signer(BRINGER.public_key))
    call = world.runtime.call(Drand.write_pulse, pulses_payload=unsigned, signature=None)
    assert world.refusal(call) is BadSigner
    assert world.refusal(world.call(pulse, signature=BRINGER.sign(b"other"))) is BadProof
    assert world.refusal(world.call(pulse, block=2)) is Future
    assert world.refusal(world.call()) is CallInvalid
    assert world.refusal(world.call(pulse, development_pulse(6))) is CallInvalid
    world.bring(pulse)
    assert world.refusal(world.call(pulse)) is Stale
    world.drand.next_unsigned_at = 2
    assert world.refusal(world.call(development_pulse(6))) is Stale


def test_nobody_vouches_for_other_unsigned_calls():
    world = World()
    call = world.runtime.call(Drand.set_oldest_stored_round, oldest_round=7)
    assert world.drand.validate_unsigned(call) is None


def test_a_signature_of_another_scheme_than_the_signers_is_none():
    signature = Keypair.from_uri("//Alice").sign(b"message")
    assert not has_signed(Ed25519Signer(BRINGER.public_key), b"message", signature)
    assert not has_signed(EcdsaSigner(bytes(33)), b"message", Ecdsa(bytes(65)))


def test_what_does_not_open_says_why_and_an_unknown_round_is_a_fault():
    world = World()
    world.bring_rounds(5)
    sealed = seal(b"secret", 6, DEVELOPMENT_KEY, bytes(ENTROPY_BYTES))
    with pytest.raises(WrongSignature):
        world.drand.unsealed(sealed, 5)
    with pytest.raises(LookupError, match="round 6 is not on the chain"):
        world.drand.unsealed(sealed, 6)


def test_a_signature_stored_with_a_hex_prefix_opens_too():
    world = World()
    pulse = development_pulse(6)
    world.drand.pulses[6] = replace(pulse, signature=b"0x" + pulse.signature)
    assert world.drand.unsealed(seal(b"secret", 6, DEVELOPMENT_KEY, bytes(ENTROPY_BYTES)), 6) == b"secret"


def test_a_newest_round_without_its_pulse_is_a_contradiction():
    world = World()
    world.drand.last_stored_round = 3
    with pytest.raises(AssertionError, match="LastStoredRound is 3"):
        world.drand.check_invariants()
