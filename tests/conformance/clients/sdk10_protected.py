"""bittensor 10.5.0, unmodified: calls that travel encrypted for the author of the next blocks.

usage: sdk10_protected.py ENDPOINT [async], by the interpreter of the SDK, on a fresh chain.
"""

from bittensor import Balance
from bittensor.core.extrinsics.pallets import Balances, MevShield, SubtensorModule
from sdk10_client import connected, plain, refused, stored, succeeded
from sdk10_wallets import account, development_wallet, passed

BYTES_OF_A_KEY = 1184
tao = Balance.from_tao

subtensor = connected()
# Each signs once: the asynchronous client counts a shielded call as one nonce, and it takes two.
alice, bob, charlie, dave = (development_wallet(name) for name in ("Alice", "Bob", "Charlie", "Dave"))
FRED = account("Fred")
subtensor.wait_for_block(3)

keys = subtensor.get_mev_shield_next_key(), subtensor.get_mev_shield_current_key()
assert [len(key) for key in keys] == [BYTES_OF_A_KEY] * 2
passed("the keys of the shield")

call = Balances(subtensor).transfer_keep_alive(dest=FRED, value=tao(3).rao)
sent = succeeded(subtensor.mev_submit_encrypted(wallet=alice, call=call))
assert sent.mev_extrinsic is not None and sent.extrinsic_receipt is not None
assert subtensor.get_balance(FRED) == tao(3)
passed("mev_submit_encrypted")

succeeded(subtensor.transfer(wallet=bob, destination_ss58=FRED, amount=tao(2), mev_protection=True))
assert subtensor.get_balance(FRED) == tao(5)
passed("a protected transfer")

nowhere = SubtensorModule(subtensor).add_stake(hotkey=FRED, netuid=77, amount_staked=10**9)
refused(subtensor.mev_submit_encrypted(wallet=charlie, call=nowhere), "SubnetNotExists")
junk = MevShield(subtensor).submit_encrypted(ciphertext="0x00")
refused(subtensor.sign_and_send_extrinsic(call=junk, wallet=dave, period=8), "Custom error: 23")
assert plain(stored(subtensor, "Account", FRED, pallet="System"))["data"]["free"] == tao(5).rao
passed("what fails behind the shield")

subtensor.close()
