"""Every invariant can fail: each state below contradicts itself in one place, and the check says so."""

import pytest

from chain.codec import replace
from chain.frame import InvariantBroken
from chain.pallets.balances.types import BalanceLock, Reasons
from chain.pallets.networks.sovereign import subnet_account
from chain.pallets.staking.lock import LockState
from chain.primitives.fixed import I96f32, U64f64
from chain.primitives.identifiers import AccountId, Hash
from chain.primitives.safe_float import from_int
from chain.solvency import DUST_RAO
from tests.economics.state_machine.explorer import Explorer
from tests.economics.state_machine.steps import COLDKEYS, HOTKEYS

STRANGER = AccountId(bytes((9,)) * 32)
NETUID = 2


@pytest.fixture(scope="module")
def world():
    return Explorer()


@pytest.fixture
def runtime(world):
    state = world.chain.runtime.state
    state.begin()
    yield world.chain.runtime
    state.rollback()


def staker(parts):
    """A hotkey and a coldkey with stake on the network."""
    return next((hotkey, coldkey) for hotkey, coldkey in parts.stakes.holders(NETUID))


def more_stake_than_alpha(parts):
    parts.stakes.increase(*staker(parts), NETUID, parts.pools.subnet_alpha_out[NETUID])


def more_waiting_than_alpha(parts):
    parts.coinbase.pending_server_emission[NETUID] = parts.pools.alpha_out(NETUID)


def more_root_stake_than_tao(parts):
    hotkey, coldkey = next(parts.stakes.holders(0))
    parts.stakes.increase(hotkey, coldkey, 0, 1)


def root_alpha_without_tao(parts):
    parts.pools.subnet_alpha_out[0] += 1


