"""bittensor 10.5.0, unmodified: what the SDK still offers and chains of this interface have no more, refused in words.

usage: sdk10_gone.py ENDPOINT [async], by the interpreter of the SDK, on a fresh chain.
"""

from bittensor import Balance
from bittensor.core.extrinsics.pallets import Swap
from sdk10_client import as_root, complains, connected, refused, send
from sdk10_wallets import development_wallet, passed

NETUID = 1
GONE = "permanently removed"
tao = Balance.from_tao

subtensor = connected()
alice = development_wallet("Alice")
HOTKEY = alice.hotkey.ss58_address

mine = {"wallet": alice, "netuid": NETUID}
refused(subtensor.add_liquidity(liquidity=tao(1), price_low=tao(1), price_high=tao(2), **mine), GONE)
refused(subtensor.modify_liquidity(position_id=1, liquidity_delta=tao(1), **mine), GONE)
refused(subtensor.remove_liquidity(position_id=1, **mine), GONE)
refused(subtensor.toggle_user_liquidity(enable=True, **mine), GONE)
assert subtensor.get_liquidity_list(**mine) == []
passed("the SDK itself says that liquidity of users is gone")

swap = Swap(subtensor)
position = {"netuid": NETUID, "hotkey": HOTKEY, "position_id": 1}
ticks = {"liquidity": 10**9, "tick_low": 1, "tick_high": 2}
refused(send(subtensor, alice, swap.add_liquidity(netuid=NETUID, hotkey=HOTKEY, **ticks)), "Deprecated")
refused(send(subtensor, alice, swap.modify_position(liquidity_delta=5, **position)), "Deprecated")
refused(send(subtensor, alice, swap.remove_liquidity(**position)), "Deprecated")
refused(send(subtensor, alice, swap.toggle_user_liquidity(netuid=NETUID, enable=True)), "Deprecated")
passed("so does the chain")

with complains(Exception, "Triumvirate"):
    subtensor.get_vote_data("0x" + "11" * 32)
passed("there is no triumvirate")

# Nothing writes them since prices decide over emission.
assert subtensor.get_all_ema_tao_inflow() == {}
key = subtensor.substrate.create_storage_key("SubtensorModule", "SubnetEmaTaoFlow", [NETUID]).to_hex()
flow = (12).to_bytes(8, "little") + (3 * 2**64 + 2**63).to_bytes(16, "little")
as_root(subtensor, alice, subtensor.compose_call("System", "set_storage", {"items": [(key, "0x" + flow.hex())]}))
assert subtensor.get_ema_tao_inflow(NETUID) == (12, Balance.from_rao(3))
assert subtensor.get_all_ema_tao_inflow() == {NETUID: (12, Balance.from_rao(3))}
passed("the averages of flows")

subtensor.close()
