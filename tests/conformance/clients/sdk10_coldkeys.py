"""bittensor 10.5.0, unmodified: a coldkey handed over after an announcement, disputed, taken back, and by root at once.

usage: sdk10_coldkeys.py ENDPOINT [async], by the interpreter of the SDK, on a fresh chain.
"""

from bittensor import Balance
from bittensor.core.extrinsics.pallets import SubtensorModule
from bittensor.core.extrinsics.utils import compute_coldkey_hash
from sdk10_client import complains, connected, extrinsic, outcome_as_root, refused, send, stored, succeeded
from sdk10_wallets import development_wallet, passed

DELAY, REANNOUNCEMENT_DELAY = 12, 4
tao = Balance.from_tao

subtensor = connected()
names = ("Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie", "Grace", "Heidi")
alice, bob, charlie, dave, eve, ferdie, grace, heidi = (development_wallet(name) for name in names)


def address(wallet):
    return wallet.coldkeypub.ss58_address


def wait_until(block):
    subtensor.wait_for_block(block)


assert subtensor.get_coldkey_swap_announcement_delay() == 50
assert subtensor.get_coldkey_swap_reannouncement_delay() == 10
assert subtensor.get_coldkey_swap_constants().KeySwapCost == tao(0.1).rao
assert subtensor.get_coldkey_swap_constants(as_dict=True) == {"KeySwapCost": tao(0.1).rao}
set_delay = extrinsic(subtensor, "sudo", "sudo_set_coldkey_swap_announcement_delay")
set_again = extrinsic(subtensor, "sudo", "sudo_set_coldkey_swap_reannouncement_delay")
succeeded(set_delay(wallet=alice, duration=DELAY))
succeeded(set_again(wallet=alice, duration=REANNOUNCEMENT_DELAY))
assert subtensor.get_coldkey_swap_announcement_delay() == DELAY
assert subtensor.get_coldkey_swap_reannouncement_delay() == REANNOUNCEMENT_DELAY
refused(set_delay(wallet=bob, duration=1), "Invalid signing address")
refused(set_again(wallet=bob, duration=1), "Invalid signing address")
passed("the delays and the cost")

assert subtensor.get_coldkey_swap_announcement(address(bob)) is None
assert subtensor.get_coldkey_swap_announcements() == [] == subtensor.get_coldkey_swap_disputes()
refused(subtensor.swap_coldkey_announced(wallet=bob, new_coldkey_ss58=address(grace)), "No coldkey swap announcement")
refused(subtensor.dispute_coldkey_swap(wallet=bob), "ColdkeySwapAnnouncementNotFound")
refused(subtensor.clear_coldkey_swap_announcement(wallet=bob), "ColdkeySwapAnnouncementNotFound")
passed("without an announcement there is nothing to do")

before = subtensor.get_balance(address(bob))
announced = succeeded(subtensor.announce_coldkey_swap(wallet=bob, new_coldkey_ss58=address(grace)))
at = subtensor.substrate.get_block_number(announced.extrinsic_receipt.block_hash)
assert before - subtensor.get_balance(address(bob)) == tao(0.1) + announced.extrinsic_fee
found = subtensor.get_coldkey_swap_announcement(address(bob))
assert (found.coldkey, found.execution_block) == (address(bob), at + DELAY), found
assert found.new_coldkey_hash == compute_coldkey_hash(grace.coldkeypub), found
# The SDK looks for `.value` in a pair that has plain values, on any chain as soon as there is an announcement.
with complains(AttributeError, "'tuple' object has no attribute 'value'"):
    subtensor.get_coldkey_swap_announcements()
blocked = subtensor.transfer(wallet=bob, destination_ss58=address(dave), amount=tao(1), wait_for_finalization=True)
refused(blocked, "ColdkeySwapAnnounced")
refused(subtensor.announce_coldkey_swap(wallet=bob, new_coldkey_ss58=address(heidi)), "ColdkeySwapReannouncedTooEarly")
refused(subtensor.swap_coldkey_announced(wallet=bob, new_coldkey_ss58=address(grace)), "Swap too early")
early = send(subtensor, bob, SubtensorModule(subtensor).swap_coldkey_announced(new_coldkey=address(grace)))
refused(early, "ColdkeySwapTooEarly")
refused(subtensor.swap_coldkey_announced(wallet=bob, new_coldkey_ss58=address(heidi)), "hash does not match")
passed("announce_coldkey_swap")

