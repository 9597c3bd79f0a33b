"""The call by which a coldkey says where its miners' incentive is staked."""

from typing import Protocol

from chain.frame import InvariantBroken, OptionalDoubleMap, Origin, Pallet, StorageDoubleMap, call, measured_weight
from chain.pallets.subtensor_module.errors import (
    HotKeyNotRegisteredInSubNet,
    SameAutoStakeHotkeyAlreadySet,
    SubnetNotExists,
)
from chain.pallets.subtensor_module.events import AutoStakeDestinationSet
from chain.primitives.hashing import Blake2_128Concat, Identity
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

    auto_stake_destination = OptionalDoubleMap[AccountId, NetUid, AccountId](
        hashers=(Blake2_128Concat, Identity), doc="The hotkey to which a coldkey's incentive on a network is staked."
    )
    auto_stake_destination_coldkeys = StorageDoubleMap[AccountId, NetUid, list[AccountId]](
        hashers=(Blake2_128Concat, Identity), default=[], doc="The coldkeys whose incentive is staked to a hotkey."
    )

    def connect(self, *, networks: AutoStakeNetworks, neurons: AutoStakeNeurons) -> None:
        """Hand over what the call depends on."""
        self._networks = networks
        self._neurons = neurons

    @call(index=114, weight=measured_weight(33_853_000, reads=4, writes=2))
    def set_coldkey_auto_stake_hotkey(self, origin: Origin, netuid: NetUid, hotkey: AccountId) -> None:
        """Stake the incentive that the signing coldkey's miners earn on a network to `hotkey`, registered there."""
        coldkey = origin.ensure_signed()
        if not self._networks.exists(netuid):
            raise SubnetNotExists
        if self._neurons.uid_of(netuid, hotkey) is None:
            raise HotKeyNotRegisteredInSubNet
        if self.destination_of(coldkey, netuid) == hotkey:
            raise SameAutoStakeHotkeyAlreadySet
        self._forget(coldkey, netuid)
        self.auto_stake_destination[coldkey, netuid] = hotkey
        others = self.auto_stake_destination_coldkeys[hotkey, netuid]
        self.auto_stake_destination_coldkeys[hotkey, netuid] = [*others, coldkey]
        self.deposit_event(AutoStakeDestinationSet(coldkey, netuid, hotkey))

    # for other parts

    def destination_of(self, coldkey: AccountId, netuid: int) -> AccountId | None:
        """The hotkey to which the incentive of a coldkey's miners is staked, if it chose one."""
        return self.auto_stake_destination[coldkey, netuid]

    def move_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Stake to another hotkey, which takes the place of the old one, what is staked to that."""
        followers = self.auto_stake_destination_coldkeys[old, netuid]
        if not followers:
            return
        del self.auto_stake_destination_coldkeys[old, netuid]
        for coldkey in followers:
            self.auto_stake_destination[coldkey, netuid] = new
        others = self.auto_stake_destination_coldkeys[new, netuid]
        self.auto_stake_destination_coldkeys[new, netuid] = [*others, *followers]

    def move_coldkey(self, old: AccountId, new: AccountId) -> None:
        """Let a coldkey take over the choices of another."""
        for netuid, hotkey in list(self.auto_stake_destination.items(old)):
            self._forget(new, netuid)
            followers = self.auto_stake_destination_coldkeys[hotkey, netuid]
            self.auto_stake_destination_coldkeys[hotkey, netuid] = [
                new if coldkey == old else coldkey for coldkey in followers
            ]
            self.auto_stake_destination[new, netuid] = hotkey
            del self.auto_stake_destination[old, netuid]

    # inner

    def _forget(self, coldkey: AccountId, netuid: int) -> None:
        former = self.destination_of(coldkey, netuid)
        if former is None:
            return
        left = [other for other in self.auto_stake_destination_coldkeys[former, netuid] if other != coldkey]
        if left:
            self.auto_stake_destination_coldkeys[former, netuid] = left
        else:
            del self.auto_stake_destination_coldkeys[former, netuid]

    # invariants

    def check_invariants(self) -> None:
        """What coldkeys chose and who chose a hotkey are each other's inverse, nobody listed twice."""
        chosen = sorted(
            (hotkey, netuid, coldkey)
            for (coldkey, netuid), hotkey in self.auto_stake_destination.items()
            if hotkey is not None
        )
        listed = sorted(
            (hotkey, netuid, coldkey)
            for (hotkey, netuid), coldkeys in self.auto_stake_destination_coldkeys.items()
            for coldkey in coldkeys
        )
        if chosen != listed:
            raise InvariantBroken("AutoStakeDestination and AutoStakeDestinationColdkeys are not each other's inverse")
