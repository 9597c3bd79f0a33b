"""bittensor 10.5.0, unmodified: accounts that act for others, and money that several raise for one thing.

usage: sdk10_proxies.py ENDPOINT [async], by the interpreter of the SDK, on a fresh chain.
"""

from bittensor import Balance
from bittensor.core.chain_data.proxy import ProxyType
from bittensor.core.extrinsics.pallets import Balances, SubtensorModule
from sdk10_client import connected
from sdk10_wallets import account, development_wallet, passed

ONE_TAO = Balance.from_tao(1)
DELAY_BLOCKS = 5


subtensor = connected()
alice, bob, charlie = (development_wallet(name) for name in ("Alice", "Bob", "Charlie"))
ALICE, BOB, CHARLIE = (wallet.coldkeypub.ss58_address for wallet in (alice, bob, charlie))
DAVE, FRED = account("Dave"), account("Fred")


def succeeded(response):
    assert response.success, (response.message, response.error)
    return response


def refused(response, error, words=""):
    assert not response.success and error in str(response.error) + str(response.message), response
    assert words in str(response.error) + str(response.message), response


def paying(dest, amount):
    return Balances(subtensor).transfer_keep_alive(dest=dest, value=amount.rao)


def proxied(wallet, real, call, proxy_type=None):
    return subtensor.proxy(wallet=wallet, real_account_ss58=real, force_proxy_type=proxy_type, call=call)


def call_hash_of(call):
    return "0x" + call.call_hash.hex()


constants = subtensor.get_proxy_constants()
assert constants.MaxProxies == 20 and int(constants.ProxyDepositBase) == 60_000_000, constants
assert {kind.name for kind in subtensor.get_proxy_types()} >= {kind.value for kind in ProxyType}
filters = {rule.name: rule for rule in subtensor.get_proxy_filter()}
assert filters["Any"].filter_mode == "AllowAll" and filters["Senate"].filter_mode == "DenyAll", filters["Any"]
assert {call["call_name"] for call in filters["SmallTransfer"].calls} >= {"transfer_keep_alive", "transfer_stake"}
passed("constants, types and filters")

succeeded(subtensor.add_proxy(wallet=alice, delegate_ss58=BOB, proxy_type=ProxyType.Transfer, delay=0))
known, deposit = subtensor.get_proxies_for_real_account(ALICE)
assert [(one.delegate, one.proxy_type, one.delay) for one in known] == [(BOB, "Transfer", 0)], known
assert deposit.rao == 93_000_000 and list(subtensor.get_proxies()) == [ALICE]
passed("add_proxy")

duplicate = subtensor.add_proxy(wallet=alice, delegate_ss58=BOB, proxy_type=ProxyType.Transfer, delay=0)
refused(duplicate, "Duplicate", "Account is already a proxy.")
itself = subtensor.add_proxy(wallet=alice, delegate_ss58=ALICE, proxy_type=ProxyType.Transfer, delay=0)
refused(itself, "NoSelfProxy", "Cannot add self as proxy.")
stranger = proxied(charlie, ALICE, paying(DAVE, ONE_TAO))
refused(stranger, "NotProxy", "Sender is not a proxy of the account to be proxied.")
absent = subtensor.remove_proxy(wallet=alice, delegate_ss58=CHARLIE, proxy_type=ProxyType.Any, delay=0)
refused(absent, "NotFound", "Proxy registration not found.")
passed("what proxies may not do names its error")

before = subtensor.get_balance(DAVE), subtensor.get_balance(ALICE)
succeeded(proxied(bob, ALICE, paying(DAVE, ONE_TAO)))
assert subtensor.get_balance(DAVE) - before[0] == before[1] - subtensor.get_balance(ALICE) == ONE_TAO
registering = SubtensorModule(subtensor).register_network(hotkey=FRED)
assert subtensor.get_total_subnets() == 2
proxied(bob, ALICE, registering)
assert subtensor.get_total_subnets() == 2
passed("proxy")

succeeded(subtensor.remove_proxy(wallet=alice, delegate_ss58=BOB, proxy_type=ProxyType.Transfer, delay=0))
assert subtensor.get_proxies_for_real_account(ALICE)[0] == []
passed("remove_proxy")

