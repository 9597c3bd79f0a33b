"""Serving: where neurons can be reached."""

from chain.pallets.serving.pallet import Serving

__all__ = ["Serving"]
