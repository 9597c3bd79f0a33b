"""bittensor 10.5.0, unmodified: stake locked for conviction, moved to another hotkey, and kept for good.

usage: sdk10_locks.py ENDPOINT [async], by the interpreter of the SDK, on a fresh chain.
"""

from bittensor import Balance
from bittensor.core.extrinsics.pallets import AdminUtils
from sdk10_client import as_root, connected, refused, stored, succeeded
from sdk10_wallets import development_wallet, passed

NETUID = 2

subtensor = connected()
alice, bob, charlie = (development_wallet(name) for name in ("Alice", "Bob", "Charlie"))
BOB, HOTKEY, OTHER = bob.coldkeypub.ss58_address, alice.hotkey.ss58_address, charlie.hotkey.ss58_address


def alpha(amount):
    return Balance.from_tao(amount).set_unit(NETUID)


succeeded(subtensor.register_subnet(wallet=alice))
succeeded(subtensor.start_call(wallet=alice, netuid=NETUID))
as_root(subtensor, alice, AdminUtils(subtensor).sudo_set_admin_freeze_window(window=0))
as_root(subtensor, alice, AdminUtils(subtensor).sudo_set_tempo(netuid=NETUID, tempo=5_000))
succeeded(subtensor.burned_register(wallet=charlie, netuid=NETUID))
succeeded(subtensor.add_stake(wallet=bob, netuid=NETUID, hotkey_ss58=HOTKEY, amount=Balance.from_tao(100)))
assert subtensor.get_coldkey_lock(BOB, NETUID) is None and subtensor.get_stake_locks(BOB, NETUID) == []
assert subtensor.get_stake_lock(BOB, NETUID, HOTKEY) is None and not subtensor.is_perpetual_lock(BOB, NETUID)
mine = {"wallet": bob, "netuid": NETUID}
refused(subtensor.lock_stake(hotkey_ss58=HOTKEY, amount=alpha(500), **mine), "InsufficientStakeForLock")
locked = succeeded(subtensor.lock_stake(hotkey_ss58=HOTKEY, amount=alpha(10), **mine))
at = subtensor.substrate.get_block_number(locked.extrinsic_receipt.block_hash)
((hotkey, lock),) = subtensor.get_stake_locks(BOB, NETUID, block=at)
assert hotkey == HOTKEY and lock == subtensor.get_stake_lock(BOB, NETUID, HOTKEY, block=at)
assert (
    lock["locked_mass"].rao == alpha(10).rao == stored(subtensor, "Lock", BOB, NETUID, HOTKEY, block=at)["locked_mass"]
)
assert (
    lock["last_update"] == at and subtensor.get_coldkey_lock(BOB, NETUID, block=at)["locked_mass"].rao == alpha(10).rao
)
passed("lock_stake")

free = subtensor.get_stake_availability_for_coldkeys([BOB])[BOB][NETUID]
assert free["available"] == free["total"] - free["locked"] and 0 < free["locked"] <= alpha(10).rao, free
whole = Balance.from_rao(free["total"], NETUID)
refused(subtensor.unstake(hotkey_ss58=HOTKEY, amount=whole, **mine), "StakeUnavailable")
passed("locked stake cannot be taken out")

at_once = subtensor.get_hotkey_conviction(HOTKEY, NETUID, block=at)
assert at_once == alpha(10).rao and subtensor.get_most_convicted_hotkey_on_subnet(NETUID) == HOTKEY, at_once
subtensor.wait_for_block(at + 10)
assert 0.999 * at_once < subtensor.get_hotkey_conviction(HOTKEY, NETUID) < at_once
passed("a lock on the owner's hotkey convinces at once, and decays")

assert not subtensor.is_perpetual_lock(BOB, NETUID)
succeeded(subtensor.set_perpetual_lock(enabled=True, **mine))
assert subtensor.is_perpetual_lock(BOB, NETUID)
succeeded(subtensor.set_perpetual_lock(enabled=False, **mine))
assert not subtensor.is_perpetual_lock(BOB, NETUID)
passed("set_perpetual_lock")

succeeded(subtensor.move_lock(destination_hotkey_ss58=OTHER, **mine))
((hotkey, _),) = subtensor.get_stake_locks(BOB, NETUID)
assert hotkey == OTHER and subtensor.get_stake_lock(BOB, NETUID, HOTKEY) is None
early = subtensor.get_hotkey_conviction(OTHER, NETUID)
subtensor.wait_for_block(subtensor.get_current_block() + 10)
assert subtensor.get_hotkey_conviction(OTHER, NETUID) > early >= 0.0
refused(subtensor.move_lock(wallet=charlie, netuid=NETUID, destination_hotkey_ss58=OTHER), "NoExistingLock")
refused(subtensor.lock_stake(hotkey_ss58=HOTKEY, amount=alpha(1), **mine), "LockHotkeyMismatch")
passed("move_lock")

subtensor.close()
