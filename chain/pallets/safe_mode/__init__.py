"""The safe mode: while it is entered, few calls may be made."""

from chain.pallets.safe_mode.pallet import SafeMode

__all__ = ["SafeMode"]
