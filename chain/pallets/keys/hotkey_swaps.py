"""Swaps of hotkeys: one takes the place of another, on one network or on all (lifecycle 2.11).

The parts that keep something by hotkey move it themselves. On the way nothing is paid out and no epoch is disturbed:
the uid stays, and so do its weights, bonds and age.
"""

from collections.abc import Iterable

from chain.codec import U64
from chain.frame.call import call
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet, SystemServices
from chain.frame.storage import StorageDoubleMap
from chain.frame.weight import Weight, measured_weight
from chain.pallets.keys.payment import HOTKEY_SWAP_ON_NETWORK_RAO, HOTKEY_SWAP_RAO, SwapPayment
from chain.pallets.keys.surroundings import (
    HotkeyStakes,
    HotkeyStorage,
    SwapAccounts,
    SwapClaims,
    SwapCollateral,
    SwapFamily,
    SwapLimits,
    SwapLineage,
    SwapNetworks,
    SwapNeurons,
    SwapParameters,
    SwapStakes,
    SwapTakes,
)
from chain.pallets.subtensor_module.errors import (
    HotKeyAlreadyRegisteredInSubNet,
    HotKeySetTxRateLimitExceeded,
    HotKeySwapOnSubnetIntervalNotPassed,
    KeepStakeBlockedByCollateral,
    NewHotKeyIsSameWithOld,
    NewHotKeyNotCleanForRootSwap,
    NonAssociatedColdKey,
    NotEnoughBalanceToPaySwapHotKey,
)
from chain.pallets.subtensor_module.events import HotkeySwapped, HotkeySwappedOnSubnet
from chain.pallets.subtensor_module.limits import HOTKEY_SWAPS, HOTKEY_SWAPS_ON_NETWORK
from chain.pallets.subtensor_module.types import LastTxBlock, LastTxBlockChildKeyTake, LastTxBlockDelegateTake
from chain.primitives.hashing import Blake2_128Concat, Identity
from chain.primitives.identifiers import AccountId, NetUid

ROOT = 0
ACTIONS_OF_A_HOTKEY = (LastTxBlock, LastTxBlockDelegateTake, LastTxBlockChildKeyTake)


