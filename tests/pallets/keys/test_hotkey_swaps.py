"""A hotkey takes the place of another, on one network or on all (lifecycle 2.11)."""

import pytest

from chain.pallets.networks.sovereign import subnet_account
from chain.pallets.subtensor_module import errors
from chain.pallets.subtensor_module.events import HotkeySwapped, HotkeySwappedOnSubnet, SubnetOwnerHotkeySet
from chain.pallets.subtensor_module.types import (
    AxonInfo,
    LastTxBlock,
    LastTxBlockChildKeyTake,
    LastTxBlockDelegateTake,
)
from chain.primitives.fixed.wire import I96f32
from tests.pallets.keys.swap_world import (
    ALICE,
    BOB,
    CHARLIE,
    FRESH,
    HOTKEY,
    NETUID,
    NEW,
    OTHER,
    ROOT,
    SECOND,
    TAO,
    THIRD,
    SwapWorld,
)

ON_ONE, ON_ALL = NETUID, None
HALF = 2**63


@pytest.fixture
def world():
    return SwapWorld()


def swap(world, netuid=ON_ONE, *, old=HOTKEY, new=NEW, who=ALICE, keep_stake=False):
    return world.sign(who, "swap_hotkey_v2", hotkey=old, new_hotkey=new, netuid=netuid, keep_stake=keep_stake)


@pytest.fixture
def busy(world):
    """Alice's hotkey has uids on three networks, stake of two coldkeys, an endpoint, children and parents."""
    world.sign(ALICE, "burned_register", netuid=SECOND, hotkey=HOTKEY)
    world.sign(ALICE, "root_register", hotkey=HOTKEY)
    for who, netuid in ((ALICE, NETUID), (BOB, NETUID), (BOB, SECOND), (BOB, ROOT)):
        world.stake(who, HOTKEY, netuid)
    axon = {
        "version": 1,
        "ip": 16_909_060,
        "port": 8091,
        "ip_type": 4,
        "protocol": 4,
        "placeholder1": 0,
        "placeholder2": 0,
    }
    world.sign(HOTKEY, "serve_axon", netuid=NETUID, **axon)
    return world


# what moves


def test_on_one_network_uid_endpoint_and_stake_move_and_the_rest_stays(busy):
    world = busy
    held = {who: world.held(HOTKEY, who, NETUID) for who in (ALICE, BOB)}
    elsewhere = world.held(HOTKEY, BOB, SECOND)
    world.parts.coinbase.total_issuance = 10**15
    before, issued = world.free(ALICE), world.runtime.balances.total_issuance
    uid = world.parts.neurons.uid_of(NETUID, HOTKEY)
    assert swap(world)[-1] == HotkeySwappedOnSubnet(ALICE, HOTKEY, NEW, NETUID)
    assert world.free(ALICE) == before - 1_000_000
    assert world.parts.coinbase.total_issuance == 10**15 - 1_000_000
    assert world.runtime.balances.total_issuance == issued - 1_000_000
    assert world.parts.neurons.hotkey_of(NETUID, uid) == NEW
    assert world.parts.neurons.uid_of(NETUID, HOTKEY) is None
    assert isinstance(world.parts.serving.axon_of(NETUID, NEW), AxonInfo)
    assert {who: world.held(NEW, who, NETUID) for who in held} == held
    assert not any(world.held(HOTKEY, who, NETUID) for who in held)
    assert world.held(HOTKEY, BOB, SECOND) == elsewhere
    assert world.parts.neurons.uid_of(SECOND, HOTKEY) is not None
    assert world.owner_of(HOTKEY) == world.owner_of(NEW) == ALICE
    assert world.parts.accounts.hotkeys_of(ALICE) == [HOTKEY, NEW]
    assert world.stakes.hotkeys_of(BOB) == [OTHER, HOTKEY, NEW]


