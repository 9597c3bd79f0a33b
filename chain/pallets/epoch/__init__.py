"""The epoch: Yuma consensus and the vectors it leaves behind."""

from chain.pallets.epoch.pallet import Epoch

__all__ = ["Epoch"]
