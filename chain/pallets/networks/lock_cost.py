"""What it costs to register a network (lifecycle 1.2). All amounts in rao, times in blocks."""

TAO = 1_000_000_000


def lock_cost(
    *,
    last_cost: int,
    minimum: int,
    reduction_interval: int,
    block_emission: int,
    last_block: int,
    block: int,
) -> int:
    """The cost now: twice the last one, falling to nothing over about `reduction_interval` blocks, at least `minimum`.

    The first registration (`last_block` 0) does not double. Division by zero gives zero, as on the chain.
    """
    interval = reduction_interval * block_emission // TAO
    start = last_cost if last_block == 0 else last_cost * 2
    per_block = last_cost // interval if interval else 0
    return max(minimum, start - per_block * max(block - last_block, 0))


def median_price(prices: list[int]) -> int | None:
    """The middle of the positive prices, the mean of the two middle ones if they are even in number; None without any.

    Prices are raw numbers of one fixed-point format.
    """
    known = sorted(price for price in prices if price > 0)
    if not known:
        return None
    middle = len(known) // 2
    if len(known) % 2:
        return known[middle]
    return (known[middle - 1] + known[middle]) // 2
