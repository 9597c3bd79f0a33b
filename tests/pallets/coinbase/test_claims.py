"""Root dividends: claimed by call, sold or kept as the coldkey chose, or by the block itself."""

import pytest

from chain.frame.error import BadOrigin
from chain.frame.origin import Origin
from chain.pallets.coinbase import ClaimChoices, RootDividends
from chain.pallets.subtensor_module.claim_type import Keep, KeepSubnets, Swap
from chain.pallets.subtensor_module.errors import InvalidNumRootClaim, InvalidSubnetNumber
from chain.pallets.subtensor_module.events import RootClaimed, RootClaimTypeSet
from chain.pallets.swap.errors import ReservesTooLow
from chain.primitives.fixed.wire import I96f32
from chain.primitives.identifiers import Hash
from tests.pallets.coinbase.network import NETUID, RAO, Chain, account

COLDKEY, HOTKEY, OTHER_HOTKEY = account(2), account(102), account(103)
OTHER_NETUID = NETUID + 1
STAKE = 500 * RAO
OWED = STAKE // 8
"""A rate that 32 binary places hold exactly."""


@pytest.fixture
def chain():
    """A coldkey that stakes 500 TAO on root with a hotkey and may claim an eighth of it in alpha on network 2."""
    made = Chain()
    with made.runtime:
        made.add_neuron(2, root=STAKE)
        earn(made, HOTKEY, NETUID)
        yield made


def earn(chain, hotkey, netuid, amount=OWED):
    chain.pools.mint_alpha_out(netuid, amount)
    chain.claims.increase_root_claimable(hotkey, netuid, amount)


def open_other(chain):
    """A second network with a pool."""
    chain.networks.networks_added[OTHER_NETUID] = True
    chain.networks.total_networks += 1
    chain.networks.subnet_mechanism[OTHER_NETUID] = 1
    chain.pools.open_pool(OTHER_NETUID, 1000 * RAO, 1000 * RAO)
    chain.assets.mint(OTHER_NETUID, 1000 * RAO)


def claim(chain, *netuids, who=COLDKEY):
    call = chain.runtime.call(RootDividends.claim_root, subnets=frozenset(netuids))
    chain.runtime.dispatch(call, Origin.signed(who))


def choose(chain, choice):
    call = chain.runtime.call(ClaimChoices.set_root_claim_type, new_root_claim_type=choice)
    chain.runtime.dispatch(call, Origin.signed(COLDKEY))


def owed(chain, netuid=NETUID, hotkey=HOTKEY):
    return chain.claims.owed(hotkey, COLDKEY, netuid) >> 32


def on_root(chain):
    return chain.stakes.stake_of(HOTKEY, COLDKEY, 0)


def test_a_claim_is_sold_and_staked_on_root(chain):
    reserve = chain.pools.tao_reserve(NETUID)
    claim(chain, NETUID)
    gained = on_root(chain) - STAKE
    assert gained == reserve - chain.pools.tao_reserve(NETUID) > 55 * RAO
    assert chain.claims.subnet_root_sell_tao[NETUID] == gained
    assert chain.runtime.events()[-1] == RootClaimed(coldkey=COLDKEY, tao=gained)
    # The new root stake earns nothing of the past.
    assert owed(chain) <= 1


def test_a_claim_names_one_to_five_networks(chain):
    for netuids in ((), range(1, 7)):
        with pytest.raises(InvalidSubnetNumber):
            claim(chain, *netuids)
    claim(chain, *range(1, 6))
    assert on_root(chain) > STAKE


def test_a_network_that_is_not_named_is_not_claimed(chain):
    claim(chain, 7)
    assert owed(chain) == OWED
    assert chain.runtime.events()[-1] == RootClaimed(coldkey=COLDKEY, tao=0)


def test_naming_root_alone_claims_everywhere_as_new_clients_ask_for_it(chain):
    claim(chain, 0)
    assert on_root(chain) > STAKE


def test_a_claim_is_all_or_nothing(chain):
    open_other(chain)
    earn(chain, HOTKEY, OTHER_NETUID)
    chain.pools.subnet_tao[OTHER_NETUID] = 10
    with pytest.raises(ReservesTooLow):
        claim(chain, NETUID, OTHER_NETUID)
    assert on_root(chain) == STAKE
    assert owed(chain) == OWED
    chain.pools.subnet_tao[OTHER_NETUID] = 1000 * RAO


