"""Blocks on a chain of real parts: what is minted is accounted for, and those who earn are paid."""

import pytest

from chain.frame import Origin
from chain.pallets.subtensor_module.claim_type import Swap
from chain.pallets.subtensor_module.events import EpochDeferred, IncentiveAlphaEmittedToMiners
from tests.pallets.coinbase.network import NETUID, RAO, Chain, account


@pytest.fixture
def chain():
    made = Chain()
    with made.runtime:
        yield made


def alpha_accounted(chain):
    """Alpha in stakes, waiting, burnt and the protocol's: all that is known to be outside the pool."""
    staked = sum(chain.stakes.hotkey_stake(account(100 + number), NETUID) for number in range(1, 40))
    coinbase = chain.coinbase
    waiting = coinbase.pending_alpha(NETUID) + coinbase.pending_root_alpha_divs[NETUID]
    waiting += coinbase.pending_owner_cut[NETUID]
    return staked + waiting + chain.assets.alpha_burned[NETUID] + chain.pools.protocol_alpha(NETUID)


def test_a_chain_without_emitting_networks_mints_nothing_in_the_end(chain):
    del chain.networks.first_emission_block_number[NETUID]
    before = chain.balances.total_issuance
    chain.runtime.next_block(3)
    assert chain.coinbase.total_issuance == 0
    assert chain.balances.total_issuance == before


def test_tao_minted_is_in_the_pool_or_in_accounts(chain):
    chain.coinbase.subnet_moving_price[NETUID] = type(chain.coinbase.subnet_moving_price[NETUID])(1 << 32)
    chain.add_neuron(2, root=500 * RAO)
    before, reserve = chain.balances.total_issuance, chain.pools.tao_reserve(NETUID)
    chain.runtime.next_block(5)
    minted = chain.coinbase.total_issuance
    # The flooring of a share may leave a rao a block, which is recycled.
    assert 5 * RAO - 5 <= minted <= 5 * RAO
    assert chain.balances.total_issuance - before == minted
    assert chain.pools.tao_reserve(NETUID) - reserve == minted
    last = chain.coinbase.subnet_tao_in_emission[NETUID] + chain.coinbase.subnet_excess_tao[NETUID]
    assert last == pytest.approx(RAO, abs=1)


def test_alpha_waits_for_the_epoch_and_is_then_paid_out_to_the_rao(chain):
    validator, miner = chain.add_neuron(2, stake=100 * RAO), chain.add_neuron(3)
    chain.epoch.validator_permit[NETUID] = [True, False]
    chain.weigh(validator, [(miner, 65535)])
    chain.epochs.restart(NETUID, 1)
    assert alpha_accounted(chain) == chain.pools.alpha_out(NETUID)
    chain.runtime.next_block(9)
    assert chain.coinbase.pending_alpha(NETUID) > 0
    assert chain.stake_on(3) == 0
    chain.runtime.next_block()
    assert chain.coinbase.pending_alpha(NETUID) == 0
    assert chain.coinbase.pending_owner_cut[NETUID] == 0
    lost = chain.pools.alpha_out(NETUID) - alpha_accounted(chain)
    assert 0 <= lost <= 2 * 10 + 10
    assert chain.stake_on(1) == pytest.approx(10 * RAO * 11796 / 65535, abs=20)
    server_half = (10 * RAO - chain.stake_on(1)) / 2
    assert chain.stake_on(3) == pytest.approx(server_half, abs=30)
    assert chain.stake_on(2) - 100 * RAO == pytest.approx(server_half, abs=30)
    assert chain.epochs.last_step_block(NETUID) == 11
    assert chain.epochs.subnet_epoch_index[NETUID] == 1
    assert chain.epoch.incentive[NETUID] == [0, 65535]
    assert chain.epoch.dividends[NETUID] == [65535, 0]
    emitted = [event for event in chain.runtime.events() if isinstance(event, IncentiveAlphaEmittedToMiners)]
    assert [event.emissions[miner] > 0 for event in emitted] == [True]


def test_better_weights_earn_more(chain):
    chain.add_neuron(2, stake=100 * RAO)
    for number in (3, 4, 5):
        chain.add_neuron(number)
    chain.epoch.validator_permit[NETUID] = [True, False, False, False]
    chain.weigh(0, [(1, 60000), (2, 30000), (3, 0)])
    chain.epochs.restart(NETUID, 1)
    chain.runtime.next_block(10)
    assert chain.stake_on(4) > RAO
    assert chain.stake_on(3) == pytest.approx(2 * chain.stake_on(4), rel=1e-6)
    assert chain.stake_on(5) == 0


def test_without_weights_the_miners_half_goes_to_the_validators_by_stake(chain):
    chain.add_neuron(2, stake=300 * RAO)
    chain.add_neuron(3, stake=100 * RAO)
    chain.epochs.restart(NETUID, 1)
    chain.runtime.next_block(10)
    gained = chain.stake_on(2) - 300 * RAO, chain.stake_on(3) - 100 * RAO
    assert gained[0] == pytest.approx(3 * gained[1], rel=1e-6)
    assert sum(gained) == pytest.approx(10 * RAO - chain.stake_on(1), abs=50)


