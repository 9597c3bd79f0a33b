"""Every storage item and every parameter of the economics text (sections 5.4 to 5.6 and 6), as clients read them."""

from functools import cache

import pytest

from chain.genesis import preset
from chain.pallets.admin_utils.pallet import OWNER_HOTKEY_RATE_LIMIT_BLOCKS
from chain.pallets.coinbase.issuance import TOTAL_SUPPLY
from chain.pallets.hyperparameters import ranges
from chain.pallets.hyperparameters.rights import Fixed
from chain.primitives.fixed import U64F64
from chain.runtime import Runtime
from chain.state import State
from chain.subtensor_parts import FAST_KEY_INTERVAL_BLOCKS, NORMAL_KEY_INTERVAL_BLOCKS
from tests.vectors import economics, parameters
from tests.vectors.interface import InterfaceRows, decode_metadata_v14

BUILDS = ["localnet", "localnet-fast"]

# Storage of the text that this chain does not keep, and why.
ABSENT_STORAGE: dict[str, str] = {}

# Where this chain, whose metadata is that of spec version 461, differs from the text, which is of 425.
DIFFERENT_STORAGE: dict[str, str] = {
    "NetworkRateLimit": "0 on a localnet, where networks are registered one after another; a setting of the chain",
}
ABSENT_PARAMETERS = {
    "EPOCH_DURATION_IN_SLOTS": "epochs of Babe; blocks are authored by Aura",
    "MinimumBalanceForColdkeySwap": "no rule of the text asks for it; a swap costs KeySwapCost",
}
DIFFERENT_PARAMETERS = {
    "InitialNetworkRateLimit": "as above",
}
CODE = {
    "TotalSupply": (TOTAL_SUPPLY, TOTAL_SUPPLY),
    "SetSNOwnerHotkeyRateLimit": (OWNER_HOTKEY_RATE_LIMIT_BLOCKS, OWNER_HOTKEY_RATE_LIMIT_BLOCKS),
    "HighestRevealPeriodEpochs": (ranges.LONGEST_REVEAL_PERIOD_EPOCHS, ranges.LONGEST_REVEAL_PERIOD_EPOCHS),
    "HighestImmuneOwnerUidsLimit": (ranges.MOST_OWNER_IMMUNE_UIDS, ranges.MOST_OWNER_IMMUNE_UIDS),
    "HighestBurnHalfLife": (ranges.LONGEST_BURN_HALF_LIFE_BLOCKS, ranges.LONGEST_BURN_HALF_LIFE_BLOCKS),
    "MechanismCountSetRateLimit": Fixed.MECHANISM.value,
    "MechanismEmissionRateLimit": Fixed.MECHANISM.value,
    "MaxUidsTrimmingRateLimit": Fixed.TRIMMING.value,
    "EvmKeyAssociateRateLimit": (NORMAL_KEY_INTERVAL_BLOCKS, FAST_KEY_INTERVAL_BLOCKS),
    "MILLISECS_PER_BLOCK": tuple(preset(build).settings.slot_duration_ms for build in BUILDS),
}
CONSTANTS = {
    "MinimumPeriod": "Timestamp.MinimumPeriod",
    "ColdkeySwapAnnouncementDelay": "SubtensorModule.InitialColdkeySwapAnnouncementDelay",
    "ColdkeySwapReannouncementDelay": "SubtensorModule.InitialColdkeySwapReannouncementDelay",
    "CrowdloanMinimumBlockDuration": "Crowdloan.MinimumBlockDuration",
    "CrowdloanMaximumBlockDuration": "Crowdloan.MaximumBlockDuration",
    "MIN_TEMPO": "SubtensorModule.MinTempo",
    "MAX_TEMPO": "SubtensorModule.MaxTempo",
    "MIN_ACTIVITY_CUTOFF_FACTOR_MILLI": "SubtensorModule.MinActivityCutoffFactorMilli",
    "MAX_ACTIVITY_CUTOFF_FACTOR_MILLI": "SubtensorModule.MaxActivityCutoffFactorMilli",
    "SwapMaxFeeRate": "Swap.MaxFeeRate",
    "SwapMinimumReserve": "Swap.MinimumReserve",
    "SwapMinimumLiquidity": "Swap.MinimumLiquidity",
    "ExistentialDeposit": "Balances.ExistentialDeposit",
}
STORAGE = {
    "DefaultBlockEmission": "BlockEmission",
    "INITIAL_ACTIVITY_CUTOFF_FACTOR_MILLI": "ActivityCutoffFactorMilli",
}


@cache
def rows(build):
    """The metadata of a normal or of a fast chain."""
    return InterfaceRows(decode_metadata_v14(Runtime(State(), preset(build).settings).metadata(14)))


def storage_row(name, build):
    """An item of storage as metadata shows it; None if there is none."""
    pallet, _, item = name.rpartition(".")
    return rows(build).storage(pallet or "SubtensorModule").get(item)


@pytest.mark.parametrize("name", parameters.storage())
def test_storage_is_that_of_the_text(name):
    for build in BUILDS:
        ours = storage_row(name, build)
        if name in ABSENT_STORAGE:
            assert ours is None, f"{name} is there now: take it off ABSENT_STORAGE"
            continue
        expected = parameters.metadata_row(parameters.storage()[name], fast=build == "localnet-fast")
        assert (ours == expected) == (name not in DIFFERENT_STORAGE), f"ours {ours}\ntext {expected}"


@pytest.mark.parametrize("name", parameters.parameters())
def test_a_parameter_has_the_value_of_the_text(name):
    if name in ABSENT_PARAMETERS:
        assert not any(name in rows(build).constants("SubtensorModule") for build in BUILDS)
        return
    for expected, (position, build) in zip(parameters.parameters()[name], enumerate(BUILDS), strict=True):
        if name in CODE:
            assert CODE[name][position] == expected
            continue
        pallet, constant = CONSTANTS.get(name, f"SubtensorModule.{name}").split(".")
        known = rows(build).constants(pallet).get(constant)
        row = storage_row(STORAGE.get(name, name), build)
        value = known[2] if known else row["default"]
        kind = known[1] if known else row["value"]
        same = bytes.fromhex(value[2:]) == encoded(expected, kind, len(value) // 2 - 1)
        assert same == (name not in DIFFERENT_PARAMETERS), f"{name} of {build} is {value}"


def encoded(value, kind, size):
    """A value of the list in the encoding of its type."""
    if isinstance(value, str):
        return parameters.WORDS[value]
    if kind == "substrate_fixed::FixedI128":
        value = value << 32
    if isinstance(value, float):
        value = economics.raw(U64F64, value)
    return int(value).to_bytes(size, "little")
