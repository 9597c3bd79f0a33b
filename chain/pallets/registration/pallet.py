"""Registration: a coldkey pays the price of the block, and its hotkey becomes a neuron (lifecycle 2.1 and 2.2)."""

from typing import Protocol

from chain.codec import U16, U64
from chain.frame.call import call
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import StorageMap
from chain.frame.weight import measured_weight
from chain.pallets.registration import price
from chain.pallets.subtensor_module.errors import (
    HotKeyAlreadyRegisteredInSubNet,
    NonAssociatedColdKey,
    NotEnoughBalanceToStake,
    RegistrationNotPermittedOnRootSubnet,
    RegistrationPriceLimitExceeded,
    SubnetNotExists,
    SubNetRegistrationDisabled,
)
from chain.pallets.subtensor_module.events import NeuronRegistered, RAORecycledForRegistrationSet
from chain.pallets.subtensor_module.types import PerNetwork
from chain.primitives.hashing import Identity
from chain.primitives.identifiers import AccountId, NetUid, TaoBalance

ROOT = 0


class RegistrationNetworks(Protocol):
    """What registration asks of the networks."""

    def exists(self, netuid: int) -> bool:
        """Whether there is such a network."""
        ...

    def netuids(self) -> list[int]:
        """Every network, root included."""
        ...


class RegistrationAccounts(Protocol):
    """What registration asks of the hotkey accounts."""

    def create_if_missing(self, coldkey: AccountId, hotkey: AccountId) -> None:
        """Give the hotkey to the coldkey unless somebody owns it."""
        ...

    def owns(self, coldkey: AccountId, hotkey: AccountId) -> bool:
        """Whether the coldkey owns the hotkey."""
        ...


class NeuronSlots(Protocol):
    """Where a registered hotkey gets its uid."""

    def uid_of(self, netuid: int, hotkey: AccountId) -> int | None:
        """The uid of a hotkey."""
        ...

    def ensure_room(self, netuid: int) -> None:
        """Raise NoNeuronIdAvailable if no further neuron finds a place."""
        ...

    def place(self, netuid: int, hotkey: AccountId) -> int:
        """Give the hotkey a uid."""
        ...


class RegistrationParameters(Protocol):
    """The parameters of the price."""

    @property
    def network_registration_allowed(self) -> PerNetwork[bool]:
        """Whether registration is open."""
        ...

    @property
    def burn_half_life(self) -> PerNetwork[int]:
        """Blocks in which the price halves; 0 keeps it."""
        ...

    @property
    def burn_increase_mult_raw(self) -> PerNetwork[int]:
        """What a registration multiplies the price by, a raw U64F64."""
        ...

    @property
    def min_burn(self) -> PerNetwork[int]:
        """The lowest price, in rao."""
        ...

    @property
    def max_burn(self) -> PerNetwork[int]:
        """The highest price, in rao."""
        ...


class RegistrationMarket(Protocol):
    """Where the price goes: into the pool, for alpha that is destroyed."""

    def can_remove_balance(self, coldkey: AccountId, amount: int) -> bool:
        """Whether the coldkey can part with so many rao, the existential deposit counted in."""
        ...

    def buy_and_destroy_alpha(self, coldkey: AccountId, netuid: int, tao: int) -> None:
        """Take `tao` rao from the coldkey, buy alpha at any price, take that alpha out of the supply."""
        ...


class RegistrationCollateral(Protocol):
    """What of the price is locked instead."""

    def share_of(self, netuid: int, price: int) -> int:
        """The part of a price that is locked instead of burnt."""
        ...

    def missing_share(self, coldkey: AccountId, hotkey: AccountId, netuid: int, share: int) -> int:
        """What of that part the collateral the hotkey has already does not cover."""
        ...

    def register(self, coldkey: AccountId, hotkey: AccountId, netuid: int, missing: int) -> None:
        """Lock what so many rao buy."""
        ...


class RegistrationByWork(Protocol):
    """The other way in."""

    def update_difficulties(self, netuids: list[int]) -> None:
        """Let every difficulty decay by one block."""
        ...


