"""bittensor 10.5.0, unmodified: delegates, their takes, who follows them, and the children they hand stake to.

usage: sdk10_delegation.py ENDPOINT [async], by the interpreter of the SDK, on a fresh chain.
"""

from bittensor import Balance
from bittensor.core.extrinsics.pallets import AdminUtils
from sdk10_client import as_root, connected, extrinsic, refused, send, stored, succeeded
from sdk10_wallets import account, development_wallet, passed

NETUID = 2
ONE_TAO = Balance.from_tao(1)

subtensor = connected()
alice, bob, charlie, dave = (development_wallet(name) for name in ("Alice", "Bob", "Charlie", "Dave"))
ALICE, BOB = alice.coldkeypub.ss58_address, bob.coldkeypub.ss58_address
HOTKEY, MINER, THIRD = (wallet.hotkey.ss58_address for wallet in (alice, bob, charlie))
NOBODY = account("Nobody")
administration = AdminUtils(subtensor)


def by_root(call):
    as_root(subtensor, alice, call)


def identity(name):
    call = {"name": name, "url": "u", "github_repo": "g", "image": "i", "discord": "d", "description": "x"}
    return subtensor.compose_call("SubtensorModule", "set_identity", call | {"additional": "a"})


assert subtensor.get_delegates() == [] and subtensor.get_delegate_identities() == {}
assert subtensor.get_delegate_by_hotkey(MINER) is None and not subtensor.is_hotkey_delegate(MINER)
assert subtensor.query_identity(ALICE) is None
refused(subtensor.set_delegate_take(wallet=alice, hotkey_ss58=MINER, take=0.1), "HotKeyAccountNotExists")
succeeded(subtensor.root_register(wallet=alice))
assert subtensor.is_hotkey_delegate(HOTKEY) and not subtensor.is_hotkey_delegate(MINER)
assert abs(subtensor.get_delegate_take(HOTKEY) - 11796 / 65535) < 1e-9
succeeded(send(subtensor, alice, identity("Alice the validator")))
named = subtensor.query_identity(ALICE)
assert (named.name, named.url, named.image, named.additional) == ("Alice the validator", "u", "i", "a"), named
assert subtensor.get_delegate_identities() == {ALICE: named}
passed("identities")

refused(subtensor.set_delegate_take(wallet=bob, hotkey_ss58=HOTKEY, take=0.1), "NonAssociatedColdKey")
refused(subtensor.set_delegate_take(wallet=alice, hotkey_ss58=HOTKEY, take=0.5), "DelegateTakeTooHigh")
succeeded(subtensor.set_delegate_take(wallet=alice, hotkey_ss58=HOTKEY, take=0.1))
assert stored(subtensor, "Delegates", HOTKEY) == int(0.1 * 65535)
refused(subtensor.set_delegate_take(wallet=alice, hotkey_ss58=HOTKEY, take=0.12), "DelegateTxRateLimitExceeded")
by_root(administration.sudo_set_tx_delegate_take_rate_limit(tx_rate_limit=0))
succeeded(subtensor.set_delegate_take(wallet=alice, hotkey_ss58=HOTKEY, take=0.12))
assert abs(subtensor.get_delegate_take(HOTKEY) - 0.12) < 1e-4
take = extrinsic(subtensor, "take", "set_take")
succeeded(take(wallet=alice, hotkey_ss58=HOTKEY, take=6553, action="decrease_take"))
assert stored(subtensor, "Delegates", HOTKEY) == 6553
passed("set_delegate_take")

succeeded(subtensor.register_subnet(wallet=alice))
succeeded(subtensor.start_call(wallet=alice, netuid=NETUID))
for wallet in (bob, charlie):
    succeeded(subtensor.burned_register(wallet=wallet, netuid=NETUID))
