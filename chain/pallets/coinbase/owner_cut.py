"""The owner's cut of an epoch: staked for the owner, shared under a lease, locked where the owner wants that.

Economics 1.10 step 1, 4.9 and 4.10.
"""

from typing import Protocol

from chain.frame.error import DispatchFailure
from chain.pallets.networks.sovereign import ZERO_ACCOUNT
from chain.pallets.subtensor_module.types import PerNetwork
from chain.primitives.identifiers import AccountId


class CutNetworks(Protocol):
    """Who owns which network."""

    def owner_of(self, netuid: int) -> AccountId:
        """The coldkey that owns a network; the zero account if there is none."""
        ...

    def owner_hotkey_of(self, netuid: int) -> AccountId | None:
        """The owner's hotkey, if one is set."""
        ...


class CutStakes(Protocol):
    """Where the cut is staked."""

    def increase(self, hotkey: AccountId, coldkey: AccountId, netuid: int, alpha: int) -> None:
        """Give a coldkey more stake with a hotkey, in rao of alpha."""
        ...


class CutLocks(Protocol):
    """Where the cut is locked."""

    def locked_with(self, coldkey: AccountId, netuid: int) -> AccountId | None:
        """The hotkey of a coldkey's lock, if it has one."""
        ...

    def add(self, coldkey: AccountId, hotkey: AccountId, netuid: int, amount: int) -> None:
        """Lock so many rao of alpha more."""
        ...


class CutParameters(Protocol):
    """What the owner wants done with the cut."""

    @property
    def owner_cut_auto_lock_enabled(self) -> PerNetwork[bool]:
        """Whether a network's owner locks what it gets."""
        ...


class LeaseDividends(Protocol):
    """Networks that contributors paid for and that one of them leases."""

    def distribute(self, netuid: int, owner_cut: int) -> None:
        """Let contributors share in a cut that was just staked for the owner; nothing where no lease is."""
        ...


class OwnerCut:
    """Pays the owner's cut. Without an owner or an owner's hotkey it goes to nobody and stays outside the pool."""

    def __init__(
        self,
        *,
        networks: CutNetworks,
        stakes: CutStakes,
        leases: LeaseDividends,
        locks: CutLocks,
        parameters: CutParameters,
    ) -> None:
        self._networks = networks
        self._stakes = stakes
        self._leases = leases
        self._locks = locks
        self._parameters = parameters

    def pay(self, netuid: int, cut: int) -> None:
        """Stake `cut` rao of alpha for the owner of a network, then share it and lock it as agreed."""
        hotkey = self._networks.owner_hotkey_of(netuid)
        owner = self._networks.owner_of(netuid)
        if cut == 0 or hotkey is None or owner == ZERO_ACCOUNT:
            return
        self._stakes.increase(hotkey, owner, netuid, cut)
        self._leases.distribute(netuid, cut)
        if self._parameters.owner_cut_auto_lock_enabled[netuid]:
            self._lock(owner, hotkey, netuid, cut)

    def _lock(self, owner: AccountId, hotkey: AccountId, netuid: int, cut: int) -> None:
        # One lock per network: what is locked already decides in whose favour.
        favoured = self._locks.locked_with(owner, netuid) or hotkey
        try:
            self._locks.add(owner, favoured, netuid, cut)
        except DispatchFailure:
            # An epoch pays whatever happens; a cut that a lease sold meanwhile cannot be locked.
            return
