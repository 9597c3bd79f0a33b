"""The multisig pallet: accounts that several others act for together."""

from chain.pallets.multisig.pallet import Multisig

__all__ = ["Multisig"]
