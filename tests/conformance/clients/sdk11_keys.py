"""bittensor 11.3.0 on a fresh localnet: hotkeys and coldkeys are swapped, and an EVM key signs for a neuron.

Usage: python sdk11_keys.py ws://127.0.0.1:9944, with the SDK's own interpreter. Prints `ok NAME` for each thing shown
and ends with a traceback at the first that is not so.
"""

import asyncio
import sys
from types import SimpleNamespace

import bittensor as bt
from bittensor.evm.transactions import association_proof
from bittensor.intents.coldkey import coldkey_hash
from bittensor.keyfiles import Keypair
from eth_account import Account

TAO = 1_000_000_000
NETUID = 2
DELAY_BLOCKS, FURTHER_BLOCKS = 50, 10


def wallet(name):
    coldkey, hotkey = Keypair.create_from_uri(f"//{name}"), Keypair.create_from_uri(f"//{name}//hot")
    return SimpleNamespace(coldkey=coldkey, coldkeypub=coldkey, hotkey=hotkey)


ALICE, BOB, CHARLIE = wallet("Alice"), wallet("Bob"), wallet("Charlie")
DAVE = Keypair.create_from_uri("//Dave").ss58_address
FRESH = {name: Keypair.create_from_uri(f"//fresh//{name}").ss58_address for name in ("bob", "charlie", "hot")}


def address(who):
    return who.coldkey.ss58_address


def ok(name):
    print("ok", name, flush=True)