def test_on_all_networks_the_old_hotkey_is_nobodys_any_more(busy):
    world = busy
    held = {(who, netuid): world.held(HOTKEY, who, netuid) for who in (ALICE, BOB) for netuid in (ROOT, NETUID, SECOND)}
    before = world.free(ALICE)
    assert swap(world, ON_ALL)[-1] == HotkeySwapped(ALICE, HOTKEY, NEW)
    assert world.free(ALICE) == before - 100_000_000
    assert {(who, netuid): world.held(NEW, who, netuid) for who, netuid in held} == held
    assert world.owner_of(HOTKEY) is None and world.owner_of(NEW) == ALICE
    assert world.parts.accounts.hotkeys_of(ALICE) == [NEW]
    assert world.stakes.hotkeys_of(BOB) == [OTHER, NEW]
    assert [world.parts.neurons.uid_of(netuid, NEW) for netuid in (ROOT, NETUID, SECOND)] == [0, 0, 1]
    assert world.parts.takes.is_delegate(NEW) and not world.parts.takes.is_delegate(HOTKEY)


def test_the_older_call_moves_the_stake(busy):
    held = busy.held(HOTKEY, BOB, NETUID)
    busy.sign(ALICE, "swap_hotkey", hotkey=HOTKEY, new_hotkey=NEW, netuid=NETUID)
    assert busy.held(NEW, BOB, NETUID) == held


def test_stake_can_stay_behind_and_its_owner_comes_back_to_it(busy):
    world = busy
    held = world.held(HOTKEY, ALICE, NETUID)
    swap(world, ON_ALL, keep_stake=True)
    assert (world.held(HOTKEY, ALICE, NETUID), world.held(NEW, ALICE, NETUID)) == (held, 0)
    assert world.parts.neurons.uid_of(NETUID, NEW) == 0
    remove = {"hotkey": HOTKEY, "netuid": NETUID, "amount_unstaked": held}
    with pytest.raises(errors.HotKeyAccountNotExists):
        world.sign(ALICE, "remove_stake", **remove)
    world.sign(ALICE, "try_associate_hotkey", hotkey=HOTKEY)
    world.sign(ALICE, "remove_stake", **remove)
    assert world.held(HOTKEY, ALICE, NETUID) == 0


def test_a_hotkey_with_stake_of_its_own_shares_what_comes(world):
    world.sign(ALICE, "try_associate_hotkey", hotkey=NEW)
    for who in (ALICE, BOB, CHARLIE):
        world.stake(who, HOTKEY, NETUID, 33)
    world.stakes.increase_for_all(HOTKEY, NETUID, 1_000_003)
    world.parts.pools.mint_alpha_out(NETUID, 1_000_003)
    world.stake(BOB, NEW, NETUID, 7)
    world.stakes.increase_for_all(NEW, NETUID, 17)
    world.parts.pools.mint_alpha_out(NETUID, 17)
    total = world.stakes.hotkey_stake(HOTKEY, NETUID) + world.stakes.hotkey_stake(NEW, NETUID)
    owned = {who: world.held(HOTKEY, who, NETUID) + world.held(NEW, who, NETUID) for who in (ALICE, BOB, CHARLIE)}
    swap(world)
    assert world.stakes.hotkey_stake(NEW, NETUID) == total
    assert world.stakes.hotkey_stake(HOTKEY, NETUID) == 0
    for who, alpha in owned.items():
        assert abs(world.held(NEW, who, NETUID) - alpha) <= 2


def test_the_owners_hotkey_follows_with_an_event(world):
    assert SubnetOwnerHotkeySet(NETUID, NEW) in swap(world)
    assert world.parts.networks.owner_hotkey_of(NETUID) == NEW


def test_commits_by_hash_move_and_keep_their_blocks(busy):
    world = busy
    queue = [(b"\x07" * 32, 1, 2, 0)]
    world.parts.commits.weight_commits[NETUID, HOTKEY] = queue
    swap(world)
    assert world.parts.commits.weight_commits[NETUID, NEW] == queue
    assert world.parts.commits.weight_commits[NETUID, HOTKEY] is None


