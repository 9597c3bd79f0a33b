"""bittensor 11.3.0 on a fresh localnet, from the first connection to the emission that weights earn.

Usage: python sdk11_flow.py ws://127.0.0.1:9944 [NETUID], with the SDK's own interpreter. Prints `ok NAME` for each
thing shown and ends with a traceback at the first that is not so. NETUID is the one the next network will get.
"""

import asyncio
import sys
from types import SimpleNamespace

import bittensor as bt
from bittensor.keyfiles import Keypair

TAO = 1_000_000_000
STORAGE = bt.storage.SubtensorModule
CALLS, ADMIN = bt.calls.SubtensorModule, bt.calls.AdminUtils
BLOCK_TIMEOUT_SECONDS = 120


def wallet(name):
    coldkey, hotkey = Keypair.create_from_uri(f"//{name}"), Keypair.create_from_uri(f"//{name}//hot")
    return SimpleNamespace(coldkey=coldkey, coldkeypub=coldkey, hotkey=hotkey)


ALICE, BOB, CHARLIE = wallet("Alice"), wallet("Bob"), wallet("Charlie")

# Reads that take a network, its first neuron or a coldkey, and that this chain has to answer.
READS_OF_NETWORK = [
    "alpha_price",
    "blocks_since_last_step",
    "blocks_until_next_epoch",
    "bonds",
    "burn",
    "collateral_policy",
    "commit_reveal_enabled",
    "commitments",
    "difficulty",
    "epoch_status",
    "immunity_period",
    "max_weight_limit",
    "mechanism_count",
    "mechanism_emission_split",
    "metagraph",
    "min_allowed_weights",
    "most_convicted_hotkey",
    "neurons",
    "next_epoch_start_block",
    "reveal_period",
    "subnet",
    "subnet_convictions",
    "subnet_emission_enabled",
    "subnet_hyperparameters",
    "subnet_identity",
    "subnet_start_schedule",
    "timelocked_weight_commits",
    "total_alpha_staked",
    "weights",
    "weights_rate_limit",
]
READS_OF_HOTKEY = ["delegate", "delegate_take", "hotkey_owner", "is_delegate", "netuids_for_hotkey"]
READS_OF_HOTKEY_ON_NETWORK = [
    "children",
    "commitment",
    "hotkey_conviction",
    "locks_for_hotkey",
    "parents",
    "pending_children",
    "revealed_commitment",
    "uid",
]
READS_OF_COLDKEY = [
    "accepts_locked_alpha",
    "auto_stake_all",
    "balance",
    "delegated",
    "identity",
    "locks_for_coldkey",
    "owned_hotkeys",
    "root_basket_owed",
    "root_basket_owed_breakdown",
    "root_basket_portfolio",
    "stake_for_coldkey",
    "stake_value_for_coldkey",
    "staking_hotkeys",
]
READS_OF_CHAIN = [
    "alpha_prices",
    "block_time",
    "delegates",
    "existential_deposit",
    "is_fast_blocks",
    "mev_shield_next_key",
    "root_basket_total_nav",
    "root_claim_threshold",
    "subnet_names",
    "subnet_registration_cost",
    "subnet_tao_flows",
    "subnets",
    "timestamp",
    "token_symbols",
    "tx_rate_limit",
]


def ok(name):
    print("ok", name, flush=True)


