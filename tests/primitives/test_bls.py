"""Short signatures on BLS12-381: a real pulse of quicknet, and our own."""

import pytest

from chain.primitives import bls
from chain.primitives.beacon import message_of
from tests.vectors.quicknet import PUBLIC_KEY, ROUND, SIGNATURE


def test_a_real_pulse_of_quicknet_is_signed_by_quicknet() -> None:
    assert bls.is_signed(PUBLIC_KEY, message_of(ROUND), SIGNATURE)


def test_it_is_not_the_pulse_of_another_round_nor_of_another_beacon() -> None:
    assert not bls.is_signed(PUBLIC_KEY, message_of(ROUND + 1), SIGNATURE)
    assert not bls.is_signed(bls.public_key(7), message_of(ROUND), SIGNATURE)


def test_what_a_secret_signs_its_public_key_confirms() -> None:
    signature = bls.sign(7, b"message")
    assert (len(bls.public_key(7)), len(signature)) == (96, 48)
    assert bls.is_signed(bls.public_key(7), b"message", signature)
    assert bls.sign(7 + bls.ORDER, b"message") == signature


def test_bytes_that_are_no_points_are_refused_by_name() -> None:
    with pytest.raises(bls.InvalidSignature, match="48 compressed bytes"):
        bls.is_signed(PUBLIC_KEY, b"message", SIGNATURE[:-1])
    with pytest.raises(bls.InvalidSignature):
        bls.is_signed(PUBLIC_KEY, b"message", bytes(48))
    with pytest.raises(bls.InvalidKey, match="96 compressed bytes"):
        bls.is_signed(PUBLIC_KEY[:-1] + bytes([PUBLIC_KEY[-1] ^ 1]), b"message", SIGNATURE)


def test_sender_and_receiver_share_the_same_bytes() -> None:
    key, signature = bls.public_key(7), bls.sign(7, b"round")
    shared = bls.shared_by_sender(key, b"round", 11)
    assert len(shared) == 576
    assert bls.shared_by_receiver(signature, bls.public_key(11)) == shared
