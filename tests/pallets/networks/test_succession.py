"""A network goes to the owner of its most convincing hotkey, after a year and with enough conviction."""

import pytest

from chain.frame import Origin
from chain.pallets.networks.sovereign import ZERO_ACCOUNT
from chain.pallets.networks.succession import FIRST_YEAR_BLOCKS, Succession
from chain.pallets.subtensor_module.errors import NoNeuronIdAvailable
from chain.pallets.subtensor_module.events import SubnetOwnerChanged
from tests.pallets.staking.world import ALICE, BOB, CAROL, HOTKEY, OTHER_HOTKEY, TAO, THIRD_HOTKEY, World

NETUID = 1
OPENED = 7


class Network:
    """Network 1, which CAROL owns with THIRD_HOTKEY, and its slots."""

    def __init__(self, world):
        self.world = world
        self.owner = CAROL
        self.seated = {THIRD_HOTKEY: 0}
        self.is_full = False
        world.networks.owner_hotkeys[NETUID] = THIRD_HOTKEY
        world.hotkeys.owners[THIRD_HOTKEY] = CAROL

    def owner_of(self, of):
        return self.owner if isinstance(of, int) else self.world.hotkeys.owners.get(of, ZERO_ACCOUNT)

    def owner_hotkey_of(self, netuid):
        return self.world.networks.owner_hotkeys[netuid]

    def registered_at(self, netuid):
        return OPENED

    def hand_over(self, netuid, owner, owner_hotkey):
        self.owner = owner
        self.world.networks.owner_hotkeys[netuid] = owner_hotkey

    def uid_of(self, netuid, hotkey):
        return self.seated.get(hotkey)

    def place(self, netuid, hotkey):
        if self.is_full:
            raise NoNeuronIdAvailable
        self.seated[hotkey] = len(self.seated)
        return self.seated[hotkey]


class Chain:
    """Staking with a network a year old, and what hands it over."""

    def __init__(self):
        self.world = World()
        self.world.open_network(NETUID, 1000 * TAO, 1000 * TAO)
        self.network = Network(self.world)
        self.succession = Succession(self.world.system)
        self.succession.connect(
            networks=self.network,
            convictions=self.world.locks,
            pools=self.world.pools,
            accounts=self.network,
            neurons=self.network,
        )
        self.world.declare(self.succession)
        for coldkey, hotkey, amount in ((ALICE, HOTKEY, 100), (BOB, OTHER_HOTKEY, 100), (CAROL, THIRD_HOTKEY, 40)):
            self.world.calls.add_stake(Origin.signed(coldkey), hotkey, NETUID, amount * TAO)

    def lock(self, coldkey, hotkey, amount, *, perpetual=True):
        if perpetual:
            self.world.locks.set_perpetual_lock(Origin.signed(coldkey), NETUID, True)
        self.world.locks.lock_stake(Origin.signed(coldkey), hotkey, NETUID, amount)

    def a_year_later(self):
        self.world.system.number = OPENED + FIRST_YEAR_BLOCKS
        self.world.system.log.clear()

    def hand_over(self):
        self.succession.change_owner_if_needed(NETUID)
        return self.network.owner, self.owner_hotkey()

    def owner_hotkey(self):
        return self.network.owner_hotkey_of(NETUID)


@pytest.fixture
def chain():
    made = Chain()
    yield made
    made.world.check_invariants()


def test_the_most_convincing_hotkeys_owner_gets_the_network_after_a_year(chain):
    chain.lock(ALICE, HOTKEY, 30 * TAO)
    chain.lock(BOB, OTHER_HOTKEY, 31 * TAO)
    chain.world.system.number = OPENED + FIRST_YEAR_BLOCKS - 1
    assert chain.hand_over() == (CAROL, THIRD_HOTKEY)
    chain.world.system.number = OPENED + FIRST_YEAR_BLOCKS
    assert chain.hand_over() == (BOB, OTHER_HOTKEY)
    assert chain.network.seated[OTHER_HOTKEY] == 1
    assert chain.world.events()[-1] == SubnetOwnerChanged(netuid=NETUID, old_coldkey=CAROL, new_coldkey=BOB)
    # It is the same the next time: nothing to hand over any more.
    seen = len(chain.world.events())
    assert chain.hand_over() == (BOB, OTHER_HOTKEY)
    assert len(chain.world.events()) == seen


