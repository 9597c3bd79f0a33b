"""The epoch lab: Yuma consensus on matrices, without a chain, one epoch or many, with the chain's own arithmetic."""

from chain.pallets.epoch.terms import ConsensusSettings
from localnet.epoch_lab.errors import EpochInputError
from localnet.epoch_lab.network import EpochResult, Network, decimal, run_epoch, weight_row
from localnet.epoch_lab.schedule import Change, History, Schedule, run_epochs

__all__ = [
    "Change",
    "ConsensusSettings",
    "EpochInputError",
    "EpochResult",
    "History",
    "Network",
    "Schedule",
    "decimal",
    "run_epoch",
    "run_epochs",
    "weight_row",
]