def an_empty_network_account(parts):
    parts.balances.transfer(subnet_account(NETUID), COLDKEYS[0], parts.pools.tao_reserve(NETUID) // 2 + DUST_RAO)


def a_root_staker_without_number(parts):
    _, coldkey = next(parts.stakes.holders(0))
    parts.root_dividends._leave(coldkey)


def a_lock_that_nobody_added(parts):
    parts.locks.decaying_hotkey_lock[NETUID, HOTKEYS[1]] = LockState(10**9, U64f64(0), 1)


def a_lock_outside_the_index(parts):
    parts.locks.lock[COLDKEYS[0], NETUID, HOTKEYS[0]] = LockState(10**9, U64f64(0), 1)


def stake_that_nobody_counted(parts):
    hotkey, _ = staker(parts)
    parts.stakes.total_hotkey_alpha[hotkey, NETUID] += 1


def shares_beyond_their_sum(parts):
    hotkey, _ = staker(parts)
    parts.stakes.total_hotkey_shares_v2[hotkey, NETUID] = from_int(1)


def a_holder_outside_the_index(parts):
    _, coldkey = staker(parts)
    parts.stakes.staking_hotkeys[coldkey] = []


def tao_in_pools_that_was_never_staked(parts):
    parts.pools.total_stake = 0


def alpha_of_the_protocol_that_does_not_exist(parts):
    parts.pools.subnet_protocol_alpha[NETUID] = parts.pools.alpha_out(NETUID) + 1


def an_owner_without_its_hotkey(parts):
    parts.accounts.owned_hotkeys[COLDKEYS[1]] = []


def a_member_without_a_uid(parts):
    parts.neurons.is_network_member[STRANGER, NETUID] = True


def a_uid_that_registered_beyond_the_last(parts):
    parts.neurons.block_at_registration[NETUID, 40] = 3


def a_vector_that_is_too_long(parts):
    parts.epoch.incentive[NETUID] = [*parts.epoch.incentive[NETUID], 0]


def shares_of_incentive_beyond_the_whole(parts):
    parts.epoch.incentive[NETUID] = [65_535, 1, 0]


def shares_of_dividends_beyond_the_whole(parts):
    parts.epoch.dividends[NETUID] = [65_535, 1, 0]


def bonds_on_nobody(parts):
    parts.epoch.bonds[NETUID, 0] = [(77, 1)]


def weights_on_nobody(parts):
    parts.weights.weights[NETUID, 0] = [(77, 1)]


def weights_of_a_mechanism_that_does_not_exist(parts):
    parts.weights.weights[NETUID + 4_096, 0] = [(0, 1)]


def a_uid_weighed_twice(parts):
    parts.weights.weights[NETUID, 0] = [(0, 1), (0, 2)]


def commits_out_of_order(parts):
    parts.commits.weight_commits[NETUID, HOTKEYS[0]] = [(Hash(bytes(32)), 1, 9, 0), (Hash(bytes(32)), 1, 8, 0)]


def an_empty_queue_of_timelocked_weights(parts):
    parts.timelocked.timelocked_weight_commits[NETUID, 1] = []


def a_child_that_knows_no_parent(parts):
    parts.children.child_keys[HOTKEYS[0], NETUID] = [(1, HOTKEYS[1])]


def children_who_get_more_than_all(parts):
    parts.children.pending_child_keys[NETUID, HOTKEYS[0]] = ([(2**64 - 1, HOTKEYS[1]), (1, HOTKEYS[2])], 9)


def two_who_lend_to_each_other(parts):
    one, other = HOTKEYS[:2]
    for lender, borrower in ((one, other), (other, one)):
        parts.children.child_keys[lender, NETUID] = [(1, borrower)]
        parts.children.parent_keys[lender, NETUID] = [(1, borrower)]


def a_destination_without_its_coldkeys(parts):
    parts.auto_stake.auto_stake_destination[COLDKEYS[0], NETUID] = HOTKEYS[0]


def a_rate_below_zero(parts):
    parts.root_dividends.root_claimable[HOTKEYS[0]] = {NETUID: I96f32(-1)}


def a_lock_of_balance_without_what_is_frozen(parts):
    parts.balances.locks[COLDKEYS[0]] = [BalanceLock(b"a test  ", 5, Reasons.All)]


def tao_from_nowhere(parts):
    info = parts.system.accounts.get(COLDKEYS[0])
    parts.system.accounts.store_balance(COLDKEYS[0], replace(info.data, free=info.data.free + 1))


CONTRADICTIONS = (
    more_stake_than_alpha, more_waiting_than_alpha, more_root_stake_than_tao, root_alpha_without_tao,
    an_empty_network_account, a_root_staker_without_number, a_lock_that_nobody_added, a_lock_outside_the_index,
    stake_that_nobody_counted, shares_beyond_their_sum, a_holder_outside_the_index, tao_in_pools_that_was_never_staked,
    alpha_of_the_protocol_that_does_not_exist, an_owner_without_its_hotkey, a_member_without_a_uid,
    a_uid_that_registered_beyond_the_last, a_vector_that_is_too_long, shares_of_incentive_beyond_the_whole,
    shares_of_dividends_beyond_the_whole, bonds_on_nobody, weights_on_nobody,
    weights_of_a_mechanism_that_does_not_exist, a_uid_weighed_twice, commits_out_of_order,
    an_empty_queue_of_timelocked_weights, a_child_that_knows_no_parent, children_who_get_more_than_all,
    two_who_lend_to_each_other, a_destination_without_its_coldkeys, a_rate_below_zero,
    a_lock_of_balance_without_what_is_frozen, tao_from_nowhere,
)  # fmt: skip


def test_the_world_is_sound(runtime):
    runtime.check_invariants()
    assert runtime.subtensor.stakes.total_alpha_staked[NETUID] > 0


@pytest.mark.parametrize("contradict", CONTRADICTIONS, ids=lambda contradict: contradict.__name__)
def test_no_chain_may_have(contradict, runtime):
    contradict(runtime.subtensor)
    with pytest.raises(InvariantBroken):
        runtime.check_invariants()
