"""AlphaAssets: how much alpha of every network was ever made and destroyed."""

from chain.pallets.alpha_assets.pallet import AlphaAssets

__all__ = ["AlphaAssets"]
