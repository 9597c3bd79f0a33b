"""The call by which a coldkey says where its miners' incentive is staked."""

from typing import Protocol

from chain.frame import Origin, Pallet, call, measured_weight
from chain.pallets.staking.accounts import StakeAccounts
from chain.pallets.subtensor_module.errors import (
    HotKeyNotRegisteredInSubNet,
    SameAutoStakeHotkeyAlreadySet,
    SubnetNotExists,
)
from chain.pallets.subtensor_module.events import AutoStakeDestinationSet
from chain.primitives.identifiers import AccountId, NetUid


class AutoStakeNetworks(Protocol):
    """Which networks there are."""

    def exists(self, netuid: int) -> bool:
        """Whether there is such a network."""
        ...


class AutoStakeNeurons(Protocol):
    """Who is registered where."""

    def uid_of(self, netuid: int, hotkey: AccountId) -> int | None:
        """The uid of a hotkey."""
        ...


class AutoStake(Pallet, wire="SubtensorModule"):
    """Staking the incentive of a coldkey's miners to one hotkey."""

    events = (AutoStakeDestinationSet,)
    errors = (HotKeyNotRegisteredInSubNet, SameAutoStakeHotkeyAlreadySet, SubnetNotExists)

    def connect(self, *, networks: AutoStakeNetworks, neurons: AutoStakeNeurons, accounts: StakeAccounts) -> None:
        """Hand over what the call depends on."""
        self._networks = networks
        self._neurons = neurons
        self._accounts = accounts

    @call(index=114, weight=measured_weight(33_853_000, reads=4, writes=2))
    def set_coldkey_auto_stake_hotkey(self, origin: Origin, netuid: NetUid, hotkey: AccountId) -> None:
        """Stake the incentive that the signing coldkey's miners earn on a network to `hotkey`, registered there."""
        coldkey = origin.ensure_signed()
        if not self._networks.exists(netuid):
            raise SubnetNotExists
        if self._neurons.uid_of(netuid, hotkey) is None:
            raise HotKeyNotRegisteredInSubNet
        if self._accounts.auto_stake_destination_of(coldkey, netuid) == hotkey:
            raise SameAutoStakeHotkeyAlreadySet
        self._accounts.set_auto_stake_destination(coldkey, netuid, hotkey)
        self.deposit_event(AutoStakeDestinationSet(coldkey, netuid, hotkey))