def test_a_claim_that_the_block_makes_by_itself_may_fail_silently(chain):
    chain.pools.subnet_tao[NETUID] = 10
    chain.runtime.events()
    chain.claims.run_automatic_claims(Hash(bytes(32)))
    assert chain.runtime.events() == []
    assert owed(chain) == OWED
    chain.pools.subnet_tao[NETUID] = 1000 * RAO
    chain.claims.run_automatic_claims(Hash(bytes(32)))
    assert owed(chain) <= 1


def test_who_keeps_alpha_gets_it_staked_on_its_network(chain):
    choose(chain, Keep())
    assert chain.runtime.events()[-1] == RootClaimTypeSet(coldkey=COLDKEY, root_claim_type=Keep())
    claim(chain, NETUID)
    assert chain.stakes.stake_of(HOTKEY, COLDKEY, NETUID) == OWED
    assert on_root(chain) == STAKE
    assert chain.claims.root_claimed[NETUID, HOTKEY, COLDKEY] == OWED
    assert chain.runtime.events()[-1] == RootClaimed(coldkey=COLDKEY, tao=0)
    assert owed(chain) == 0


def test_who_keeps_alpha_of_some_networks_sells_that_of_others(chain):
    open_other(chain)
    earn(chain, HOTKEY, OTHER_NETUID)
    with pytest.raises(InvalidSubnetNumber):
        choose(chain, KeepSubnets(subnets=frozenset()))
    choose(chain, KeepSubnets(subnets=frozenset({OTHER_NETUID})))
    chain.balances.mint_into(account(9), RAO)
    claim(chain, NETUID, OTHER_NETUID)
    assert chain.stakes.stake_of(HOTKEY, COLDKEY, NETUID) == 0
    assert on_root(chain) > STAKE
    # What was sold first raised the root stake by a part that may claim nothing of the past here either.
    assert chain.stakes.stake_of(HOTKEY, COLDKEY, OTHER_NETUID) == pytest.approx(OWED, abs=3)


def test_choosing_numbers_a_coldkey_for_automatic_claims(chain):
    call = chain.runtime.call(ClaimChoices.set_root_claim_type, new_root_claim_type=Swap())
    chain.runtime.dispatch(call, Origin.signed(account(40)))
    assert chain.claims.staking_coldkeys[account(40)] == 1
    assert chain.claims.num_staking_coldkeys == 2


def test_a_claim_with_one_hotkey_leaves_the_others(chain):
    chain.add_neuron(3)
    chain.stakes.increase(OTHER_HOTKEY, COLDKEY, 0, STAKE)
    chain.claims.root_stake_added(OTHER_HOTKEY, COLDKEY, STAKE)
    earn(chain, OTHER_HOTKEY, NETUID)
    call = chain.runtime.call(RootDividends.claim_root_with_hotkey, hotkey=OTHER_HOTKEY)
    chain.runtime.dispatch(call, Origin.signed(COLDKEY))
    assert owed(chain, hotkey=OTHER_HOTKEY) <= 1
    assert owed(chain) == OWED
    assert chain.stakes.stake_of(OTHER_HOTKEY, COLDKEY, 0) > STAKE


def test_root_sets_how_many_coldkeys_a_block_claims_for(chain):
    call = chain.runtime.call(ClaimChoices.sudo_set_num_root_claims, new_value=50)
    with pytest.raises(BadOrigin):
        chain.runtime.dispatch(call, Origin.signed(COLDKEY))
    chain.runtime.dispatch(call, Origin.root())
    assert chain.choices.num_root_claim == 50
    with pytest.raises(InvalidNumRootClaim):
        chain.runtime.dispatch(chain.runtime.call(ClaimChoices.sudo_set_num_root_claims, new_value=51), Origin.root())
    chain.runtime.dispatch(chain.runtime.call(ClaimChoices.sudo_set_num_root_claims, new_value=0), Origin.root())
    chain.claims.run_automatic_claims(Hash(bytes(32)))
    assert on_root(chain) == STAKE


def test_below_the_threshold_nothing_is_claimed(chain):
    chain.parameters.root_claimable_threshold[NETUID] = I96f32((OWED + 1) << 32)
    claim(chain, NETUID)
    assert owed(chain) == OWED
    chain.parameters.root_claimable_threshold[NETUID] = I96f32(OWED << 32)
    claim(chain, NETUID)
    assert owed(chain) <= 1
