"""The owner's cut at an epoch: staked, shared under a lease, locked; and voting power beside it."""

import pytest

from chain.pallets.coinbase import OwnerCut
from chain.pallets.networks.sovereign import ZERO_ACCOUNT
from tests.pallets.coinbase.network import NETUID, RAO, Chain, account

OWNER, OWNER_HOTKEY = account(1), account(101)


class Lease:
    """Remembers what was to be shared, and what the owner held by then."""

    def __init__(self, stakes):
        self._stakes = stakes
        self.shared = []

    def distribute(self, netuid, owner_cut):
        self.shared.append((netuid, owner_cut, self._stakes.stake_of(OWNER_HOTKEY, OWNER, netuid)))


@pytest.fixture
def chain():
    made = Chain()
    with made.runtime:
        yield made


def an_epoch_later(chain):
    """Blocks to the end of a tempo; what the owner got."""
    chain.epochs.restart(NETUID, chain.system.block_number)
    chain.runtime.next_block(10)
    return chain.stakes.stake_of(OWNER_HOTKEY, OWNER, NETUID)


def owner_cut_with(chain, lease):
    return OwnerCut(
        networks=chain.networks,
        stakes=chain.stakes,
        leases=lease,
        locks=chain.locks,
        parameters=chain.parameters,
    )


def test_the_cut_is_not_locked_unless_the_owner_wants_that(chain):
    chain.add_neuron(2, stake=100 * RAO)
    assert an_epoch_later(chain) > RAO
    assert chain.locks.locked(OWNER, NETUID) == 0


def test_the_cut_is_locked_in_favour_of_the_owners_hotkey_at_every_epoch(chain):
    chain.add_neuron(2, stake=100 * RAO)
    chain.parameters.owner_cut_auto_lock_enabled[NETUID] = True
    got = an_epoch_later(chain)
    assert chain.locks.locked(OWNER, NETUID) == got > RAO
    assert chain.locks.locked_with(OWNER, NETUID) == OWNER_HOTKEY
    more = an_epoch_later(chain) - got
    decayed = chain.locks.locked(OWNER, NETUID) - more
    assert 0.9999 * got < decayed < got


def test_what_the_owner_locked_elsewhere_decides_in_whose_favour(chain):
    chain.add_neuron(2, stake=100 * RAO)
    other = account(102)
    chain.pools.mint_alpha_out(NETUID, RAO)
    chain.stakes.increase(other, OWNER, NETUID, RAO)
    chain.locks.add(OWNER, other, NETUID, RAO)
    chain.parameters.owner_cut_auto_lock_enabled[NETUID] = True
    got = an_epoch_later(chain)
    assert chain.locks.locked_with(OWNER, NETUID) == other
    assert chain.locks.locked(OWNER, NETUID) == pytest.approx(got + RAO, rel=1e-4)


def test_a_cut_that_cannot_be_locked_is_paid_all_the_same(chain):
    class Sold:
        def distribute(self, netuid, owner_cut):
            chain.stakes.decrease(OWNER_HOTKEY, OWNER, netuid, owner_cut)

    chain.parameters.owner_cut_auto_lock_enabled[NETUID] = True
    chain.pools.mint_alpha_out(NETUID, RAO)
    owner_cut_with(chain, Sold()).pay(NETUID, RAO)
    assert chain.locks.locked(OWNER, NETUID) == 0


def test_a_lease_shares_in_what_was_staked_before(chain):
    lease = Lease(chain.stakes)
    chain.pools.mint_alpha_out(NETUID, 7)
    owner_cut_with(chain, lease).pay(NETUID, 7)
    assert lease.shared == [(NETUID, 7, 7)]


def test_without_an_owner_or_its_hotkey_nobody_is_paid(chain):
    lease = Lease(chain.stakes)
    chain.networks.subnet_owner[NETUID] = ZERO_ACCOUNT
    owner_cut_with(chain, lease).pay(NETUID, 7)
    chain.networks.subnet_owner[NETUID] = OWNER
    del chain.networks.subnet_owner_hotkey[NETUID]
    owner_cut_with(chain, lease).pay(NETUID, 7)
    assert lease.shared == []
    assert chain.stakes.stake_of(OWNER_HOTKEY, OWNER, NETUID) == 0


def test_an_epoch_moves_the_voting_power_of_validators_by_their_stake_before_it_pays(chain):
    chain.add_neuron(2, stake=100 * RAO, root=50 * RAO)
    chain.add_neuron(3)
    chain.parameters.voting_power_tracking_enabled[NETUID] = True
    chain.parameters.voting_power_ema_alpha[NETUID] = 10**18
    before = chain.children.stake_weight(NETUID, account(102))
    an_epoch_later(chain)
    assert before > 100 * RAO
    assert dict(chain.voting_power.voting_power.items(NETUID)) == {account(102): before}
