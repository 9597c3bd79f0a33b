"""The balances pallet: TAO in accounts, and how much of it exists."""

from chain.pallets.balances.pallet import Balances
from chain.pallets.balances.types import Fortitude, Preservation

__all__ = ["Balances", "Fortitude", "Preservation"]
