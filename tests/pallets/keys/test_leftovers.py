"""What a swap leaves under the old key: what the reference leaves (lifecycle 2.11 and 2.12), each for a reason."""

import pytest

from chain.frame.origin import Origin
from chain.pallets.collateral.state import MinerCollateralState
from chain.pallets.commitments.data import CommitmentInfo, CommitmentRegistration, UsageTracker
from chain.pallets.delegation.identity import ChainIdentityV2
from chain.pallets.serving.endpoints import NeuronCertificate
from chain.pallets.staking.lock import LockState
from chain.pallets.subtensor_module.types import AxonInfo, PrometheusInfo
from chain.primitives.fixed.wire import U64f64
from chain.primitives.hashing import blake2_256
from chain.primitives.identifiers import Hash
from chain.primitives.safe_float import from_int
from tests.pallets.keys.swap_world import ALICE, BOB, FRESH, HOTKEY, NETUID, NEW, OTHER, ROOT, SwapWorld, account
from tests.pallets.keys.traces import fill, traces_of

LOCK = LockState(1_000, U64f64(0), 1)
PARENT, CHILD = account(21), account(22)

SAMPLES = {
    "Axons": AxonInfo(1, 1, 1, 1, 4, 0, 0, 0),
    "Prometheus": PrometheusInfo(1, 1, 1, 1, 4),
    "NeuronCertificates": NeuronCertificate(b"\x01", 1),
    "WeightCommits": [(Hash(bytes(32)), 1, 1, 0)],
    "Lock": LOCK,
    "LockingColdkeys": (),
    "HotkeyLock": LOCK,
    "DecayingHotkeyLock": LOCK,
    "DecayingLock": False,
    "AccountFlags": 1,
    "LastPowRegistrationBlock": 3,
    "BasketShares": 7,
    "BasketClaimed": -7,
    "BasketTradeBucket": (1, 1),
    "MinerCollateral": MinerCollateralState(5, U64f64(0), 0, 0),
    "ColdkeyMinerCollateral": 5,
    "ColdkeyCollateralHotkeys": [HOTKEY],
    "IdentitiesV2": ChainIdentityV2(*[b"text"] * 7),
    "LastColdkeyHotkeyStakeBlock": 3,
    "AutoStakeDestination": HOTKEY,
    "AutoStakeDestinationColdkeys": [ALICE],
    "ColdkeySwapAnnouncements": (1, Hash(blake2_256(FRESH))),
    "ColdkeySwapDisputes": 1,
    "HotkeySuccessor": OTHER,
    "HotkeyRoot": OTHER,
    "ColdkeySuccessor": BOB,
    "ColdkeyRoot": BOB,
    "StakingColdkeys": 0,
    "AlphaV2": from_int(9),
    "TotalHotkeySharesV2": from_int(9),
    "TotalHotkeyAlpha": 9,
    "RootClaimed": 7,
    "VotingPower": 5,
    "ChildKeys": [(1, CHILD)],
    "ParentKeys": [(1, PARENT)],
    "PendingChildKeys": ([(1, CHILD)], 900),
    "CommitmentOf": CommitmentRegistration(0, 3, CommitmentInfo([])),
    "LastCommitment": 3,
    "LastBondsReset": 3,
    "RevealedCommitments": [(b"\x00", 1)],
    "UsedSpaceOf": UsageTracker(0, 0),
}

FORMER_SHARES = {"Alpha", "TotalHotkeyShares"}
"""Shares in the former number format go on in the present one."""

LEFT_OF_A_HOTKEY = {
    "TransactionKeyLastBlock": "no limit of children or takes is escaped by a swap, nor does it follow",
    "LastPowRegistrationBlock": "the old hotkey registers with no block from before",
    "LastHotkeyEmissionOnNetuid": "nothing writes it",
    "RootAlphaDividendsPerSubnet": "written anew at the next epoch",
    "LastColdkeyHotkeyStakeBlock": "tells of the past",
    "TimelockedWeightCommits": "commits stay sealed under the old hotkey and fail when they are revealed",
    "CommitmentOf": "commitments are another pallet's, which swaps do not reach",
    "LastCommitment": "as above",
    "LastBondsReset": "as above",
    "RevealedCommitments": "as above",
    "UsedSpaceOf": "as above",
    "HotkeySuccessor": "the line of hotkeys is kept for those who know the old one",
    "HotkeyRoot": "as above",
}

