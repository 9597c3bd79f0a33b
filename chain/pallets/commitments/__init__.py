"""Commitments: what a hotkey publishes about itself on a network."""

from chain.pallets.commitments.data import CommitmentInfo, Data
from chain.pallets.commitments.pallet import Commitments

__all__ = ["CommitmentInfo", "Commitments", "Data"]
