"""Settings for every test: properties are not timed, CI tries the same examples every time, blocks are checked."""

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "weft",
    deadline=None,  # a busy machine is no failure
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CI") == "true",
)
settings.load_profile("weft")


@pytest.fixture(scope="session")
def weft_node_config():
    """The plugin's chain, which checks all invariants after every block."""
    from chain.node.config import NodeConfig

    return NodeConfig(check_invariants=True)