LEFT_OF_A_COLDKEY = {
    "LastHotkeySwapOnNetuid": "holds nobody back: the old coldkey has no hotkeys any more",
    "LastColdkeyHotkeyStakeBlock": "tells of the past",
    "RootClaimType": "the reference does not name it among what moves: the successor chooses anew",
    "SubnetLeaseShares": "shares of a lease belong to who contributed",
    "ColdkeySuccessor": "the line of coldkeys is kept for those who know the old one",
    "ColdkeyRoot": "as above",
    "Key": "root is who it was",
}


@pytest.fixture
def filled():
    """A chain on which everything that is kept by hotkey or coldkey has an entry for HOTKEY of ALICE."""
    world = SwapWorld()
    world.sign(ALICE, "root_register", hotkey=HOTKEY)
    world.parts.timelocked.timelocked_weight_commits[NETUID, 1] = [(HOTKEY, 1, b"", 1)]
    world.parts.limits.record_transaction(HOTKEY, NETUID, 0)
    world.children.parent_keys[CHILD, NETUID] = [(1, HOTKEY)]
    world.children.child_keys[PARENT, NETUID] = [(1, HOTKEY)]
    world.children.pending_child_keys[NETUID, PARENT] = ([(1, HOTKEY), (2, CHILD)], 900)
    world.parts.root_dividends.staking_coldkeys_by_index[0] = ALICE
    world.parts.root_dividends.num_staking_coldkeys = 1
    world.parts.voting_power.total_voting_power[NETUID] = 5
    fill(world.runtime, HOTKEY, ALICE, NETUID, SAMPLES)
    return world


def test_under_an_old_hotkey_remains_what_the_reference_leaves(filled):
    before = traces_of(HOTKEY, filled.runtime)
    call = filled.call("swap_hotkey_v2", hotkey=HOTKEY, new_hotkey=NEW, netuid=None, keep_stake=False)
    filled.parts.coldkey_swaps.reset_coldkey_swap(Origin.root(), ALICE)
    filled.runtime.dispatcher.dispatch(call, Origin.signed(ALICE))
    assert before >= LEFT_OF_A_HOTKEY.keys() | {"Axons", "ChildKeys", "AlphaV2", "Lock", "MinerCollateral", "Uids"}
    assert len(before) > 35
    assert traces_of(HOTKEY, filled.runtime) == LEFT_OF_A_HOTKEY.keys()


def test_the_new_hotkey_has_what_the_old_one_had(filled):
    before = traces_of(HOTKEY, filled.runtime)
    filled.parts.coldkey_swaps.reset_coldkey_swap(Origin.root(), ALICE)
    call = filled.call("swap_hotkey_v2", hotkey=HOTKEY, new_hotkey=NEW, netuid=None, keep_stake=False)
    filled.runtime.dispatcher.dispatch(call, Origin.signed(ALICE))
    moved = before - LEFT_OF_A_HOTKEY.keys()
    assert moved - traces_of(NEW, filled.runtime) == FORMER_SHARES


def test_on_one_network_remains_what_is_kept_for_all_networks_too(filled):
    filled.parts.coldkey_swaps.reset_coldkey_swap(Origin.root(), ALICE)
    call = filled.call("swap_hotkey_v2", hotkey=HOTKEY, new_hotkey=NEW, netuid=NETUID, keep_stake=False)
    filled.runtime.dispatcher.dispatch(call, Origin.signed(ALICE))
    of_all_networks = {
        "AutoParentDelegationEnabled", "Delegates", "Owner", "OwnedHotkeys", "RootClaimable", "RootClaimed",
        "StakingHotkeys", "BasketShares", "BasketClaimed", "BasketDepositedTao", "BasketRedeemedTao",
        "BasketTradeBucket",
    }  # fmt: skip
    on_root = {"IsNetworkMember", "Keys", "Uids"}
    assert traces_of(HOTKEY, filled.runtime) == LEFT_OF_A_HOTKEY.keys() | of_all_networks | on_root
    assert filled.parts.neurons.uid_of(ROOT, HOTKEY) == 0


def test_under_an_old_coldkey_remains_what_the_reference_leaves(filled):
    before = traces_of(ALICE, filled.runtime)
    call = filled.call("swap_coldkey", old_coldkey=ALICE, new_coldkey=FRESH, swap_cost=0)
    filled.runtime.dispatcher.dispatch(call, Origin.root())
    assert len(before) > 20
    assert traces_of(ALICE, filled.runtime) == LEFT_OF_A_COLDKEY.keys()
    moved = before - LEFT_OF_A_COLDKEY.keys() - {"ColdkeySwapAnnouncements", "ColdkeySwapDisputes"}
    assert moved - traces_of(FRESH, filled.runtime) == {"Alpha"}
