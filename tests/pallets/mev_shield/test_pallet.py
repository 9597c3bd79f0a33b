"""A chain whose node announces no key says that its shield is off."""

from chain.genesis import preset
from chain.pallets.mev_shield import MevShield
from chain.runtime import Runtime
from chain.state import State


def test_no_key_is_announced():
    settings = preset("localnet-fast")
    runtime = Runtime(State(), settings.settings)
    runtime.build_genesis(settings)
    shield = runtime.pallets[30]
    assert isinstance(shield, MevShield)
    assert shield.next_key is None
    assert shield.current_key is None
