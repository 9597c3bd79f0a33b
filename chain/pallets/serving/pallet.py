"""Serving: neurons announce where they can be reached (lifecycle 2.6)."""

from collections.abc import Sequence
from typing import Protocol

from chain.codec import U8, U16, U32, U128
from chain.frame.call import call
from chain.frame.origin import Origin
from chain.frame.pallet import Pallet
from chain.frame.storage import OptionalDoubleMap
from chain.frame.weight import Pays, measured_weight
from chain.pallets.serving.endpoints import (
    NeuronCertificate,
    certificate_of,
    ensure_address,
    ensure_ip_type,
)
from chain.pallets.subtensor_module.errors import (
    HotKeyNotRegisteredInNetwork,
    InvalidIpAddress,
    InvalidIpType,
    InvalidPort,
    ServingRateLimitExceeded,
)
from chain.pallets.subtensor_module.events import AxonServed, PrometheusServed
from chain.pallets.subtensor_module.limits import SERVING
from chain.pallets.subtensor_module.types import AxonInfo, PerNetwork, PrometheusInfo
from chain.primitives.hashing import Blake2_128Concat, Identity
from chain.primitives.identifiers import AccountId, NetUid


class Membership(Protocol):
    """Which hotkeys are on a network."""

    def uid_of(self, netuid: int, hotkey: AccountId) -> int | None:
        """The uid of a hotkey."""
        ...


class ServingParameters(Protocol):
    """How often an endpoint may be announced."""

    @property
    def serving_rate_limit(self) -> PerNetwork[int]:
        """Blocks between two announcements."""
        ...


