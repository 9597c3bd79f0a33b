"""The MEV shield: its keys, and its side of a transaction."""

from chain.pallets.mev_shield.extension import CheckShieldedTxValidity
from chain.pallets.mev_shield.pallet import MevShield

__all__ = ["CheckShieldedTxValidity", "MevShield"]
