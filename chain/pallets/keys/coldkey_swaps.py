"""Swaps of coldkeys: all that one owns goes to another (lifecycle 2.12).

A coldkey announces the hash of its successor and names it after a delay; until then it can do nothing else. Who did
not announce the swap of his own key disputes it, and root decides. Root can also swap at once.
"""

from collections.abc import Iterable

from chain.codec import U32
from chain.frame.call import call
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import OptionalMap
from chain.frame.weight import Weight
from chain.pallets.keys.payment import COLDKEY_SWAP_RAO, SwapPayment
from chain.pallets.keys.surroundings import (
    ColdkeyStorage,
    SwapAccounts,
    SwapCurrency,
    SwapLimits,
    SwapLineage,
    SwapParameters,
    SwapStakes,
)
from chain.pallets.subtensor_module.errors import (
    ActiveLockExists,
    AnnouncedColdkeyHashDoesNotMatch,
    ColdKeyAlreadyAssociated,
    ColdkeySwapAlreadyDisputed,
    ColdkeySwapAnnounced,
    ColdkeySwapAnnouncementNotFound,
    ColdkeySwapClearTooEarly,
    ColdkeySwapDisputed,
    ColdkeySwapReannouncedTooEarly,
    ColdkeySwapTooEarly,
    Deprecated,
    NewColdKeyIsHotkey,
    NotEnoughBalanceToPaySwapColdKey,
)
from chain.pallets.subtensor_module.events import ColdkeySwapAnnounced as AnnouncedEvent
from chain.pallets.subtensor_module.events import ColdkeySwapCleared, ColdkeySwapped, ColdkeySwapReset
from chain.pallets.subtensor_module.events import ColdkeySwapDisputed as DisputedEvent
from chain.pallets.subtensor_module.limits import COLDKEY_CLEARING, COLDKEY_REANNOUNCEMENT, COLDKEY_SWAPS
from chain.pallets.subtensor_module.types import LastTxBlock
from chain.primitives.hashing import Twox64Concat, blake2_256
from chain.primitives.identifiers import AccountId, Hash, TaoBalance