class Flow:
    """One client and the network that it founds."""

    def __init__(self, client, netuid):
        self.client = client
        self.netuid = netuid

    async def submit(self, call, who=ALICE, **options):
        result = await self.client.submit_call(call, who, **options)
        assert result.success, result.message
        return result

    async def as_root(self, call):
        return await self.submit(bt.calls.Sudo.sudo(call=await self.client.compose(call)))

    async def execute(self, intent, who=ALICE):
        result = await self.client.execute(intent, who)
        assert result.success, result.message
        return result

    async def refused(self, intent, who=ALICE):
        """The name and the code of the error with which an intent fails on the chain."""
        result = await self.client.execute(intent, who)
        assert not result.success, f"{intent} was expected to fail"
        return result.error.name, result.error.code

    async def free(self, who):
        return (await self.client.balances.get(who.coldkey.ss58_address)).rao

    # the chain and its money

    async def connects(self):
        client = self.client
        assert await client.block() > 0
        assert await client.spec_version() == 461
        assert await client.is_fast_blocks()
        assert await client.query(bt.storage.Sudo.Key) == ALICE.coldkey.ss58_address
        assert await client.constant(bt.constants.System.SS58Prefix) == 42
        assert client.token_symbols[1] == "α"
        ok("connect")

    async def follows_blocks(self):
        numbers = []
        async for header in self.client.blocks():
            numbers.append(header.number)
            if len(numbers) == 3:
                break
        assert numbers == list(range(numbers[0], numbers[0] + 3)), numbers
        finalized = [header.number async for header in take(self.client.blocks(finalized=True), 2)]
        assert finalized[1] == finalized[0] + 1, finalized
        ok("blocks")

    async def reads_balances(self):
        addresses = [who.coldkey.ss58_address for who in (ALICE, BOB)]
        both = await self.client.read("balances", coldkey_ss58s=addresses)
        assert [both[address].rao for address in addresses] == [await self.free(ALICE), await self.free(BOB)]
        assert await self.free(ALICE) > 1_000 * TAO
        ok("balance")

    async def transfers(self):
        before = await self.client.block()
        senders, receivers = await self.free(ALICE), await self.free(BOB)
        intent = bt.Transfer(dest_ss58=BOB.coldkey.ss58_address, amount_tao=2)
        planned = await self.client.plan(intent, ALICE)
        result = await self.execute(intent)
        assert await self.free(BOB) - receivers == 2 * TAO
        assert senders - await self.free(ALICE) == 2 * TAO + result.fee.rao
        # The estimate is for an immortal extrinsic, which is one byte and so one rao shorter.
        assert result.fee.rao - planned.fee.rao == 1, (result.fee, planned.fee)
        names = [f"{event['module_id']}.{event['event_id']}" for event in result.events]
        assert "Balances.Transfer" in names and names[-1] == "System.ExtrinsicSuccess", names
        ok("transfer")
        snapshot = await self.client.at(before)
        assert (await snapshot.read("balance", coldkey_ss58=BOB.coldkey.ss58_address)).rao == receivers
        ok("balance-of-the-past")

    async def transfers_in_a_batch(self):
        before = await self.free(CHARLIE)
        one = {"op": "transfer", "dest_ss58": CHARLIE.coldkey.ss58_address, "amount_tao": 1}
        result = await self.client.execute_tool("batch", {"intents": [one, one]}, ALICE)
        assert result.success, result.message
        assert await self.free(CHARLIE) - before == 2 * TAO
        ok("batch")

    async def is_refused_what_it_cannot_pay(self):
        owned = await self.free(BOB)
        too_much = bt.Transfer(dest_ss58=ALICE.coldkey.ss58_address, amount_tao=bt.Balance.from_rao(owned + 1).tao)
        assert await self.refused(too_much, BOB) == ("FundsUnavailable", bt.ErrorCode.INSUFFICIENT_BALANCE)
        poor = await self.refused(bt.Transfer(dest_ss58=BOB.coldkey.ss58_address, amount_tao=1), wallet("Penniless"))
        assert poor == ("Payment", bt.ErrorCode.INSUFFICIENT_BALANCE), poor
        ok("transfer-refused")

    # the network

    async def founds_a_network(self):
        cost, before = await self.client.subnets.subnet_registration_cost(), await self.free(ALICE)
        result = await self.execute(bt.RegisterSubnet())
        assert result.data["netuid"] == self.netuid, result.data
        assert before - await self.free(ALICE) == result.data["registration_price_rao"] + result.fee.rao
        assert result.data["registration_price_rao"] <= cost.rao
        assert (await self.client.subnets.subnet_registration_cost()).rao > cost.rao
        assert await self.client.query(STORAGE.SubnetOwner, [self.netuid]) == ALICE.coldkey.ss58_address
        ok("register-subnet")

    async def sets_it_up(self):
        await self.as_root(ADMIN.sudo_set_admin_freeze_window(window=0))
        await self.as_root(ADMIN.sudo_set_owner_hparam_rate_limit(epochs=0))
        await self.as_root(ADMIN.sudo_set_weights_set_rate_limit(netuid=self.netuid, weights_set_rate_limit=0))
        for name, value in (("commit_reveal_weights_enabled", False), ("immunity_period", 42)):
            change = {"netuid": self.netuid, "name": name, "value": value}
            result = await self.client.execute_tool("set_hyperparameter", change, ALICE)
            assert result.success, (name, result.message)
        read = await self.client.read("subnet_hyperparameters", netuid=self.netuid)
        assert read["immunity_period"] == 42 and read["commit_reveal_weights_enabled"] is False, read
        ok("hyperparameters")

    async def starts_it(self):
        early = await self.refused(self.staking(ALICE, 10))
        assert early == ("SubtokenDisabled", bt.ErrorCode.SUBTOKEN_DISABLED), early
        assert (await self.refused(bt.StartCall(netuid=self.netuid), BOB))[0] == "BadOrigin"
        await self.execute(bt.StartCall(netuid=self.netuid))
        again = await self.refused(bt.StartCall(netuid=self.netuid))
        assert again[0] == "FirstEmissionBlockNumberAlreadySet", again
        read = await self.client.read("subnet_hyperparameters", netuid=self.netuid)
        assert read["subnet_is_active"] is True
        ok("start")

    async def registers_neurons(self):
        for uid, who in enumerate((BOB, CHARLIE), start=1):
            before = await self.free(who)
            call = CALLS.burned_register(netuid=self.netuid, hotkey=who.hotkey.ss58_address)
            result = await self.submit(call, who)
            assert attributes(result, "NeuronRegistered") == (self.netuid, uid, who.hotkey.ss58_address)
            assert before - await self.free(who) > result.fee.rao
            assert await self.client.read("uid", hotkey_ss58=who.hotkey.ss58_address, netuid=self.netuid) == uid
        ok("burned-register")

    def staking(self, who, tao):
        return bt.AddStake(hotkey_ss58=who.hotkey.ss58_address, netuid=self.netuid, amount_tao=tao)

    async def stake_of(self, who):
        position = await self.client.read(
            "stake",
            coldkey_ss58=who.coldkey.ss58_address,
            hotkey_ss58=who.hotkey.ss58_address,
            netuid=self.netuid,
        )
        return position.rao

    async def stakes(self):
        # Epochs pay in between, so amounts are those of the events.
        money = await self.free(BOB)
        quote = await self.client.read("quote_stake", netuid=self.netuid, amount_tao=10)
        result = await self.execute(self.staking(BOB, 10), BOB)
        coldkey, hotkey, tao, alpha, netuid, fee = attributes(result, "StakeAdded")
        assert (coldkey, hotkey, netuid) == (BOB.coldkey.ss58_address, BOB.hotkey.ss58_address, self.netuid)
        assert (tao, alpha, fee) == (10 * TAO, quote.alpha.rao, quote.tao_fee.rao), (result.events, quote)
        assert money - await self.free(BOB) == 10 * TAO + result.fee.rao
        assert await self.stake_of(BOB) >= alpha
        ok("add-stake")
        money = await self.free(BOB)
        result = await self.execute(bt.RemoveStake(BOB.hotkey.ss58_address, netuid=self.netuid, amount_alpha=1), BOB)
        coldkey, hotkey, tao, alpha, netuid, fee = attributes(result, "StakeRemoved")
        assert (coldkey, alpha + fee, netuid) == (BOB.coldkey.ss58_address, TAO, self.netuid), result.events
        assert await self.free(BOB) - money == tao - result.fee.rao, (tao, result.fee)
        ok("remove-stake")
        await self.execute(self.staking(ALICE, 20))
        positions = await self.client.staking.stake_for_coldkey(ALICE.coldkey.ss58_address)
        mine = [position for position in positions if position.netuid == self.netuid]
        assert [position.hotkey for position in mine] == [ALICE.hotkey.ss58_address], positions
        assert mine[0].is_registered and mine[0].stake.rao > 0
        ok("stake-of-coldkey")

    async def is_refused_a_bad_trade(self):
        assert (await self.refused(self.staking(ALICE, 500)))[0] == "SlippageTooHigh"
        unknown = bt.AddStake(hotkey_ss58=ALICE.hotkey.ss58_address, netuid=4_000, amount_tao=1)
        assert await self.refused(unknown) == ("SubnetNotExists", bt.ErrorCode.SUBNET_NOT_EXISTS)
        ok("stake-refused")

    async def serves(self):
        await self.execute(bt.ServeAxon(netuid=self.netuid, ip="203.0.113.5", port=8091), BOB)
        metagraph = await self.client.subnets.metagraph(self.netuid)
        assert metagraph.neuron(1).axon == "203.0.113.5:8091", metagraph.neuron(1)
        ok("serve-axon")

    async def publishes(self):
        info = {"fields": [{"Raw5": "0x" + b"hello".hex()}]}
        await self.submit(bt.calls.Commitments.set_commitment(netuid=self.netuid, info=info), BOB, signer="hotkey")
        metagraph = await self.client.subnets.metagraph(self.netuid)
        commitment = metagraph.neuron(1).commitment
        assert commitment.value == "hello" and commitment.status == "plain", commitment
        assert metagraph.neuron(2).commitment is None
        ok("commitment")

    # the work of the network

    async def weighs(self):
        await self.execute(bt.SetWeights(netuid=self.netuid, weights={1: 3, 2: 1}))
        rows = await self.client.query(STORAGE.Weights, [self.netuid, 0])
        assert [tuple(row) for row in rows] == [(1, 65_535), (2, 21_845)], rows
        try:
            await self.client.execute(bt.SetWeights(netuid=self.netuid, weights={1: 1}), wallet("Dave"))
        except bt.ChainError as error:
            assert error.code == bt.ErrorCode.NOT_REGISTERED, error
        else:
            raise AssertionError("who is not registered set weights")
        ok("set-weights")

    async def earns(self):
        stakes = [await self.stake_of(who) for who in (ALICE, BOB, CHARLIE)]
        for _ in range(2):
            epoch = await self.client.wait_for_epoch(self.netuid, timeout=BLOCK_TIMEOUT_SECONDS)
            assert epoch.block > epoch.previous, epoch
        ok("epoch")
        metagraph = await self.client.subnets.metagraph(self.netuid)
        validator, better, worse = metagraph.neurons
        assert abs(better.incentive - 0.75) < 0.001 and abs(worse.incentive - 0.25) < 0.001, (better, worse)
        assert validator.dividends > 0.99 and validator.validator_permit and validator.incentive == 0, validator
        assert better.emission.rao > 2 * worse.emission.rao > 0 and validator.emission.rao > 0
        assert better.consensus > worse.consensus > 0
        ok("incentives")
        earned = [await self.stake_of(who) - before for who, before in zip((ALICE, BOB, CHARLIE), stakes, strict=True)]
        assert earned[1] > 2 * earned[2] > 0 and earned[0] > 0, earned
        ok("emission")

    async def shows_the_metagraph(self):
        metagraph = await self.client.subnets.metagraph(self.netuid)
        wallets = (ALICE, BOB, CHARLIE)
        assert metagraph.hotkeys == [who.hotkey.ss58_address for who in wallets]
        assert metagraph.coldkeys == [who.coldkey.ss58_address for who in wallets]
        assert metagraph.owner_hotkey == ALICE.hotkey.ss58_address
        assert metagraph.tempo == 10 and metagraph.num_uids == 3 and metagraph.symbol, metagraph
        assert metagraph.price > 0 and metagraph.by_hotkey(BOB.hotkey.ss58_address).uid == 1
        for lite in (True, False):
            neurons = await self.client.neurons.all(self.netuid, lite=lite)
            assert [neuron.hotkey for neuron in neurons] == metagraph.hotkeys
            assert neurons[0].total_stake.rao > 0
        assert (await self.client.read("weights", netuid=self.netuid)).keys() == {0}
        assert (await self.client.read("bonds", netuid=self.netuid))[0].keys() == {1, 2}
        ok("metagraph")

    async def joins_root(self):
        await self.as_root(ADMIN.sudo_set_subtoken_enabled(netuid=0, subtoken_enabled=True))
        await self.execute(bt.RootRegister(), BOB)
        await self.execute(bt.AddStake(hotkey_ss58=BOB.hotkey.ss58_address, netuid=0, amount_tao=5), BOB)
        assert await self.client.read("netuids_for_hotkey", hotkey_ss58=BOB.hotkey.ss58_address) == [0, self.netuid]
        positions = await self.client.staking.stake_for_coldkey(BOB.coldkey.ss58_address)
        assert {position.netuid: position.stake.rao for position in positions}[0] == 5 * TAO, positions
        ok("root")

    async def answers_every_read(self):
        hotkey = {"hotkey_ss58": BOB.hotkey.ss58_address}
        coldkey = {"coldkey_ss58": BOB.coldkey.ss58_address}
        network = {"netuid": self.netuid}
        asked = [(name, network) for name in READS_OF_NETWORK]
        asked += [(name, hotkey) for name in READS_OF_HOTKEY]
        asked += [(name, hotkey | network) for name in READS_OF_HOTKEY_ON_NETWORK]
        asked += [(name, coldkey) for name in READS_OF_COLDKEY]
        asked += [(name, {}) for name in READS_OF_CHAIN]
        asked += [("stake_availability", coldkey | network), ("quote_unstake", network | {"amount_alpha": 1})]
        asked += [("block_info", {"block": 1})]
        failures = []
        for name, arguments in asked:
            try:
                await self.client.read(name, **arguments)
            except Exception as error:  # every kind of failure is one to report
                failures.append(f"{name}: {type(error).__name__}: {error}")
        assert not failures, "\n".join(failures)
        ok("reads")


