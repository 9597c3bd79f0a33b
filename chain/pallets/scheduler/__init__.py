"""The scheduler pallet: calls that root orders for later blocks."""

from chain.pallets.scheduler.pallet import Scheduler

__all__ = ["Scheduler"]