wait_until(at + DELAY + 1)
wrong = send(subtensor, bob, SubtensorModule(subtensor).swap_coldkey_announced(new_coldkey=address(heidi)))
refused(wrong, "AnnouncedColdkeyHashDoesNotMatch")
left = subtensor.get_balance(address(bob))
swapped = succeeded(subtensor.swap_coldkey_announced(wallet=bob, new_coldkey_ss58=address(grace)))
assert subtensor.get_balance(address(bob)) <= subtensor.get_existential_deposit()
assert abs((subtensor.get_balance(address(grace)) - left + swapped.extrinsic_fee).rao) <= 500
assert subtensor.get_coldkey_swap_announcement(address(bob)) is None
passed("swap_coldkey_announced")

disputed = succeeded(subtensor.announce_coldkey_swap(wallet=charlie, new_coldkey_ss58=address(heidi)))
succeeded(subtensor.dispute_coldkey_swap(wallet=charlie))
(dispute,) = subtensor.get_coldkey_swap_disputes()
assert dispute == subtensor.get_coldkey_swap_dispute(address(charlie)), dispute
assert dispute.coldkey == address(charlie), dispute
assert dispute.disputed_block == stored(subtensor, "ColdkeySwapDisputes", address(charlie))
refused(subtensor.dispute_coldkey_swap(wallet=charlie), "ColdkeySwapDisputed")
reset = extrinsic(subtensor, "sudo", "reset_coldkey_swap")
succeeded(reset(wallet=alice, coldkey_ss58=address(charlie)))
assert subtensor.get_coldkey_swap_announcements() == [] == subtensor.get_coldkey_swap_disputes()
refused(reset(wallet=ferdie, coldkey_ss58=address(charlie)), "Invalid signing address")
passed("dispute_coldkey_swap, and root's reset")

again = succeeded(subtensor.announce_coldkey_swap(wallet=charlie, new_coldkey_ss58=address(heidi)))
refused(subtensor.clear_coldkey_swap_announcement(wallet=charlie), "ColdkeySwapClearTooEarly")
at = subtensor.substrate.get_block_number(again.extrinsic_receipt.block_hash)
wait_until(at + DELAY + REANNOUNCEMENT_DELAY + 1)
succeeded(subtensor.clear_coldkey_swap_announcement(wallet=charlie))
assert subtensor.get_coldkey_swap_announcement(address(charlie)) is None
passed("clear_coldkey_swap_announcement")

at_once = extrinsic(subtensor, "sudo", "swap_coldkey")
moved = {"old_coldkey_ss58": address(dave), "new_coldkey_ss58": address(heidi), "swap_cost": 0}
refused(at_once(wallet=charlie, **moved), "Invalid signing address")
module = SubtensorModule(subtensor)
back = module.swap_coldkey(old_coldkey=address(ferdie), new_coldkey=address(eve), swap_cost=10**18)
unpaid = outcome_as_root(subtensor, alice, back)
assert "Err" in unpaid, unpaid
assert "Ok" in outcome_as_root(subtensor, alice, module.reset_coldkey_swap(coldkey=address(ferdie)))
succeeded(at_once(wallet=alice, **moved))
assert subtensor.get_balance(address(heidi)) == tao(2000) and subtensor.get_balance(address(dave)) == tao(0)
gone = extrinsic(subtensor, "coldkey_swap", "remove_coldkey_swap_announcement")
refused(gone(wallet=alice, coldkey_ss58=address(eve)), "BadOrigin")
passed("root swaps at once")

succeeded(subtensor.register_subnet(wallet=alice))
refused(subtensor.announce_coldkey_swap(wallet=charlie, new_coldkey_ss58=address(alice)), "staking hotkeys")
passed("a coldkey that stakes takes no other's place")

subtensor.close()