def attributes(result, name):
    """What the only event of that name says."""
    (event,) = [event for event in result.events if event["event_id"] == name]
    return event["attributes"]


async def take(stream, count):
    async for item in stream:
        yield item
        count -= 1
        if count == 0:
            return


def asks_without_async(endpoint, netuid):
    """The blocking face of the SDK."""
    subtensor = bt.Subtensor(endpoint, fallback_endpoints=[], archive_endpoints=[])
    assert subtensor.balances.get(ALICE.coldkey.ss58_address).rao > 0
    assert len(subtensor.subnets.metagraph(netuid)) == 3
    assert [subnet.netuid for subnet in subtensor.subnets.all()][: netuid + 1] == list(range(netuid + 1))
    ok("without-async")


async def main(endpoint, netuid):
    async with bt.Client(endpoint, fallback_endpoints=[], archive_endpoints=[]) as client:
        flow = Flow(client, netuid)
        await flow.connects()
        await flow.follows_blocks()
        await flow.reads_balances()
        await flow.transfers()
        await flow.transfers_in_a_batch()
        await flow.is_refused_what_it_cannot_pay()
        await flow.founds_a_network()
        await flow.sets_it_up()
        await flow.starts_it()
        await flow.registers_neurons()
        await flow.stakes()
        await flow.is_refused_a_bad_trade()
        await flow.serves()
        await flow.publishes()
        await flow.weighs()
        await flow.earns()
        await flow.shows_the_metagraph()
        await flow.joins_root()
        await flow.answers_every_read()


if __name__ == "__main__":
    URL, NETUID = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2
    asyncio.run(main(URL, NETUID))
    asks_without_async(URL, NETUID)
