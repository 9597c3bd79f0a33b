"""Registering a network: its price, its netuid, and everything it starts with (lifecycle 1.1 to 1.3)."""

from typing import Protocol

from chain.frame.call import call
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import StorageValue
from chain.frame.weight import measured_weight
from chain.pallets.networks.lock_cost import lock_cost, median_price
from chain.pallets.networks.sovereign import is_subnet_account
from chain.pallets.subtensor_module.errors import (
    CannotAffordLockCost,
    CannotUseSystemAccount,
    MechanismDoesNotExist,
    NetworkTxRateLimitExceeded,
    NonAssociatedColdKey,
    SubnetLimitReached,
    SubNetRegistrationDisabled,
)
from chain.pallets.subtensor_module.events import NetworkAdded
from chain.pallets.subtensor_module.limits import NETWORKS, WaitingRule
from chain.pallets.subtensor_module.types import IdentityOfSubnet, NetworkLastRegistered, RateLimitKey, SubnetIdentityV3
from chain.primitives.identifiers import AccountId, TaoBalance

ROOT = 0
DYNAMIC = 1
ONE_PRICE = 1 << 64
"""One TAO per alpha, as a raw U64F64."""

ONE_MOVING_PRICE = 1 << 32
"""The same as a raw I96F32."""

STARTING_BURN_RAO = 1_000_000_000


class NetworkList(Protocol):
    """What registering asks of the networks."""

    def exists(self, netuid: int) -> bool:
        """Whether there is such a network."""
        ...

    def netuids(self) -> list[int]:
        """Every network, root included."""
        ...

    def mechanism_of(self, netuid: int) -> int:
        """The mechanism of emission."""
        ...

    def registered_at(self, netuid: int) -> int:
        """The block of registration."""
        ...

    def add(self, netuid: int) -> None:
        """Bring an empty network into being."""
        ...

    def mark_registered(self, netuid: int) -> None:
        """Write when it was registered, and its symbol."""
        ...

    def settle(self, netuid: int, owner: AccountId, owner_hotkey: AccountId, locked: int) -> None:
        """Write who registered it and what it cost."""
        ...

    def set_identity_of(self, netuid: int, described: SubnetIdentityV3) -> None:
        """Write how the owner describes it."""
        ...


class NewNetworkParameters(Protocol):
    """The parameters of registering, and those that a new network starts with."""

    @property
    def network_rate_limit(self) -> int:
        """Blocks between two registrations."""
        ...

    @property
    def network_registration_start_block(self) -> int:
        """No registration before."""
        ...

    @property
    def network_immunity_period(self) -> int:
        """Blocks for which a network is not pruned."""
        ...

    @property
    def network_min_lock_cost(self) -> int:
        """The lowest price, in rao."""
        ...

    @property
    def network_lock_reduction_interval(self) -> int:
        """Blocks in which a price decays."""
        ...

    @property
    def subnet_limit(self) -> int:
        """The largest number of networks besides root."""
        ...

    def begin_subnet(self, netuid: int) -> int:
        """Write what a new network starts with; returns its tempo in blocks."""
        ...

    def finish_subnet(self, netuid: int) -> None:
        """Write what holds once the network stands: no emission until root allows it."""
        ...


class NetworkLimits(Protocol):
    """When a network was registered last."""

    def last(self, key: RateLimitKey) -> int:
        """The block of the last action."""
        ...

    def ensure_passed(self, rule: WaitingRule, key: RateLimitKey, blocks: int) -> None:
        """Raise the rule's error unless so many blocks have gone by."""
        ...

    def record(self, key: RateLimitKey) -> None:
        """Note the action as taken now."""
        ...


class OwnerAccounts(Protocol):
    """Who owns the owner's hotkey."""

    def exists(self, hotkey: AccountId) -> bool:
        """Whether somebody owns it."""
        ...

    def owns(self, coldkey: AccountId, hotkey: AccountId) -> bool:
        """Whether this coldkey does."""
        ...

    def create_if_missing(self, coldkey: AccountId, hotkey: AccountId) -> None:
        """Give it to this coldkey unless somebody owns it."""
        ...


