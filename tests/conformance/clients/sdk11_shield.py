"""bittensor 11.3.0 sends shielded what it always does, and what it is asked to: registration, stake, and what fails.

Usage: python sdk11_shield.py ws://127.0.0.1:9944, with the SDK's own interpreter, on a chain whose first registered
network this is. Prints `ok NAME` for each thing shown and ends with a traceback at the first that is not so.
"""

import asyncio
import sys
from types import SimpleNamespace

import bittensor as bt
from bittensor.keyfiles import Keypair

TAO = 1_000_000_000
NETUID = 2
SUBMIT_ENCRYPTED = bt.calls.MevShield.submit_encrypted


def wallet(name):
    coldkey, hotkey = Keypair.create_from_uri(f"//{name}"), Keypair.create_from_uri(f"//{name}//hot")
    return SimpleNamespace(coldkey=coldkey, coldkeypub=coldkey, hotkey=hotkey)


ALICE, BOB, CHARLIE = wallet("Alice"), wallet("Bob"), wallet("Charlie")


def ok(name):
    print("ok", name, flush=True)


def connect(endpoint):
    return bt.Client(endpoint, fallback_endpoints=[], archive_endpoints=[])


class Flow:
    """One client of a chain with a shield, and one more for each thing that is sent shielded.

    A client counts an account's nonces itself and leaves out what a carrier carries: its next extrinsic would be stale.
    """

    def __init__(self, endpoint, client):
        self.endpoint = endpoint
        self.client = client

    async def send(self, intent, who, **options):
        """The result of an intent that was sent shielded."""
        async with connect(self.endpoint) as client:
            return await client.submit_shielded(intent, who, **options)

    async def send_call(self, call, who, **options):
        """The result of a call that was sent shielded, unless the options say otherwise."""
        async with connect(self.endpoint) as client:
            return await client.submit_call(call, who, **{"shielded": True, **options})

    async def shielded(self, intent, who, **options):
        """The result of an intent that was sent shielded and succeeded."""
        result = await self.send(intent, who, **options)
        assert result.success, result.message
        await self.came_behind_its_carrier(result, who)
        return result

    async def came_behind_its_carrier(self, result, who):
        """Check where in the block the carrier and what it carried are, and that one account signed both."""
        assert result.data["shielded"] is True, result.data
        inner_hash = result.data["inner_extrinsic_hash"]
        number, index = (int(part) for part in result.extrinsic_id.split("-"))
        block = await self.client.block_info(number)
        assert block.extrinsics[index]["extrinsic_hash"] == inner_hash, block.extrinsics[index]
        carrier, inner = block.extrinsics[index - 1], block.extrinsics[index]
        assert carrier["call"]["call_function"] == "submit_encrypted", carrier
        assert inner["address"] == carrier["address"] == who.coldkey.ss58_address
        assert inner["nonce"] == carrier["nonce"] + 1

    async def stake_of(self, who):
        position = await self.client.read(
            "stake", coldkey_ss58=who.coldkey.ss58_address, hotkey_ss58=who.hotkey.ss58_address, netuid=NETUID
        )
        return position.rao

    def staking(self, who, tao):
        return bt.AddStake(hotkey_ss58=who.hotkey.ss58_address, netuid=NETUID, amount_tao=tao)

    async def founds_a_network(self):
        for intent in (bt.RegisterSubnet(), bt.StartCall(netuid=NETUID)):
            result = await self.client.execute(intent, ALICE)
            assert result.success, result.message
        ok("network")

    async def reads_the_key(self):
        key = await self.client.read("mev_shield_next_key")
        assert key is not None and len(bytes.fromhex(str(key).removeprefix("0x"))) == 1_184, key
        ok("next-key")

    async def registers(self):
        for uid, who in enumerate((BOB, CHARLIE), start=1):
            result = await self.client.execute(bt.BurnedRegister(netuid=NETUID), who)
            assert result.success, result.message
            await self.came_behind_its_carrier(result, who)
            assert await self.client.read("uid", hotkey_ss58=who.hotkey.ss58_address, netuid=NETUID) == uid
        ok("burned-register")

    async def stakes(self):
        result = await self.shielded(self.staking(BOB, 10), BOB)
        assert any(event["event_id"] == "StakeAdded" for event in result.events), result.events
        staked = await self.stake_of(BOB)
        assert staked > 0
        ok("add-stake")
        await self.shielded(bt.RemoveStake(hotkey_ss58=BOB.hotkey.ss58_address, netuid=NETUID, amount_alpha=1), BOB)
        ok("remove-stake")
        await self.shielded(self.staking(BOB, 1), BOB, wait_for_finalization=True)
        ok("finalized")

    async def sends_any_call(self):
        call = bt.calls.Balances.transfer_keep_alive(dest=CHARLIE.coldkey.ss58_address, value=2 * TAO)
        result = await self.send_call(call, ALICE)
        assert result.success, result.message
        await self.came_behind_its_carrier(result, ALICE)
        ok("any-call")

    async def is_told_what_failed(self):
        result = await self.send(self.staking(BOB, 5_000_000), BOB)
        assert not result.success and result.error is not None, result
        ok("refused-before")
        call = bt.calls.SubtensorModule.add_stake(hotkey=BOB.hotkey.ss58_address, netuid=4_000, amount_staked=TAO)
        result = await self.send_call(call, BOB)
        assert (result.success, result.error.name) == (False, "SubnetNotExists"), result
        ok("failed-inside")

    async def is_told_what_the_pool_refuses(self):
        for carried, name in ((b"\x00", "FailedShieldedTxParsing"), (bytes(1_200), "InvalidShieldedTxPubKeyHash")):
            result = await self.send_call(SUBMIT_ENCRYPTED(ciphertext=carried), BOB, shielded=False, period=8)
            assert (result.success, result.error.name) == (False, name), result
        ok("pool-refusals")


async def main(endpoint):
    async with connect(endpoint) as client:
        flow = Flow(endpoint, client)
        await flow.founds_a_network()
        await flow.reads_the_key()
        await flow.registers()
        await flow.stakes()
        await flow.sends_any_call()
        await flow.is_told_what_failed()
        await flow.is_told_what_the_pool_refuses()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
