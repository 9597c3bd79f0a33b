"""bittensor 10.5.0, unmodified: stake in, out, moved, exchanged, given away and burnt, in part and within a price.

usage: sdk10_staking.py ENDPOINT [async], by the interpreter of the SDK, on a fresh chain.
"""

from bittensor import Balance
from bittensor.core.extrinsics.pallets import AdminUtils
from sdk10_client import as_root, connected, refused, stored, succeeded
from sdk10_wallets import account, development_wallet, passed

FIRST, SECOND = 2, 3
tao = Balance.from_tao

subtensor = connected()
alice, bob, charlie = (development_wallet(name) for name in ("Alice", "Bob", "Charlie"))
ALICE, BOB, HOTKEY, OTHER = (
    alice.coldkeypub.ss58_address,
    bob.coldkeypub.ss58_address,
    alice.hotkey.ss58_address,
    charlie.hotkey.ss58_address,
)


def alpha(amount, netuid=FIRST):
    return Balance.from_tao(amount).set_unit(netuid)


def held(netuid=FIRST, hotkey=HOTKEY, coldkey=BOB):
    return subtensor.get_stake(coldkey, hotkey, netuid)


def all_of(netuid=FIRST, hotkey=HOTKEY, coldkey=BOB):
    return Balance.from_rao(held(netuid, hotkey, coldkey).rao, netuid)


stake = {"wallet": bob, "hotkey_ss58": HOTKEY, "netuid": FIRST}

for netuid, owner in ((FIRST, alice), (SECOND, charlie)):
    succeeded(subtensor.register_subnet(wallet=owner))
    assert subtensor.get_stake_add_fee(tao(1), netuid).rao == 503_547
refused(subtensor.add_stake(amount=tao(1), **stake), "SubtokenDisabled")
as_root(subtensor, alice, AdminUtils(subtensor).sudo_set_admin_freeze_window(window=0))
for netuid, owner in ((FIRST, alice), (SECOND, charlie)):
    succeeded(subtensor.start_call(wallet=owner, netuid=netuid))
    # Blocks must not pay dividends while stake is counted below.
    as_root(subtensor, alice, AdminUtils(subtensor).sudo_set_tempo(netuid=netuid, tempo=5_000))
passed("stake before the start is refused")

before, pool = subtensor.get_balance(BOB), subtensor.subnet(FIRST)
staked = succeeded(subtensor.add_stake(amount=tao(10), **stake))
assert before - subtensor.get_balance(BOB) == tao(10) + staked.extrinsic_fee
assert staked.data["stake_before"].rao == 0 and staked.data["stake_after"] == held()
paid_in = 10**10 - subtensor.get_stake_add_fee(tao(10), FIRST).rao
expected = pool.alpha_in.rao * paid_in // (pool.tao_in.rao + paid_in)
assert abs(held().rao - expected) < expected // 1000, (held(), expected)
assert staked.transaction_tao_fee.rao == 5_035_477, staked.transaction_tao_fee
unknown = subtensor.add_stake(amount=tao(1), **stake | {"hotkey_ss58": account("Nobody")})
refused(unknown, "HotKeyAccountNotExists")
refused(subtensor.add_stake(amount=tao(1), **stake | {"netuid": 77}), "SubnetNotExists")
refused(subtensor.add_stake(amount=Balance.from_rao(1), **stake), "AmountTooLow")
passed("add_stake")

mine = subtensor.get_stake_info_for_coldkey(BOB)
assert [(each.hotkey_ss58, each.coldkey_ss58, each.netuid, each.stake) for each in mine] == [
    (HOTKEY, BOB, FIRST, held())
]
assert subtensor.get_stake_info_for_coldkeys([BOB, ALICE])[BOB] == mine
assert subtensor.get_stake_for_coldkey_and_hotkey(BOB, HOTKEY)[FIRST] == mine[0]
assert list(subtensor.get_stake_for_coldkey_and_hotkey(BOB, HOTKEY, netuids=[FIRST])) == [FIRST]
assert subtensor.get_stake_for_hotkey(HOTKEY, FIRST).rao == stored(subtensor, "TotalHotkeyAlpha", HOTKEY, FIRST)
assert subtensor.get_staking_hotkeys(BOB) == [HOTKEY]
available = subtensor.get_stake_availability_for_coldkeys([BOB], netuids=[FIRST])[BOB][FIRST]
assert available == {"total": held().rao, "locked": 0, "available": held().rao}, available
passed("stake as the chain tells of it")