class Keys:
    """One client and what it shows."""

    def __init__(self, client):
        self.client = client

    async def do(self, op, who=ALICE, **arguments):
        result = await self.client.execute_tool(op, arguments, who)
        assert result.success, (op, result.message)
        return result

    async def refused(self, op, who=ALICE, **arguments):
        result = await self.client.execute_tool(op, arguments, who)
        assert not result.success, f"{op} was expected to fail"
        return result.error.name

    async def free(self, account):
        return (await self.client.balances.get(account)).rao

    async def reaches(self, block):
        while await self.client.block() < block:
            await asyncio.sleep(0.05)

    async def as_root(self, call):
        result = await self.client.submit_call(bt.calls.Sudo.sudo(call=await self.client.compose(call)), ALICE)
        assert result.success, result.message

    async def stake(self, coldkey, hotkey):
        arguments = {"coldkey_ss58": coldkey, "hotkey_ss58": hotkey, "netuid": NETUID}
        return (await self.client.read("stake", **arguments)).rao

    async def prepares(self):
        await self.do("register_subnet", hotkey_ss58=ALICE.hotkey.ss58_address)
        await self.do("start_call", netuid=NETUID)
        await self.as_root(bt.calls.AdminUtils.sudo_set_tx_rate_limit(tx_rate_limit=0))
        await self.do("add_stake", who=BOB, hotkey_ss58=ALICE.hotkey.ss58_address, netuid=NETUID, amount_tao=10)

    # EVM keys

    async def associates_an_evm_key(self):
        account = Account.create()
        hotkey = ALICE.hotkey.ss58_address
        signature, block = association_proof(account, hotkey, await self.client.block())
        proof = {"netuid": NETUID, "evm_key": account.address, "block_number": block, "signature": signature}
        await self.do("associate_evm_key", **proof)
        known = await self.client.read("associated_evm_key", netuid=NETUID, uid=0)
        assert known["evm_address"].lower() == account.address.lower() and known["block"] > 0, known
        other = {**proof, "evm_key": Account.create().address}
        assert await self.refused("associate_evm_key", **other) == "InvalidRecoveredPublicKey"
        assert await self.refused("associate_evm_key", who=BOB, **proof) == "HotKeyNotRegisteredInSubNet"
        ok("associate-evm-key")

    # hotkeys

    async def swaps_a_hotkey(self):
        old, new = ALICE.hotkey.ss58_address, FRESH["hot"]
        held, before = await self.stake(address(BOB), old), await self.free(address(ALICE))
        await self.do("swap_hotkey", new_hotkey_ss58=new, netuid=NETUID)
        assert await self.client.read("uid", netuid=NETUID, hotkey_ss58=new) == 0
        assert await self.stake(address(BOB), old) == 0 and await self.stake(address(BOB), new) >= held > 0
        assert 1_000_000 <= before - await self.free(address(ALICE)) < 100_000_000
        await self.reaches(await self.client.block() + 2)
        await self.do("swap_hotkey", hotkey_ss58=new, new_hotkey_ss58=old)
        assert await self.client.read("hotkey_owner", hotkey_ss58=old) == address(ALICE)
        assert await self.client.read("owned_hotkeys", coldkey_ss58=address(ALICE)) == [old]
        stranger = {"hotkey_ss58": old, "new_hotkey_ss58": new}
        assert await self.refused("swap_hotkey", who=BOB, **stranger) == "NonAssociatedColdKey"
        ok("swap-hotkey")

    # coldkeys

    async def announced(self, who):
        return await self.client.read("coldkey_swap_announcement", coldkey_ss58=address(who))

    async def hands_a_coldkey_over(self):
        new = FRESH["bob"]
        assert await self.announced(BOB) is None
        await self.do("announce_coldkey_swap", who=BOB, new_coldkey_ss58=new)
        announced = await self.announced(BOB)
        assert announced["new_coldkey_hash"] == coldkey_hash(new) and not announced["disputed"], announced
        assert announced["execute_block"] <= await self.client.block() + DELAY_BLOCKS
        paying = {"dest_ss58": DAVE, "amount_tao": 1}
        assert await self.refused("transfer", who=BOB, **paying) == "ColdkeySwapAnnounced"
        early = await self.refused("swap_coldkey_announced", who=BOB, new_coldkey_ss58=new)
        assert early == "ColdkeySwapTooEarly", early
        again = await self.refused("announce_coldkey_swap", who=BOB, new_coldkey_ss58=FRESH["charlie"])
        assert again == "ColdkeySwapReannouncedTooEarly", again
        held = await self.stake(address(BOB), ALICE.hotkey.ss58_address)
        await self.reaches(announced["execute_block"])
        wrong = await self.refused("swap_coldkey_announced", who=BOB, new_coldkey_ss58=FRESH["charlie"])
        assert wrong == "AnnouncedColdkeyHashDoesNotMatch", wrong
        await self.do("swap_coldkey_announced", who=BOB, new_coldkey_ss58=new)
        assert await self.free(address(BOB)) == 0 and await self.free(new) > 900_000 * TAO
        assert await self.stake(new, ALICE.hotkey.ss58_address) >= held > 0
        assert await self.announced(BOB) is None
        ok("coldkey-swap")

    async def withdraws_and_disputes(self):
        assert await self.refused("dispute_coldkey_swap", who=CHARLIE) == "ColdkeySwapAnnouncementNotFound"
        await self.do("announce_coldkey_swap", who=CHARLIE, new_coldkey_ss58=FRESH["charlie"])
        swaps_at = (await self.announced(CHARLIE))["execute_block"]
        assert await self.refused("clear_coldkey_swap_announcement", who=CHARLIE) == "ColdkeySwapClearTooEarly"
        await self.reaches(swaps_at + FURTHER_BLOCKS)
        await self.do("clear_coldkey_swap_announcement", who=CHARLIE)
        assert await self.announced(CHARLIE) is None
        ok("coldkey-swap-cleared")
        await self.do("announce_coldkey_swap", who=CHARLIE, new_coldkey_ss58=FRESH["charlie"])
        await self.do("dispute_coldkey_swap", who=CHARLIE)
        announced = await self.announced(CHARLIE)
        assert announced["disputed"] and announced["dispute_block"] <= await self.client.block(), announced
        for op in ("dispute_coldkey_swap", "clear_coldkey_swap_announcement"):
            assert await self.refused(op, who=CHARLIE) == "ColdkeySwapDisputed"
        await self.as_root(bt.calls.SubtensorModule.reset_coldkey_swap(coldkey=address(CHARLIE)))
        await self.do("transfer", who=CHARLIE, dest_ss58=DAVE, amount_tao=1)
        ok("coldkey-swap-disputed")
        before = await self.free(address(CHARLIE))
        swap = {"old_coldkey": address(CHARLIE), "new_coldkey": FRESH["charlie"], "swap_cost": TAO}
        await self.as_root(bt.calls.SubtensorModule.swap_coldkey(**swap))
        assert await self.free(FRESH["charlie"]) == before - TAO
        ok("coldkey-swap-by-root")


async def main():
    async with bt.Client(sys.argv[1], fallback_endpoints=[], archive_endpoints=[]) as client:
        keys = Keys(client)
        await keys.prepares()
        await keys.associates_an_evm_key()
        await keys.swaps_a_hotkey()
        await keys.hands_a_coldkey_over()
        await keys.withdraws_and_disputes()


if __name__ == "__main__":
    asyncio.run(main())
