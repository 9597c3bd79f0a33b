"""The utility pallet."""

from chain.pallets.utility.pallet import Utility

__all__ = ["Utility"]
