"""Networks: which exist, who owns them, what they are called, when they were started (lifecycle 1.5 to 1.8)."""

from typing import Protocol

from chain.codec import U16, U64
from chain.frame.call import call
from chain.frame.error import BadOrigin, InvariantBroken
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import OptionalMap, StorageMap, StorageValue
from chain.frame.weight import measured_weight
from chain.pallets.networks import identity as identities
from chain.pallets.networks import symbols
from chain.pallets.networks.sovereign import ZERO_ACCOUNT, subnet_account
from chain.pallets.subtensor_module.errors import (
    FirstEmissionBlockNumberAlreadySet,
    InvalidIdentity,
    NeedWaitingMoreBlocksToStarCall,
    NotSubnetOwner,
    SubnetNotExists,
    SymbolAlreadyInUse,
    SymbolDoesNotExist,
)
from chain.pallets.subtensor_module.events import (
    FirstEmissionBlockNumberSet,
    SubnetIdentityRemoved,
    SubnetIdentitySet,
    SubnetOwnerHotkeySet,
    SymbolUpdated,
)
from chain.pallets.subtensor_module.limits import START_CALL
from chain.pallets.subtensor_module.types import PerNetwork, SubnetIdentityV3
from chain.primitives.hashing import Blake2_128Concat, Identity
from chain.primitives.identifiers import AccountId, NetUid, TaoBalance

ROOT = 0
FIRST = 1
"""The network that a fresh chain has besides root."""

DYNAMIC = 1
"""The mechanism of emission with a token and a pool of its own."""


class NetworkParameters(Protocol):
    """The parameters that starting a network reads and writes."""

    @property
    def start_call_delay(self) -> int:
        """Blocks after which a new network can be started."""
        ...

    @property
    def subtoken_enabled(self) -> PerNetwork[bool]:
        """Whether alpha can be traded."""
        ...

    def enable_subtoken(self, netuid: int) -> None:
        """Let the network's alpha be traded."""
        ...

    def mechanism_count(self, netuid: int) -> int:
        """The number of mechanisms."""
        ...


