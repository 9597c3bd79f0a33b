"""The system pallet: accounts, blocks, events, raw state, and the transaction extensions that belong to it."""

from chain.pallets.system.errors import CallFiltered
from chain.pallets.system.pallet import System
from chain.pallets.system.types import AccountData, AccountInfo, EventRecord

__all__ = ["AccountData", "AccountInfo", "CallFiltered", "EventRecord", "System"]
