"""Registration by proof of work, from the seal to the slot."""

import pytest

from chain.codec import Ok
from chain.frame.error import BadOrigin
from chain.frame.validity import TransactionRefused
from chain.pallets.admin_utils import errors as admin
from chain.pallets.admin_utils.pallet import AdminUtils
from chain.pallets.registration import WorkRegistration
from chain.pallets.registration.work import meets, seal_of
from chain.pallets.subtensor_module import errors, events
from chain.primitives.identifiers import Hash
from chain.primitives.keys import Keypair
from tests.local_chain import LocalChain, key
from tests.pallets.subnet_world import ALICE, BOB, CAROL, HOTKEY, OTHER_HOTKEY, World

EASY = 4
BLOCK_HASH = Hash(b"\x07" * 32)
RECORDED_SEAL = "3ef1debe4dfc941ebd5b5771f79c626a09f4884a61d20d8e2e70cd38f8931840"
pow_register = WorkRegistration.pow_register


def a_network(*, open_to_work: bool = True) -> tuple[World, int]:
    """Network 2 of Alice in block 9, with the lowest difficulty; block 8 has a hash."""
    world = World()
    netuid = world.register_network()
    world.parameters.min_difficulty[netuid] = EASY
    world.parameters.difficulty[netuid] = EASY
    if open_to_work:
        world.parameters.network_pow_registration_allowed[netuid] = True
    world.system.begin_test_block(9)
    world.system.block_hash[8] = BLOCK_HASH
    world.events()
    return world, netuid


def work_for(
    netuid: int, hotkey=OTHER_HOTKEY, coldkey=BOB, *, difficulty: int = EASY, good: bool = True, block_hash=BLOCK_HASH
) -> tuple[int, bytes]:
    """A nonce and its seal that meet a difficulty, or the first that do not."""
    for nonce in range(100_000):
        seal = seal_of(netuid, block_hash, hotkey, coldkey, nonce)
        if meets(seal, difficulty) is good:
            return nonce, seal
    raise AssertionError("no nonce found")


def register(world: World, netuid: int, who=BOB, hotkey=OTHER_HOTKEY, block: int = 8, **changes) -> None:
    nonce, seal = work_for(netuid, hotkey, who)
    arguments = {"work_block": block, "nonce": nonce, "work": seal, "hotkey": hotkey} | changes
    world.signed(who, pow_register, netuid=netuid, **arguments)


def test_the_seal_is_the_one_that_clients_compute() -> None:
    # Recorded from the miner of bittensor 11.3.0.
    prefix = (7, bytes(range(32)), b"\x01" * 32, b"\x02" * 32)
    assert seal_of(*prefix, 5).hex() == RECORDED_SEAL


def test_a_seal_is_read_from_its_low_end_and_compared_with_the_share_of_the_largest() -> None:
    assert meets(b"\xff" * 32, 1) and meets(b"\xff" * 32, 0)
    assert not meets(b"\xff" * 32, 2)
    assert meets(b"\xff" * 31 + b"\x7f", 2)


def test_work_gets_a_slot_for_nothing_and_raises_the_difficulty_alone() -> None:
    world, netuid = a_network()
    burn, money = world.registration.burn[netuid], dict(world.money.balances)
    register(world, netuid)
    assert world.events() == [events.NeuronRegistered(netuid, 1, OTHER_HOTKEY)]
    assert world.accounts.owner_of(OTHER_HOTKEY) == BOB
    assert world.work_registration.last_pow_registration_block[OTHER_HOTKEY] == 8
    assert (world.registration.burn[netuid], world.money.balances) == (burn, money)
    assert world.registration.registrations_this_block[netuid] == 1
    assert world.parameters.difficulty[netuid] == 5
    world.check()


def test_work_is_closed_until_the_owner_opens_it() -> None:
    world, netuid = a_network(open_to_work=False)
    with pytest.raises(errors.SubNetRegistrationDisabled):
        register(world, netuid)
    world.signed(ALICE, AdminUtils.sudo_set_network_pow_registration_allowed, netuid=netuid, registration_allowed=True)
    assert events.PowRegistrationAllowed(netuid, True) in world.events()
    register(world, netuid)


def test_a_network_that_was_never_decided_on_is_closed() -> None:
    world, netuid = a_network(open_to_work=False)
    del world.parameters.network_pow_registration_allowed[netuid]
    assert world.parameters.network_pow_registration_allowed[netuid]
    assert not world.parameters.takes_work(netuid)


def test_an_owner_leaves_one_way_in_open_and_root_may_close_both() -> None:
    world, netuid = a_network(open_to_work=False)
    burning, working = (
        AdminUtils.sudo_set_network_registration_allowed,
        (AdminUtils.sudo_set_network_pow_registration_allowed),
    )
    world.parameters.owner_hyperparam_rate_limit = 0
    with pytest.raises(admin.InvalidValue):
        world.signed(ALICE, burning, netuid=netuid, registration_allowed=False)
    world.signed(ALICE, working, netuid=netuid, registration_allowed=True)
    world.signed(ALICE, burning, netuid=netuid, registration_allowed=False)
    with pytest.raises(admin.InvalidValue):
        world.signed(ALICE, working, netuid=netuid, registration_allowed=False)
    with pytest.raises(BadOrigin):
        world.signed(BOB, working, netuid=netuid, registration_allowed=False)
    world.as_root(working, netuid=netuid, registration_allowed=False)
    assert not world.parameters.takes_work(netuid)


