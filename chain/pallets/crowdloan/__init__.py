"""The crowdloan pallet: several accounts pay for one thing."""

from chain.pallets.crowdloan.pallet import Crowdloan

__all__ = ["Crowdloan"]
