"""The sudo pallet: one account may act as root."""

from chain.pallets.sudo.pallet import Sudo

__all__ = ["Sudo"]
