"""Succession: a network goes to whom its holders are convinced of (economics 4.9, lifecycle 1.6).

After a year, at every epoch: when the conviction behind all hotkeys together is a tenth of the alpha outside the pool,
the owner of the hotkey with most of it owns the network.
"""

from typing import Protocol

from chain.frame.error import DispatchFailure
from chain.frame.pallet import Pallet
from chain.pallets.networks.sovereign import ZERO_ACCOUNT
from chain.pallets.subtensor_module.events import SubnetOwnerChanged
from chain.primitives.identifiers import AccountId

FIRST_YEAR_BLOCKS = 2_629_800
"""For so many blocks after its registration a network stays with its owner: a year of blocks of 12 seconds."""

CONVICTION_PARTS = 10
"""The alpha outside the pool may be at most so many times the conviction."""


class SucceedingNetworks(Protocol):
    """Networks that change hands."""

    def owner_of(self, netuid: int) -> AccountId:
        """The coldkey that owns a network."""
        ...

    def owner_hotkey_of(self, netuid: int) -> AccountId | None:
        """The owner's hotkey, if one is set."""
        ...

    def registered_at(self, netuid: int) -> int:
        """The block of registration."""
        ...

    def hand_over(self, netuid: int, owner: AccountId, owner_hotkey: AccountId) -> None:
        """Write a new owner and its hotkey."""
        ...


class Convictions(Protocol):
    """What is locked in favour of whom."""

    def convinced_hotkeys(self, netuid: int) -> dict[AccountId, int]:
        """Every hotkey behind which there is conviction, with how much now (raw U64F64)."""
        ...

    def follow_owner(self, netuid: int, old_hotkey: AccountId | None, new_hotkey: AccountId) -> None:
        """Keep the locks with the owner's hotkey apart from the others when another hotkey becomes it."""
        ...


class OutsideAlpha(Protocol):
    """The alpha outside the pools."""

    def alpha_out(self, netuid: int) -> int:
        """Rao of alpha outside a network's pool."""
        ...


class HotkeyOwners(Protocol):
    """Who owns which hotkey."""

    def owner_of(self, hotkey: AccountId) -> AccountId:
        """The coldkey of a hotkey; the zero account if there is none."""
        ...


class Seats(Protocol):
    """The neuron slots."""

    def uid_of(self, netuid: int, hotkey: AccountId) -> int | None:
        """The uid of a hotkey, if it has one."""
        ...

    def place(self, netuid: int, hotkey: AccountId) -> int:
        """Give a hotkey a uid, a new one or that of a neuron which is pruned for it."""
        ...


class Succession(Pallet, wire="SubtensorModule"):
    """Hands networks over. It keeps no storage."""

    events = (SubnetOwnerChanged,)

    def connect(
        self,
        *,
        networks: SucceedingNetworks,
        convictions: Convictions,
        pools: OutsideAlpha,
        accounts: HotkeyOwners,
        neurons: Seats,
    ) -> None:
        """Hand over what decides, and what changes."""
        self._networks = networks
        self._convictions = convictions
        self._pools = pools
        self._accounts = accounts
        self._neurons = neurons

    def change_owner_if_needed(self, netuid: int) -> None:
        """Give the network to the owner of its most convincing hotkey where conviction suffices.

        That hotkey gets a uid if it has none; where no neuron can make room for it, nothing changes.
        """
        hotkey = self._successor(netuid)
        if hotkey is None:
            return
        owner, former = self._accounts.owner_of(hotkey), self._networks.owner_of(netuid)
        if owner in (ZERO_ACCOUNT, former):
            return
        if self._neurons.uid_of(netuid, hotkey) is None:
            try:
                with self.state.layer():
                    self._neurons.place(netuid, hotkey)
            except DispatchFailure:
                return
        self._convictions.follow_owner(netuid, self._networks.owner_hotkey_of(netuid), hotkey)
        self._networks.hand_over(netuid, owner, hotkey)
        self.deposit_event(SubnetOwnerChanged(netuid=netuid, old_coldkey=former, new_coldkey=owner))

    def _successor(self, netuid: int) -> AccountId | None:
        """The hotkey with most conviction, the greatest of equals, if all conviction together suffices."""
        outside = self._pools.alpha_out(netuid)
        if outside == 0 or self.system.block_number < self._networks.registered_at(netuid) + FIRST_YEAR_BLOCKS:
            return None
        convinced = self._convictions.convinced_hotkeys(netuid)
        if not convinced or CONVICTION_PARTS * sum(convinced.values()) < outside << 64:
            return None
        return max(convinced, key=lambda hotkey: (convinced[hotkey], hotkey))
