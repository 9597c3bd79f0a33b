"""Joining root: free of charge, and for those with more root stake than its weakest member (lifecycle 1.9)."""

from typing import Protocol

from chain.frame.call import call
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.weight import measured_weight
from chain.pallets.subtensor_module.errors import (
    HotKeyAlreadyRegisteredInSubNet,
    RootNetworkDoesNotExist,
    StakeTooLowForRoot,
    TooManyRegistrationsThisBlock,
    TooManyRegistrationsThisInterval,
)
from chain.pallets.subtensor_module.events import NeuronRegistered
from chain.pallets.subtensor_module.limits import ROOT_SEATS, ROOT_SEATS_OF_A_BLOCK
from chain.pallets.subtensor_module.types import PerNetwork
from chain.primitives.identifiers import AccountId

ROOT = 0
TARGETS_PER_INTERVAL = 3
"""Root takes so many times its target of registrations in an interval."""


class RootNetwork(Protocol):
    """Whether there is a root, and how full it is."""

    def exists(self, netuid: int) -> bool:
        """Whether there is such a network."""
        ...

    def size(self, netuid: int) -> int:
        """The number of neurons."""
        ...


class RootAccounts(Protocol):
    """The hotkey accounts."""

    def create_if_missing(self, coldkey: AccountId, hotkey: AccountId) -> None:
        """Give the hotkey to the coldkey unless somebody owns it."""
        ...


class RootSlots(Protocol):
    """Where members of root sit."""

    def uid_of(self, netuid: int, hotkey: AccountId) -> int | None:
        """The uid of a hotkey."""
        ...

    def hotkeys(self, netuid: int) -> list[AccountId]:
        """The hotkeys by uid."""
        ...

    def append(self, netuid: int, hotkey: AccountId) -> int:
        """Give the hotkey the next uid."""
        ...

    def replace(self, netuid: int, uid: int, hotkey: AccountId) -> None:
        """Give the uid to another hotkey."""
        ...


class RegistrationCounts(Protocol):
    """How many registered lately."""

    def registered_this_block(self, netuid: int) -> int:
        """In this block."""
        ...

    def registered_this_interval(self, netuid: int) -> int:
        """In this interval."""
        ...

    def count(self, netuid: int, *, in_interval: bool = False) -> None:
        """Count one more."""
        ...


class RootParameters(Protocol):
    """The parameters of joining root."""

    @property
    def max_allowed_uids(self) -> PerNetwork[int]:
        """The number of seats."""
        ...

    @property
    def tempo(self) -> PerNetwork[int]:
        """Blocks of an interval."""
        ...

    @property
    def max_registrations_per_block(self) -> PerNetwork[int]:
        """Registrations per block."""
        ...

    @property
    def target_registrations_per_interval(self) -> PerNetwork[int]:
        """A third of the registrations per interval."""
        ...


class RootStake(Protocol):
    """The stake that decides over seats."""

    def root_stake(self, hotkey: AccountId) -> int:
        """The hotkey's stake on root, in rao."""
        ...


class Delegation(Protocol):
    """Members of root take delegations."""

    def become_delegate(self, hotkey: AccountId) -> None:
        """Give the hotkey the default take unless it is a delegate already."""
        ...


class RootRegistration(Pallet, wire="SubtensorModule"):
    """Root has few seats; a newcomer with more root stake takes that of the member with least."""

    errors = (
        HotKeyAlreadyRegisteredInSubNet,
        RootNetworkDoesNotExist,
        StakeTooLowForRoot,
        TooManyRegistrationsThisBlock,
        TooManyRegistrationsThisInterval,
    )
    events = (NeuronRegistered,)

    def connect(
        self,
        *,
        networks: RootNetwork,
        accounts: RootAccounts,
        neurons: RootSlots,
        counts: RegistrationCounts,
        parameters: RootParameters,
        stake: RootStake,
        delegation: Delegation,
    ) -> None:
        """Hand over what joining root depends on."""
        self._networks = networks
        self._accounts = accounts
        self._neurons = neurons
        self._counts = counts
        self._parameters = parameters
        self._stake = stake
        self._delegation = delegation

    @call(index=62, weight=measured_weight(103_934_000, reads=19, writes=16))
    def root_register(self, origin: Origin, hotkey: AccountId) -> None:
        """Give the hotkey a seat on root, free of charge; it comes to belong to the signer if nobody owns it.

        With all seats taken it needs strictly more root stake than the weakest member, whose seat it takes.
        """
        if not self._networks.exists(ROOT):
            raise RootNetworkDoesNotExist
        coldkey = origin.ensure_signed()
        self._ensure_counts()
        if self._neurons.uid_of(ROOT, hotkey) is not None:
            raise HotKeyAlreadyRegisteredInSubNet
        self._accounts.create_if_missing(coldkey, hotkey)
        uid = self._seat(hotkey)
        self._delegation.become_delegate(hotkey)
        self._counts.count(ROOT, in_interval=True)
        self.deposit_event(NeuronRegistered(ROOT, uid, hotkey))

    def _ensure_counts(self) -> None:
        if self._counts.registered_this_block(ROOT) >= self._parameters.max_registrations_per_block[ROOT]:
            raise ROOT_SEATS_OF_A_BLOCK.refusal(self.system.block_number + 1)
        most = TARGETS_PER_INTERVAL * self._parameters.target_registrations_per_interval[ROOT]
        if self._counts.registered_this_interval(ROOT) >= most:
            # Root's only interval that counts is its first: from its end on every block begins another.
            raise ROOT_SEATS.refusal(max(self._parameters.tempo[ROOT], self.system.block_number + 1))

    def _seat(self, hotkey: AccountId) -> int:
        if self._networks.size(ROOT) < self._parameters.max_allowed_uids[ROOT]:
            return self._neurons.append(ROOT, hotkey)
        stakes = [self._stake.root_stake(member) for member in self._neurons.hotkeys(ROOT)]
        weakest = min(range(len(stakes)), key=stakes.__getitem__)
        if self._stake.root_stake(hotkey) <= stakes[weakest]:
            raise StakeTooLowForRoot
        self._neurons.replace(ROOT, weakest, hotkey)
        return weakest
