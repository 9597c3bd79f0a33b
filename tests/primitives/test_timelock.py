"""Bytes sealed for a round, opened with its signature."""

import pytest

from chain.primitives import bls
from chain.primitives.beacon import DEVELOPMENT_KEY, development_pulse
from chain.primitives.timelock import (
    ENTROPY_BYTES,
    UnreadableCiphertext,
    UnreadableSignature,
    WrongSignature,
    seal,
    unseal,
)
from tests.vectors import quicknet

ENTROPY = bytes(range(ENTROPY_BYTES))
SEALED = seal(b"the answer", 77, DEVELOPMENT_KEY, ENTROPY)
SIGNATURE = development_pulse(77).signature


def test_the_compiled_clients_ciphertext_opens_with_a_real_pulse() -> None:
    assert unseal(quicknet.SEALED_BY_CLIENT, quicknet.SIGNATURE) == quicknet.PLAINTEXT


@pytest.mark.parametrize("plaintext", [b"", b"x", bytes(4_000)])
def test_what_is_sealed_for_a_round_opens_with_its_pulse(plaintext: bytes) -> None:
    sealed = seal(plaintext, 77, DEVELOPMENT_KEY, ENTROPY)
    assert len(sealed) == 244 + len(plaintext)
    assert unseal(sealed, SIGNATURE) == plaintext


def test_bytes_behind_a_ciphertext_do_not_matter() -> None:
    assert unseal(SEALED + b"more", SIGNATURE) == b"the answer"


def test_the_pulse_of_another_round_does_not_open_it() -> None:
    with pytest.raises(WrongSignature, match="another round or beacon"):
        unseal(SEALED, development_pulse(78).signature)


def test_a_changed_text_does_not_open() -> None:
    place = SEALED.index(b"AES_GCM_") - 8 - 12 - 8 - 1
    changed = SEALED[:place] + bytes([SEALED[place] ^ 1]) + SEALED[place + 1 :]
    with pytest.raises(WrongSignature, match="was changed"):
        unseal(changed, SIGNATURE)


def test_a_sender_who_hides_where_the_key_comes_from_is_refused() -> None:
    other = bls.public_key(5)
    with pytest.raises(WrongSignature):
        unseal(other + SEALED[96:], SIGNATURE)


@pytest.mark.parametrize("length", [0, 50, 96, 100, 140, 180, 200, 220, len(SEALED) - 1])
def test_a_ciphertext_that_breaks_off_is_unreadable(length: int) -> None:
    with pytest.raises(UnreadableCiphertext):
        unseal(SEALED[:length], SIGNATURE)


def test_parts_of_wrong_length_are_unreadable() -> None:
    short_seed = SEALED[:96] + (31).to_bytes(8, "little") + SEALED[105:]
    with pytest.raises(UnreadableCiphertext, match="have 32, 32 and 12 bytes"):
        unseal(short_seed, SIGNATURE)
    with pytest.raises(UnreadableCiphertext, match="begins with a key"):
        unseal(bytes(96) + SEALED[96:], SIGNATURE)


def test_a_signature_that_is_no_point_is_unreadable() -> None:
    with pytest.raises(UnreadableSignature):
        unseal(SEALED, b"no point")


def test_sealing_insists_on_its_random_bytes() -> None:
    with pytest.raises(ValueError, match="takes 76 random bytes, not 75"):
        seal(b"", 77, DEVELOPMENT_KEY, ENTROPY[1:])
