"""Every declared call, event, error, storage item and constant has the shape the reference chain gives it."""

import pytest

from chain.genesis import preset
from chain.runtime import Runtime
from chain.state import State
from tests.vectors.interface import InterfaceRows, decode_metadata_v14, reference_interface

REFERENCE = {pallet["name"]: pallet for pallet in reference_interface()["pallets"]}

# Where this chain differs on purpose, and why.
DIFFERENT: dict[str, dict[str, str]] = {
    "System": {"Version": "its list of runtime APIs is the list of those that this runtime has"},
    "AdminUtils": {
        "swap_authorities": "authorities are accounts; the same bytes under another name",
        "sudo_set_subnet_owner_hotkey": "older than the reference; bittensor 10.5.0 can send it",
        "sudo_set_epoch_consensus": "newer than the reference; bittensor 11.3.0 sends it",
        "sudo_trim_null_uids_batch": "newer than the reference; bittensor 11.3.0 sends it",
        "schedule_grandpa_change": "there is no Grandpa here; authorities are accounts",
    },
    "SubtensorModule": {
        "RootClaimType": "older than the reference; btcli 9.23.2 reads it to show a subnet",
        "NumRootClaim": "older than the reference; bittensor 10.5.0 reads and sets it",
        "RootClaimTypeSet": "older than the reference, behind its last event",
        "set_root_claim_type": "older than the reference; btcli 9.23.2 and bittensor 10.5.0 send it",
        "sudo_set_num_root_claims": "older than the reference; bittensor 10.5.0 sends it",
        "NetworkRateLimit": "0 on a localnet, where subnets are registered one after another",
        "InitialNetworkRateLimit": "as above",
        "pow_register": "newer than the reference; bittensor 11.3.0 sends it",
        "swap_basket_many": "newer than the reference; bittensor 11.3.0 sends it",
        "NullUidsPruningProgress": "newer than the reference; btcli 11.3.0 waits for it",
        "NullPruningTarget": "newer than the reference; btcli 11.3.0 reads it",
        "SavedYumaMaxAllowedValidators": "newer than the reference; bittensor 11.3.0 reads it",
        "LastPowRegistrationBlock": "newer than the reference, for pow_register",
        "SubnetEpochConsensus": "newer than the reference; bittensor 11.3.0 reads it before it sets weights",
        "AllBalanceUnstakedAndTransferredToNewColdkey": "the reference spells out the trait that TaoBalance comes from",
    },
}


# Errors behind the last one of the reference, of calls that are older than it.
FURTHER_ERRORS = {
    "SubtensorModule": [[168, "InvalidNumRootClaim"], [169, "InvalidSubnetNumber"], [170, "BasketSwapBatchEmpty"]]
}


@pytest.fixture(scope="module")
def rows() -> InterfaceRows:
    return InterfaceRows(decode_metadata_v14(Runtime(State(), preset("localnet-fast").settings).metadata(14)))


def differences(ours: dict, reference: dict) -> dict[str, str]:
    return {
        name: f"ours      {row}\nreference {reference.get(name)}"
        for name, row in ours.items()
        if row != reference.get(name)
    }


def by_name(rows: list) -> dict:
    return {row[1]: row for row in rows}


@pytest.mark.parametrize("pallet", sorted(REFERENCE))
@pytest.mark.parametrize("section", ["calls", "events", "storage", "constants"])
def test_a_pallet_declares_what_the_reference_declares(rows, pallet, section):
    if pallet not in rows.pallets:
        return
    ours = getattr(rows, section)(pallet)
    if section == "storage":
        reference = {item["name"]: item for item in REFERENCE[pallet].get("storage", [])}
    elif section == "constants":
        reference = {row[0]: row for row in REFERENCE[pallet].get("constants", [])}
    else:
        reference = by_name(REFERENCE[pallet].get(section, []))
    on_purpose = DIFFERENT.get(pallet, {}).keys() & ours.keys()
    found = differences(ours, reference)
    assert found.keys() == on_purpose, "\n".join(found[name] for name in found.keys() - on_purpose)


@pytest.mark.parametrize("pallet", sorted(REFERENCE))
def test_a_pallet_lists_the_errors_of_the_reference_in_its_order(rows, pallet):
    if pallet in rows.pallets:
        assert rows.errors(pallet) == REFERENCE[pallet].get("errors", []) + FURTHER_ERRORS.get(pallet, [])