succeeded(subtensor.add_proxy(wallet=alice, delegate_ss58=BOB, proxy_type=ProxyType.Any, delay=DELAY_BLOCKS))
call = paying(DAVE, ONE_TAO)
early = subtensor.proxy_announced(
    wallet=charlie, delegate_ss58=BOB, real_account_ss58=ALICE, force_proxy_type=None, call=call
)
refused(early, "Unannounced", "Announcement, if made at all, was made too recently.")
unasked = subtensor.announce_proxy(wallet=charlie, real_account_ss58=ALICE, call_hash=call_hash_of(call))
refused(unasked, "NotProxy")
succeeded(subtensor.announce_proxy(wallet=bob, real_account_ss58=ALICE, call_hash=call_hash_of(call)))
(announcement,) = subtensor.get_proxy_announcement(BOB)
assert announcement.real == ALICE and list(subtensor.get_proxy_announcements()) == [BOB], announcement
subtensor.wait_for_block(announcement.height + DELAY_BLOCKS)
before = subtensor.get_balance(DAVE)
succeeded(
    subtensor.proxy_announced(
        wallet=charlie, delegate_ss58=BOB, real_account_ss58=ALICE, force_proxy_type=None, call=call
    )
)
assert subtensor.get_balance(DAVE) - before == ONE_TAO and subtensor.get_proxy_announcement(BOB) == []
passed("announce_proxy and proxy_announced")

for withdraw in (
    lambda: subtensor.remove_proxy_announcement(wallet=bob, real_account_ss58=ALICE, call_hash=call_hash_of(call)),
    lambda: subtensor.reject_proxy_announcement(wallet=alice, delegate_ss58=BOB, call_hash=call_hash_of(call)),
):
    succeeded(subtensor.announce_proxy(wallet=bob, real_account_ss58=ALICE, call_hash=call_hash_of(call)))
    succeeded(withdraw())
    assert subtensor.get_proxy_announcement(BOB) == []
    refused(withdraw(), "NotFound")
held = subtensor.get_proxies_for_real_account(ALICE)[1]
succeeded(subtensor.poke_deposit(wallet=alice))
assert subtensor.get_proxies_for_real_account(ALICE)[1] == held > Balance(0)
succeeded(subtensor.remove_proxies(wallet=alice))
assert subtensor.get_proxies_for_real_account(ALICE)[0] == []
passed("announcements withdrawn and rejected")

created = succeeded(subtensor.create_pure_proxy(wallet=alice, proxy_type=ProxyType.Any, delay=0, index=0))
pure = created.data["pure_account"]
succeeded(subtensor.transfer(wallet=alice, destination_ss58=pure, amount=ONE_TAO * 5))
succeeded(proxied(alice, pure, paying(DAVE, ONE_TAO)))
assert subtensor.get_balance(pure) == ONE_TAO * 4
twice = subtensor.create_pure_proxy(wallet=development_wallet("Fred"), proxy_type=ProxyType.Any, delay=0, index=0)
refused(twice, "Inability to pay some fees")
killing = {
    "pure_proxy_ss58": pure,
    "spawner": created.data["spawner"],
    "proxy_type": ProxyType.Any,
    "index": 0,
    "height": created.data["height"],
    "ext_index": created.data["ext_index"],
}
refused(subtensor.kill_pure_proxy(wallet=bob, **killing), "NotProxy")
succeeded(subtensor.kill_pure_proxy(wallet=alice, **killing))
assert subtensor.get_proxies_for_real_account(pure)[0] == []
passed("create_pure_proxy and kill_pure_proxy")

terms = subtensor.get_crowdloan_constants()
assert terms.MinimumDeposit == ONE_TAO * 10 and terms.MinimumBlockDuration == 50, terms
assert subtensor.get_crowdloans() == [] and subtensor.get_crowdloan_next_id() == 0
end = subtensor.get_current_block() + 1_000


def create(**changed):
    arguments = {
        "wallet": alice,
        "deposit": ONE_TAO * 10,
        "min_contribution": ONE_TAO,
        "cap": ONE_TAO * 15,
        "end": end,
        "target_address": FRED,
    } | changed
    return subtensor.create_crowdloan(**arguments)


