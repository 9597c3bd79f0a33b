"""Taking a network down: its stakers are paid, and every part forgets what it stored for it (lifecycle 1.4)."""

from collections.abc import Iterable
from typing import Protocol

from chain.frame.call import call
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.weight import measured_weight
from chain.pallets.subtensor_module.errors import SubnetNotExists
from chain.pallets.subtensor_module.events import NetworkRemoved
from chain.primitives.identifiers import AccountId, NetUid

ROOT = 0


class SubnetStorage(Protocol):
    """A part that stores something per network."""

    def remove_subnet(self, netuid: int) -> None:
        """Forget a network, and pay out what it owes for it."""
        ...


class DissolvableNetworks(Protocol):
    """What dissolution asks of the networks."""

    def exists(self, netuid: int) -> bool:
        """Whether there is such a network."""
        ...


class Dissolution(Pallet, wire="SubtensorModule"):
    """Root, or a registration at the limit, dissolves networks; owners cannot."""

    errors = (SubnetNotExists,)
    events = (NetworkRemoved,)

    def connect(self, *, networks: DissolvableNetworks, storage: Iterable[SubnetStorage]) -> None:
        """Hand over the networks and all parts that store something per network.

        Their order is that of dissolution: what pays out stakers comes first, the networks themselves come last.
        """
        self._networks = networks
        self._storage = tuple(storage)

    @call(index=61, weight=measured_weight(119_000_000, reads=6, writes=31))
    def dissolve_network(self, origin: Origin, coldkey: AccountId, netuid: NetUid) -> None:
        """Dissolve a network, as root; the coldkey is not looked at."""
        origin.ensure_root()
        self.dissolve(netuid)

    @call(index=120, weight=measured_weight(119_000_000, reads=6, writes=31))
    def root_dissolve_network(self, origin: Origin, netuid: NetUid) -> None:
        """Dissolve a network, as root."""
        origin.ensure_root()
        self.dissolve(netuid)

    def dissolve(self, netuid: int) -> None:
        """Pay out and forget a network; raises SubnetNotExists for root and for what does not exist."""
        if netuid == ROOT or not self._networks.exists(netuid):
            raise SubnetNotExists
        for part in self._storage:
            part.remove_subnet(netuid)
        self.deposit_event(NetworkRemoved(netuid))
