"""The page that says what is missing names exactly what is missing."""

import re

import pytest

from chain.genesis import preset
from chain.runtime import Runtime
from chain.state import State
from tests.docs.snippets import PROJECT
from tests.vectors.interface import reference_interface

REFERENCE = {pallet["name"]: {row[1] for row in pallet.get("calls", [])} for pallet in reference_interface()["pallets"]}


@pytest.fixture(scope="module")
def ours():
    pallets = Runtime(State(), preset("localnet-fast").settings).pallets.values()
    return {pallet.declaration.name: {call.name for call in pallet.declaration.calls} for pallet in pallets}


@pytest.fixture(scope="module")
def missing():
    page = (PROJECT / "docs/explanation/what-differs-from-bittensor.md").read_text(encoding="utf-8")
    return page.partition("## Missing")[2].partition("\n## ")[0]


def test_the_missing_calls_of_subtensor_module_are_those_the_page_names(ours, missing):
    named = {name for name in re.findall(r"`(\w+)`", missing) if name in REFERENCE["SubtensorModule"]}
    assert named == REFERENCE["SubtensorModule"] - ours["SubtensorModule"]


def test_the_missing_pallets_are_those_the_page_names(ours, missing):
    absent = {name for name, calls in REFERENCE.items() if calls and not ours.get(name)}
    assert {name for name in absent if not re.search(rf"\b{name}\b", missing)} == set()
    assert {name for name in ours if ours[name] and re.search(rf"\b{name}\b", missing)} == set()


def test_the_pallets_that_are_said_to_be_whole_are(ours):
    for name in (
        "System",
        "Timestamp",
        "Balances",
        "Utility",
        "Sudo",
        "Multisig",
        "Preimage",
        "Scheduler",
        "SafeMode",
        "Crowdloan",
        "Proxy",
        "AdminUtils",
        "Swap",
        "Commitments",
        "Drand",
        "MevShield",
    ):
        assert REFERENCE[name] <= ours[name], name
    assert len(REFERENCE["AdminUtils"]) == 93