succeeded(subtensor.add_stake(wallet=bob, netuid=NETUID, hotkey_ss58=HOTKEY, amount=ONE_TAO * 10))
now = subtensor.get_current_block()
delegates = {delegate.hotkey_ss58: delegate for delegate in subtensor.get_delegates(block=now)}
assert set(delegates) == {HOTKEY}, delegates.keys()
mine = subtensor.get_delegate_by_hotkey(HOTKEY, block=now)
assert mine == delegates[HOTKEY] and mine.owner_ss58 == ALICE and mine.registrations == [0, NETUID], mine
assert mine.nominators[BOB][NETUID].rao == subtensor.get_stake(BOB, HOTKEY, NETUID, block=now).rao > 0, mine
followed = {(each.hotkey_ss58, each.netuid): each.stake for each in subtensor.get_delegated(BOB, block=now)}
assert followed[HOTKEY, NETUID].rao == mine.nominators[BOB][NETUID].rao, followed
passed("delegates and who follows them")

by_root(administration.sudo_set_nominator_min_required_stake(min_stake=10**11))
assert subtensor.get_minimum_required_stake() == ONE_TAO * 0.1 * stored(subtensor, "NominatorMinRequiredStake") / 10**8
assert subtensor.get_stake(BOB, HOTKEY, NETUID).rao == 0
by_root(administration.sudo_set_nominator_min_required_stake(min_stake=0))
passed("small nominations are paid back")

by_root(administration.sudo_set_admin_freeze_window(window=0))
by_root(administration.sudo_set_tempo(netuid=NETUID, tempo=20))
by_root(administration.sudo_set_stake_threshold(min_stake=10**15))
children = {"wallet": alice, "hotkey_ss58": HOTKEY, "netuid": NETUID}
poor = {"wallet": bob, "hotkey_ss58": MINER, "netuid": NETUID}
refused(subtensor.set_children(children=[(1.0, THIRD)], **poor), "NotEnoughStakeToSetChildkeys")
by_root(administration.sudo_set_stake_threshold(min_stake=0))
refused(subtensor.set_children(children=[(1.0, MINER)], **children | {"wallet": bob}), "NonAssociatedColdKey")
refused(subtensor.set_children(children=[(1.0, MINER)], **children | {"netuid": 0}), "RegistrationNotPermittedOnRoot")
refused(subtensor.set_children(children=[(1.0, MINER)], **children | {"netuid": 77}), "SubnetNotExists")
refused(subtensor.set_children(children=[(1.0, HOTKEY)], **children), "InvalidChild")
refused(subtensor.set_children(children=[(0.5, MINER), (0.5, MINER)], **children), "DuplicateChild")
assert subtensor.get_children(HOTKEY, NETUID) == (True, [], "") and subtensor.get_parents(MINER, NETUID) == []
passed("children refused")

cooldown = extrinsic(subtensor, "children", "root_set_pending_childkey_cooldown")
succeeded(cooldown(wallet=alice, cooldown=1))
given = succeeded(subtensor.set_children(children=[(0.5, MINER), (0.25, THIRD)], **children))
pending, at = subtensor.get_children_pending(HOTKEY, NETUID)
assert sorted(pending) == [(0.25, THIRD), (0.5, MINER)], pending
assert at == subtensor.substrate.get_block_number(given.extrinsic_receipt.block_hash) + 1
refused(subtensor.set_children(children=[(1.0, MINER)], **children), "TxRateLimitExceeded")
for _ in range(2):
    subtensor.wait_for_block(subtensor.get_next_epoch_start_block(NETUID) + 1)
told, names, complaint = subtensor.get_children(HOTKEY, NETUID)
assert told and sorted(names) == [(0.25, THIRD), (0.5, MINER)] and complaint == "", names
assert subtensor.get_parents(MINER, NETUID) == [(0.5, HOTKEY)]
assert subtensor.get_parents(THIRD, NETUID) == [(0.25, HOTKEY)]
assert subtensor.get_children_pending(HOTKEY, NETUID) == ([], 0)
passed("set_children")

subtensor.close()
