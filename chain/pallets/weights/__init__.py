"""Weights: set directly, committed by hash, or timelocked."""

from chain.pallets.weights.commits import HashCommits
from chain.pallets.weights.pallet import Weights
from chain.pallets.weights.timelocked import TimelockedCommits

__all__ = ["HashCommits", "TimelockedCommits", "Weights"]
