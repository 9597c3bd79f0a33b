"""When rounds are, and the beacon whose secret everyone knows."""

from hashlib import sha256

from chain.primitives import bls
from chain.primitives.beacon import DEVELOPMENT_KEY, DEVELOPMENT_SECRET, BeaconTimes, development_pulse, message_of


def test_rounds_begin_with_one_at_the_genesis_and_follow_every_three_seconds() -> None:
    times = BeaconTimes()
    genesis_ms = 1_692_803_367_000
    assert [times.round_at(genesis_ms + late) for late in (-1, 0, 2_999, 3_000, 30_000)] == [0, 1, 1, 2, 11]
    assert (times.time_of(1), times.time_of(1_000)) == (1_692_803_367, 1_692_803_367 + 999 * 3)
    assert times.round_at(times.time_of(123_456) * 1000) == 123_456


def test_the_written_key_is_that_of_the_development_secret() -> None:
    assert bls.public_key(DEVELOPMENT_SECRET) == DEVELOPMENT_KEY


def test_a_development_pulse_is_signed_and_always_the_same() -> None:
    pulse = development_pulse(77)
    assert pulse == development_pulse(77) != development_pulse(78)
    assert pulse.randomness == sha256(pulse.signature).digest()
    assert bls.is_signed(DEVELOPMENT_KEY, message_of(77), pulse.signature)
