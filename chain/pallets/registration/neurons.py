"""Neuron slots: which hotkey holds which uid on which network (lifecycle 2.4 and 2.5).

What other parts store by uid or by hotkey follows through the `NeuronStorage` protocol, so a slot is never half moved.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from chain.codec import U16, U64
from chain.frame.error import InvariantBroken
from chain.frame.pallet import Pallet
from chain.frame.storage import OptionalDoubleMap, StorageDoubleMap
from chain.pallets.networks.sovereign import ZERO_ACCOUNT
from chain.pallets.registration.pruning import (
    Neuron,
    exceeds_immune_limit,
    immortal_hotkeys,
    trimmed,
    weakest,
)
from chain.pallets.subtensor_module.errors import NoNeuronIdAvailable, TrimmingWouldExceedMaxImmunePercentage
from chain.pallets.subtensor_module.types import PerNetwork
from chain.primitives.hashing import Blake2_128Concat, Identity
from chain.primitives.identifiers import AccountId, NetUid

FIRST = 1
"""The network that a fresh chain has besides root."""


class NeuronStorage(Protocol):
    """A part that keeps something per uid or per hotkey of a network."""

    def append_neuron(self, netuid: int, uid: int, hotkey: AccountId) -> None:
        """Make room for a new last uid."""
        ...

    def replace_neuron(self, netuid: int, uid: int, old_hotkey: AccountId) -> None:
        """Forget what belonged to the uid's former hotkey, and what others said about it."""
        ...

    def trim_neurons(self, netuid: int, kept: Sequence[int], removed: Sequence[AccountId]) -> None:
        """Keep the uids in `kept` alone, renumbered from 0 in that order, and forget the removed hotkeys."""
        ...


class SlotNetworks(Protocol):
    """What slots ask of the networks."""

    def size(self, netuid: int) -> int:
        """The number of uids."""
        ...

    def set_size(self, netuid: int, size: int) -> None:
        """Write the number of uids."""
        ...

    def owner_of(self, netuid: int) -> AccountId:
        """The coldkey that owns the network."""
        ...

    def owner_hotkey_of(self, netuid: int) -> AccountId | None:
        """The owner's hotkey, if one is set."""
        ...

    def netuids(self) -> list[int]:
        """Every network, root included."""
        ...


class SlotAccounts(Protocol):
    """What slots ask of the hotkey accounts."""

    def hotkeys_of(self, coldkey: AccountId) -> list[AccountId]:
        """The hotkeys of a coldkey."""
        ...


class SlotParameters(Protocol):
    """The parameters that pruning follows."""

    @property
    def max_allowed_uids(self) -> PerNetwork[int]:
        """The largest number of uids."""
        ...

    @property
    def immunity_period(self) -> PerNetwork[int]:
        """Blocks for which a new neuron is immune."""
        ...

    @property
    def immune_owner_uids_limit(self) -> PerNetwork[int]:
        """How many of the owner's hotkeys are never pruned."""
        ...

    @property
    def min_non_immune_uids(self) -> PerNetwork[int]:
        """How many neurons past immunity are left alone."""
        ...


class NeuronEmission(Protocol):
    """What the epoch remembers of every uid."""

    def emission_of(self, netuid: int) -> Sequence[int]:
        """Rao of alpha that each uid earned in the last epoch."""
        ...