class ColdkeySwaps(Pallet, wire="SubtensorModule"):
    """Announced swaps, which of them are disputed, and the swap itself."""

    errors = (
        ActiveLockExists,
        AnnouncedColdkeyHashDoesNotMatch,
        ColdKeyAlreadyAssociated,
        ColdkeySwapAlreadyDisputed,
        ColdkeySwapAnnounced,
        ColdkeySwapAnnouncementNotFound,
        ColdkeySwapClearTooEarly,
        ColdkeySwapDisputed,
        ColdkeySwapReannouncedTooEarly,
        ColdkeySwapTooEarly,
        Deprecated,
        NewColdKeyIsHotkey,
        NotEnoughBalanceToPaySwapColdKey,
    )
    events = (AnnouncedEvent, ColdkeySwapCleared, DisputedEvent, ColdkeySwapped, ColdkeySwapReset)

    coldkey_swap_announcements = OptionalMap[AccountId, tuple[U32, Hash]](
        hasher=Twox64Concat, doc="The block from which a coldkey may be swapped, and the hash of its successor."
    )
    coldkey_swap_disputes = OptionalMap[AccountId, U32](
        hasher=Twox64Concat, doc="The block in which a coldkey disputed its announced swap."
    )

    def connect(
        self,
        *,
        accounts: SwapAccounts,
        stakes: SwapStakes,
        limits: SwapLimits,
        parameters: SwapParameters,
        payment: SwapPayment,
        currency: SwapCurrency,
        lineage: SwapLineage,
        storage: Iterable[ColdkeyStorage],
    ) -> None:
        """Hand over what swaps ask, and all parts that keep something by coldkey, in the order in which they move."""
        self._accounts = accounts
        self._stakes = stakes
        self._limits = limits
        self._parameters = parameters
        self._payment = payment
        self._currency = currency
        self._lineage = lineage
        self._storage = tuple(storage)

    # calls

    @call(index=125, weight=Weight(447_248_000, 0))
    def announce_coldkey_swap(self, origin: Origin, new_coldkey_hash: Hash) -> None:
        """Announce that the signer will be swapped for the coldkey with this blake2-256 hash, for 0.1 TAO.

        Announcing anew is free; it can be done `ColdkeySwapReannouncementDelay` blocks after the swap could be made.
        """
        who = origin.ensure_signed()
        now = self.system.block_number
        announced = self.coldkey_swap_announcements[who]
        if announced is None:
            self._payment.pay(who, COLDKEY_SWAP_RAO, NotEnoughBalanceToPaySwapColdKey)
        else:
            allowed_at = announced[0] + self._parameters.coldkey_swap_reannouncement_delay
            if now < allowed_at:
                raise COLDKEY_REANNOUNCEMENT.refusal(allowed_at)
        swaps_at = now + self._parameters.coldkey_swap_announcement_delay
        self.coldkey_swap_announcements[who] = (swaps_at, new_coldkey_hash)
        self.deposit_event(AnnouncedEvent(who, new_coldkey_hash))

    @call(index=126, weight=Weight(2_713_156_000, 0))
    def swap_coldkey_announced(self, origin: Origin, new_coldkey: AccountId) -> None:
        """Hand everything the signer owns to the coldkey that it announced, `ColdkeySwapAnnouncementDelay` blocks ago.

        The new coldkey may have no stake, no lock and no use as a hotkey.
        """
        who = origin.ensure_signed()
        swaps_at, announced = self._announcement_of(who)
        if blake2_256(new_coldkey) != announced:
            raise AnnouncedColdkeyHashDoesNotMatch
        if self.system.block_number < swaps_at:
            raise COLDKEY_SWAPS.refusal(swaps_at)
        del self.coldkey_swap_announcements[who]
        self._swap(who, new_coldkey)

    @call(index=127, weight=Weight(173_293_000, 0))
    def dispute_coldkey_swap(self, origin: Origin) -> None:
        """Dispute the announced swap of the signer, which can do nothing any more until root resets the swap."""
        who = origin.ensure_signed()
        self._announcement_of(who)
        if who in self.coldkey_swap_disputes:
            raise ColdkeySwapAlreadyDisputed
        self.coldkey_swap_disputes[who] = self.system.block_number
        self.deposit_event(DisputedEvent(who))

    @call(index=133, weight=Weight(167_890_000, 0))
    def clear_coldkey_swap_announcement(self, origin: Origin) -> None:
        """Withdraw the signer's announcement, `ColdkeySwapReannouncementDelay` blocks after the swap could be made."""
        who = origin.ensure_signed()
        swaps_at, _ = self._announcement_of(who)
        allowed_at = swaps_at + self._parameters.coldkey_swap_reannouncement_delay
        if self.system.block_number < allowed_at:
            raise COLDKEY_CLEARING.refusal(allowed_at)
        del self.coldkey_swap_announcements[who]
        self.deposit_event(ColdkeySwapCleared(who))

    @call(index=128, weight=Weight(208_857_000, 0))
    def reset_coldkey_swap(self, origin: Origin, coldkey: AccountId) -> None:
        """Forget the announcement and the dispute of a coldkey, as root."""
        origin.ensure_root()
        self._forget(coldkey)
        self.deposit_event(ColdkeySwapReset(coldkey))

    @call(index=71, weight=Weight(3_137_301_000, 0))
    def swap_coldkey(
        self, origin: Origin, old_coldkey: AccountId, new_coldkey: AccountId, swap_cost: TaoBalance
    ) -> None:
        """Swap a coldkey at once, as root; `swap_cost` rao are taken from the old one and recycled."""
        origin.ensure_root()
        if swap_cost:
            self._payment.pay(old_coldkey, swap_cost, NotEnoughBalanceToPaySwapColdKey)
        self._swap(old_coldkey, new_coldkey)
        self._forget(old_coldkey)

    @call(index=73, weight=Weight(125_000_000, 0))
    def schedule_swap_coldkey(self, origin: Origin, new_coldkey: AccountId) -> None:
        """Fail: swaps are announced, with `announce_coldkey_swap`."""
        raise Deprecated

    # for other parts

    def has_announced(self, coldkey: AccountId) -> bool:
        """Whether a coldkey has announced its swap."""
        return coldkey in self.coldkey_swap_announcements

    def has_disputed(self, coldkey: AccountId) -> bool:
        """Whether a coldkey has disputed its swap."""
        return coldkey in self.coldkey_swap_disputes

    # inner

    def _announcement_of(self, coldkey: AccountId) -> tuple[int, Hash]:
        announced = self.coldkey_swap_announcements[coldkey]
        if announced is None:
            raise ColdkeySwapAnnouncementNotFound
        return announced

    def _forget(self, coldkey: AccountId) -> None:
        del self.coldkey_swap_announcements[coldkey]
        del self.coldkey_swap_disputes[coldkey]

    def _swap(self, old: AccountId, new: AccountId) -> None:
        if self._stakes.hotkeys_of(new):
            raise ColdKeyAlreadyAssociated
        if self._accounts.exists(new):
            raise NewColdKeyIsHotkey
        for part in self._storage:
            part.move_coldkey(old, new)
        balance = self._currency.reducible_balance(old)
        if balance:
            self._currency.transfer(old, new, balance)
        self._limits.record(LastTxBlock(new))
        self._lineage.follow_coldkey(old, new)
        self.deposit_event(ColdkeySwapped(old, new))
