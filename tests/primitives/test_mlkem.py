"""Key pairs of ML-KEM-768, beside what another implementation makes of the same bytes."""

from hashlib import sha256

import pytest

from chain.primitives.mlkem import CIPHERTEXT_LENGTH, PUBLIC_KEY_LENGTH, DecapsulationKey
from tests.vectors import shielded as vector

KEY = DecapsulationKey(vector.SEED)
CIPHERTEXT = vector.SHIELDED_BY_CLIENT[18 : 18 + CIPHERTEXT_LENGTH]


def test_a_seed_makes_the_pair_that_it_makes_elsewhere() -> None:
    assert len(KEY.public_key) == PUBLIC_KEY_LENGTH
    assert sha256(KEY.public_key).hexdigest() == vector.PUBLIC_KEY_SHA256
    assert KEY.shared_secret(CIPHERTEXT).hex() == vector.SHARED_SECRET


def test_another_key_finds_another_secret() -> None:
    assert DecapsulationKey(bytes(64)).shared_secret(CIPHERTEXT).hex() != vector.SHARED_SECRET


@pytest.mark.parametrize("length", [0, 32, 63, 65])
def test_a_seed_has_64_bytes(length: int) -> None:
    with pytest.raises(ValueError, match=f"has 64 bytes, got {length}"):
        DecapsulationKey(bytes(length))


@pytest.mark.parametrize("length", [0, CIPHERTEXT_LENGTH - 1, CIPHERTEXT_LENGTH + 1])
def test_a_ciphertext_has_1088_bytes(length: int) -> None:
    with pytest.raises(ValueError, match=f"has 1088 bytes, got {length}"):
        KEY.shared_secret(bytes(length))
