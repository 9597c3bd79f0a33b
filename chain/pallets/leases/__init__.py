"""Leased networks: paid for by contributors, run by one of them."""

from chain.pallets.leases.pallet import Leases

__all__ = ["Leases"]
