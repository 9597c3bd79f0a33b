"""bittensor 10.5.0, unmodified: what stake on root earns, and how its owners claim it.

usage: sdk10_root.py ENDPOINT [async], by the interpreter of the SDK, on a fresh chain.
"""

from bittensor import Balance
from bittensor.core.extrinsics.pallets import AdminUtils, SubtensorModule
from sdk10_client import as_root, connected, outcome_as_root, plain, refused, stored, succeeded
from sdk10_wallets import development_wallet, passed

NETUID, TEMPO = 2, 10
tao = Balance.from_tao

subtensor = connected()
alice, bob, charlie = (development_wallet(name) for name in ("Alice", "Bob", "Charlie"))
BOB, CHARLIE, HOTKEY = bob.coldkeypub.ss58_address, charlie.coldkeypub.ss58_address, alice.hotkey.ss58_address
administration = AdminUtils(subtensor)


def by_root(call):
    as_root(subtensor, alice, call)


def claimable(coldkey=BOB):
    return subtensor.get_root_claimable_stake(coldkey, HOTKEY, NETUID)


succeeded(subtensor.root_register(wallet=alice))
refused(subtensor.start_call(wallet=bob, netuid=0), "BadOrigin")
succeeded(subtensor.start_call(wallet=alice, netuid=0))
by_root(administration.sudo_set_admin_freeze_window(window=0))
by_root(administration.sudo_set_tempo(netuid=0, tempo=TEMPO))
assert subtensor.tempo(0) == TEMPO
succeeded(subtensor.register_subnet(wallet=bob))
succeeded(subtensor.start_call(wallet=bob, netuid=NETUID))
by_root(administration.sudo_set_tempo(netuid=NETUID, tempo=TEMPO))
emission = subtensor.compose_call("AdminUtils", "sudo_set_subnet_emission_enabled", {"netuid": NETUID, "enabled": True})
by_root(emission)
passed("root and a network started")

moving = subtensor.substrate.create_storage_key("SubtensorModule", "SubnetMovingPrice", [NETUID]).to_hex()
written = (2 * 2**32).to_bytes(32, "little").hex()
by_root(subtensor.compose_call("System", "set_storage", {"items": [(moving, "0x" + written)]}))
assert subtensor.subnet(NETUID).moving_price > 0
succeeded(subtensor.add_stake(wallet=bob, netuid=0, hotkey_ss58=HOTKEY, amount=tao(1000)))
succeeded(subtensor.add_stake(wallet=charlie, netuid=0, hotkey_ss58=HOTKEY, amount=tao(500)))
assert tao(1000) <= subtensor.get_stake(BOB, HOTKEY, 0) < tao(1001)
assert subtensor.sim_swap(origin_netuid=0, destination_netuid=0, amount=tao(1)).tao_fee == tao(0)
assert subtensor.get_unstake_fee(0, tao(1)) == tao(0)
passed("stake on root costs no fee")

before = subtensor.get_balance(BOB)
out = succeeded(subtensor.unstake(wallet=bob, netuid=0, hotkey_ss58=HOTKEY, amount=tao(1)))
assert subtensor.get_balance(BOB) - before == tao(1) - out.extrinsic_fee
succeeded(subtensor.unstake(wallet=bob, netuid=0, hotkey_ss58=HOTKEY, amount=tao(1), safe_unstaking=True))
succeeded(subtensor.add_stake(wallet=bob, netuid=0, hotkey_ss58=HOTKEY, amount=tao(2), safe_staking=True))
assert tao(1000) <= subtensor.get_stake(BOB, HOTKEY, 0) < tao(1001)
passed("unstake from root pays to the rao")

for choice in ("Keep", {"KeepSubnets": {"subnets": [NETUID]}}, "Swap"):
    succeeded(subtensor.set_root_claim_type(bob, new_root_claim_type=choice))
    assert subtensor.get_root_claim_type(BOB) == choice
nothing = subtensor.set_root_claim_type(bob, new_root_claim_type={"KeepSubnets": {"subnets": []}})
refused(nothing, "KeepSubnets must have at least one subnet")
passed("set_root_claim_type")

succeeded(subtensor.add_stake(wallet=alice, netuid=NETUID, hotkey_ss58=HOTKEY, amount=tao(10)))
succeeded(subtensor.burned_register(wallet=alice, netuid=NETUID))
by_root(SubtensorModule(subtensor).sudo_set_num_root_claims(new_value=0))
assert stored(subtensor, "NumRootClaim") == 0
succeeded(subtensor.set_root_claim_type(bob, new_root_claim_type="Keep"))
for _ in range(12):
    subtensor.wait_for_block(subtensor.get_next_epoch_start_block(NETUID) + 1)
    if claimable().rao > 10**6:
        break
rates = subtensor.get_root_claimable_all_rates(HOTKEY)
assert rates and rates[NETUID] > 0 and abs(subtensor.get_root_claimable_rate(HOTKEY, NETUID) / rates[NETUID] - 1) < 1
assert claimable().rao > 10**6, (claimable(), rates)
kept = subtensor.get_root_alpha_dividends_per_subnet(HOTKEY, NETUID)
assert kept.rao >= 0 and kept.unit == Balance(0).set_unit(NETUID).unit
passed("what root stake may claim")

held = subtensor.get_stake(BOB, HOTKEY, NETUID)
earlier = subtensor.get_root_claimed(BOB, HOTKEY, NETUID)
succeeded(subtensor.claim_root(bob, netuids=[NETUID]))
gained = subtensor.get_stake(BOB, HOTKEY, NETUID).rao - held.rao
claimed = subtensor.get_root_claimed(BOB, HOTKEY, NETUID)
assert gained > 10**6 and claimed.rao == stored(subtensor, "RootClaimed", NETUID, HOTKEY, BOB) > earlier.rao, (
    gained,
    claimed,
)
refused(subtensor.claim_root(bob, netuids=list(range(1, 7))), "InvalidSubnetNumber")
refused(subtensor.claim_root(bob, netuids=[]), "InvalidSubnetNumber")
passed("claim_root keeps alpha")

rooted = subtensor.get_stake(CHARLIE, HOTKEY, 0)
succeeded(subtensor.claim_root(charlie, netuids=[NETUID]))
assert subtensor.get_stake(CHARLIE, HOTKEY, 0) > rooted and subtensor.get_stake(CHARLIE, HOTKEY, NETUID).rao == 0
passed("claim_root swaps to root")

by_root(SubtensorModule(subtensor).sudo_set_num_root_claims(new_value=5))
assert plain(subtensor.query_subtensor("NumRootClaim")) == 5
earlier = subtensor.get_root_claimed(BOB, HOTKEY, NETUID)
for _ in range(4):
    subtensor.wait_for_block(subtensor.get_next_epoch_start_block(NETUID) + 1)
assert subtensor.get_root_claimed(BOB, HOTKEY, NETUID) > earlier
stranger = outcome_as_root(subtensor, alice, SubtensorModule(subtensor).claim_root(subnets=[NETUID]))
assert "BadOrigin" in stranger, stranger
passed("claims that the chain makes by itself")

subtensor.close()
