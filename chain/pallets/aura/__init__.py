"""The Aura pallet: slots and who may author in them."""

from chain.pallets.aura.pallet import Aura

__all__ = ["Aura"]