def test_root_and_missing_networks_take_no_work() -> None:
    world, _ = a_network()
    with pytest.raises(errors.RegistrationNotPermittedOnRootSubnet):
        register(world, 0)
    with pytest.raises(errors.SubnetNotExists):
        register(world, 99)


@pytest.mark.parametrize("block", [3, 9, 10])
def test_work_of_old_present_and_future_blocks_is_refused(block: int) -> None:
    world, netuid = a_network()
    with pytest.raises(errors.InvalidWorkBlock):
        register(world, netuid, block=block)


def test_a_hotkey_registers_once_with_a_block() -> None:
    world, netuid = a_network()
    world.work_registration.last_pow_registration_block[OTHER_HOTKEY] = 8
    with pytest.raises(errors.InvalidWorkBlock):
        register(world, netuid)


def test_work_that_is_too_easy_or_not_of_this_nonce_is_refused() -> None:
    world, netuid = a_network()
    nonce, seal = work_for(netuid, good=False)
    with pytest.raises(errors.InvalidDifficulty):
        register(world, netuid, nonce=nonce, work=seal)
    nonce, seal = work_for(netuid)
    with pytest.raises(errors.InvalidSeal):
        register(world, netuid, nonce=nonce + 1, work=seal)
    with pytest.raises(errors.InvalidSeal):
        register(world, netuid, nonce=nonce, work=seal, who=CAROL)
    with pytest.raises(errors.InvalidSeal):
        register(world, netuid, nonce=nonce, work=b"")


def test_a_registered_hotkey_or_somebody_elses_gets_no_second_slot() -> None:
    world, netuid = a_network()
    with pytest.raises(errors.HotKeyAlreadyRegisteredInSubNet):
        register(world, netuid, who=ALICE, hotkey=HOTKEY)
    world.accounts.create_if_missing(CAROL, OTHER_HOTKEY)
    with pytest.raises(errors.NonAssociatedColdKey):
        register(world, netuid)


def test_a_block_takes_so_many() -> None:
    world, netuid = a_network()
    world.parameters.max_registrations_per_block[netuid] = 0
    with pytest.raises(errors.TooManyRegistrationsThisBlock):
        register(world, netuid)


def test_a_full_network_without_anyone_to_prune_takes_nobody() -> None:
    world, netuid = a_network()
    world.parameters.max_allowed_uids[netuid] = 1
    with pytest.raises(errors.NoNeuronIdAvailable):
        register(world, netuid)


def test_difficulty_falls_to_its_floor_block_by_block_where_work_is_taken() -> None:
    world, netuid = a_network()
    world.parameters.burn_half_life[netuid] = 1
    world.parameters.difficulty[netuid] = 40
    world.registration.update_prices(10)
    assert world.parameters.difficulty[netuid] in (19, 20)
    for block in range(11, 20):
        world.registration.update_prices(block)
    assert world.parameters.difficulty[netuid] == EASY
    world.parameters.network_pow_registration_allowed[netuid] = False
    world.parameters.difficulty[netuid] = 40
    world.registration.update_prices(20)
    assert world.parameters.difficulty[netuid] == 40


def test_the_lowest_difficulty_counts_even_above_the_highest() -> None:
    world, netuid = a_network()
    world.parameters.max_difficulty[netuid] = 2
    assert world.work_registration.difficulty_of(netuid) == EASY


def test_the_pool_takes_good_work_of_an_account_without_money_and_refuses_any_other() -> None:
    chain, poor, hotkey = LocalChain(), Keypair.from_uri("//Penniless"), key("Bob//hot").public_key
    runtime = chain.begin()
    runtime.subtensor.parameters.network_pow_registration_allowed[1] = True
    runtime.subtensor.parameters.min_difficulty[1] = EASY
    runtime.subtensor.parameters.difficulty[1] = EASY
    chain.seal(runtime)
    head = chain.head

    def extrinsic(nonce, seal):
        call = chain.call(
            "SubtensorModule",
            "pow_register",
            netuid=1,
            work_block=head.number,
            nonce=nonce,
            work=seal,
            hotkey=hotkey,
        )
        return chain.sign(poor, call, nonce=0)

    nonce, seal = work_for(1, hotkey, poor.public_key, block_hash=head.hash())
    with pytest.raises(TransactionRefused):
        chain.validate(extrinsic(nonce + 1, seal))
    assert chain.validate(extrinsic(nonce, seal)) is not None
    runtime, (result,) = chain.block(extrinsic(nonce, seal))
    assert result == Ok(None)
    assert runtime.subtensor.neurons.uid_of(1, hotkey) == 1
    assert runtime.balances.free_balance(poor.public_key) == 0
