"""The randomness beacon: its pulses on the chain, and its side of a transaction."""

from chain.pallets.drand.extension import DrandPriority
from chain.pallets.drand.pallet import Drand

__all__ = ["Drand", "DrandPriority"]
