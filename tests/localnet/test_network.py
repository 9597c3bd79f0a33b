"""A whole network: that it refuses to speak to a chain that is not its own."""

import socket

import pytest

from localnet.network import Localnet, LocalnetError
from localnet.scenario import load_scenario


def test_a_port_that_is_taken_is_named_before_anything_starts(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        network = Localnet(load_scenario("small"), tmp_path, port=port)
        with pytest.raises(LocalnetError, match=f"port {port} is taken"):
            network.start()
        assert network.supervisor.processes == []


def test_a_network_that_was_not_started_cannot_be_looked_at(tmp_path):
    with pytest.raises(LocalnetError, match="has not been started"):
        Localnet(load_scenario("small"), tmp_path).look()