def test_who_stakes_incentive_to_the_hotkey_stakes_it_to_the_new_one(busy):
    world = busy
    world.sign(BOB, "set_coldkey_auto_stake_hotkey", netuid=NETUID, hotkey=HOTKEY)
    swap(world)
    assert world.parts.auto_stake.destination_of(BOB, NETUID) == NEW


def test_root_dividends_are_owed_as_before(busy):
    world = busy
    claims = world.parts.root_dividends
    claims.root_claimable[HOTKEY] = {NETUID: I96f32(3 << 30), SECOND: I96f32(5 << 29)}
    claims.root_claimed[NETUID, HOTKEY, BOB] = 12_345
    owed = [claims.owed(HOTKEY, BOB, netuid) for netuid in (NETUID, SECOND)]
    world.sign(ALICE, "set_auto_parent_delegation_enabled", hotkey=HOTKEY, enabled=False)
    swap(world, ROOT)
    assert [claims.owed(NEW, BOB, netuid) for netuid in (NETUID, SECOND)] == owed
    assert not claims.has_claims(HOTKEY)
    assert not world.children.auto_parent_delegation_enabled[NEW]
    assert world.children.auto_parent_delegation_enabled[HOTKEY]


def test_root_dividends_stay_with_stake_that_stays(busy):
    world = busy
    claims = world.parts.root_dividends
    claims.root_claimable[HOTKEY] = {NETUID: I96f32(3 << 30)}
    owed = claims.owed(HOTKEY, BOB, NETUID)
    swap(world, ROOT, keep_stake=True)
    assert claims.owed(HOTKEY, BOB, NETUID) == owed > 0
    assert claims.owed(NEW, BOB, NETUID) == 0


def test_what_a_hotkey_did_last_counts_for_the_new_one(world):
    limits = world.parts.limits
    for block, kind in enumerate((LastTxBlock, LastTxBlockDelegateTake, LastTxBlockChildKeyTake), start=3):
        limits.last_rate_limited_block[kind(HOTKEY)] = block
    swap(world)
    assert [world.last(kind(NEW)) for kind in (LastTxBlock, LastTxBlockDelegateTake)] == [3, 4]
    assert world.last(LastTxBlockDelegateTake(HOTKEY)) == 4
    world.later()
    swap(world, ON_ALL, new=THIRD)
    assert world.last(LastTxBlockDelegateTake(THIRD)) == 4
    assert world.last(LastTxBlockDelegateTake(HOTKEY)) == world.last(LastTxBlockChildKeyTake(HOTKEY)) == 0


@pytest.mark.parametrize("netuid", [ON_ONE, ON_ALL])
def test_stake_that_is_pledged_goes_along_and_cannot_stay_behind(busy, netuid):
    world = busy
    world.sign(ALICE, "add_collateral", netuid=NETUID, hotkey=HOTKEY, alpha=TAO, limit_price=2**63)
    with pytest.raises(errors.KeepStakeBlockedByCollateral):
        swap(world, netuid, keep_stake=True)
    swap(world, netuid)
    assert world.parts.collateral.locked_with(NETUID, NEW, ALICE) == TAO
    assert not world.parts.collateral.is_pledged(NETUID, HOTKEY)


# locks