class NetworkPayment(Protocol):
    """Where the price goes."""

    def can_remove_balance(self, coldkey: AccountId, amount: int) -> bool:
        """Whether the coldkey can part with so many rao."""
        ...

    def lock_for_network(self, coldkey: AccountId, netuid: int, amount: int) -> int:
        """Move the price to the network's account; returns what was moved, up to the existential deposit less."""
        ...


class NetworkPools(Protocol):
    """The pools of the networks."""

    def alpha_prices(self) -> list[int]:
        """The spot prices of all networks but root, raw U64F64."""
        ...

    def open_pool(self, netuid: int, tao: int, alpha: int) -> None:
        """Make a pool of so many rao of TAO and of alpha."""
        ...


class MovingPrices(Protocol):
    """What the market thought of networks over time."""

    def moving_price(self, netuid: int) -> int:
        """The moving price of a network, a raw I96F32."""
        ...


class FirstNeuron(Protocol):
    """Where the owner's hotkey gets uid 0."""

    def append(self, netuid: int, hotkey: AccountId) -> int:
        """Give the hotkey the next uid."""
        ...


class SlotPrice(Protocol):
    """Where a new network gets its registration price."""

    def begin_subnet(self, netuid: int, starting_price: int) -> None:
        """Write the first price."""
        ...


class EpochSchedule(Protocol):
    """When epochs of a network run."""

    def restart(self, netuid: int, block: int) -> None:
        """Count the tempo from a block."""
        ...


class BlockEmission(Protocol):
    """What blocks mint."""

    def current_block_emission(self) -> int:
        """What a block mints, in rao."""
        ...


class RootParents(Protocol):
    """How root validators support new owners."""

    def adopt_by_root(self, netuid: int, owner_hotkey: AccountId) -> None:
        """Make willing root validators parents of the owner's hotkey."""
        ...


class Dissolver(Protocol):
    """What takes a network down."""

    def dissolve(self, netuid: int) -> None:
        """Pay out and forget a network."""
        ...


