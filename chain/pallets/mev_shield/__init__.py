"""The MEV shield: the keys of the authors, stored calls that nobody can read, and their side of a transaction."""

from chain.pallets.mev_shield.extension import CheckShieldedTxValidity
from chain.pallets.mev_shield.pallet import MevShield

__all__ = ["CheckShieldedTxValidity", "MevShield"]
