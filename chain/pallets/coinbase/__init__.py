"""Coinbase: what a block mints, and how it reaches the subnets and the people on them."""

from chain.pallets.coinbase.claim_choices import ClaimChoices
from chain.pallets.coinbase.distribution import Distribution
from chain.pallets.coinbase.epochs import Epochs
from chain.pallets.coinbase.owner_cut import OwnerCut
from chain.pallets.coinbase.pallet import Coinbase
from chain.pallets.coinbase.root_dividends import RootDividends

__all__ = ["ClaimChoices", "Coinbase", "Distribution", "Epochs", "OwnerCut", "RootDividends"]