class RootEpochs(Protocol):
    """When root's registration interval ends."""

    def should_run_epoch(self, netuid: int, block: int) -> bool:
        """Whether an epoch of the network is due."""
        ...


class Registration(Pallet, wire="SubtensorModule"):
    """The price of a slot: it falls with every block and rises with every registration."""

    errors = (
        HotKeyAlreadyRegisteredInSubNet,
        NonAssociatedColdKey,
        NotEnoughBalanceToStake,
        RegistrationNotPermittedOnRootSubnet,
        RegistrationPriceLimitExceeded,
        SubNetRegistrationDisabled,
        SubnetNotExists,
    )
    events = (NeuronRegistered, RAORecycledForRegistrationSet)

    burn = StorageMap[NetUid, TaoBalance](
        hasher=Identity, default=100_000_000, doc="The price of a registration, in rao."
    )
    rao_recycled_for_registration = StorageMap[NetUid, TaoBalance](
        name="RAORecycledForRegistration",
        hasher=Identity,
        default=0,
        doc="The sum of what registrations on the network paid, in rao.",
    )
    registrations_this_block = StorageMap[NetUid, U16](
        hasher=Identity, default=0, doc="Registrations in the current block."
    )
    registrations_this_interval = StorageMap[NetUid, U16](
        hasher=Identity, default=0, doc="Registrations in the current interval; it counts on root alone."
    )
    pow_registrations_this_interval = StorageMap[NetUid, U16](
        name="POWRegistrationsThisInterval",
        hasher=Identity,
        default=0,
        doc="Without effect: what registered by work counts with the block alone.",
    )
    burn_registrations_this_interval = StorageMap[NetUid, U16](
        hasher=Identity, default=0, doc="Without effect: intervals count on root alone."
    )
    last_adjustment_block = StorageMap[NetUid, U64](
        hasher=Identity, default=0, doc="Without effect: the price moves with every block."
    )

    def connect(
        self,
        *,
        networks: RegistrationNetworks,
        accounts: RegistrationAccounts,
        neurons: NeuronSlots,
        parameters: RegistrationParameters,
        market: RegistrationMarket,
        collateral: RegistrationCollateral,
        epochs: RootEpochs,
        work: RegistrationByWork,
    ) -> None:
        """Hand over what registration depends on."""
        self._networks = networks
        self._accounts = accounts
        self._neurons = neurons
        self._parameters = parameters
        self._market = market
        self._collateral = collateral
        self._epochs = epochs
        self._work = work

    # calls

    @call(index=6, weight=measured_weight(349_872_000, reads=34, writes=29))
    def register(
        self,
        origin: Origin,
        netuid: NetUid,
        block_number: U64,
        nonce: U64,
        work: bytes,
        hotkey: AccountId,
        coldkey: AccountId,
    ) -> None:
        """Register a hotkey at the price of the block, paid by the signer; the other arguments are not looked at."""
        self._register(origin.ensure_signed(), netuid, hotkey)

    @call(index=7, weight=measured_weight(336_815_000, reads=34, writes=29))
    def burned_register(self, origin: Origin, netuid: NetUid, hotkey: AccountId) -> None:
        """Register a hotkey at the price of the block, paid by the signing coldkey, which comes to own the hotkey.

        The network's `CollateralLockShare` of the price is staked and locked, the rest buys alpha that is destroyed.
        A full network makes room by pruning the neuron that earns least and is not immune.
        """
        self._register(origin.ensure_signed(), netuid, hotkey)

    @call(index=134, weight=measured_weight(354_200_000, reads=47, writes=40))
    def register_limit(self, origin: Origin, netuid: NetUid, hotkey: AccountId, limit_price: U64) -> None:
        """Register a hotkey as `burned_register` does, unless the price rose above `limit_price` rao."""
        coldkey = origin.ensure_signed()
        self._ensure_open_kind(netuid)
        if self.burn[netuid] > limit_price:
            raise RegistrationPriceLimitExceeded
        self._register(coldkey, netuid, hotkey)

    # for other parts

    def update_prices(self, now: int) -> None:
        """Let prices and difficulties decay by one block and begin the block's counts; the first step of a block."""
        half_lives, prices, counts = self._parameters.burn_half_life, self.burn, self.registrations_this_block
        for netuid in self._networks.netuids():
            half_life, stored = half_lives[netuid], prices[netuid]
            current = price.decayed(stored, half_life) if half_life > 0 and now > 1 else stored
            self._write_price(netuid, stored, current)
            if counts[netuid] != 0:
                counts[netuid] = 0
            if netuid == ROOT and self._epochs.should_run_epoch(ROOT, now):
                self.registrations_this_interval[ROOT] = 0
        self._work.update_difficulties(self._networks.netuids())

    def registered_this_block(self, netuid: int) -> int:
        """How many neurons registered in the current block."""
        return self.registrations_this_block[netuid]

    def registered_this_interval(self, netuid: int) -> int:
        """How many neurons registered in the current interval."""
        return self.registrations_this_interval[netuid]

    def count(self, netuid: int, *, in_interval: bool = False) -> None:
        """Count a registration in its block and, for root, in its interval."""
        self.registrations_this_block[netuid] += 1
        if in_interval:
            self.registrations_this_interval[netuid] += 1

    def begin_subnet(self, netuid: int, starting_price: int) -> None:
        """Write the first price of a new network, in rao, and its interval count."""
        self.burn[netuid] = starting_price
        self.registrations_this_interval[netuid] = self.registrations_this_interval[netuid]

    def set_recycled(self, netuid: int, total: int) -> None:
        """Write the sum that registrations paid, in rao."""
        self.rao_recycled_for_registration[netuid] = total
        self.deposit_event(RAORecycledForRegistrationSet(netuid, total))

    def remove_subnet(self, netuid: int) -> None:
        """Forget price and counts of a network."""
        for stored in (
            self.burn,
            self.rao_recycled_for_registration,
            self.registrations_this_block,
            self.registrations_this_interval,
            self.pow_registrations_this_interval,
            self.burn_registrations_this_interval,
            self.last_adjustment_block,
        ):
            del stored[netuid]

    # inner

    def _ensure_open_kind(self, netuid: int) -> None:
        if netuid == ROOT:
            raise RegistrationNotPermittedOnRootSubnet
        if not self._networks.exists(netuid):
            raise SubnetNotExists

    def _register(self, coldkey: AccountId, netuid: int, hotkey: AccountId) -> None:
        self._ensure_open_kind(netuid)
        if not self._parameters.network_registration_allowed[netuid]:
            raise SubNetRegistrationDisabled
        if self._neurons.uid_of(netuid, hotkey) is not None:
            raise HotKeyAlreadyRegisteredInSubNet
        cost = self.burn[netuid]
        share = self._collateral.share_of(netuid, cost)
        missing = self._collateral.missing_share(coldkey, hotkey, netuid, share)
        burnt = cost - share
        if not self._market.can_remove_balance(coldkey, burnt + missing):
            raise NotEnoughBalanceToStake
        self._accounts.create_if_missing(coldkey, hotkey)
        if not self._accounts.owns(coldkey, hotkey):
            raise NonAssociatedColdKey
        self._neurons.ensure_room(netuid)
        self._market.buy_and_destroy_alpha(coldkey, netuid, burnt)
        if share:
            self._collateral.register(coldkey, hotkey, netuid, missing)
        uid = self._neurons.place(netuid, hotkey)
        multiplier = self._parameters.burn_increase_mult_raw[netuid]
        self._write_price(netuid, cost, price.raised(cost, multiplier))
        self.count(netuid)
        self.set_recycled(netuid, self.rao_recycled_for_registration[netuid] + burnt)
        self.deposit_event(NeuronRegistered(netuid, uid, hotkey))

    def _write_price(self, netuid: int, stored: int, current: int) -> None:
        bounded = price.clamped(current, self._parameters.min_burn[netuid], self._parameters.max_burn[netuid])
        if bounded != stored:
            self.burn[netuid] = bounded
