"""Which root stakers are claimed for automatically in a block (economics section 1.12)."""

from chain.primitives.fixed import U64_MAX


def block_hash_to_indices(block_hash: bytes, count: int, stakers: int) -> list[int]:
    """Up to `count` indices below `stakers` drawn from a block hash, ascending, without repeats."""
    found = set()
    last = int.from_bytes(block_hash[:8], "big")
    for draw in range(count):
        start = (8 * draw) % 32
        step = int.from_bytes(block_hash[start : start + 8], "big")
        last = min(last + step, U64_MAX) % stakers if stakers else 0
        found.add(last)
    return sorted(found)
