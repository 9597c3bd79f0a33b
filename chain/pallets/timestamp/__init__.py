"""The timestamp pallet: what time it is, once per block, from the author."""

from chain.pallets.timestamp.pallet import Timestamp

__all__ = ["Timestamp"]