class NetworkRegistration(Pallet, wire="SubtensorModule"):
    """Anyone can register a network for the lock cost; at the limit the weakest one makes room."""

    errors = (
        CannotAffordLockCost,
        CannotUseSystemAccount,
        MechanismDoesNotExist,
        NetworkTxRateLimitExceeded,
        NonAssociatedColdKey,
        SubNetRegistrationDisabled,
        SubnetLimitReached,
    )
    events = (NetworkAdded,)

    network_last_lock_cost = StorageValue[TaoBalance](
        default=1_000_000_000_000, doc="What the last registration of a network cost, in rao."
    )

    def connect(
        self,
        *,
        networks: NetworkList,
        parameters: NewNetworkParameters,
        limits: NetworkLimits,
        accounts: OwnerAccounts,
        payment: NetworkPayment,
        pools: NetworkPools,
        prices: MovingPrices,
        neurons: FirstNeuron,
        slot_price: SlotPrice,
        schedule: EpochSchedule,
        emission: BlockEmission,
        delegation: RootParents,
        dissolver: Dissolver,
    ) -> None:
        """Hand over what registering depends on."""
        self._networks = networks
        self._parameters = parameters
        self._limits = limits
        self._accounts = accounts
        self._payment = payment
        self._pools = pools
        self._prices = prices
        self._neurons = neurons
        self._slot_price = slot_price
        self._schedule = schedule
        self._emission = emission
        self._delegation = delegation
        self._dissolver = dissolver

    # calls

    @call(index=59, weight=measured_weight(277_125_000, reads=40, writes=48))
    def register_network(self, origin: Origin, hotkey: AccountId) -> None:
        """Register a network, owned by the signing coldkey, with `hotkey` as its first neuron.

        Costs the lock cost of the moment. The network gets emission once it is started and root allows it.
        """
        self._register(origin.ensure_signed(), hotkey, None)

    @call(index=79, weight=measured_weight(275_041_000, reads=39, writes=47))
    def register_network_with_identity(self, origin: Origin, hotkey: AccountId, identity: IdentityOfSubnet) -> None:
        """Register a network as `register_network` does, and describe it at once."""
        self._register(origin.ensure_signed(), hotkey, identity)

    # for other parts

    def register(self, coldkey: AccountId, hotkey: AccountId) -> int:
        """Register a network as the calls do, for a coldkey that signed nothing; its netuid."""
        return self._register(coldkey, hotkey, None)

    def lock_cost(self) -> int:
        """What registering a network costs now, in rao."""
        return lock_cost(
            last_cost=self.network_last_lock_cost,
            minimum=self._parameters.network_min_lock_cost,
            reduction_interval=self._parameters.network_lock_reduction_interval,
            block_emission=self._emission.current_block_emission(),
            last_block=self._limits.last(NetworkLastRegistered()),
            block=self.system.block_number,
        )

    def network_to_prune(self) -> int | None:
        """The network with the lowest moving price among those past immunity, the oldest of equals."""
        now = self.system.block_number
        immunity = self._parameters.network_immunity_period
        prunable = [
            netuid
            for netuid in self._networks.netuids()
            if netuid != ROOT and now >= self._networks.registered_at(netuid) + immunity
        ]
        return min(prunable, key=self._worth, default=None)

    # inner

    def _worth(self, netuid: int) -> tuple[int, int]:
        dynamic = self._networks.mechanism_of(netuid) == DYNAMIC
        price = self._prices.moving_price(netuid) if dynamic else ONE_MOVING_PRICE
        return price, self._networks.registered_at(netuid)

    def _register(self, coldkey: AccountId, hotkey: AccountId, identity: SubnetIdentityV3 | None) -> int:
        cost, victim = self._ensure_allowed(coldkey, hotkey)
        if victim is not None:
            self._dissolver.dissolve(victim)
        netuid = self._free_netuid() if victim is None else victim
        price = median_price(self._pools.alpha_prices()) or ONE_PRICE
        self._networks.add(netuid)
        tempo = self._parameters.begin_subnet(netuid)
        self._schedule.restart(netuid, max(self.system.block_number - netuid % tempo, 0))
        self._slot_price.begin_subnet(netuid, STARTING_BURN_RAO)
        locked = self._payment.lock_for_network(coldkey, netuid, cost)
        self.network_last_lock_cost = locked
        self._limits.record(NetworkLastRegistered())
        self._accounts.create_if_missing(coldkey, hotkey)
        self._neurons.append(netuid, hotkey)
        self._networks.mark_registered(netuid)
        tao = max(locked, self._parameters.network_min_lock_cost)
        self._pools.open_pool(netuid, tao, (tao << 64) // price)
        self._networks.settle(netuid, coldkey, hotkey, locked)
        if identity is not None:
            self._networks.set_identity_of(netuid, identity)
        self._delegation.adopt_by_root(netuid, hotkey)
        self.deposit_event(NetworkAdded(netuid, DYNAMIC))
        self._parameters.finish_subnet(netuid)
        return netuid

    def _ensure_allowed(self, coldkey: AccountId, hotkey: AccountId) -> tuple[int, int | None]:
        """The price in rao, and the network that has to make room if one has to."""
        if self._accounts.exists(hotkey) and not self._accounts.owns(coldkey, hotkey):
            raise NonAssociatedColdKey
        if is_subnet_account(hotkey):
            raise CannotUseSystemAccount
        if self.system.block_number < self._parameters.network_registration_start_block:
            raise SubNetRegistrationDisabled
        self._limits.ensure_passed(NETWORKS, NetworkLastRegistered(), self._parameters.network_rate_limit)
        victim = None
        if len(self._networks.netuids()) - 1 >= self._parameters.subnet_limit:
            victim = self.network_to_prune()
            if victim is None:
                raise SubnetLimitReached
        cost = self.lock_cost()
        if not self._payment.can_remove_balance(coldkey, cost):
            raise CannotAffordLockCost
        return cost, victim

    def _free_netuid(self) -> int:
        netuid = ROOT + 1
        while self._networks.exists(netuid):
            netuid += 1
        return netuid
