from collections import defaultdict

from chain.codec import decode, encode
from chain.frame import Origin
from chain.pallets.staking.api import StakeAvailability, StakeInfo, StakeInfoRuntimeApi
from chain.primitives.identifiers import AccountId
from tests.pallets.staking.world import ALICE, BOB, CAROL, HOTKEY, OTHER_HOTKEY, TAO, World


class Dividends:
    alpha_dividends_per_subnet = defaultdict(int, {(1, HOTKEY): 5})


class Neurons:
    def is_member(self, hotkey: AccountId, netuid: int) -> bool:
        return (netuid, hotkey) == (1, HOTKEY)


def world_and_api() -> tuple[World, StakeInfoRuntimeApi]:
    world = World()
    world.open_network(1, 100 * TAO, 100 * TAO)
    for hotkey, netuid, tao in ((HOTKEY, 1, 10 * TAO), (OTHER_HOTKEY, 0, 2 * TAO)):
        world.calls.add_stake(Origin.signed(BOB), hotkey, netuid, tao)
    api = StakeInfoRuntimeApi(
        world.accounts,
        world.locks,
        collateral=world.collateral,
        networks=world.networks,
        neurons=Neurons(),
        dividends=Dividends(),
        fees=world.swap,
    )
    return world, api


def test_a_coldkey_sees_all_its_stakes_by_network() -> None:
    world, api = world_and_api()
    stake = world.accounts.stake_of(HOTKEY, BOB, 1)
    expected = [
        StakeInfo(OTHER_HOTKEY, BOB, 0, 2 * TAO, 0, 0, 0, 0, False),
        StakeInfo(HOTKEY, BOB, 1, stake, 0, 5, 0, 0, True),
    ]
    assert api.get_stake_info_for_coldkey(BOB) == expected
    assert api.get_stake_info_for_coldkeys([ALICE, BOB]) == [(ALICE, []), (BOB, expected)]
    assert decode(StakeInfo, encode(StakeInfo, expected[1])) == expected[1]


def test_one_position_is_always_answered() -> None:
    _, api = world_and_api()
    assert api.get_stake_info_for_hotkey_coldkey_netuid(HOTKEY, ALICE, 9) == StakeInfo(
        HOTKEY, ALICE, 9, 0, 0, 0, 0, 0, False
    )


def test_availability_counts_locks_and_leaves_out_empty_networks() -> None:
    world, api = world_and_api()
    stake = world.accounts.stake_of(HOTKEY, BOB, 1)
    world.locks.lock_stake(Origin.signed(BOB), HOTKEY, 1, 4 * TAO)
    everywhere = api.get_stake_availability_for_coldkeys([BOB, CAROL], None)
    assert everywhere == {
        BOB: {
            0: StakeAvailability(2 * TAO, 0, 2 * TAO),
            1: StakeAvailability(stake, 4 * TAO, stake - 4 * TAO),
        },
        CAROL: {},
    }
    assert api.get_stake_availability_for_coldkeys([BOB], [1, 1]) == {BOB: {1: everywhere[BOB][1]}}
    assert api.get_stake_availability_for_coldkeys([BOB], []) == {BOB: {}}
    assert api.get_stake_availability_for_coldkeys([BOB], [0, 1, 2]) == {BOB: {}}


def test_fees_are_those_of_the_swap_and_nothing_on_root() -> None:
    _, api = world_and_api()
    assert api.get_stake_fee(None, BOB, (HOTKEY, 1), BOB, TAO) == 503_547
    assert api.get_stake_fee((HOTKEY, 1), BOB, None, BOB, TAO) == 503_547
    assert api.get_stake_fee((HOTKEY, 1), BOB, (HOTKEY, 1), BOB, TAO) == 0
    assert api.get_stake_fee((HOTKEY, 0), BOB, None, BOB, TAO) == 0
    assert api.get_stake_fee(None, BOB, None, BOB, TAO) == 0


def test_locks_and_convictions_can_be_asked_for() -> None:
    world, api = world_and_api()
    assert api.get_coldkey_lock(BOB, 1) is None
    assert api.get_most_convicted_hotkey_on_subnet(1) is None
    world.locks.lock_stake(Origin.signed(BOB), HOTKEY, 1, 4 * TAO)
    world.system.number = 100_000
    lock = api.get_coldkey_lock(BOB, 1)
    assert lock is not None
    assert 3 * TAO < lock.locked_mass < 4 * TAO
    assert api.get_hotkey_conviction(HOTKEY, 1) == lock.conviction
    assert api.get_most_convicted_hotkey_on_subnet(1) == HOTKEY
