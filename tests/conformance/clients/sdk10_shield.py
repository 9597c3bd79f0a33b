"""bittensor 10.5.0 sends what changes the chain through the MEV shield: registration, stake, transfers, and what fails.

usage: sdk10_shield.py ENDPOINT, by the interpreter of the SDK, on a chain whose first registered subnet this is.
"""

import asyncio

import bittensor
from bittensor import Balance
from bittensor.core.extrinsics.mev_shield import submit_encrypted_extrinsic
from bittensor.core.extrinsics.pallets import AdminUtils, MevShield, Sudo
from sdk10_wallets import development_wallet, endpoint, passed

bittensor.logging.off()
NETUID, OTHER_NETUID = 2, 3
SHIELDED = {"mev_protection": True}
subtensor = bittensor.Subtensor(network=endpoint())
alice, bob, charlie = (development_wallet(name) for name in ("Alice", "Bob", "Charlie"))


def stake_of(wallet, netuid=NETUID):
    return subtensor.get_stake(
        coldkey_ss58=wallet.coldkeypub.ss58_address, hotkey_ss58=bob.hotkey.ss58_address, netuid=netuid
    )


def came_behind_its_carrier(response):
    """Check that what was shielded succeeded, in the block of its carrier and right behind it."""
    assert response.success, (response.message, response.error)
    carrier, inner = response.extrinsic_receipt, response.mev_extrinsic
    assert inner.is_success, inner.error_message
    assert (inner.block_hash, inner.extrinsic_idx) == (carrier.block_hash, carrier.extrinsic_idx + 1)
    assert any(event["event_id"] == "EncryptedSubmitted" for event in carrier.triggered_events)
    return response


def unshielded(response):
    assert response.success, (response.message, response.error)


# the keys

assert len(subtensor.get_mev_shield_next_key()) == 1_184
subtensor.wait_for_block(5)
assert len(subtensor.get_mev_shield_current_key()) == 1_184
passed("get_mev_shield_next_key and get_mev_shield_current_key")

# what the functions of the SDK send shielded

came_behind_its_carrier(subtensor.register_subnet(wallet=alice, **SHIELDED))
came_behind_its_carrier(subtensor.register_subnet(wallet=alice, **SHIELDED))
assert subtensor.subnet_exists(NETUID) and subtensor.subnet_exists(OTHER_NETUID)
passed("register_subnet")

for netuid in (NETUID, OTHER_NETUID):
    came_behind_its_carrier(subtensor.start_call(wallet=alice, netuid=netuid, **SHIELDED))
passed("start_call")

came_behind_its_carrier(subtensor.burned_register(wallet=bob, netuid=NETUID, **SHIELDED))
came_behind_its_carrier(subtensor.burned_register(wallet=bob, netuid=OTHER_NETUID, **SHIELDED))
assert subtensor.is_hotkey_registered(hotkey_ss58=bob.hotkey.ss58_address, netuid=NETUID)
passed("burned_register")

before = subtensor.get_balance(charlie.coldkeypub.ss58_address)
sent = subtensor.transfer(
    wallet=alice, destination_ss58=charlie.coldkeypub.ss58_address, amount=Balance.from_tao(7), **SHIELDED
)
came_behind_its_carrier(sent)
assert subtensor.get_balance(charlie.coldkeypub.ss58_address) == before + Balance.from_tao(7)
passed("transfer")

staking = {"wallet": alice, "netuid": NETUID, "hotkey_ss58": bob.hotkey.ss58_address}
came_behind_its_carrier(subtensor.add_stake(**staking, amount=Balance.from_tao(10), **SHIELDED))
assert stake_of(alice) > Balance.from_tao(1).set_unit(NETUID)
safely = {"safe_staking": True, "rate_tolerance": 0.5, "allow_partial_stake": True}
came_behind_its_carrier(subtensor.add_stake(**staking, amount=Balance.from_tao(1), **safely, **SHIELDED))
passed("add_stake")

came_behind_its_carrier(subtensor.unstake(**staking, amount=Balance.from_tao(1).set_unit(NETUID), **SHIELDED))
passed("unstake")

moved = {"origin_netuid": NETUID, "destination_netuid": OTHER_NETUID, "amount": Balance.from_tao(1).set_unit(NETUID)}
swapping = subtensor.swap_stake(wallet=alice, hotkey_ss58=bob.hotkey.ss58_address, **moved, **SHIELDED)
came_behind_its_carrier(swapping)
assert stake_of(alice, OTHER_NETUID).rao > 0
passed("swap_stake")

# the block in which a stranger is paid is the one of the carrier, asynchronously too


async def stakes_asynchronously():
    async with bittensor.AsyncSubtensor(network=endpoint()) as client:
        response = await client.add_stake(**staking, amount=Balance.from_tao(1), **SHIELDED)
        assert response.success, (response.message, response.error)
        assert await response.mev_extrinsic.is_success
        assert response.mev_extrinsic.block_hash == response.extrinsic_receipt.block_hash


asyncio.run(stakes_asynchronously())
passed("add_stake, asynchronously")

# any call, by any key

call = Sudo(subtensor).sudo(call=AdminUtils(subtensor).sudo_set_admin_freeze_window(window=3))
came_behind_its_carrier(submit_encrypted_extrinsic(subtensor=subtensor, wallet=alice, call=call))
assert subtensor.get_admin_freeze_window() == 3
passed("submit_encrypted_extrinsic")

# what goes wrong

nowhere = {"wallet": alice, "netuid": 4_000, "hotkey_ss58": bob.hotkey.ss58_address}
lost = subtensor.add_stake(**nowhere, amount=Balance.from_tao(1), **SHIELDED)
assert not lost.success and "SubnetNotExists" in lost.message, lost
passed("a failure of what was shielded is named")

for ciphertext, said in ((b"\x00", "Custom error: 23"), (bytes(1_200), "Custom error: 24")):
    response = subtensor.sign_and_send_extrinsic(
        call=MevShield(subtensor).submit_encrypted(ciphertext=ciphertext), wallet=alice, period=8
    )
    assert not response.success and said in response.message, response
passed("a ciphertext that nobody can open is refused")

unshielded(subtensor.add_stake(**staking, amount=Balance.from_tao(1), mev_protection=False))
passed("without protection as before")