class HotkeySwaps(Pallet, wire="SubtensorModule"):
    """Exchanges hotkeys, each network at most once in an interval. `lifted` lets every interval pass."""

    errors = (
        HotKeyAlreadyRegisteredInSubNet,
        HotKeySetTxRateLimitExceeded,
        HotKeySwapOnSubnetIntervalNotPassed,
        KeepStakeBlockedByCollateral,
        NewHotKeyIsSameWithOld,
        NewHotKeyNotCleanForRootSwap,
        NonAssociatedColdKey,
        NotEnoughBalanceToPaySwapHotKey,
    )
    events = (HotkeySwapped, HotkeySwappedOnSubnet)

    last_hotkey_swap_on_netuid = StorageDoubleMap[NetUid, AccountId, U64](
        hashers=(Identity, Blake2_128Concat),
        default=0,
        doc="The block in which a coldkey last swapped a hotkey on a network.",
    )

    def __init__(self, system: SystemServices, *, interval_blocks: int, lifted: bool = False) -> None:
        super().__init__(system)
        self._interval_blocks = interval_blocks
        self._lifted = lifted

    def connect(
        self,
        *,
        accounts: SwapAccounts,
        networks: SwapNetworks,
        neurons: SwapNeurons,
        family: SwapFamily,
        claims: SwapClaims,
        stakes: SwapStakes,
        takes: SwapTakes,
        limits: SwapLimits,
        parameters: SwapParameters,
        payment: SwapPayment,
        lineage: SwapLineage,
        locks: HotkeyStorage,
        collateral: SwapCollateral,
        of_neurons: Iterable[HotkeyStorage],
        of_hotkeys: Iterable[HotkeyStorage],
        of_stakes: Iterable[HotkeyStakes],
    ) -> None:
        """Hand over what swaps ask, and all parts that keep something by hotkey.

        `of_neurons` moves for hotkeys with a uid, `of_hotkeys` for all, `of_stakes` where the stake moves too; each in
        its order.
        """
        self._accounts = accounts
        self._networks = networks
        self._neurons = neurons
        self._family = family
        self._claims = claims
        self._stakes = stakes
        self._takes = takes
        self._limits = limits
        self._parameters = parameters
        self._payment = payment
        self._lineage = lineage
        self._locks = locks
        self._collateral = collateral
        self._of_neurons = tuple(of_neurons)
        self._of_hotkeys = tuple(of_hotkeys)
        self._of_stakes = tuple(of_stakes)

    def on_initialize(self, now: int) -> Weight:
        """Forget swaps that hold nobody back any more: the first step of a block (lifecycle 0.4)."""
        interval = self._interval_blocks
        over = [
            key
            for key, block in self.last_hotkey_swap_on_netuid.items()
            if key[0] % interval == now % interval and block + interval < now
        ]
        for key in over:
            del self.last_hotkey_swap_on_netuid[key]
        return measured_weight(0, reads=len(over), writes=len(over))

    # calls

    @call(index=70, weight=Weight(15_692_038_000, 0))
    def swap_hotkey(self, origin: Origin, hotkey: AccountId, new_hotkey: AccountId, netuid: NetUid | None) -> None:
        """Exchange a hotkey of the signer for another with all its stake, on one network or on all.

        The older form of `swap_hotkey_v2`.
        """
        self._swap(origin.ensure_signed(), hotkey, new_hotkey, netuid, moves_stake=True)

    @call(index=72, weight=Weight(5_075_300_000, 0))
    def swap_hotkey_v2(
        self, origin: Origin, hotkey: AccountId, new_hotkey: AccountId, netuid: NetUid | None, keep_stake: bool
    ) -> None:
        """Exchange a hotkey of the signer for another on one network, or on all where none is named.

        The new hotkey takes over uid, endpoints, commits, children and parents; stake too, unless `keep_stake` leaves
        it with the old one. The swap costs 0.001 TAO on a network and 0.1 TAO on all; it is recycled.
        """
        self._swap(origin.ensure_signed(), hotkey, new_hotkey, netuid, moves_stake=not keep_stake)

    # for other parts

    def remove_subnet(self, netuid: int) -> None:
        """Forget the swaps on a network."""
        self.last_hotkey_swap_on_netuid.clear(netuid)

    # inner

    def _swap(
        self, coldkey: AccountId, old: AccountId, new: AccountId, netuid: int | None, *, moves_stake: bool
    ) -> None:
        self._ensure_may_swap(coldkey, old, new, netuid)
        if not moves_stake:
            self._ensure_nothing_pledged(old, self._networks.netuids() if netuid is None else [netuid])
        for action in ACTIONS_OF_A_HOTKEY:
            self._limits.copy(action(old), action(new))
        if netuid is None:
            self._swap_everywhere(coldkey, old, new, moves_stake=moves_stake)
        else:
            self._swap_on(netuid, coldkey, old, new, moves_stake=moves_stake)

    def _ensure_may_swap(self, coldkey: AccountId, old: AccountId, new: AccountId, netuid: int | None) -> None:
        if not self._accounts.owns(coldkey, old):
            raise NonAssociatedColdKey
        if self._accounts.exists(new) and not self._accounts.owns(coldkey, new):
            raise NonAssociatedColdKey
        if old == new:
            raise NewHotKeyIsSameWithOld
        self._limits.ensure_not_exceeded(HOTKEY_SWAPS, LastTxBlock(coldkey), self._parameters.tx_rate_limit)
        neurons = self._neurons
        if neurons.is_member_anywhere(new) if netuid is None else neurons.is_member(new, netuid):
            raise HotKeyAlreadyRegisteredInSubNet
        if netuid in (None, ROOT) and (self._stakes.root_stake(new) or self._claims.has_claims(new)):
            raise NewHotKeyNotCleanForRootSwap

    def _ensure_nothing_pledged(self, hotkey: AccountId, networks: Iterable[int]) -> None:
        if any(self._collateral.is_pledged(netuid, hotkey) for netuid in networks):
            raise KeepStakeBlockedByCollateral

    def _swap_on(self, netuid: int, coldkey: AccountId, old: AccountId, new: AccountId, *, moves_stake: bool) -> None:
        # A coldkey that never swapped counts as one that did in block 0.
        self._ensure_interval_passed(netuid, coldkey)
        self._accounts.ensure_may_be_hotkey(new)
        self._payment.pay(coldkey, HOTKEY_SWAP_ON_NETWORK_RAO, NotEnoughBalanceToPaySwapHotKey)
        self._accounts.give(coldkey, new)
        self._locks.move_hotkey(netuid, old, new)
        self._move(netuid, old, new, moves_stake=moves_stake)
        self._limits.record(LastTxBlock(coldkey))
        self.last_hotkey_swap_on_netuid[netuid, coldkey] = self.system.block_number
        self.deposit_event(HotkeySwappedOnSubnet(coldkey, old, new, netuid))

    def _swap_everywhere(self, coldkey: AccountId, old: AccountId, new: AccountId, *, moves_stake: bool) -> None:
        networks = self._networks.netuids()
        touched = [
            netuid
            for netuid in networks
            if self._neurons.is_member(old, netuid) or self._family.children_of(old, netuid)
        ]
        for netuid in touched:
            if self.last_hotkey_swap_on_netuid[netuid, coldkey]:
                self._ensure_interval_passed(netuid, coldkey)
        self._payment.pay(coldkey, HOTKEY_SWAP_RAO, NotEnoughBalanceToPaySwapHotKey)
        for netuid in networks:
            self._locks.move_hotkey(netuid, old, new)
        self._accounts.release(coldkey, old)
        self._accounts.give(coldkey, new)
        holders = self._stakes.holders_of_hotkey(old) if moves_stake else []
        for netuid in networks:
            self._move(netuid, old, new, moves_stake=moves_stake)
        for action in ACTIONS_OF_A_HOTKEY:
            self._limits.forget(action(old))
        self._takes.move_take(old, new)
        for holder in holders:
            self._stakes.replace_staking_hotkey(holder, old, new)
        for netuid in touched:
            self.last_hotkey_swap_on_netuid[netuid, coldkey] = self.system.block_number
        self._limits.record(LastTxBlock(coldkey))
        self.deposit_event(HotkeySwapped(coldkey, old, new))

    def _ensure_interval_passed(self, netuid: int, coldkey: AccountId) -> None:
        ends_at = self.last_hotkey_swap_on_netuid[netuid, coldkey] + self._interval_blocks + 1
        if not self._lifted and self.system.block_number < ends_at:
            raise HOTKEY_SWAPS_ON_NETWORK.refusal(ends_at)

    def _move(self, netuid: int, old: AccountId, new: AccountId, *, moves_stake: bool) -> None:
        """Let everything that is kept for a hotkey on a network follow."""
        was_member = self._neurons.is_member(old, netuid)
        self._neurons.move_hotkey(netuid, old, new)
        if was_member:
            for part in self._of_neurons:
                part.move_hotkey(netuid, old, new)
            self._lineage.follow_hotkey(netuid, old, new)
        for part in self._of_hotkeys:
            part.move_hotkey(netuid, old, new)
        if moves_stake:
            for stakes in self._of_stakes:
                stakes.move_stake_of_hotkey(netuid, old, new)
