"""bittensor 10.5.0, unmodified: what owners of stake, hotkeys and subnets do beside the main loop.

usage: sdk10_owners.py ENDPOINT, by the interpreter of the SDK, on a chain whose first registered subnets these are.
"""

import bittensor
from bittensor import Balance
from bittensor.core.extrinsics.pallets import AdminUtils, Sudo
from sdk10_wallets import development_wallet, endpoint, passed

FIRST, SECOND = 2, 3
ONE_TAO = Balance.from_tao(1)

bittensor.logging.off()
subtensor = bittensor.Subtensor(network=endpoint())
alice, bob, charlie = (development_wallet(name) for name in ("Alice", "Bob", "Charlie"))
hotkey, other_hotkey, miner = (wallet.hotkey.ss58_address for wallet in (alice, charlie, bob))


def succeeded(response):
    assert response.success, (response.message, response.error)
    return response


def by_sudo(call):
    succeeded(subtensor.sign_and_send_extrinsic(call=Sudo(subtensor).sudo(call=call), wallet=alice))


def stake(netuid, key=hotkey, wallet=alice):
    return subtensor.get_stake(wallet.coldkeypub.ss58_address, key, netuid).rao


def alpha(amount, netuid=FIRST):
    return Balance.from_tao(amount).set_unit(netuid)


for netuid, owner in ((FIRST, alice), (SECOND, charlie)):
    succeeded(subtensor.register_subnet(wallet=owner))
    succeeded(subtensor.start_call(wallet=owner, netuid=netuid, wait_for_finalization=True))
passed("two subnets in a row")

administration = AdminUtils(subtensor)
by_sudo(administration.sudo_set_admin_freeze_window(window=0))
by_sudo(administration.sudo_set_weights_set_rate_limit(netuid=FIRST, weights_set_rate_limit=0))
by_sudo(administration.sudo_set_tx_rate_limit(tx_rate_limit=0))
by_sudo(administration.sudo_set_tx_delegate_take_rate_limit(tx_rate_limit=0))
# Blocks must not pay dividends while stake is counted below, and a commit must wait less than a script does.
by_sudo(administration.sudo_set_tempo(netuid=FIRST, tempo=60))
assert subtensor.tempo(FIRST) == 60 and subtensor.tx_rate_limit() == 0
succeeded(subtensor.burned_register(wallet=bob, netuid=FIRST))
many = subtensor.add_stake_multiple(
    wallet=alice, netuids=[FIRST, SECOND], hotkey_ss58s=[hotkey, other_hotkey], amounts=[ONE_TAO * 50, ONE_TAO * 5]
)
succeeded(many)
assert stake(FIRST) > 0 and stake(SECOND, other_hotkey) > 0
passed("add_stake_multiple")

before = stake(SECOND, other_hotkey)
succeeded(
    subtensor.move_stake(
        wallet=alice,
        origin_netuid=FIRST,
        origin_hotkey_ss58=hotkey,
        destination_netuid=SECOND,
        destination_hotkey_ss58=other_hotkey,
        amount=alpha(5),
    )
)
assert stake(SECOND, other_hotkey) > before
passed("move_stake")

assert stake(SECOND) == 0
succeeded(
    subtensor.swap_stake(
        wallet=alice, hotkey_ss58=hotkey, origin_netuid=FIRST, destination_netuid=SECOND, amount=alpha(5)
    )
)
assert stake(SECOND) > 0
passed("swap_stake")

succeeded(
    subtensor.transfer_stake(
        wallet=alice,
        destination_coldkey_ss58=bob.coldkeypub.ss58_address,
        hotkey_ss58=hotkey,
        origin_netuid=FIRST,
        destination_netuid=FIRST,
        amount=alpha(5),
    )
)
assert stake(FIRST, wallet=bob) >= alpha(5).rao
passed("transfer_stake")

succeeded(subtensor.unstake_all(wallet=bob, netuid=FIRST, hotkey_ss58=hotkey, rate_tolerance=0.1))
assert stake(FIRST, wallet=bob) == 0
passed("unstake_all")

before = subtensor.get_balance(bob.coldkeypub.ss58_address)
burnt = succeeded(subtensor.add_stake_burn(wallet=bob, netuid=FIRST, hotkey_ss58=hotkey, amount=ONE_TAO))
assert before - subtensor.get_balance(bob.coldkeypub.ss58_address) == ONE_TAO + burnt.extrinsic_fee
assert stake(FIRST, wallet=bob) == 0
passed("add_stake_burn")

succeeded(subtensor.set_delegate_take(wallet=alice, hotkey_ss58=hotkey, take=0.1))
assert abs(subtensor.get_delegate_take(hotkey) - 0.1) < 1e-4
greedy = subtensor.set_delegate_take(wallet=alice, hotkey_ss58=hotkey, take=0.5)
assert not greedy.success and "DelegateTakeTooHigh" in str(greedy.message), greedy
passed("set_delegate_take")

succeeded(subtensor.set_auto_stake(wallet=bob, netuid=FIRST, hotkey_ss58=hotkey))
assert subtensor.get_auto_stakes(bob.coldkeypub.ss58_address) == {FIRST: hotkey}
passed("set_auto_stake")

succeeded(subtensor.set_children(wallet=alice, netuid=FIRST, hotkey_ss58=hotkey, children=[(0.5, miner)]))
pending, _ = subtensor.get_children_pending(hotkey, FIRST)
assert pending == [(0.5, miner)], pending
passed("set_children")

described = bittensor.SubnetIdentity(
    subnet_name="first",
    github_repo="",
    subnet_contact="",
    subnet_url="https://example.org",
    logo_url="",
    discord="",
    description="of a test",
    additional="",
)
succeeded(subtensor.set_subnet_identity(wallet=alice, netuid=FIRST, subnet_identity=described))
assert subtensor.subnet(FIRST).subnet_identity == described
assert subtensor.subnet(FIRST).subnet_name == "first"
passed("set_subnet_identity")

salt = [1, 2, 3, 4]
weights = {"netuid": FIRST, "uids": [1], "weights": [65535], "salt": salt}
subtensor.wait_for_block(subtensor.get_next_epoch_start_block(FIRST) + 1)
succeeded(subtensor.commit_weights(wallet=alice, **weights))
early = subtensor.reveal_weights(wallet=alice, max_attempts=1, **weights)
assert not early.success and "RevealTooEarly" in str(early.message), early
subtensor.wait_for_block(subtensor.get_next_epoch_start_block(FIRST) + 1)
succeeded(subtensor.reveal_weights(wallet=alice, **weights))
assert subtensor.weights(FIRST) == [(0, [(1, 65535)])]
passed("commit and reveal weights")

succeeded(subtensor.lock_stake(wallet=alice, hotkey_ss58=hotkey, netuid=FIRST, amount=alpha(1)))
address = alice.coldkeypub.ss58_address
availability = subtensor.get_stake_availability_for_coldkeys([address])[address][FIRST]
assert 0 < availability["locked"] <= alpha(1).rao, availability
assert availability["available"] == availability["total"] - availability["locked"], availability
passed("lock_stake")

outside = subtensor.set_tempo(wallet=alice, netuid=FIRST, tempo=4)
assert not outside.success and "TempoOutOfBounds" in str(outside.message), outside
succeeded(subtensor.set_tempo(wallet=alice, netuid=FIRST, tempo=400))
assert subtensor.tempo(FIRST) == 400
passed("set_tempo")

subtensor.close()
