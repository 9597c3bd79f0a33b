"""How a block's TAO is shared between subnets: by moving price, less what a subnet withheld from its miners.

Economics section 1.6. Shares and prices are raw U64F64, withheld parts raw U96F32.
"""

from collections.abc import Mapping

from chain.primitives.fixed import I96F32, U64F64

ONE = U64F64.one


def emission_shares(
    prices: Mapping[int, int], withheld: Mapping[int, int], enabled: Mapping[int, bool]
) -> dict[int, int]:
    """Each subnet's share of the block's TAO, in numeric order of the netuids.

    `withheld` is the part of its miners' incentive that the subnet kept from them at its last epoch. A subnet that is
    not `enabled` gets nothing, and the others share its part.
    """
    netuids = sorted(prices)
    shares = _proportions({netuid: prices[netuid] for netuid in netuids})
    weighed = {
        netuid: share if withheld[netuid] == 0 else (share * (ONE - min(withheld[netuid] << 32, ONE))) >> 64
        for netuid, share in shares.items()
    }
    if any(weighed.values()):
        shares = _proportions(weighed)
    if all(enabled[netuid] for netuid in netuids):
        return shares
    return _proportions({netuid: share if enabled[netuid] else 0 for netuid, share in shares.items()})


def _proportions(parts: Mapping[int, int]) -> dict[int, int]:
    """Each part over the sum of all, which is one at most; nothing of nothing."""
    total = sum(parts.values())
    if total == 0:
        return dict.fromkeys(parts, 0)
    return {netuid: (part << 64) // total for netuid, part in parts.items()}


def share_of(emission: int, share: int) -> int:
    """The share, one at most, of `emission` (a u64 of rao, raw U96F32) as a raw U96F32."""
    return ((emission << 32) * share) >> 96


def next_moving_price(*, old: int, price: int, moving_alpha: int, halving_blocks: int, blocks_since_start: int) -> int:
    """The moving price one block on, as a raw I96F32.

    `old` and `moving_alpha` are raw I96F32, `price` is the current price as a raw U64F64 and counts for one at most.
    A young subnet's price moves slower: the rate reaches half of `moving_alpha` after `halving_blocks`.
    """
    whole = U64F64.from_int(blocks_since_start + halving_blocks)
    maturity = (blocks_since_start << 128) // whole if whole else 0
    rate = U64F64.mul(U64F64.convert(moving_alpha, I96F32), maturity)
    if price > ONE:
        price = ONE
    kept = U64F64.mul(ONE - rate if rate < ONE else 0, U64F64.convert(old, I96F32))
    return I96F32.convert(U64F64.add((rate * price) >> 64, kept), U64F64)
