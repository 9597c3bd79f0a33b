"""CheckColdkeySwap: a coldkey whose swap is announced can but make, dispute or clear it; one in dispute can nothing."""

from typing import Protocol

from chain.frame.call import Call
from chain.frame.limit import LimitInForce
from chain.pallets.subtensor_module.errors import ColdkeySwapAnnounced, ColdkeySwapDisputed
from chain.primitives.identifiers import AccountId

PALLET = "SubtensorModule"
LEFT_TO_THE_ANNOUNCED = frozenset(
    (
        "announce_coldkey_swap",
        "swap_coldkey_announced",
        "dispute_coldkey_swap",
        "clear_coldkey_swap_announcement",
    )
)
ANNOUNCED = LimitInForce(
    "the announced swap of this coldkey",
    None,
    "swap_coldkey_announced or clear_coldkey_swap_announcement, or SubtensorModule.reset_coldkey_swap by root",
)
DISPUTED = LimitInForce(
    "the disputed swap of this coldkey",
    None,
    "SubtensorModule.reset_coldkey_swap or SubtensorModule.swap_coldkey by root",
)


class AnnouncedSwaps(Protocol):
    """Which coldkeys are about to be swapped."""

    def has_announced(self, coldkey: AccountId) -> bool:
        """Whether a coldkey has announced its swap."""
        ...

    def has_disputed(self, coldkey: AccountId) -> bool:
        """Whether a coldkey has disputed its swap."""
        ...


class ColdkeySwapGuard:
    """Refuses what a coldkey may not do before its swap."""

    def __init__(self, *, swaps: AnnouncedSwaps) -> None:
        self._swaps = swaps

    def __call__(self, call: Call, who: AccountId) -> None:
        """Raise ColdkeySwapDisputed or ColdkeySwapAnnounced; all calls of other signers pass."""
        if not self._swaps.has_announced(who):
            return
        if self._swaps.has_disputed(who):
            raise ColdkeySwapDisputed(DISPUTED)
        if call.pallet == PALLET and call.name in LEFT_TO_THE_ANNOUNCED:
            return
        if not call.is_any_of("MevShield", "submit_encrypted"):
            raise ColdkeySwapAnnounced(ANNOUNCED)
