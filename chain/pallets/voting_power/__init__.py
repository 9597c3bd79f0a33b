"""Voting power: the average stake of validators, network by network."""

from chain.pallets.voting_power.pallet import VotingPower

__all__ = ["VotingPower"]