@pytest.mark.parametrize("netuid", [ON_ONE, ON_ALL])
@pytest.mark.parametrize("perpetual", [True, False])
@pytest.mark.parametrize("hotkey", [HOTKEY, THIRD], ids=["of the owner", "of another"])
def test_locks_follow_with_their_conviction(world, netuid, perpetual, hotkey):
    world.sign(ALICE, "try_associate_hotkey", hotkey=THIRD)
    world.sign(ALICE, "try_associate_hotkey", hotkey=NEW)
    for who, favoured in ((ALICE, hotkey), (BOB, hotkey), (CHARLIE, NEW)):
        alpha = world.stake(who, favoured, NETUID)
        world.sign(who, "set_perpetual_lock", netuid=NETUID, enabled=perpetual)
        world.sign(who, "lock_stake", hotkey=favoured, netuid=NETUID, amount=alpha // 2)
    world.later(3)
    convictions = [world.locks.conviction_of(NETUID, each) for each in (hotkey, NEW)]
    masses = [world.locks.locked(who, NETUID) for who in (ALICE, BOB, CHARLIE)]
    swap(world, netuid, old=hotkey)
    assert [world.locks.locked_with(who, NETUID) for who in (ALICE, BOB, CHARLIE)] == [NEW] * 3
    assert [world.locks.locked(who, NETUID) for who in (ALICE, BOB, CHARLIE)] == masses
    assert world.locks.conviction_of(NETUID, hotkey) == 0
    assert world.locks.conviction_of(NETUID, NEW) >= sum(convictions)
    if hotkey == THIRD:
        assert world.locks.conviction_of(NETUID, NEW) == sum(convictions)
    world.locks.check_sums(NETUID)
    world.later(3)
    world.locks.check_sums(NETUID)


# children


def lend(world, parent, *children, owner=ALICE):
    """Make children effective at once."""
    world.children._apply(parent, NETUID, list(children))
    world.children.check_invariants()


def test_parents_and_children_name_the_new_hotkey(world):
    lend(world, HOTKEY, (HALF, OTHER))
    lend(world, THIRD, (HALF, HOTKEY), (5, FRESH))
    world.children.childkey_take[HOTKEY, NETUID] = 77
    swap(world)
    assert world.children.children_of(NEW, NETUID) == [(HALF, OTHER)]
    assert world.children.parents_of(OTHER, NETUID) == [(HALF, NEW)]
    assert sorted(world.children.children_of(THIRD, NETUID)) == [(5, FRESH), (HALF, NEW)]
    assert world.children.parents_of(NEW, NETUID) == [(HALF, THIRD)]
    assert world.children.children_of(HOTKEY, NETUID) == world.children.parents_of(HOTKEY, NETUID) == []
    assert world.children.childkey_take_of(NEW, NETUID) == 77


def test_a_parent_of_both_hotkeys_lends_the_new_one_both_shares(world):
    lend(world, THIRD, (HALF, HOTKEY), (5, NEW))
    swap(world)
    assert world.children.children_of(THIRD, NETUID) == [(HALF + 5, NEW)]
    assert world.children.parents_of(NEW, NETUID) == [(HALF + 5, THIRD)]


def test_what_waits_follows_and_others_who_wait_name_the_new_hotkey_last(world):
    pending = world.children.pending_child_keys
    pending[NETUID, HOTKEY] = ([(HALF, OTHER)], 900)
    pending[NETUID, THIRD] = ([(7, HOTKEY), (8, FRESH)], 901)
    swap(world)
    assert dict(pending.items(NETUID)) == {NEW: ([(HALF, OTHER)], 900), THIRD: ([(8, FRESH), (7, NEW)], 901)}


@pytest.mark.parametrize(
    ("relations", "error"),
    [
        ([(HOTKEY, [(HALF, NEW)])], errors.InvalidChild),
        ([(NEW, [(HALF, HOTKEY)])], errors.InvalidChild),
        ([(HOTKEY, [(HALF, OTHER)]), (OTHER.__class__(b"\x05" * 32), [(1, NEW)]), (NEW, [(HALF + 1, FRESH)])],
         errors.ProportionOverflow),
        ([(HOTKEY, [(HALF, OTHER)]), (OTHER, [(HALF, NEW)])], errors.ChildParentInconsistency),
        ([(HOTKEY, [(1, OTHER), (1, THIRD), (1, FRESH)]), (NEW, [(1, ALICE), (1, BOB), (1, CHARLIE)])],
         errors.TooManyChildren),
    ],
)  # fmt: skip
def test_a_family_that_cannot_be_stops_the_swap(world, relations, error):
    for parent, children in relations:
        lend(world, parent, *children)
    with pytest.raises(error):
        swap(world)
    assert world.parts.neurons.uid_of(NETUID, HOTKEY) == 0


# refusals


def test_only_the_owner_swaps_and_only_for_a_hotkey_of_nobody_or_its_own(world):
    with pytest.raises(errors.NonAssociatedColdKey):
        swap(world, who=BOB)
    with pytest.raises(errors.NonAssociatedColdKey):
        swap(world, new=OTHER)
    with pytest.raises(errors.NewHotKeyIsSameWithOld):
        swap(world, new=HOTKEY)


def test_a_hotkey_with_a_uid_there_cannot_be_the_new_one(world):
    world.sign(ALICE, "burned_register", netuid=SECOND, hotkey=NEW)
    with pytest.raises(errors.HotKeyAlreadyRegisteredInSubNet):
        swap(world, ON_ALL)
    with pytest.raises(errors.HotKeyAlreadyRegisteredInSubNet):
        swap(world, SECOND)
    swap(world, NETUID)


@pytest.mark.parametrize("netuid", [ROOT, ON_ALL])
def test_a_swap_that_takes_root_along_needs_a_hotkey_without_root_stake_or_claims(world, netuid):
    world.sign(ALICE, "try_associate_hotkey", hotkey=NEW)
    world.parts.root_dividends.root_claimed[SECOND, NEW, BOB] = 1
    with pytest.raises(errors.NewHotKeyNotCleanForRootSwap):
        swap(world, netuid)
    world.parts.root_dividends.root_claimed.clear()
    world.parts.root_dividends.root_claimable[NEW] = {SECOND: I96f32(1)}
    with pytest.raises(errors.NewHotKeyNotCleanForRootSwap):
        swap(world, netuid)
    world.parts.root_dividends.root_claimable[NEW] = {SECOND: I96f32(0)}
    world.stake(BOB, NEW, ROOT)
    with pytest.raises(errors.NewHotKeyNotCleanForRootSwap):
        swap(world, netuid)
    swap(world, NETUID)


def test_an_account_of_the_chain_cannot_be_a_hotkey(world):
    for netuid in (ON_ONE, ON_ALL):
        with pytest.raises(errors.CannotUseSystemAccount):
            swap(world, netuid, new=subnet_account(NETUID))


@pytest.mark.parametrize(("netuid", "price"), [(ON_ONE, 1_000_000), (ON_ALL, 100_000_000)])
def test_who_cannot_pay_does_not_swap(world, netuid, price):
    left = world.free(ALICE) - (price - 1)
    world.runtime.balances.transfer(ALICE, BOB, left)
    with pytest.raises(errors.NotEnoughBalanceToPaySwapHotKey, match=f"costs {price} rao"):
        swap(world, netuid)
    world.runtime.balances.transfer(BOB, ALICE, TAO)
    swap(world, netuid)


def test_a_coldkey_swaps_once_in_the_rate_limit_and_is_told_until_when(world):
    world.sudo("AdminUtils", "sudo_set_tx_rate_limit", tx_rate_limit=100)
    swap(world)
    swapped_at = world.now
    world.later(2)
    with pytest.raises(errors.HotKeySetTxRateLimitExceeded) as refused:
        swap(world, old=NEW, new=THIRD)
    assert refused.value.limit.name == "TxRateLimit"
    assert refused.value.limit.until_block == swapped_at + 101
    assert "sudo_set_tx_rate_limit(0)" in refused.value.limit.lifted_by


def test_a_network_sees_one_swap_of_a_coldkey_in_the_interval(world):
    swap(world)
    swapped_at = world.now
    for netuid in (ON_ONE, ON_ALL):
        with pytest.raises(errors.HotKeySwapOnSubnetIntervalNotPassed) as refused:
            swap(world, netuid, old=NEW, new=THIRD)
        assert refused.value.limit.until_block == swapped_at + 2
    swap(world, SECOND)
    world.later()
    with pytest.raises(errors.HotKeySwapOnSubnetIntervalNotPassed):
        swap(world, old=NEW, new=THIRD)
    world.later()
    swap(world, old=NEW, new=THIRD)


def test_a_normal_chain_refuses_swaps_on_a_network_before_the_interval_is_over_once():
    world = SwapWorld("localnet")
    with pytest.raises(errors.HotKeySwapOnSubnetIntervalNotPassed) as refused:
        swap(world)
    assert refused.value.limit.until_block == 7_201
    swap(world, ON_ALL)
    assert world.parts.hotkey_swaps.last_hotkey_swap_on_netuid[NETUID, ALICE] == world.now


def test_the_permissive_preset_lets_every_swap_pass_at_once():
    world = SwapWorld("permissive")
    swap(world)
    swap(world, old=NEW, new=THIRD)
    swap(world, ON_ALL, old=THIRD, new=FRESH)


# the record of swaps


def test_records_of_swaps_go_in_the_blocks_of_their_network():
    world = SwapWorld("localnet")
    swaps = world.parts.hotkey_swaps
    records = swaps.last_hotkey_swap_on_netuid
    for netuid in (ROOT, NETUID, SECOND, 7_202):
        records[netuid, ALICE] = 10
    assert swaps.on_initialize(7_202).ref_time == 0
    weight = swaps.on_initialize(2 * 7_200 + NETUID)
    assert sorted(records.keys()) == [(ROOT, ALICE), (SECOND, ALICE)]
    assert weight.ref_time == 2 * 125_000_000
    swaps.on_initialize(2 * 7_200 + SECOND)
    assert list(records.keys()) == [(ROOT, ALICE)]
    records[NETUID, BOB] = 7_202
    swaps.on_initialize(2 * 7_200 + NETUID)
    assert (NETUID, BOB) in records


def test_a_fast_chain_forgets_swaps_after_a_block(world):
    swap(world)
    records = world.parts.hotkey_swaps.last_hotkey_swap_on_netuid
    world.later()
    assert list(world.parts.hotkey_swaps.last_hotkey_swap_on_netuid.keys()) == [(NETUID, ALICE)]
    world.later()
    assert not list(world.parts.hotkey_swaps.last_hotkey_swap_on_netuid.keys())
    assert records is not world.parts.hotkey_swaps.last_hotkey_swap_on_netuid


# lineage


def test_a_line_of_hotkeys_leads_from_the_first_to_the_last_and_back(world):
    lineage = world.parts.lineage
    swap(world)
    world.later(2)
    swap(world, ON_ALL, old=NEW, new=THIRD)
    lineage = world.parts.lineage
    assert lineage.hotkey_successor[NETUID, HOTKEY] == NEW
    assert lineage.hotkey_successor[NETUID, NEW] == THIRD
    assert lineage.hotkey_root[NETUID, THIRD] == lineage.hotkey_root[NETUID, NEW] == HOTKEY
    assert lineage.hotkey_successor[SECOND, NEW] is None
    world.later(2)
    swap(world, old=THIRD, new=HOTKEY)
    lineage = world.parts.lineage
    assert lineage.hotkey_successor[NETUID, THIRD] == HOTKEY
    assert lineage.hotkey_successor[NETUID, HOTKEY] is None
    assert lineage.hotkey_root[NETUID, HOTKEY] is None


# collateral


def test_stake_is_not_left_behind_where_collateral_would_go(world):
    alpha = world.stake(ALICE, HOTKEY, NETUID)
    world.sign(ALICE, "add_collateral", netuid=NETUID, hotkey=HOTKEY, alpha=alpha // 2, limit_price=0)
    for netuid in (ON_ONE, ON_ALL):
        with pytest.raises(errors.KeepStakeBlockedByCollateral):
            swap(world, netuid, keep_stake=True)
    swap(world, ON_ONE)
