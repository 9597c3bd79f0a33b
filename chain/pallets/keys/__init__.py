"""Keys: swaps of hotkeys and coldkeys, their lineage, and the EVM keys of neurons."""

from chain.pallets.keys.coldkey_swaps import ColdkeySwaps
from chain.pallets.keys.evm_keys import EvmKeys
from chain.pallets.keys.hotkey_swaps import HotkeySwaps
from chain.pallets.keys.lineage import Lineage
from chain.pallets.keys.payment import SwapPayment

__all__ = ["ColdkeySwaps", "EvmKeys", "HotkeySwaps", "Lineage", "SwapPayment"]
