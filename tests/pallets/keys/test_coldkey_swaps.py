"""A coldkey hands all it owns to another: announced, disputed, withdrawn or made by root (lifecycle 2.12)."""

import pytest

from chain.frame.error import BadOrigin
from chain.frame.origin import Origin
from chain.pallets.delegation.identity import ChainIdentityV2
from chain.pallets.subtensor_module import errors
from chain.pallets.subtensor_module.events import (
    ColdkeySwapAnnounced,
    ColdkeySwapCleared,
    ColdkeySwapDisputed,
    ColdkeySwapped,
    ColdkeySwapReset,
)
from chain.pallets.subtensor_module.types import LastTxBlock
from chain.primitives.fixed.wire import I96f32
from chain.primitives.hashing import blake2_256
from chain.primitives.identifiers import Hash
from tests.pallets.keys.swap_world import (
    ALICE,
    BOB,
    CHARLIE,
    FRESH,
    HOTKEY,
    NETUID,
    OTHER,
    ROOT,
    SECOND,
    TAO,
    THIRD,
    SwapWorld,
)

DELAY, AGAIN = 50, 10
DESCRIBED = ChainIdentityV2(*[b"text"] * 7)


@pytest.fixture
def world():
    return SwapWorld()


def hash_of(coldkey):
    return Hash(blake2_256(coldkey))


def announce(world, who=ALICE, successor=FRESH):
    return world.sign(who, "announce_coldkey_swap", new_coldkey_hash=hash_of(successor))


def execute(world, who=ALICE, successor=FRESH):
    return world.sign(who, "swap_coldkey_announced", new_coldkey=successor)


def by_root(world, old=ALICE, new=FRESH, cost=0):
    return world.sudo("SubtensorModule", "swap_coldkey", old_coldkey=old, new_coldkey=new, swap_cost=cost)


# announcing


def test_an_announcement_costs_a_tenth_of_a_tao_and_names_a_hash(world):
    before = world.free(ALICE)
    assert announce(world)[-1] == ColdkeySwapAnnounced(ALICE, hash_of(FRESH))
    assert world.free(ALICE) == before - TAO // 10
    assert world.parts.coldkey_swaps.coldkey_swap_announcements[ALICE] == (world.now + DELAY, hash_of(FRESH))