within = {"safe_staking": True, "rate_tolerance": 0.1}
succeeded(subtensor.add_stake(amount=tao(1), **within, **stake))
strict = {"safe_staking": True, "rate_tolerance": 0.0001}
refused(subtensor.add_stake(amount=tao(100), **strict, **stake), "SlippageTooHigh")
before = subtensor.get_balance(BOB)
part = succeeded(subtensor.add_stake(amount=tao(100), allow_partial_stake=True, **strict, **stake))
spent = before - subtensor.get_balance(BOB) - part.extrinsic_fee
assert Balance(0) < spent < tao(100), spent
passed("add_stake within a price, and in part")

before, owned = subtensor.get_balance(BOB), held()
removed = succeeded(subtensor.unstake(amount=alpha(2), **stake))
assert owned.rao - held().rao == alpha(2).rao and subtensor.get_balance(BOB) > before
refused(subtensor.unstake(amount=alpha(1_000_000), **stake), "Not enough stake")
refused(subtensor.unstake(amount=alpha(5), safe_unstaking=True, rate_tolerance=0.0001, **stake), "SlippageTooHigh")
partly = {"safe_unstaking": True, "allow_partial_stake": True, "rate_tolerance": 0.0001}
owned = held()
succeeded(subtensor.unstake(amount=alpha(5), **partly, **stake))
assert 0 < owned.rao - held().rao < alpha(5).rao, (owned, held())
succeeded(subtensor.unstake(amount=alpha(1), safe_unstaking=True, rate_tolerance=0.1, **stake))
passed("unstake, within a price, and in part")

refused(subtensor.unstake_all(rate_tolerance=0.000001, **stake), "SlippageTooHigh")
succeeded(subtensor.unstake_all(rate_tolerance=0.5, **stake))
assert held().rao == 0 and subtensor.get_stake_info_for_coldkey(BOB) == []
succeeded(subtensor.add_stake(amount=tao(1), **stake))
succeeded(subtensor.unstake_all(rate_tolerance=None, **stake))
assert held().rao == 0
refused(subtensor.unstake_all(rate_tolerance=None, **stake), "AmountTooLow")
passed("unstake_all")

pairs = {"netuids": [FIRST, SECOND], "hotkey_ss58s": [HOTKEY, OTHER]}
many = succeeded(subtensor.add_stake_multiple(wallet=bob, amounts=[tao(5), tao(5)], **pairs))
assert held().rao > 0 and held(SECOND, OTHER).rao > 0 and all(each for each in many.data.values())
half = subtensor.add_stake_multiple(
    wallet=bob, netuids=[FIRST, 77], hotkey_ss58s=[HOTKEY, OTHER], amounts=[tao(1), tao(1)]
)
refused(half, "Some stake were successful")
succeeded(subtensor.unstake_multiple(wallet=bob, amounts=[alpha(1), alpha(1, SECOND)], **pairs))
assert alpha(4).rao < held().rao + alpha(1).rao < alpha(7).rao
succeeded(subtensor.unstake_multiple(wallet=bob, unstake_all=True, **pairs))
assert held().rao == held(SECOND, OTHER).rao == 0
succeeded(subtensor.add_stake(amount=tao(1), **stake))
too_much = subtensor.unstake_multiple(wallet=bob, netuids=[FIRST], hotkey_ss58s=[HOTKEY], amounts=[alpha(5)])
refused(too_much, "No one unstake were successful")
succeeded(subtensor.unstake_all(rate_tolerance=None, **stake))
passed("add_stake_multiple and unstake_multiple")