class Networks(Pallet, wire="SubtensorModule"):
    """The networks by netuid; netuid 0 is root."""

    errors = (
        FirstEmissionBlockNumberAlreadySet,
        InvalidIdentity,
        NeedWaitingMoreBlocksToStarCall,
        NotSubnetOwner,
        SubnetNotExists,
        SymbolAlreadyInUse,
        SymbolDoesNotExist,
    )
    events = (
        FirstEmissionBlockNumberSet,
        SubnetIdentityRemoved,
        SubnetIdentitySet,
        SubnetOwnerHotkeySet,
        SymbolUpdated,
    )

    networks_added = StorageMap[NetUid, bool](hasher=Identity, default=False, doc="Whether a network exists.")
    total_networks = StorageValue[U16](default=0, doc="The number of networks, root included.")
    subnetwork_n = StorageMap[NetUid, U16](hasher=Identity, default=0, doc="The number of neurons.")
    subnet_owner = StorageMap[NetUid, AccountId](
        hasher=Identity, default=ZERO_ACCOUNT, doc="The coldkey that owns a network."
    )
    subnet_owner_hotkey = StorageMap[NetUid, AccountId](
        hasher=Identity, default=ZERO_ACCOUNT, doc="The hotkey with which the owner acts on the network."
    )
    subnet_mechanism = StorageMap[NetUid, U16](
        hasher=Identity, default=0, doc="How emission reaches the network; 1 by a token of its own."
    )
    network_registered_at = StorageMap[NetUid, U64](
        hasher=Identity, default=0, doc="The block in which a network was registered."
    )
    registered_subnet_counter = StorageMap[NetUid, U64](
        hasher=Identity, default=0, doc="How many networks had this netuid so far."
    )
    first_emission_block_number = OptionalMap[NetUid, U64](
        hasher=Identity, doc="The block from which a started network gets emission."
    )
    subnet_locked = StorageMap[NetUid, TaoBalance](
        hasher=Identity, default=0, doc="What the registration of a network cost, in rao."
    )
    largest_locked = StorageMap[NetUid, U64](hasher=Identity, default=0, doc="Without effect.")
    token_symbol = StorageMap[NetUid, bytes](
        hasher=Identity, default="𝜏".encode(), doc="The symbol of the network's token, in UTF-8."
    )
    subnet_identities_v3 = OptionalMap[NetUid, SubnetIdentityV3](
        hasher=Blake2_128Concat, doc="How the owner describes the network."
    )

    def connect(self, *, parameters: NetworkParameters) -> None:
        """Hand over the parameters."""
        self._parameters = parameters

    def genesis(self, *, root_owner: AccountId = ZERO_ACCOUNT, root_owner_hotkey: AccountId = ZERO_ACCOUNT) -> None:
        """Write root and the first network, as a fresh chain has them (economics 5.2)."""
        self.networks_added[ROOT] = True
        self.subnetwork_n[ROOT] = 0
        self.subnet_owner[ROOT] = root_owner
        self.subnet_owner_hotkey[ROOT] = root_owner_hotkey
        self.token_symbol[ROOT] = symbols.SYMBOLS[ROOT]
        self.networks_added[FIRST] = True
        self.subnet_mechanism[FIRST] = DYNAMIC
        self.subnet_owner[FIRST] = ZERO_ACCOUNT
        self.subnet_locked[FIRST] = 1
        self.largest_locked[FIRST] = 1
        self.token_symbol[FIRST] = symbols.SYMBOLS[FIRST]
        self.total_networks = 2

    # calls

    @call(index=92, weight=measured_weight(39_454_000, reads=5, writes=2))
    def start_call(self, origin: Origin, netuid: NetUid) -> None:
        """Start a network: from the next block on it may get emission, and its alpha can be traded.

        By its owner, once, and not before `StartCallDelay` blocks have gone by since its registration.
        """
        who = origin.ensure_signed()
        self.ensure_exists(netuid)
        if self.subnet_owner[netuid] != who:
            raise BadOrigin
        if netuid in self.first_emission_block_number:
            raise FirstEmissionBlockNumberAlreadySet
        now = self.system.block_number
        allowed_at = self.network_registered_at[netuid] + self._parameters.start_call_delay
        if now < allowed_at:
            raise START_CALL.refusal(allowed_at)
        self.first_emission_block_number[netuid] = now + 1
        self._parameters.enable_subtoken(netuid)
        self.deposit_event(FirstEmissionBlockNumberSet(netuid, now + 1))

    @call(index=78, weight=measured_weight(17_513_000, reads=1, writes=1))
    def set_subnet_identity(
        self,
        origin: Origin,
        netuid: NetUid,
        subnet_name: bytes,
        github_repo: bytes,
        subnet_contact: bytes,
        subnet_url: bytes,
        discord: bytes,
        description: bytes,
        logo_url: bytes,
        additional: bytes,
    ) -> None:
        """Describe a network, as its owner. Fails with InvalidIdentity for a text that is too long."""
        if self.subnet_owner[netuid] != origin.ensure_signed():
            raise NotSubnetOwner
        self.set_identity_of(
            netuid,
            SubnetIdentityV3(
                subnet_name, github_repo, subnet_contact, subnet_url, discord, description, logo_url, additional
            ),
        )

    @call(index=112, weight=measured_weight(28_313_000, reads=4, writes=1))
    def update_symbol(self, origin: Origin, netuid: NetUid, symbol: bytes) -> None:
        """Give the network's token another symbol of the table that no network carries; by the owner or by root."""
        self.ensure_owner_or_root(origin, netuid)
        if not symbols.is_symbol(symbol):
            raise SymbolDoesNotExist
        if symbol in self.token_symbol.values():
            raise SymbolAlreadyInUse
        self.token_symbol[netuid] = symbol
        self.deposit_event(SymbolUpdated(netuid, symbol))

    # reads for other parts

    def exists(self, netuid: int) -> bool:
        """Whether there is such a network."""
        return self.networks_added[netuid]

    def ensure_exists(self, netuid: int) -> None:
        """Raise SubnetNotExists if there is none."""
        if not self.networks_added[netuid]:
            raise SubnetNotExists

    def ensure_owner_or_root(self, origin: Origin, netuid: int) -> AccountId | None:
        """The owner who signed, or None for root; BadOrigin for anyone else."""
        if origin.is_root:
            return None
        who = origin.ensure_signed()
        if self.subnet_owner[netuid] != who:
            raise BadOrigin
        return who

    def netuids(self) -> list[int]:
        """Every network, root included, in the order of the trie."""
        return [netuid for netuid, added in self.networks_added.items() if added]

    def size(self, netuid: int) -> int:
        """The number of neurons."""
        return self.subnetwork_n[netuid]

    def set_size(self, netuid: int, size: int) -> None:
        """Write the number of neurons; for the part that gives out the slots."""
        self.subnetwork_n[netuid] = size

    def owner_of(self, netuid: int) -> AccountId:
        """The coldkey that owns a network; the zero account if there is none."""
        return self.subnet_owner[netuid]

    def owner_hotkey_of(self, netuid: int) -> AccountId | None:
        """The owner's hotkey, if one is set."""
        if netuid not in self.subnet_owner_hotkey:
            return None
        return self.subnet_owner_hotkey[netuid]

    def is_subtoken_enabled(self, netuid: int) -> bool:
        """Whether the network's alpha can be traded and staked."""
        return self._parameters.subtoken_enabled[netuid]

    def mechanism_of(self, netuid: int) -> int:
        """The mechanism of emission; 1 is a token and a pool of the network's own."""
        return self.subnet_mechanism[netuid]

    def mechanism_exists(self, netuid: int, mecid: int) -> bool:
        """Whether the network exists and has a mechanism of that id."""
        return self.exists(netuid) and mecid < self._parameters.mechanism_count(netuid)

    def registered_at(self, netuid: int) -> int:
        """The block in which a network was registered."""
        return self.network_registered_at[netuid]

    def first_emission_block(self, netuid: int) -> int | None:
        """The block from which a started network gets emission."""
        return self.first_emission_block_number[netuid]

    def locked(self, netuid: int) -> int:
        """What the registration of a network cost, in rao."""
        return self.subnet_locked[netuid]

    def account_of(self, netuid: int) -> AccountId | None:
        """The account that holds the TAO of a network's pool; None if there is no such network."""
        return subnet_account(netuid) if netuid == ROOT or self.exists(netuid) else None

    def identity_of(self, netuid: int) -> SubnetIdentityV3 | None:
        """How the owner describes the network."""
        return self.subnet_identities_v3[netuid]

    def name_of(self, netuid: int) -> bytes:
        """The name to show: the owner's, or a default one."""
        described = self.subnet_identities_v3[netuid]
        return (described.subnet_name if described else b"") or symbols.default_name(netuid)

    def symbol_of(self, netuid: int) -> bytes:
        """The symbol of the network's token, in UTF-8."""
        return self.token_symbol[netuid]

    # changes by other parts

    def add(self, netuid: int) -> None:
        """Bring an empty network into being."""
        self.subnetwork_n[netuid] = 0
        self.networks_added[netuid] = True
        self.total_networks += 1

    def settle(self, netuid: int, owner: AccountId, owner_hotkey: AccountId, locked: int) -> None:
        """Write who registered a new network, when, and what it cost in rao."""
        self.subnet_owner[netuid] = owner
        self.set_owner_hotkey(netuid, owner_hotkey)
        self.subnet_locked[netuid] = locked

    def mark_registered(self, netuid: int) -> None:
        """Write when a new network was registered, and give its token a symbol."""
        self.subnet_mechanism[netuid] = DYNAMIC
        self.network_registered_at[netuid] = self.system.block_number
        self.registered_subnet_counter[netuid] += 1
        self.token_symbol[netuid] = symbols.next_symbol(netuid, set(self.token_symbol.values()))

    def set_owner_hotkey(self, netuid: int, hotkey: AccountId) -> None:
        """Write the owner's hotkey."""
        self.subnet_owner_hotkey[netuid] = hotkey
        self.deposit_event(SubnetOwnerHotkeySet(netuid, hotkey))

    def hand_over(self, netuid: int, owner: AccountId, owner_hotkey: AccountId) -> None:
        """Write a new owner and its hotkey, without telling of the hotkey alone."""
        self.subnet_owner[netuid] = owner
        self.subnet_owner_hotkey[netuid] = owner_hotkey

    def move_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Let the owner act with another hotkey in place of the old one, where that was the owner's."""
        if self.owner_hotkey_of(netuid) == old:
            self.set_owner_hotkey(netuid, new)

    def move_coldkey(self, old: AccountId, new: AccountId) -> None:
        """Give the networks of an owner to another."""
        for netuid in self.netuids():
            if self.subnet_owner[netuid] == old:
                self.subnet_owner[netuid] = new

    def set_owner(self, netuid: int, owner: AccountId) -> None:
        """Write the owner."""
        self.subnet_owner[netuid] = owner

    def set_identity_of(self, netuid: int, described: SubnetIdentityV3) -> None:
        """Write how the owner describes the network; raises InvalidIdentity."""
        identities.ensure_valid(described)
        self.subnet_identities_v3[netuid] = described
        self.deposit_event(SubnetIdentitySet(netuid))

    def remove_subnet(self, netuid: int) -> None:
        """Forget a network; how many had its netuid is remembered."""
        self.total_networks -= 1
        for stored in (
            self.subnet_owner,
            self.subnet_owner_hotkey,
            self.subnetwork_n,
            self.networks_added,
            self.network_registered_at,
            self.token_symbol,
            self.subnet_mechanism,
            self.subnet_locked,
            self.largest_locked,
            self.first_emission_block_number,
        ):
            del stored[netuid]
        if netuid in self.subnet_identities_v3:
            del self.subnet_identities_v3[netuid]
            self.deposit_event(SubnetIdentityRemoved(netuid))

    # invariants

    def check_invariants(self) -> None:
        """TotalNetworks counts the networks that exist."""
        existing = len(self.netuids())
        if self.total_networks != existing:
            raise InvariantBroken(f"TotalNetworks is {self.total_networks}, NetworksAdded holds {existing} networks")
