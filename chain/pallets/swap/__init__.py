"""Swap: prices of alpha and trades against the pools."""

from chain.pallets.swap.pallet import Swap
from chain.pallets.swap.step import MAX_PRICE, MIN_PRICE, Side, SwapResult

__all__ = ["MAX_PRICE", "MIN_PRICE", "Side", "Swap", "SwapResult"]
