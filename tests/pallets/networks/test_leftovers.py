"""What a dissolved network leaves for the next of its netuid: what the reference chain leaves (lifecycle 1.4)."""

from typing import Any

import pytest

from chain.frame.origin import Origin
from chain.pallets.staking.lock import LockState
from chain.pallets.subtensor_module.types import H160
from chain.primitives.fixed.wire import U64f64
from chain.primitives.identifiers import AccountId, NetUid, NetUidStorageIndex
from tests.local_chain import LocalChain, key

NETUID = 2
HOTKEY = AccountId(b"\x07" * 32)
LOCK = LockState(1_000, U64f64(0), 1)
EVM_KEY = H160(b"\x07" * 20)
NAMES = {AccountId: HOTKEY, H160: EVM_KEY}

LEFT = {
    "SubnetEmissionEnabled", "MinAllowedUids", "MinNonImmuneUids", "AdjustmentInterval", "AdjustmentAlpha",
    "RecycleOrBurn", "MinChildkeyTakePerSubnet", "OwnerCutEnabled", "RootProp", "AutoStakeDestination",
    "AutoStakeDestinationColdkeys",
    "VotingPower", "VotingPowerTrackingEnabled", "VotingPowerDisableAtBlock", "VotingPowerEmaAlpha", "TotalVotingPower",
    "RootClaimableThreshold", "RegisteredSubnetCounter",
}  # fmt: skip

# Neither list of the reference names these: without a setter or a writer, or counts of all alpha there ever was.
UNNAMED = {
    "MaxWeightsLimit", "TotalAlphaIssuance", "AlphaBurned", "AlphaRecycled", "BalancerTaoReservoir",
    "BalancerAlphaReservoir", "ScrapReservoirAlpha",
}  # fmt: skip

OPTIONAL_VALUES = {
    "MechanismEmissionSplit": [65_535],
    "FirstEmissionBlockNumber": 5,
    "AutoStakeDestination": HOTKEY,
    "Lock": LOCK,
    "LockingColdkeys": (),
    "HotkeyLock": LOCK,
    "DecayingHotkeyLock": LOCK,
    "OwnerLock": LOCK,
    "DecayingOwnerLock": LOCK,
    "DecayingLock": False,
    "AssociatedEvmAddress": (EVM_KEY, 3),
    "HotkeySuccessor": HOTKEY,
    "HotkeyRoot": HOTKEY,
    "LastBondsReset": 3,
    "LastCommitment": 3,
}
NEVER_WRITTEN = {"Unwritten"}


def by_network(parts: list[Any]) -> list[tuple[Any, Any, list[bool]]]:
    """Every storage item with a netuid among its keys: part, item, and where the netuid stands."""
    found = []
    for part in parts:
        for item in part.declaration.storage:
            places = [annotation in (NetUid, NetUidStorageIndex) for annotation in item.key_annotations]
            if any(places) and type(part).__name__ not in NEVER_WRITTEN:
                found.append((part, item, places))
    return found


def fill(part: Any, item: Any, places: list[bool]) -> bool:
    """Give the item an entry for the network, if a value for it is known; whether it has one now."""
    names = [NAMES.get(annotation, 0) for annotation in item.key_annotations]
    keys = tuple(NETUID if place else name for place, name in zip(places, names, strict=True))
    stored, where = getattr(part, item.attribute), keys if len(keys) > 1 else keys[0]
    if where in stored:
        return True
    if item.is_optional:
        if item.name not in OPTIONAL_VALUES:
            return False
        stored[where] = OPTIONAL_VALUES[item.name]
    else:
        stored[where] = item.default(part) if callable(item.default) else item.default
    return True


def remains(part: Any, item: Any, places: list[bool]) -> bool:
    stored = getattr(part, item.attribute)
    keys = (where if isinstance(where, tuple) else (where,) for where in stored)
    return any(where[places.index(True)] == NETUID for where in keys)


@pytest.fixture(scope="module")
def dissolved():
    """Every item that had an entry for network 2, and those that still have one after its end."""
    chain = LocalChain("localnet-fast")
    runtime = chain.begin()
    alice = Origin.signed(AccountId(key("Alice").public_key))
    runtime.dispatcher.dispatch(chain.call("SubtensorModule", "register_network", hotkey=HOTKEY), alice)
    assert runtime.subtensor.networks.exists(NETUID)
    filled = [found for found in by_network(runtime.parts) if fill(*found)]
    runtime.subtensor.dissolution.dissolve(NETUID)
    return {item.name for _, item, _ in filled}, {found[1].name for found in filled if remains(*found)}


def test_what_remains_is_what_the_reference_leaves(dissolved):
    filled, left = dissolved
    assert len(filled) > 150
    assert left == LEFT | UNNAMED
    assert filled >= LEFT | OPTIONAL_VALUES.keys()


def test_the_next_network_of_that_netuid_inherits_it():
    chain = LocalChain("localnet-fast")
    runtime = chain.begin()
    alice = Origin.signed(AccountId(key("Alice").public_key))
    register = chain.call("SubtensorModule", "register_network", hotkey=HOTKEY)
    runtime.dispatcher.dispatch(register, alice)
    parameters = runtime.subtensor.parameters
    parameters.owner_cut_enabled[NETUID] = False
    parameters.kappa[NETUID] = 7
    runtime.subtensor.dissolution.dissolve(NETUID)
    runtime.dispatcher.dispatch(register, alice)
    assert not parameters.owner_cut_enabled[NETUID]
    assert parameters.kappa[NETUID] == 32_767
    assert runtime.subtensor.networks.registered_subnet_counter[NETUID] == 2
