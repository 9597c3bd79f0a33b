"""The comparison with a live chain's metadata finds what is changed, and nothing else."""

import pytest

from chain.codec import codec_of, decode, replace
from chain.codec.portable import PortableType
from chain.frame.metadata_types import BodyV15, StorageModifier
from tests.conformance.environments import require
from tests.conformance.golden import ARCHIVE, fixture
from tests.conformance.metadata_differences import Metadata, differences


@pytest.fixture(scope="module", autouse=True)
def installed():
    require(ARCHIVE)


@pytest.fixture(scope="module")
def live():
    recorded = decode(bytes | None, bytes.fromhex(fixture("golden.json")["metadata"]["v15_hex"].removeprefix("0x")))
    types, offset = codec_of(list[PortableType]).read(recorded, 5)
    body, _ = codec_of(BodyV15).read(recorded, offset)
    return Metadata(types, body)


def changed(live, **changes):
    """Return the same metadata with the first pallet (System) changed."""
    system, *others = live.body.pallets
    return Metadata(live.types, replace(live.body, pallets=[replace(system, **changes), *others]))


def test_a_live_chain_does_not_differ_from_itself(live):
    assert list(differences(live, live)) == []


def test_another_pallet_index_is_found(live):
    assert list(differences(changed(live, index=9), live)) == ["System: index\n    ours   9\n    theirs 0"]


def test_another_modifier_default_and_name_of_storage_are_found(live):
    storage = live.body.pallets[0].storage
    account, count, *others = storage.entries
    account = replace(account, modifier=StorageModifier.Optional, default=b"\x00")
    entries = [account, replace(count, name="Count"), *others]
    found = list(differences(changed(live, storage=replace(storage, entries=entries)), live))
    assert [line.splitlines()[0] for line in found] == [
        "System.Account: modifier",
        "System.Account: default",
        "System.Count: not there",
    ]


def test_other_calls_are_found(live):
    balances = next(pallet for pallet in live.body.pallets if pallet.name == "Balances")
    found = list(differences(changed(live, calls=balances.calls), live))
    assert any(line.startswith("System calls 0 transfer_allow_death: name") for line in found)
