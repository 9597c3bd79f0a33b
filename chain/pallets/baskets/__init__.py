"""Baskets: a root validator's fund of TAO and alpha, of which stakers hold shares."""

from chain.pallets.baskets.fund import BasketFunds, Holding
from chain.pallets.baskets.pallet import Baskets
from chain.pallets.baskets.trading import BasketTrading

__all__ = ["BasketFunds", "BasketTrading", "Baskets", "Holding"]
