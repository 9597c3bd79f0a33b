"""Hyperparameters: the table, who may change it, and how it is read."""

from chain.pallets.hyperparameters.pallet import Hyperparameters
from chain.pallets.hyperparameters.rights import AdminRights

__all__ = ["AdminRights", "Hyperparameters"]
