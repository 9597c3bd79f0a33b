"""The MEV shield's side of a transaction."""

from chain.pallets.mev_shield.extension import CheckShieldedTxValidity

__all__ = ["CheckShieldedTxValidity"]
