"""Collateral: stake of a miner that stays until emission has released it."""

from chain.pallets.collateral.free_stake import FreeStake
from chain.pallets.collateral.pallet import Collateral
from chain.pallets.collateral.purchase import CollateralPurchase
from chain.pallets.collateral.state import MinerCollateralState

__all__ = ["Collateral", "CollateralPurchase", "FreeStake", "MinerCollateralState"]
