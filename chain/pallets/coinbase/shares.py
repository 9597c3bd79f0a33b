"""How a block's TAO is shared between subnets: by moving price, less what a subnet withheld from its miners.

Economics section 1.6. Shares and prices are raw U64F64, withheld parts raw U96F32.
"""

from collections.abc import Mapping

from chain.primitives.fixed import I96F32, U64F64, U96F32


def emission_shares(
    prices: Mapping[int, int], withheld: Mapping[int, int], enabled: Mapping[int, bool]
) -> dict[int, int]:
    """Each subnet's share of the block's TAO, in numeric order of the netuids.

    `withheld` is the part of its miners' incentive that the subnet kept from them at its last epoch. A subnet that is
    not `enabled` gets nothing, and the others share its part.
    """
    netuids = sorted(prices)
    total = sum(prices[netuid] for netuid in netuids)
    shares = {netuid: U64F64.safe_div(prices[netuid], total) for netuid in netuids}
    weighed = {
        netuid: U64F64.mul(share, U64F64.one - min(U64F64.convert(withheld[netuid], U96F32), U64F64.one))
        for netuid, share in shares.items()
    }
    total_weighed = sum(weighed.values())
    if total_weighed > 0:
        shares = {netuid: U64F64.safe_div(share, total_weighed) for netuid, share in weighed.items()}
    if all(enabled[netuid] for netuid in netuids):
        return shares
    total_enabled = sum(share for netuid, share in shares.items() if enabled[netuid])
    return {netuid: U64F64.safe_div(share, total_enabled) if enabled[netuid] else 0 for netuid, share in shares.items()}


def share_of(emission: int, share: int) -> int:
    """The share of `emission` (rao, raw U96F32) as a raw U96F32."""
    return U96F32.convert(U64F64.mul(U64F64.convert(emission, U96F32), share), U64F64)


def next_moving_price(*, old: int, price: int, moving_alpha: int, halving_blocks: int, blocks_since_start: int) -> int:
    """The moving price one block on, as a raw I96F32.

    `old` and `moving_alpha` are raw I96F32, `price` is the current price as a raw U64F64 and counts for one at most.
    A young subnet's price moves slower: the rate reaches half of `moving_alpha` after `halving_blocks`.
    """
    maturity = U64F64.safe_div(
        U64F64.from_int(blocks_since_start), U64F64.from_int(blocks_since_start + halving_blocks)
    )
    rate = U64F64.mul(U64F64.convert(moving_alpha, I96F32), maturity)
    moved = U64F64.mul(rate, min(price, U64F64.one))
    kept = U64F64.mul(U64F64.sub(U64F64.one, rate), U64F64.convert(old, I96F32))
    return I96F32.convert(U64F64.add(moved, kept), U64F64)