refused(create(deposit=ONE_TAO * 5), "DepositTooLow")
refused(create(cap=ONE_TAO * 10), "CapTooLow")
refused(create(end=1), "CannotEndInPast")
refused(create(end=end - 990), "BlockDurationTooShort")
refused(create(end=end + 50_000), "BlockDurationTooLong")
refused(subtensor.contribute_crowdloan(wallet=bob, crowdloan_id=0, amount=ONE_TAO), "InvalidCrowdloanId")
for unknown in (
    subtensor.withdraw_crowdloan(wallet=bob, crowdloan_id=99),
    subtensor.update_end_crowdloan(wallet=bob, crowdloan_id=99, new_end=end),
    subtensor.update_min_contribution_crowdloan(wallet=bob, crowdloan_id=99, new_min_contribution=ONE_TAO),
    subtensor.refund_crowdloan(wallet=bob, crowdloan_id=99),
    subtensor.dissolve_crowdloan(wallet=bob, crowdloan_id=99),
):
    refused(unknown, "InvalidCrowdloanId")
succeeded(create())
loan = subtensor.get_crowdloan_by_id(0)
assert (loan.creator, loan.raised, loan.target_address) == (ALICE, ONE_TAO * 10, FRED), loan
passed("create_crowdloan")

refused(subtensor.contribute_crowdloan(wallet=bob, crowdloan_id=0, amount=ONE_TAO * 0.5), "ContributionTooLow")
succeeded(subtensor.contribute_crowdloan(wallet=bob, crowdloan_id=0, amount=ONE_TAO * 2))
succeeded(subtensor.withdraw_crowdloan(wallet=bob, crowdloan_id=0))
succeeded(subtensor.update_cap_crowdloan(wallet=alice, crowdloan_id=0, new_cap=ONE_TAO * 20))
succeeded(subtensor.update_end_crowdloan(wallet=alice, crowdloan_id=0, new_end=end + 100))
minimum = subtensor.update_min_contribution_crowdloan(wallet=alice, crowdloan_id=0, new_min_contribution=ONE_TAO * 2)
succeeded(minimum)
refused(subtensor.update_cap_crowdloan(wallet=bob, crowdloan_id=0, new_cap=ONE_TAO * 20), "InvalidOrigin")
succeeded(subtensor.contribute_crowdloan(wallet=charlie, crowdloan_id=0, amount=ONE_TAO * 100))
assert subtensor.get_crowdloan_contributions(0) == {ALICE: ONE_TAO * 10, CHARLIE: ONE_TAO * 10}
refused(subtensor.contribute_crowdloan(wallet=bob, crowdloan_id=0, amount=ONE_TAO * 2), "CapRaised")
passed("contributions and terms")

succeeded(subtensor.finalize_crowdloan(wallet=alice, crowdloan_id=0))
assert subtensor.get_balance(FRED) == ONE_TAO * 20 and subtensor.get_crowdloan_by_id(0).finalized
refused(subtensor.finalize_crowdloan(wallet=alice, crowdloan_id=0), "AlreadyFinalized")
passed("finalize_crowdloan to a target")

succeeded(create(cap=ONE_TAO * 12, call=SubtensorModule(subtensor).register_network(hotkey=FRED), target_address=None))
succeeded(subtensor.contribute_crowdloan(wallet=bob, crowdloan_id=1, amount=ONE_TAO * 2))
assert subtensor.get_crowdloan_by_id(1).call["call_function"] == "register_network"
succeeded(subtensor.finalize_crowdloan(wallet=alice, crowdloan_id=1))
assert subtensor.get_total_subnets() == 3 and subtensor.get_subnet_owner_hotkey(2) == FRED
passed("finalize_crowdloan with a call")

succeeded(create())
succeeded(subtensor.contribute_crowdloan(wallet=bob, crowdloan_id=2, amount=ONE_TAO * 2))
succeeded(subtensor.refund_crowdloan(wallet=alice, crowdloan_id=2))
assert subtensor.get_crowdloan_contributions(2) == {ALICE: ONE_TAO * 10}
succeeded(subtensor.dissolve_crowdloan(wallet=alice, crowdloan_id=2))
assert subtensor.get_crowdloan_by_id(2) is None and subtensor.get_crowdloan_next_id() == 3
passed("refund_crowdloan and dissolve_crowdloan")