def test_what_the_owners_own_miner_earns_is_burnt(chain):
    chain.add_neuron(2, stake=100 * RAO)
    chain.add_neuron(1)
    chain.epoch.validator_permit[NETUID] = [True, False]
    chain.weigh(0, [(1, 65535)])
    chain.epochs.restart(NETUID, 1)
    chain.runtime.next_block(10)
    assert chain.assets.alpha_burned[NETUID] > 4 * RAO
    assert chain.distribution.withheld_share(NETUID) == 1 << 32


def test_an_auto_stake_destination_gets_the_incentive(chain):
    chain.add_neuron(2, stake=100 * RAO)
    chain.add_neuron(3)
    chain.auto.set_coldkey_auto_stake_hotkey(Origin.signed(account(3)), NETUID, account(102))
    chain.epoch.validator_permit[NETUID] = [True, False]
    chain.weigh(0, [(1, 65535)])
    chain.epochs.restart(NETUID, 1)
    chain.runtime.next_block(10)
    assert chain.stake_on(3) == 0
    assert chain.stakes.stake_of(account(102), account(3), NETUID) > 4 * RAO


def test_root_stakers_claim_what_the_epoch_set_aside_for_them(chain):
    chain.coinbase.subnet_moving_price[NETUID] = type(chain.coinbase.subnet_moving_price[NETUID])(2 << 32)
    chain.parameters.root_claimable_threshold[NETUID] = type(chain.parameters.root_claimable_threshold[NETUID])(0)
    chain.add_neuron(2, stake=100 * RAO, root=50_000 * RAO)
    chain.add_neuron(3)
    chain.epoch.validator_permit[NETUID] = [True, False]
    chain.weigh(0, [(1, 65535)])
    chain.epochs.restart(NETUID, 1)
    chain.runtime.next_block(10)
    set_aside = chain.distribution.root_alpha_dividends_per_subnet[NETUID, account(102)]
    assert set_aside > RAO
    claimed = chain.claims.root_claimed[NETUID, account(102), account(2)]
    owed = chain.claims.owed(account(102), account(2), NETUID) >> 32
    root_stake = chain.stakes.stake_of(account(102), account(2), 0)
    assert root_stake > 50_000 * RAO
    # What the claim staked counts as claimed for its share of the rate, so that it earns nothing of the past.
    assert claimed + owed == pytest.approx(set_aside * root_stake / (50_000 * RAO), rel=1e-4)
    assert chain.claims.num_staking_coldkeys == 1


def test_children_share_dividends_with_their_parents(chain):
    for number in (2, 3):
        chain.add_neuron(number, stake=100 * RAO)
    parent, child = account(102), account(103)
    chain.children.child_keys[parent, NETUID] = [(2**64 - 1, child)]
    chain.children.parent_keys[child, NETUID] = [(2**64 - 1, parent)]
    assert chain.children.inherited_stakes(NETUID, [parent, child])[0] == [0, 200 * RAO]
    chain.epochs.restart(NETUID, 1)
    chain.runtime.next_block(10)
    gained = chain.stake_on(2) - 100 * RAO, chain.stake_on(3) - 100 * RAO
    assert gained[0] == pytest.approx(gained[1], rel=1e-6)
    assert gained[0] > 4 * RAO


def test_epochs_beyond_the_limit_wait_for_the_next_block(chain):
    other = NETUID + 1
    chain.networks.networks_added[other] = True
    chain.networks.total_networks = 3
    chain.parameters.max_epochs_per_block = 1
    for netuid in (NETUID, other):
        chain.epochs.restart(netuid, 1)
    chain.runtime.next_block(10)
    assert EpochDeferred(netuid=other, from_block=11, to_block=12) in chain.runtime.events()
    assert chain.epochs.last_epoch_of(NETUID) == 11
    assert chain.epochs.last_epoch_of(other) == 1
    chain.runtime.next_block()
    assert chain.epochs.last_epoch_of(other) == 12


def test_registering_replacing_and_trimming_keep_the_vectors_in_step(chain):
    for number in range(2, 8):
        chain.add_neuron(number, stake=RAO)
    chain.epoch.bonds[NETUID, 2] = [(1, 5), (4, 7)]
    chain.epoch.bonds[NETUID, 4] = [(2, 9)]
    chain.neurons.replace(NETUID, 4, account(120))
    assert chain.epoch.bonds[NETUID, 4] == []
    assert chain.epoch.last_update_of(NETUID, 4) == chain.system.block_number
    chain.epoch.trim_neurons(NETUID, [0, 2, 4], [])
    assert chain.epoch.bonds[NETUID, 1] == [(2, 7)]
    assert len(chain.epoch.active[NETUID]) == 3
    chain.networks.set_size(NETUID, 6)
    chain.epoch.remove_subnet(NETUID)
    for number in range(6):
        chain.epoch.append_neuron(NETUID, number, account(200 + number))


def test_every_coldkey_is_listed_as_one_whose_claims_are_swapped(chain):
    chain.add_neuron(2, root=500 * RAO)
    assert chain.choices.root_claim_type[account(2)] == Swap()
    assert list(chain.choices.root_claim_type.items()) == []


def test_the_average_flow_that_clients_list_is_of_no_network_for_shares_are_by_price(chain):
    chain.runtime.next_block(3)
    assert chain.coinbase.subnet_ema_tao_flow[NETUID] is None
    assert list(chain.coinbase.subnet_ema_tao_flow.items()) == []
