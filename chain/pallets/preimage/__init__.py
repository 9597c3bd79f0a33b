"""The preimage pallet: bytes kept under their hash."""

from chain.pallets.preimage.pallet import Preimage

__all__ = ["Preimage"]
