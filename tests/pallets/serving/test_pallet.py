"""Announcing endpoints."""

import pytest

from chain.pallets.serving import Serving
from chain.pallets.serving.endpoints import NeuronCertificate
from chain.pallets.subtensor_module import errors, events
from chain.pallets.subtensor_module.types import AxonInfo, PrometheusInfo
from tests.pallets.subnet_world import HOTKEY, OTHER_HOTKEY, World

ADDRESS = 0x0A000001
AXON = {"version": 7, "ip": ADDRESS, "port": 8091, "ip_type": 4, "protocol": 4, "placeholder1": 0, "placeholder2": 0}
PROMETHEUS = {"version": 7, "ip": ADDRESS, "port": 9090, "ip_type": 4}


def test_a_neuron_announces_where_it_serves() -> None:
    world = World()
    netuid = world.register_network()
    world.signed(HOTKEY, Serving.serve_axon, netuid=netuid, **AXON)
    assert world.events() == [events.AxonServed(netuid, HOTKEY)]
    assert world.serving.axon_of(netuid, HOTKEY) == AxonInfo(block=1, **AXON)


def test_a_certificate_comes_with_the_endpoint_unless_it_is_malformed() -> None:
    world = World()
    netuid = world.register_network()
    world.parameters.serving_rate_limit[netuid] = 0
    for malformed in (b"", b"\x01" + bytes(65)):
        world.signed(HOTKEY, Serving.serve_axon_tls, netuid=netuid, **AXON, certificate=malformed)
        assert world.serving.certificate_of(netuid, HOTKEY) is None
    world.signed(HOTKEY, Serving.serve_axon_tls, netuid=netuid, **AXON, certificate=b"\x01key")
    assert world.serving.certificate_of(netuid, HOTKEY) == NeuronCertificate(b"key", 1)


def test_a_neuron_announces_its_measurements() -> None:
    world = World()
    netuid = world.register_network()
    world.signed(HOTKEY, Serving.serve_prometheus, netuid=netuid, **PROMETHEUS)
    assert world.events() == [events.PrometheusServed(netuid, HOTKEY)]
    assert world.serving.prometheus_of(netuid, HOTKEY) == PrometheusInfo(block=1, **PROMETHEUS)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"ip_type": 5}, errors.InvalidIpType),
        ({"ip": 0x7F000001}, errors.InvalidIpAddress),
        ({"ip": 2**32 - 1}, errors.InvalidIpAddress),
        ({"ip": 2**40}, errors.InvalidIpAddress),
        ({"ip": 1, "ip_type": 6}, errors.InvalidIpAddress),
        ({"ip": 2**128 - 1, "ip_type": 6}, errors.InvalidIpAddress),
        ({"port": 0}, errors.InvalidPort),
    ],
)
def test_a_wrong_endpoint_is_refused(changed: dict[str, int], error: type[Exception]) -> None:
    world = World()
    netuid = world.register_network()
    with pytest.raises(error):
        world.signed(HOTKEY, Serving.serve_axon, netuid=netuid, **{**AXON, **changed})
    with pytest.raises(error):
        world.signed(HOTKEY, Serving.serve_prometheus, netuid=netuid, **{**PROMETHEUS, **changed})
    assert world.serving.axon_of(netuid, HOTKEY) is None


def test_only_an_axon_may_hide_its_address() -> None:
    world = World()
    netuid = world.register_network()
    world.signed(HOTKEY, Serving.serve_axon, netuid=netuid, **{**AXON, "ip": 0})
    with pytest.raises(errors.InvalidIpAddress):
        world.signed(HOTKEY, Serving.serve_prometheus, netuid=netuid, **{**PROMETHEUS, "ip": 0})


def test_who_is_not_registered_serves_nothing() -> None:
    world = World()
    netuid = world.register_network()
    with pytest.raises(errors.HotKeyNotRegisteredInNetwork):
        world.signed(OTHER_HOTKEY, Serving.serve_axon, netuid=netuid, **AXON)
    with pytest.raises(errors.HotKeyNotRegisteredInNetwork):
        world.signed(OTHER_HOTKEY, Serving.serve_prometheus, netuid=netuid, **PROMETHEUS)


def test_announcements_are_rate_limited() -> None:
    world = World()
    netuid = world.register_network()
    world.signed(HOTKEY, Serving.serve_axon, netuid=netuid, **AXON)
    with pytest.raises(errors.ServingRateLimitExceeded):
        world.at_block(50).signed(HOTKEY, Serving.serve_axon, netuid=netuid, **AXON)
    world.at_block(51).signed(HOTKEY, Serving.serve_axon, netuid=netuid, **AXON)


def test_a_replaced_neuron_is_not_found_any_more() -> None:
    world = World()
    netuid = world.register_network()
    uid = world.register(netuid, OTHER_HOTKEY)
    world.signed(OTHER_HOTKEY, Serving.serve_axon, netuid=netuid, **AXON)
    world.neurons.replace(netuid, uid, type(HOTKEY)(bytes(31) + b"\x63"))
    assert world.serving.axon_of(netuid, OTHER_HOTKEY) is None