succeeded(subtensor.add_stake(amount=tao(50), **stake))
move = {"wallet": bob, "origin_netuid": FIRST, "origin_hotkey_ss58": HOTKEY, "destination_hotkey_ss58": OTHER}
moved = succeeded(subtensor.move_stake(destination_netuid=FIRST, amount=alpha(10), **move))
assert held(FIRST, OTHER).rao == alpha(10).rao, held(FIRST, OTHER)
succeeded(subtensor.move_stake(destination_netuid=SECOND, amount=alpha(5), **move))
assert 0 < held(SECOND, OTHER).rao < alpha(6).rao
refused(subtensor.move_stake(destination_netuid=SECOND, amount=alpha(500), **move), "Insufficient stake")
refused(subtensor.move_stake(destination_netuid=77, amount=alpha(1), **move), "SubnetNotExists")
succeeded(subtensor.move_stake(destination_netuid=SECOND, move_all_stake=True, **move))
assert held().rao == 0
passed("move_stake")

swap = {"wallet": bob, "hotkey_ss58": OTHER, "origin_netuid": FIRST, "destination_netuid": SECOND}
owned = held(SECOND, OTHER)
succeeded(subtensor.swap_stake(amount=alpha(1), **swap))
assert held(FIRST, OTHER).rao == alpha(9).rao and held(SECOND, OTHER) > owned
succeeded(subtensor.swap_stake(amount=alpha(1), safe_swapping=True, rate_tolerance=0.1, **swap))
# The SDK sends the ratio of the prices where the chain reads rao, so that its limit never binds.
succeeded(subtensor.swap_stake(amount=alpha(1), safe_swapping=True, allow_partial_stake=True, **swap))
assert held(FIRST, OTHER).rao == alpha(7).rao
refused(subtensor.swap_stake(amount=alpha(700), **swap), "Insufficient stake")
passed("swap_stake, within a ratio")

gift = {"wallet": bob, "destination_coldkey_ss58": ALICE, "hotkey_ss58": OTHER, "origin_netuid": FIRST}
succeeded(subtensor.transfer_stake(destination_netuid=FIRST, amount=alpha(1), **gift))
assert held(FIRST, OTHER, ALICE).rao == alpha(1).rao
succeeded(subtensor.transfer_stake(destination_netuid=SECOND, amount=alpha(1), **gift))
assert held(SECOND, OTHER, ALICE).rao > 0
refused(subtensor.transfer_stake(destination_netuid=FIRST, amount=alpha(900), **gift), "Insufficient stake")
as_root(subtensor, alice, AdminUtils(subtensor).sudo_set_toggle_transfer(netuid=FIRST, toggle=False))
refused(subtensor.transfer_stake(destination_netuid=FIRST, amount=alpha(1), **gift), "TransferDisallowed")
passed("transfer_stake")

before = subtensor.get_balance(BOB), held()
burnt = succeeded(subtensor.add_stake_burn(amount=tao(1), **stake))
assert before[0] - subtensor.get_balance(BOB) == tao(1) + burnt.extrinsic_fee and held() == before[1]
succeeded(subtensor.add_stake_burn(amount=tao(1), limit_price=tao(2), **stake))
refused(subtensor.add_stake_burn(amount=tao(1), limit_price=Balance.from_rao(1), **stake), "PriceLimitExceeded")
passed("add_stake_burn")

assert subtensor.get_auto_stakes(BOB) == {}
auto = {"wallet": bob, "netuid": FIRST}
refused(subtensor.set_auto_stake(hotkey_ss58=account("Nobody"), **auto), "HotKeyNotRegisteredInSubNet")
succeeded(subtensor.set_auto_stake(hotkey_ss58=HOTKEY, **auto))
assert subtensor.get_auto_stakes(BOB) == {FIRST: HOTKEY}
refused(subtensor.set_auto_stake(hotkey_ss58=HOTKEY, **auto), "SameAutoStakeHotkeyAlreadySet")
passed("set_auto_stake")

subtensor.close()
