"""The layout of shielded transactions, and what opens them."""

import pytest

from chain.primitives.mlkem import CIPHERTEXT_LENGTH, DecapsulationKey
from chain.primitives.shielded import CannotUnshield, NotShielded, key_hash_of, parse, unshield
from tests.shielding import shielded
from tests.vectors import shielded as vector

KEY, OTHER = DecapsulationKey(vector.SEED), DecapsulationKey(bytes(64))
OVERHEAD = 16 + 2 + CIPHERTEXT_LENGTH + 24


def test_what_the_clients_library_shields_opens() -> None:
    assert unshield(parse(vector.SHIELDED_BY_CLIENT), KEY) == vector.PLAINTEXT


@pytest.mark.parametrize("plaintext", [b"", b"x", bytes(7_000)])
def test_what_is_shielded_for_a_key_opens_with_it(plaintext: bytes) -> None:
    parts = parse(shielded(KEY.public_key, plaintext))
    assert parts.key_hash == key_hash_of(KEY.public_key)
    assert (len(parts.kem_ct), len(parts.nonce), len(parts.aead_ct)) == (1_088, 24, 16 + len(plaintext))
    assert unshield(parts, KEY) == plaintext


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(CannotUnshield, match="does not open"):
        unshield(parse(shielded(KEY.public_key, b"secret")), OTHER)


@pytest.mark.parametrize("position", [18, OVERHEAD - 1, OVERHEAD, -1], ids=["secret", "nonce", "text", "tag"])
def test_a_changed_byte_keeps_it_shut(position: int) -> None:
    changed = bytearray(shielded(KEY.public_key, b"secret"))
    changed[position] ^= 1
    with pytest.raises(CannotUnshield):
        unshield(parse(bytes(changed)), KEY)


def test_a_secret_of_another_length_or_a_text_without_a_tag_keeps_it_shut() -> None:
    short = bytes(16) + (5).to_bytes(2, "little") + bytes(5 + 24)
    with pytest.raises(CannotUnshield, match="has 1088 bytes, got 5"):
        unshield(parse(short + bytes(16)), KEY)
    with pytest.raises(CannotUnshield, match="has 15 bytes, fewer than the 16 of its tag"):
        unshield(parse(short + bytes(15)), KEY)


@pytest.mark.parametrize("length", [0, 1, 16, 17, 18, 18 + CIPHERTEXT_LENGTH, OVERHEAD])
def test_bytes_that_end_before_the_text_are_no_shielded_transaction(length: int) -> None:
    whole = shielded(KEY.public_key, b"secret")
    with pytest.raises(NotShielded, match=f"^{length} bytes hold no shielded transaction"):
        parse(whole[:length])
    parse(whole[: OVERHEAD + 1])
