"""bittensor 10.5.0, unmodified: a hotkey is swapped on one network and on all; there is a call for it, and no function.

usage: sdk10_hotkeys.py ENDPOINT, by the interpreter of the SDK, on a fresh chain.
"""

import bittensor
from bittensor.core.extrinsics.pallets import AdminUtils, Sudo
from bittensor_wallet import Keypair
from sdk10_wallets import development_wallet, endpoint, passed

NETUID = 2

bittensor.logging.off()
subtensor = bittensor.Subtensor(network=endpoint())
alice, bob = (development_wallet(name) for name in ("Alice", "Bob"))
hotkey = alice.hotkey.ss58_address
new_hotkey = Keypair.create_from_uri("//Alice_new").ss58_address
UNSHIELDED = {"mev_protection": False}


def succeeded(response):
    assert response.success, (response.message, response.error)
    return response


def refused(response, name):
    assert not response.success and name in f"{response.message} {response.error}", (response.message, response.error)


def address(wallet):
    return wallet.coldkeypub.ss58_address


def of(call, wallet, **arguments):
    composed = subtensor.compose_call("SubtensorModule", call, arguments)
    return subtensor.sign_and_send_extrinsic(call=composed, wallet=wallet)


succeeded(subtensor.register_subnet(wallet=alice, **UNSHIELDED))
succeeded(subtensor.start_call(wallet=alice, netuid=NETUID, wait_for_finalization=True, **UNSHIELDED))
free_of_limits = Sudo(subtensor).sudo(call=AdminUtils(subtensor).sudo_set_tx_rate_limit(tx_rate_limit=0))
succeeded(subtensor.sign_and_send_extrinsic(call=free_of_limits, wallet=alice))

staked = bittensor.Balance.from_tao(10)
succeeded(subtensor.add_stake(wallet=bob, netuid=NETUID, hotkey_ss58=hotkey, amount=staked, **UNSHIELDED))
held = subtensor.get_stake(address(bob), hotkey, NETUID).rao
before = subtensor.get_balance(address(alice))
succeeded(of("swap_hotkey_v2", alice, hotkey=hotkey, new_hotkey=new_hotkey, netuid=NETUID, keep_stake=False))
assert subtensor.get_uid_for_hotkey_on_subnet(new_hotkey, NETUID) == 0
assert not subtensor.is_hotkey_registered(hotkey, netuid=NETUID)
assert subtensor.get_stake(address(bob), new_hotkey, NETUID).rao >= held > 0
assert subtensor.get_stake(address(bob), hotkey, NETUID).rao == 0
assert subtensor.get_subnet_owner_hotkey(NETUID) == new_hotkey
assert 1_000_000 <= (before - subtensor.get_balance(address(alice))).rao < 100_000_000
passed("swap_hotkey_v2 on one network")

subtensor.wait_for_block(subtensor.block + 2)
succeeded(of("swap_hotkey", alice, hotkey=new_hotkey, new_hotkey=hotkey, netuid=None))
assert subtensor.get_uid_for_hotkey_on_subnet(hotkey, NETUID) == 0
assert not subtensor.does_hotkey_exist(new_hotkey)
refused(of("swap_hotkey", bob, hotkey=hotkey, new_hotkey=new_hotkey, netuid=None), "NonAssociatedColdKey")
passed("swap_hotkey on all networks")