class Serving(Pallet, wire="SubtensorModule"):
    """The endpoints of neurons, by network and hotkey."""

    errors = (
        HotKeyNotRegisteredInNetwork,
        InvalidIpAddress,
        InvalidIpType,
        InvalidPort,
        ServingRateLimitExceeded,
    )
    events = (AxonServed, PrometheusServed)

    axons = OptionalDoubleMap[NetUid, AccountId, AxonInfo](
        hashers=(Identity, Blake2_128Concat), doc="Where a neuron answers requests."
    )
    prometheus = OptionalDoubleMap[NetUid, AccountId, PrometheusInfo](
        hashers=(Identity, Blake2_128Concat), doc="Where a neuron shows its measurements."
    )
    neuron_certificates = OptionalDoubleMap[NetUid, AccountId, NeuronCertificate](
        hashers=(Identity, Blake2_128Concat), doc="The public key of a neuron's endpoint."
    )

    def connect(self, *, neurons: Membership, parameters: ServingParameters) -> None:
        """Hand over the neurons and the parameters."""
        self._neurons = neurons
        self._parameters = parameters

    # calls

    @call(index=4, weight=measured_weight(31_278_000, reads=3, writes=1), pays=Pays.No)
    def serve_axon(
        self,
        origin: Origin,
        netuid: NetUid,
        version: U32,
        ip: U128,
        port: U16,
        ip_type: U8,
        protocol: U8,
        placeholder1: U8,
        placeholder2: U8,
    ) -> None:
        """Announce where the signing hotkey answers requests, free of charge, once in `ServingRateLimit` blocks."""
        served = AxonInfo(self.system.block_number, version, ip, port, ip_type, protocol, placeholder1, placeholder2)
        self._serve_axon(origin.ensure_signed(), netuid, served)

    @call(index=40, weight=measured_weight(30_617_000, reads=3, writes=1), pays=Pays.No)
    def serve_axon_tls(
        self,
        origin: Origin,
        netuid: NetUid,
        version: U32,
        ip: U128,
        port: U16,
        ip_type: U8,
        protocol: U8,
        placeholder1: U8,
        placeholder2: U8,
        certificate: bytes,
    ) -> None:
        """Announce an endpoint as `serve_axon` does, with a certificate: one byte of algorithm, then the public key.

        An empty certificate and one whose key has more than 64 bytes are left out without an error.
        """
        hotkey = origin.ensure_signed()
        served = AxonInfo(self.system.block_number, version, ip, port, ip_type, protocol, placeholder1, placeholder2)
        self._serve_axon(hotkey, netuid, served)
        parsed = certificate_of(certificate)
        if parsed is not None:
            self.neuron_certificates[netuid, hotkey] = parsed

    @call(index=5, weight=measured_weight(29_294_000, reads=3, writes=1), pays=Pays.No)
    def serve_prometheus(self, origin: Origin, netuid: NetUid, version: U32, ip: U128, port: U16, ip_type: U8) -> None:
        """Announce where the signing hotkey shows its measurements, free of charge."""
        hotkey = origin.ensure_signed()
        self.ensure_prometheus(hotkey, netuid, ip, port, ip_type)
        self.prometheus[netuid, hotkey] = PrometheusInfo(self.system.block_number, version, ip, port, ip_type)
        self.deposit_event(PrometheusServed(netuid, hotkey))

    # for other parts

    def ensure_axon(self, hotkey: AccountId, netuid: int, ip: int, port: int, ip_type: int) -> None:
        """Raise what is wrong with an announcement of an axon."""
        self._ensure_member(hotkey, netuid)
        ensure_ip_type(ip_type)
        ensure_address(ip, ip_type, allow_zero=True)
        former = self.axons[netuid, hotkey]
        self._ensure_rate(netuid, None if former is None else former.block)
        if port == 0:
            raise InvalidPort

    def ensure_prometheus(self, hotkey: AccountId, netuid: int, ip: int, port: int, ip_type: int) -> None:
        """Raise what is wrong with an announcement of measurements."""
        ensure_ip_type(ip_type)
        ensure_address(ip, ip_type, allow_zero=False)
        self._ensure_member(hotkey, netuid)
        former = self.prometheus[netuid, hotkey]
        self._ensure_rate(netuid, None if former is None else former.block)
        if port == 0:
            raise InvalidPort

    def axon_of(self, netuid: int, hotkey: AccountId) -> AxonInfo | None:
        """Where a neuron answers requests."""
        return self.axons[netuid, hotkey]

    def prometheus_of(self, netuid: int, hotkey: AccountId) -> PrometheusInfo | None:
        """Where a neuron shows its measurements."""
        return self.prometheus[netuid, hotkey]

    def certificate_of(self, netuid: int, hotkey: AccountId) -> NeuronCertificate | None:
        """The public key of a neuron's endpoint."""
        return self.neuron_certificates[netuid, hotkey]

    def append_neuron(self, netuid: int, uid: int, hotkey: AccountId) -> None:
        """A new neuron serves nothing yet."""

    def replace_neuron(self, netuid: int, uid: int, old_hotkey: AccountId) -> None:
        """Forget the endpoints of a hotkey that lost its uid."""
        for stored in (self.axons, self.prometheus, self.neuron_certificates):
            del stored[netuid, old_hotkey]

    def move_hotkey(self, netuid: int, old: AccountId, new: AccountId) -> None:
        """Let the endpoints of a hotkey be those of another, which takes its place."""
        self.axons[netuid, new] = self.axons.take((netuid, old))
        self.prometheus[netuid, new] = self.prometheus.take((netuid, old))
        self.neuron_certificates[netuid, new] = self.neuron_certificates.take((netuid, old))

    def trim_neurons(self, netuid: int, kept: Sequence[int], removed: Sequence[AccountId]) -> None:
        """Forget the endpoints of hotkeys that lost their uid."""
        for hotkey in removed:
            self.replace_neuron(netuid, 0, hotkey)

    def remove_subnet(self, netuid: int) -> None:
        """Forget the endpoints on a network."""
        for stored in (self.axons, self.prometheus, self.neuron_certificates):
            stored.clear(netuid)

    # inner

    def _serve_axon(self, hotkey: AccountId, netuid: int, served: AxonInfo) -> None:
        self.ensure_axon(hotkey, netuid, served.ip, served.port, served.ip_type)
        self.axons[netuid, hotkey] = served
        self.deposit_event(AxonServed(netuid, hotkey))

    def _ensure_member(self, hotkey: AccountId, netuid: int) -> None:
        if self._neurons.uid_of(netuid, hotkey) is None:
            raise HotKeyNotRegisteredInNetwork

    def _ensure_rate(self, netuid: int, former_block: int | None) -> None:
        limit = self._parameters.serving_rate_limit[netuid]
        if limit == 0 or former_block is None:
            return
        if self.system.block_number - former_block < limit:
            raise SERVING.refusal(former_block + limit)