def test_who_cannot_pay_cannot_announce(world):
    world.runtime.balances.transfer(ALICE, BOB, world.free(ALICE) - TAO // 10 + 1)
    with pytest.raises(errors.NotEnoughBalanceToPaySwapColdKey):
        announce(world)


def test_announcing_anew_is_free_but_takes_further_blocks(world):
    announce(world)
    allowed_at = world.now + DELAY + AGAIN
    before = world.free(ALICE)
    world.later(DELAY)
    with pytest.raises(errors.ColdkeySwapReannouncedTooEarly) as refused:
        announce(world, successor=THIRD)
    assert refused.value.limit.until_block == allowed_at
    assert "sudo_set_coldkey_swap_reannouncement_delay(0)" in refused.value.limit.lifted_by
    world.later(AGAIN)
    announce(world, successor=THIRD)
    assert world.free(ALICE) == before
    assert world.parts.coldkey_swaps.coldkey_swap_announcements[ALICE] == (world.now + DELAY, hash_of(THIRD))


def test_an_announcement_is_withdrawn_no_earlier_than_made_anew(world):
    with pytest.raises(errors.ColdkeySwapAnnouncementNotFound):
        world.sign(ALICE, "clear_coldkey_swap_announcement")
    announce(world)
    allowed_at = world.now + DELAY + AGAIN
    world.later(DELAY + AGAIN - 1)
    with pytest.raises(errors.ColdkeySwapClearTooEarly) as refused:
        world.sign(ALICE, "clear_coldkey_swap_announcement")
    assert refused.value.limit.until_block == allowed_at
    world.later()
    assert world.sign(ALICE, "clear_coldkey_swap_announcement") == [ColdkeySwapCleared(ALICE)]
    world.sign(ALICE, "try_associate_hotkey", hotkey=THIRD)


def test_the_older_call_says_that_it_is_old(world):
    with pytest.raises(errors.Deprecated):
        world.sign(ALICE, "schedule_swap_coldkey", new_coldkey=FRESH)


# waiting


def test_until_the_swap_a_coldkey_can_do_nothing_else(world):
    announce(world)
    with pytest.raises(errors.ColdkeySwapAnnounced) as refused:
        world.sign(ALICE, "try_associate_hotkey", hotkey=THIRD)
    assert "reset_coldkey_swap by root" in str(refused.value)
    transfer = world.call("transfer_keep_alive", "Balances", dest=world_address(BOB), value=1)
    with pytest.raises(errors.ColdkeySwapAnnounced):
        world.runtime.dispatcher.dispatch(transfer, Origin.signed(ALICE))
    world.sign(BOB, "try_associate_hotkey", hotkey=THIRD)


def world_address(who):
    from chain.primitives.address import Id

    return Id(who)


def test_neither_can_its_proxies_for_it(world):
    from chain.pallets.proxy.types import ProxyType

    world._dispatch(
        world.call("add_proxy", "Proxy", delegate=world_address(BOB), proxy_type=ProxyType.Any, delay=0),
        Origin.signed(ALICE),
    )
    announce(world)
    inner = world.call("try_associate_hotkey", hotkey=THIRD)
    proxied = world.call("proxy", "Proxy", real=world_address(ALICE), force_proxy_type=None, call=inner)
    events = world._dispatch(proxied, Origin.signed(BOB))
    assert "Err" in repr(events[-1])
    assert world.owner_of(THIRD) is None


def test_a_swap_needs_its_announcement_its_key_and_its_time(world):
    with pytest.raises(errors.ColdkeySwapAnnouncementNotFound):
        execute(world)
    announce(world)
    swaps_at = world.now + DELAY
    with pytest.raises(errors.AnnouncedColdkeyHashDoesNotMatch):
        execute(world, successor=THIRD)
    world.later(DELAY - 1)
    with pytest.raises(errors.ColdkeySwapTooEarly) as refused:
        execute(world)
    assert refused.value.limit.until_block == swaps_at
    assert refused.value.limit.lifted_by.startswith("SubtensorModule.swap_coldkey by root")
    world.later()
    assert execute(world)[-1] == ColdkeySwapped(ALICE, FRESH)
    assert world.parts.coldkey_swaps.coldkey_swap_announcements[ALICE] is None


def test_the_permissive_preset_swaps_in_the_block_of_the_announcement():
    world = SwapWorld("permissive")
    announce(world)
    announce(world, successor=THIRD)
    world.sign(ALICE, "clear_coldkey_swap_announcement")
    announce(world)
    assert execute(world)[-1] == ColdkeySwapped(ALICE, FRESH)


# disputes


def test_a_disputed_coldkey_can_do_nothing_until_root_resets_it(world):
    with pytest.raises(errors.ColdkeySwapAnnouncementNotFound):
        world.sign(ALICE, "dispute_coldkey_swap")
    announce(world)
    assert world.sign(ALICE, "dispute_coldkey_swap") == [ColdkeySwapDisputed(ALICE)]
    assert world.parts.coldkey_swaps.coldkey_swap_disputes[ALICE] == world.now
    world.later(DELAY + AGAIN)
    for attempt in (
        lambda: execute(world),
        lambda: announce(world),
        lambda: world.sign(ALICE, "dispute_coldkey_swap"),
        lambda: world.sign(ALICE, "clear_coldkey_swap_announcement"),
        lambda: world.sign(ALICE, "try_associate_hotkey", hotkey=THIRD),
    ):
        with pytest.raises(errors.ColdkeySwapDisputed, match="reset_coldkey_swap"):
            attempt()
    assert world.sudo("SubtensorModule", "reset_coldkey_swap", coldkey=ALICE) == [ColdkeySwapReset(ALICE)]
    world.sign(ALICE, "try_associate_hotkey", hotkey=THIRD)
    with pytest.raises(errors.ColdkeySwapAnnouncementNotFound):
        execute(world)


def test_a_second_dispute_is_refused_by_the_call_too(world):
    announce(world)
    world.sign(ALICE, "dispute_coldkey_swap")
    with pytest.raises(errors.ColdkeySwapAlreadyDisputed):
        world.parts.coldkey_swaps.dispute_coldkey_swap(Origin.signed(ALICE))


def test_only_root_resets_and_swaps_at_once(world):
    with pytest.raises(BadOrigin):
        world.sign(ALICE, "reset_coldkey_swap", coldkey=ALICE)
    with pytest.raises(BadOrigin):
        world.sign(ALICE, "swap_coldkey", old_coldkey=ALICE, new_coldkey=FRESH, swap_cost=0)


def test_root_swaps_a_disputed_coldkey_for_a_price_and_ends_the_dispute(world):
    announce(world)
    world.sign(ALICE, "dispute_coldkey_swap")
    before = world.free(ALICE)
    events = by_root(world, cost=7 * TAO)
    assert events[-1] == ColdkeySwapped(ALICE, FRESH)
    assert (world.free(ALICE), world.free(FRESH)) == (0, before - 7 * TAO)
    swaps = world.parts.coldkey_swaps
    assert not swaps.has_announced(ALICE) and not swaps.has_disputed(ALICE)
    with pytest.raises(errors.NotEnoughBalanceToPaySwapColdKey):
        by_root(world, cost=1)


# what moves


def test_everything_a_coldkey_owns_is_its_successors(world):
    world.stake(ALICE, HOTKEY, NETUID)
    world.stake(ALICE, OTHER, SECOND)
    world.stake(ALICE, HOTKEY, ROOT)
    world.sign(ALICE, "lock_stake", hotkey=HOTKEY, netuid=NETUID, amount=TAO)
    world.sign(ALICE, "set_perpetual_lock", netuid=NETUID, enabled=True)
    world.sign(ALICE, "set_reject_locked_alpha", enabled=False)
    world.sign(ALICE, "set_coldkey_auto_stake_hotkey", netuid=SECOND, hotkey=OTHER)
    world.parts.identities.identities_v2[ALICE] = DESCRIBED
    claims = world.parts.root_dividends
    claims.root_claimable[HOTKEY] = {NETUID: I96f32(3 << 30), SECOND: I96f32(1 << 31)}
    claims.root_claimed[NETUID, HOTKEY, ALICE] = 999
    owed = [claims.owed(HOTKEY, ALICE, netuid) for netuid in (NETUID, SECOND)]
    conviction = world.locks.conviction_of(NETUID, HOTKEY)
    lock = world.locks.lock_of(ALICE, NETUID)
    held = [world.held(*pool) for pool in ((HOTKEY, ALICE, NETUID), (OTHER, ALICE, SECOND), (HOTKEY, ALICE, ROOT))]
    free = world.free(ALICE)
    by_root(world)
    now = [world.held(*pool) for pool in ((HOTKEY, FRESH, NETUID), (OTHER, FRESH, SECOND), (HOTKEY, FRESH, ROOT))]
    assert now == held
    assert world.stakes.hotkeys_of(FRESH) == [HOTKEY, OTHER] and not world.stakes.hotkeys_of(ALICE)
    assert world.owner_of(HOTKEY) == FRESH and world.parts.accounts.hotkeys_of(FRESH) == [HOTKEY]
    assert not world.parts.accounts.hotkeys_of(ALICE)
    assert world.parts.networks.owner_of(NETUID) == FRESH and world.parts.networks.owner_of(SECOND) == BOB
    assert world.parts.auto_stake.destination_of(FRESH, SECOND) == OTHER
    assert world.parts.identities.identity_of(FRESH) == DESCRIBED
    assert world.parts.identities.identity_of(ALICE) is None
    assert world.locks.lock_of(FRESH, NETUID) == lock and world.locks.lock_of(ALICE, NETUID) is None
    assert world.locks.decaying_lock[FRESH, NETUID] is False
    assert world.locks.account_flags[FRESH] == 1
    assert world.locks.conviction_of(NETUID, HOTKEY) == conviction
    assert [claims.owed(HOTKEY, FRESH, netuid) for netuid in (NETUID, SECOND)] == owed
    assert FRESH in claims.staking_coldkeys and ALICE not in claims.staking_coldkeys
    assert (world.free(ALICE), world.free(FRESH)) == (0, free)
    assert world.last(LastTxBlock(FRESH)) == world.now
    world.locks.check_sums(NETUID)
    assert world.parts.lineage.coldkey_successor[ALICE] == FRESH
    assert world.parts.lineage.coldkey_root[FRESH] == ALICE


def test_a_successor_that_describes_itself_keeps_its_description(world):
    own = ChainIdentityV2(*[b"own"] * 7)
    world.parts.identities.identities_v2[ALICE] = DESCRIBED
    world.parts.identities.identities_v2[FRESH] = own
    by_root(world)
    assert world.parts.identities.identity_of(FRESH) == own
    assert world.parts.identities.identity_of(ALICE) == DESCRIBED


def test_the_successor_may_have_no_stake_and_be_no_hotkey(world):
    with pytest.raises(errors.ColdKeyAlreadyAssociated):
        by_root(world, new=BOB)
    with pytest.raises(errors.NewColdKeyIsHotkey):
        by_root(world, new=OTHER)


def test_a_successor_with_a_lock_of_its_own_stops_the_swap(world):
    world.stake(CHARLIE, HOTKEY, NETUID)
    world.sign(CHARLIE, "lock_stake", hotkey=HOTKEY, netuid=NETUID, amount=TAO)
    del world.stakes.staking_hotkeys[CHARLIE]
    with pytest.raises(errors.ActiveLockExists):
        world.parts.coldkey_swaps.swap_coldkey(Origin.root(), ALICE, CHARLIE, 0)


def test_a_lock_that_came_to_nothing_stops_nobody(world):
    world.stake(CHARLIE, HOTKEY, NETUID)
    world.sign(CHARLIE, "lock_stake", hotkey=HOTKEY, netuid=NETUID, amount=TAO)
    lock = world.locks.lock
    key = (CHARLIE, NETUID, HOTKEY)
    from chain.codec import replace

    lock[key] = replace(lock[key], locked_mass=1)
    world.locks.move_coldkey(ALICE, CHARLIE)
    assert list(lock.keys(CHARLIE)) == []


def test_a_signed_swap_leaves_nothing_of_the_old_account():
    from tests.local_chain import key

    world = SwapWorld("permissive")
    chain, alice = world.chain, key("Alice")
    chain.seal(world.runtime)
    nonce = chain.runtime().system.account[alice.public_key].nonce
    chain.nonces[alice.public_key] = nonce
    announcing = chain.sign(
        alice, chain.call("SubtensorModule", "announce_coldkey_swap", new_coldkey_hash=hash_of(FRESH))
    )
    swapping = chain.sign(alice, chain.call("SubtensorModule", "swap_coldkey_announced", new_coldkey=FRESH))
    before = chain.runtime().balances.total_balance(ALICE)
    runtime, results = chain.block(announcing, swapping)
    assert [type(result).__name__ for result in results] == ["Ok", "Ok"]
    assert runtime.balances.total_balance(ALICE) == 0
    assert 0 < before - TAO // 10 - runtime.balances.free_balance(FRESH) < TAO // 10
    assert runtime.subtensor.networks.owner_of(NETUID) == FRESH
    runtime.check_invariants()
