"""ML-KEM-768 (FIPS 203): a key pair made of a seed, and the secret that somebody encapsulated for it."""

SEED_LENGTH = 64
PUBLIC_KEY_LENGTH = 1_184
CIPHERTEXT_LENGTH = 1_088


class DecapsulationKey:
    """The secret half of a key pair. The same seed of 64 bytes makes the same pair everywhere."""

    __slots__ = ("_key", "public_key")

    def __init__(self, seed: bytes) -> None:
        """Make the pair. ValueError for a seed of another length."""
        # Loaded here: it takes longer than all the rest of a first block, and a chain may do without a shield.
        from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey

        if len(seed) != SEED_LENGTH:
            raise ValueError(f"the seed of an ML-KEM key pair has {SEED_LENGTH} bytes, got {len(seed)}")
        self._key = MLKEM768PrivateKey.from_seed_bytes(seed)
        self.public_key: bytes = self._key.public_key().public_bytes_raw()

    def shared_secret(self, ciphertext: bytes) -> bytes:
        """The secret (32 bytes) in a ciphertext; one that is for another key gives another secret, by design.

        Raises:
            ValueError: the ciphertext has not 1,088 bytes.
        """
        if len(ciphertext) != CIPHERTEXT_LENGTH:
            raise ValueError(f"a ciphertext of ML-KEM-768 has {CIPHERTEXT_LENGTH} bytes, got {len(ciphertext)}")
        return self._key.decapsulate(ciphertext)