def test_conviction_of_less_than_a_tenth_of_the_outside_alpha_changes_nothing(chain):
    chain.lock(ALICE, HOTKEY, 21 * TAO)
    chain.a_year_later()
    convinced = sum(chain.world.locks.convinced_hotkeys(NETUID).values())
    outside = chain.world.pools.alpha_out(NETUID)
    # Put the alpha outside just above, then exactly at, ten times the conviction.
    chain.world.pools.mint_alpha_out(NETUID, (10 * convinced >> 64) + 1 - outside)
    assert chain.hand_over() == (CAROL, THIRD_HOTKEY)
    chain.world.pools.recycle_alpha(NETUID, 1)
    assert chain.hand_over() == (ALICE, HOTKEY)


def test_of_equal_convictions_the_greater_account_wins(chain):
    for coldkey, hotkey in ((ALICE, HOTKEY), (BOB, OTHER_HOTKEY)):
        chain.lock(coldkey, hotkey, 30 * TAO)
    assert OTHER_HOTKEY > HOTKEY
    chain.a_year_later()
    assert chain.hand_over() == (BOB, OTHER_HOTKEY)


def test_the_owners_own_hotkey_or_one_without_owner_changes_nothing(chain):
    chain.lock(CAROL, THIRD_HOTKEY, 15 * TAO)
    chain.lock(ALICE, HOTKEY, 14 * TAO)
    chain.a_year_later()
    assert chain.hand_over() == (CAROL, THIRD_HOTKEY)
    chain.lock(ALICE, HOTKEY, 60 * TAO)
    chain.world.system.number += 10**6
    del chain.world.hotkeys.owners[HOTKEY]
    assert chain.hand_over() == (CAROL, THIRD_HOTKEY)


def test_without_room_for_the_hotkey_the_network_stays(chain):
    chain.lock(ALICE, HOTKEY, 60 * TAO)
    chain.network.is_full = True
    chain.a_year_later()
    assert chain.hand_over() == (CAROL, THIRD_HOTKEY)
    assert chain.world.events() == []


def test_the_sums_of_locks_are_kept_apart_anew(chain):
    locks = chain.world.locks
    chain.lock(ALICE, HOTKEY, 60 * TAO)
    chain.lock(BOB, HOTKEY, 40 * TAO, perpetual=False)
    chain.lock(CAROL, THIRD_HOTKEY, 10 * TAO)
    chain.a_year_later()
    before = locks.convinced_hotkeys(NETUID)
    assert chain.hand_over() == (ALICE, HOTKEY)
    # The new owner's hotkey is convinced with all that is locked; the old one keeps what it had.
    decayed = locks.locked(BOB, NETUID)
    assert 0 < decayed < 40 * TAO
    assert locks.owner_lock[NETUID].locked_mass == 60 * TAO
    assert locks.decaying_owner_lock[NETUID].locked_mass == decayed
    assert locks.conviction_of(NETUID, HOTKEY) == (60 * TAO + decayed) << 64
    assert locks.conviction_of(NETUID, THIRD_HOTKEY) == before[THIRD_HOTKEY]
    assert (NETUID, HOTKEY) not in locks.hotkey_lock
    assert locks.hotkey_lock[NETUID, THIRD_HOTKEY].locked_mass == 10 * TAO
    # Further locks go to the sums they belong to now.
    chain.lock(CAROL, THIRD_HOTKEY, TAO)
    assert locks.hotkey_lock[NETUID, THIRD_HOTKEY].locked_mass == 11 * TAO