class Neurons(Pallet, wire="SubtensorModule"):
    """The uids of every network, without gaps; a hotkey has one of them or none."""

    errors = (NoNeuronIdAvailable, TrimmingWouldExceedMaxImmunePercentage)

    uids = OptionalDoubleMap[NetUid, AccountId, U16](
        hashers=(Identity, Blake2_128Concat), doc="The uid of a hotkey on a network."
    )
    keys = StorageDoubleMap[NetUid, U16, AccountId](
        hashers=(Identity, Identity), default=ZERO_ACCOUNT, doc="The hotkey of a uid on a network."
    )
    is_network_member = StorageDoubleMap[AccountId, NetUid, bool](
        hashers=(Blake2_128Concat, Identity), default=False, doc="Whether a hotkey has a uid on a network."
    )
    block_at_registration = StorageDoubleMap[NetUid, U16, U64](
        hashers=(Identity, Identity), default=0, doc="The block in which the hotkey of a uid registered."
    )

    def connect(
        self,
        *,
        networks: SlotNetworks,
        accounts: SlotAccounts,
        parameters: SlotParameters,
        emission: NeuronEmission,
        storage: Iterable[NeuronStorage],
    ) -> None:
        """Hand over what slots depend on, and all parts that store something per neuron."""
        self._networks = networks
        self._accounts = accounts
        self._parameters = parameters
        self._emission = emission
        self._storage = tuple(storage)

    def genesis(self) -> None:
        """Give the zero account the only uid of the first network (economics 5.2); root stays empty."""
        self.append(FIRST, ZERO_ACCOUNT)

    # reads for other parts

    def uid_of(self, netuid: int, hotkey: AccountId) -> int | None:
        """The uid of a hotkey on a network, if it has one."""
        return self.uids[netuid, hotkey]

    def hotkey_of(self, netuid: int, uid: int) -> AccountId | None:
        """The hotkey of a uid, if the uid is taken."""
        if (netuid, uid) not in self.keys:
            return None
        return self.keys[netuid, uid]

    def hotkeys(self, netuid: int) -> list[AccountId]:
        """The hotkeys of a network by uid."""
        return self.keys.each([(netuid, uid) for uid in range(self._networks.size(netuid))])

    def registered_at(self, netuid: int, uid: int) -> int:
        """The block in which the hotkey of a uid registered."""
        return self.block_at_registration[netuid, uid]

    def registration_blocks(self, netuid: int) -> list[int]:
        """The blocks in which the hotkeys of a network registered, by uid."""
        return self.block_at_registration.each([(netuid, uid) for uid in range(self._networks.size(netuid))])

    def is_member(self, hotkey: AccountId, netuid: int) -> bool:
        """Whether the hotkey has a uid on the network."""
        return self.is_network_member[hotkey, netuid]

    def is_member_anywhere(self, hotkey: AccountId) -> bool:
        """Whether the hotkey has a uid on any network."""
        return any(self.is_network_member.values(hotkey))

    def owner_uid(self, netuid: int) -> int | None:
        """The uid of the owner's hotkey, if it is registered."""
        hotkey = self._networks.owner_hotkey_of(netuid)
        return None if hotkey is None else self.uids[netuid, hotkey]

    def immortal_uids(self, netuid: int) -> set[int]:
        """The uids of the owner that are never pruned."""
        owned = []
        for hotkey in self._accounts.hotkeys_of(self._networks.owner_of(netuid)):
            uid = self.uids[netuid, hotkey]
            if uid is not None:
                owned.append((self.block_at_registration[netuid, uid], uid, hotkey))
        owner_hotkey = self._networks.owner_hotkey_of(netuid)
        if owner_hotkey is not None and (netuid, owner_hotkey) not in self.uids:
            owner_hotkey = None
        limit = self._parameters.immune_owner_uids_limit[netuid]
        found = (self.uids[netuid, hotkey] for hotkey in immortal_hotkeys(owned, owner_hotkey, limit))
        return {uid for uid in found if uid is not None}

    def is_immune(self, netuid: int, uid: int) -> bool:
        """Whether the neuron registered less than the immunity period ago."""
        age = self.system.block_number - self.block_at_registration[netuid, uid]
        return age < self._parameters.immunity_period[netuid]

    def prunable_uid(self, netuid: int) -> int | None:
        """The uid that would make room, if any may."""
        immortal = self.immortal_uids(netuid)
        emission = self._emission.emission_of(netuid)
        candidates = (
            Neuron(
                uid,
                emission[uid] if uid < len(emission) else 0,
                self.block_at_registration[netuid, uid],
                self.is_immune(netuid, uid),
            )
            for uid in range(self._networks.size(netuid))
            if uid not in immortal
        )
        return weakest(candidates, self._parameters.min_non_immune_uids[netuid])

    # changes

    def ensure_room(self, netuid: int) -> None:
        """Raise NoNeuronIdAvailable if no further neuron finds a place."""
        most = self._parameters.max_allowed_uids[netuid]
        if most == 0 or (self._networks.size(netuid) >= most and self.prunable_uid(netuid) is None):
            raise NoNeuronIdAvailable

    def place(self, netuid: int, hotkey: AccountId) -> int:
        """Give the hotkey a new uid, or that of the neuron which is pruned for it; returns the uid."""
        if self._networks.size(netuid) < self._parameters.max_allowed_uids[netuid]:
            return self.append(netuid, hotkey)
        uid = self.prunable_uid(netuid)
        if uid is None:
            raise NoNeuronIdAvailable
        self.replace(netuid, uid, hotkey)
        return uid

    def append(self, netuid: int, hotkey: AccountId) -> int:
        """Give the hotkey the next uid of the network."""
        uid = self._networks.size(netuid)
        self._networks.set_size(netuid, uid + 1)
        for part in self._storage:
            part.append_neuron(netuid, uid, hotkey)
        self._seat(netuid, uid, hotkey)
        return uid

    def replace(self, netuid: int, uid: int, hotkey: AccountId) -> None:
        """Give the uid to another hotkey; the owner's hotkey is never replaced, then nothing happens."""
        old = self.keys[netuid, uid]
        if old == self._networks.owner_hotkey_of(netuid):
            return
        del self.uids[netuid, old]
        del self.is_network_member[old, netuid]
        for part in self._storage:
            part.replace_neuron(netuid, uid, old)
        self._seat(netuid, uid, hotkey)

    def move_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Let another hotkey have the uid of a hotkey, if it has one; its age and all its vectors stay."""
        uid = self.uids[netuid, old]
        # The reference writes the membership of the new hotkey even where the old one has none.
        self.is_network_member[new, netuid] = self.is_network_member[old, netuid]
        del self.is_network_member[old, netuid]
        if uid is not None:
            del self.uids[netuid, old]
            self.uids[netuid, new] = uid
            self.keys[netuid, uid] = new

    def trim(self, netuid: int, remaining: int) -> None:
        """Remove the least earning neurons that are neither immune nor immortal, until `remaining` are left.

        Raises TrimmingWouldExceedMaxImmunePercentage where too many of those that stay are immune.
        """
        size = self._networks.size(netuid)
        if size <= remaining:
            return
        protected = self.immortal_uids(netuid) | {uid for uid in range(size) if self.is_immune(netuid, uid)}
        if exceeds_immune_limit(len(protected), remaining):
            raise TrimmingWouldExceedMaxImmunePercentage
        stored = self._emission.emission_of(netuid)
        emission = [stored[uid] if uid < len(stored) else 0 for uid in range(size)]
        gone = set(trimmed(emission, protected, remaining))
        kept = [uid for uid in range(size) if uid not in gone]
        self._renumber(netuid, kept, sorted(gone))

    def remove_subnet(self, netuid: int) -> None:
        """Forget all slots of a network."""
        for hotkey in self.keys.values(netuid):
            del self.is_network_member[hotkey, netuid]
        self.uids.clear(netuid)
        self.keys.clear(netuid)
        self.block_at_registration.clear(netuid)

    # invariants

    def check_invariants(self) -> None:
        """Uids and Keys are each other's inverse, without gaps, as many as SubnetworkN says; no other member exists."""
        for netuid in self._networks.netuids():
            size = self._networks.size(netuid)
            seated = dict(self.keys.items(netuid))
            if sorted(seated) != list(range(size)):
                raise InvariantBroken(f"network {netuid}: SubnetworkN is {size}, Keys holds uids {sorted(seated)}")
            expected = {hotkey: uid for uid, hotkey in seated.items()}
            if dict(self.uids.items(netuid)) != expected:
                raise InvariantBroken(f"network {netuid}: Uids is not the inverse of Keys")
            dated = max(self.block_at_registration.keys(netuid), default=-1)
            if dated >= size:
                raise InvariantBroken(f"network {netuid}: uid {dated} has a BlockAtRegistration, {size} uids exist")
        members = {(netuid, hotkey) for (hotkey, netuid), member in self.is_network_member.items() if member}
        if members != set(self.uids.keys()):
            raise InvariantBroken("IsNetworkMember and Uids do not name the same neurons")
        strays = {netuid for netuid, _ in self.keys} - set(self._networks.netuids())
        if strays:
            raise InvariantBroken(f"Keys holds neurons of networks that do not exist: {sorted(strays)}")

    def _seat(self, netuid: int, uid: int, hotkey: AccountId) -> None:
        self.keys[netuid, uid] = hotkey
        self.uids[netuid, hotkey] = uid
        self.block_at_registration[netuid, uid] = self.system.block_number
        self.is_network_member[hotkey, netuid] = True

    def _renumber(self, netuid: int, kept: Sequence[int], gone: Sequence[int]) -> None:
        hotkeys = [self.keys[netuid, uid] for uid in kept]
        blocks = [self.block_at_registration[netuid, uid] for uid in kept]
        removed = [self.keys[netuid, uid] for uid in gone]
        for hotkey in removed:
            del self.is_network_member[hotkey, netuid]
        self.uids.clear(netuid)
        self.keys.clear(netuid)
        self.block_at_registration.clear(netuid)
        for uid, (hotkey, block) in enumerate(zip(hotkeys, blocks, strict=True)):
            self.keys[netuid, uid] = hotkey
            self.uids[netuid, hotkey] = uid
            self.block_at_registration[netuid, uid] = block
        for part in self._storage:
            part.trim_neurons(netuid, kept, removed)
        self._networks.set_size(netuid, len(kept))
