"""How much a block mints: one TAO, halved at fixed points of the issuance (economics section 1.3)."""

TOTAL_SUPPLY = 21_000_000_000_000_000
"""Rao that will ever be."""

FIRST_EMISSION = 1_000_000_000
"""Rao per block before the first halving."""


def block_emission(issuance: int) -> int:
    """Rao (or alpha) that a block adds to an issuance of `issuance` rao.

    The k-th halving comes when what is left is the supply divided by 2**k.
    """
    left = TOTAL_SUPPLY - issuance
    if left <= 0:
        return 0
    return FIRST_EMISSION >> ((TOTAL_SUPPLY // left).bit_length() - 1)
