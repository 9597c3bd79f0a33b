"""Setting weights in the open."""

from collections.abc import Mapping

from substrateinterface import SubstrateInterface

from chain.client.submit import Inclusion, SigningKey, submit


def set_weights(
    connection: SubstrateInterface, hotkey: SigningKey, netuid: int, weights: Mapping[int, int], version_key: int
) -> Inclusion:
    """Set the hotkey's weights by uid, from 0 to 65535. A subnet with commit-reveal on refuses this call."""
    arguments = {
        "netuid": netuid,
        "dests": list(weights),
        "weights": list(weights.values()),
        "version_key": version_key,
    }
    return submit(connection, hotkey, "SubtensorModule", "set_weights", arguments)
