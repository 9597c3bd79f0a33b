"""The randomness beacon's side of a transaction."""

from chain.pallets.drand.extension import DrandPriority

__all__ = ["DrandPriority"]
