"""What the Swap pallet stores and answers."""

from typing import Annotated

from chain.codec import I32, U64, U128, Struct, TypeName
from chain.primitives.identifiers import AlphaBalance, NetUid, TaoBalance
from chain.primitives.perthings import Perquintill

TickIndex = Annotated[I32, TypeName("TickIndex")]
PositionId = Annotated[U128, TypeName("PositionId")]


class Balancer(Struct, path="pallet_subtensor_swap::pallet::balancer::Balancer"):
    """The weight of the TAO side of a pool; the alpha side weighs the rest."""

    quote: Perquintill


class SubnetPrice(Struct, path="pallet_subtensor_swap_runtime_api::SubnetPrice"):
    """The price of a network's alpha, in rao of TAO per alpha."""

    netuid: NetUid
    price: U64


class SimSwapResult(Struct, path="pallet_subtensor_swap_runtime_api::SimSwapResult"):
    """What a trade would move, cost and lose to slippage, in rao; fields of the other currency are zero."""

    tao_amount: TaoBalance
    alpha_amount: AlphaBalance
    tao_fee: TaoBalance
    alpha_fee: AlphaBalance
    tao_slippage: TaoBalance
    alpha_slippage: AlphaBalance
