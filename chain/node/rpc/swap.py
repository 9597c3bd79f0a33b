"""swap_*: the price of alpha, and swaps tried out."""

from chain.codec import U16, U64, decode, encode
from chain.node.rpc.context import Context
from chain.node.rpc.parameters import BlockHash, U16Number, U64Number
from chain.node.rpc.runtime_answers import answer_bytes


async def swap_currentAlphaPrice(context: Context, netuid: U16Number, at: BlockHash | None = None) -> int:
    """Return the price of a network's alpha, in rao."""
    return int.from_bytes(
        await answer_bytes(context, "SwapRuntimeApi_current_alpha_price", at, encode(U16, netuid)), "little"
    )


async def swap_currentAlphaPriceAll(context: Context, at: BlockHash | None = None) -> list[dict[str, int]]:
    """Return the price of the alpha of every network, in rao."""
    answer = await answer_bytes(context, "SwapRuntimeApi_current_alpha_price_all", at)
    return [{"netuid": netuid, "price": price} for netuid, price in decode(list[tuple[U16, U64]], answer)]


async def swap_simSwapTaoForAlpha(
    context: Context, netuid: U16Number, tao: U64Number, at: BlockHash | None = None
) -> list[int]:
    """Return what TAO, in rao, would buy."""
    return list(
        await answer_bytes(context, "SwapRuntimeApi_sim_swap_tao_for_alpha", at, encode(U16, netuid), encode(U64, tao))
    )


async def swap_simSwapAlphaForTao(
    context: Context, netuid: U16Number, alpha: U64Number, at: BlockHash | None = None
) -> list[int]:
    """Return what alpha, in rao, would fetch."""
    return list(
        await answer_bytes(
            context, "SwapRuntimeApi_sim_swap_alpha_for_tao", at, encode(U16, netuid), encode(U64, alpha)
        )
    )
