"""Errors and events have no gaps, and constants have values."""

from chain.pallets.subtensor_module.errors import ALL_ERRORS
from chain.pallets.subtensor_module.events import ALL_EVENTS
from chain.pallets.subtensor_module.pallet import Declarations
from chain.pallets.system import System


def test_errors_are_contiguous_and_say_what_to_do() -> None:
    assert [error.index for error in ALL_ERRORS] == list(range(171))
    assert all(error.docs.endswith(".") and len(error.docs) > 20 for error in ALL_ERRORS)
    assert len({error.docs for error in ALL_ERRORS}) == 171


def test_events_are_contiguous_and_documented() -> None:
    assert [event.index for event in ALL_EVENTS] == list(range(152))
    assert all(event.docs.endswith(".") for event in ALL_EVENTS)


def test_events_have_unnamed_fields_where_the_chain_does() -> None:
    by_name = {event.__name__: event for event in ALL_EVENTS}
    assert list(by_name["NetworkAdded"].__annotations__) == ["netuid", "mechanism"]
    assert by_name["NeuronRegistered"].index == 7
    assert by_name["SymbolUpdated"].index == 106


def test_constants_follow_the_build() -> None:
    system = System.for_tests()
    fast, normal = (Declarations(system, fast=build, network_rate_limit=0) for build in (True, False))
    assert (fast.initial_tempo, normal.initial_tempo) == (10, 360)
    assert (fast.initial_network_rate_limit, fast.initial_start_call_delay) == (0, 0)
    assert fast.subtensor_pallet_id == b"subtensr"
    assert len(Declarations.declaration.constants) == 70
