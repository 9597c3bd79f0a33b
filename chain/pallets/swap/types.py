"""What the Swap pallet stores and answers."""

from typing import ClassVar

from chain.codec import I32, U64, U128, Newtype, Struct
from chain.primitives.identifiers import AlphaBalance, NetUid, TaoBalance
from chain.primitives.perthings import Perquintill


class TickIndex(int):
    """A price in the notation of former liquidity positions."""

    __slots__ = ()
    __scale__: ClassVar[Newtype] = Newtype(I32, "pallet_subtensor_swap::pallet::TickIndex", "TickIndex")


class PositionId(int):
    """The number of a former liquidity position."""

    __slots__ = ()
    __scale__: ClassVar[Newtype] = Newtype(U128, "pallet_subtensor_swap::pallet::PositionId", "PositionId")


class NonZeroU64(int):
    """A u64 that is never zero."""

    __slots__ = ()
    __scale__: ClassVar[Newtype] = Newtype(U64, "NonZeroU64", "NonZeroU64")


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
