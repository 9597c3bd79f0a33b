"""bittensor 11.3.0 on a fresh localnet: what came with it. Collateral, registration by work, baskets.

Usage: python sdk11_additions.py ws://127.0.0.1:9944, with the SDK's own interpreter. Prints `ok NAME` for each thing
shown and ends with a traceback at the first that is not so.
"""

import asyncio
import sys
from types import SimpleNamespace

import bittensor as bt
from bittensor.keyfiles import Keypair

TAO = 1_000_000_000
NETUID = 2
RATIO = 1 / 64
STORAGE = bt.storage.SubtensorModule
CALLS, ADMIN = bt.calls.SubtensorModule, bt.calls.AdminUtils
EPOCH_SECONDS = 120


def wallet(name):
    coldkey, hotkey = Keypair.create_from_uri(f"//{name}"), Keypair.create_from_uri(f"//{name}//hot")
    return SimpleNamespace(coldkey=coldkey, coldkeypub=coldkey, hotkey=hotkey)


ALICE, BOB, CHARLIE = wallet("Alice"), wallet("Bob"), wallet("Charlie")


def address(who):
    return who.coldkey.ss58_address


def hot(who):
    return who.hotkey.ss58_address


def ok(name):
    print("ok", name, flush=True)


def connection(endpoint):
    return bt.Client(endpoint, fallback_endpoints=[], archive_endpoints=[])


def event(result, name):
    (found,) = [event for event in result.events if event["event_id"] == name]
    return found["attributes"]


class Additions:
    """One client and what it shows."""

    def __init__(self, client, endpoint):
        self.client = client
        self._endpoint = endpoint

    async def execute(self, op, who, arguments):
        """Each by a client of its own: after a shielded call, which some always are, its count of nonces is short."""
        async with connection(self._endpoint) as client:
            return await client.execute_tool(op, arguments, who)

    async def do(self, op, who=ALICE, **arguments):
        result = await self.execute(op, who, arguments)
        assert result.success, (op, result.message)
        return result

    async def refused(self, op, who=ALICE, **arguments):
        result = await self.execute(op, who, arguments)
        assert not result.success, f"{op} was expected to fail"
        return result.error.name

    async def submit(self, call, who=ALICE):
        async with connection(self._endpoint) as client:
            result = await client.submit_call(call, who)
        assert result.success, result.message
        return result

    async def as_root(self, call):
        return await self.submit(bt.calls.Sudo.sudo(call=await self.client.compose(call)))

    async def free(self, who):
        return (await self.client.balances.get(address(who))).rao

    async def stake(self, who, netuid=NETUID):
        read = self.client.read
        return (await read("stake", coldkey_ss58=address(who), hotkey_ss58=hot(who), netuid=netuid)).rao

    async def collateral(self, who):
        return await self.client.read("miner_collateral", netuid=NETUID, hotkey_ss58=hot(who))

    async def set(self, name, value):
        await self.do("set_hyperparameter", netuid=NETUID, name=name, value=value)

    # a network of Alice

    async def begins(self):
        await self.do("register_subnet")
        await self.as_root(ADMIN.sudo_set_admin_freeze_window(window=0))
        await self.as_root(ADMIN.sudo_set_owner_hparam_rate_limit(epochs=0))
        await self.as_root(ADMIN.sudo_set_weights_set_rate_limit(netuid=NETUID, weights_set_rate_limit=0))
        await self.set("commit_reveal_weights_enabled", False)
        await self.do("start_call", netuid=NETUID)
        await self.do("add_stake", hotkey_ss58=hot(ALICE), netuid=NETUID, amount_tao=20)
        ok("network")

    # collateral

    async def locks_a_share_of_the_price(self):
        await self.set("collateral_lock_share", 32_768)
        await self.set("collateral_drain_ratio", RATIO)
        policy = await self.client.read("collateral_policy", netuid=NETUID)
        assert abs(policy["lock_share"] - 0.5) < 0.001 and policy["drain_ratio"] == RATIO, policy
        before = await self.free(BOB)
        result = await self.submit(CALLS.burned_register(netuid=NETUID, hotkey=hot(BOB)), BOB)
        state = await self.collateral(BOB)
        locked = event(result, "CollateralLocked")
        assert state["locked_alpha"].rao == locked["locked"] == locked["total_locked"] > 0, (state, locked)
        assert state["drain_ratio"] == RATIO and state["coldkey"] == address(BOB), state
        assert await self.stake(BOB) == locked["locked"]
        assert before - await self.free(BOB) > result.fee.rao
        ok("collateral-at-registration")

    async def keeps_it(self):
        locked = (await self.collateral(BOB))["locked_alpha"].rao
        refusal = await self.refused("unstake_all_alpha", BOB, hotkey_ss58=hot(BOB))
        assert refusal in ("AmountTooLow", "StakeUnavailable"), refusal
        everything = {"hotkey_ss58": hot(BOB), "netuid": NETUID, "amount_alpha": locked / TAO}
        assert await self.refused("remove_stake", BOB, **everything) == "StakeUnavailable"
        free = await self.client.read("stake_availability", coldkey_ss58=address(BOB), netuid=NETUID)
        assert (free["available"].rao, free["locked"].rao) == (0, locked), free
        ok("collateral-stays")

    async def adds_to_it(self):
        before = (await self.collateral(BOB))["locked_alpha"].rao
        result = await self.do("add_collateral", BOB, netuid=NETUID, amount_alpha=1)
        assert event(result, "CollateralLocked")["locked"] == TAO
        assert (await self.collateral(BOB))["locked_alpha"].rao == before + TAO
        await self.do("set_min_collateral", BOB, netuid=NETUID, min_alpha=0.25)
        assert (await self.collateral(BOB))["min_locked_alpha"].rao == TAO // 4
        assert await self.refused("set_min_collateral", BOB, netuid=0, min_alpha=1) == (
            "RegistrationNotPermittedOnRootSubnet"
        )
        ok("collateral-added")

    async def earns_it_back(self):
        before = await self.collateral(BOB)
        await self.do("set_weights", netuid=NETUID, weights={1: 1})
        for _ in range(2):
            await self.client.wait_for_epoch(NETUID, timeout=EPOCH_SECONDS)
        after = await self.collateral(BOB)
        earned = after["earned_alpha"].rao - before["earned_alpha"].rao
        released = before["locked_alpha"].rao - after["locked_alpha"].rao
        assert earned > 0 and 0 <= earned * RATIO - released <= 4, (before, after)
        neuron = (await self.client.subnets.metagraph(NETUID)).neuron(1)
        assert neuron.collateral_locked.rao <= after["locked_alpha"].rao and neuron.collateral_min.rao == TAO // 4
        (listed,) = await self.client.read("subnet_collateral", netuid=NETUID)
        assert (listed["hotkey"], listed["uid"]) == (hot(BOB), 1), listed
        ok("collateral-drains")

    # registration by work

    async def registers_for_work(self):
        poor = wallet("Penniless")
        for call in (
            ADMIN.sudo_set_min_difficulty(netuid=NETUID, min_difficulty=1_000),
            ADMIN.sudo_set_difficulty(netuid=NETUID, difficulty=1_000),
        ):
            await self.as_root(call)
        closed = ADMIN.sudo_set_network_registration_allowed(netuid=NETUID, registration_allowed=False)
        async with connection(self._endpoint) as client:
            refusal = await client.submit_call(closed, ALICE)
        assert not refusal.success and refusal.error.name == "InvalidValue", refusal
        await self.set("network_pow_registration_allowed", True)
        burn = await self.client.query(STORAGE.Burn, [NETUID])
        mined = await self.client.mine_pow_registration(
            NETUID, hot(poor), address(poor), workers=1, max_seconds=60, backend="cpu"
        )
        result = await self.client.execute(mined, poor)
        assert result.success, result.message
        assert await self.free(poor) == 0
        assert await self.client.query(STORAGE.Owner, [hot(poor)]) == address(poor)
        assert await self.client.read("uid", hotkey_ss58=hot(poor), netuid=NETUID) == 2
        assert await self.client.query(STORAGE.LastPowRegistrationBlock, [hot(poor)]) == mined.work_block
        assert await self.client.query(STORAGE.Burn, [NETUID]) <= burn
        ok("pow-register")

    # baskets

    async def buys_into_a_basket(self):
        await self.as_root(ADMIN.sudo_set_subtoken_enabled(netuid=0, subtoken_enabled=True))
        await self.do("root_register")
        result = await self.do("stake_into_basket", CHARLIE, hotkey_ss58=hot(ALICE), amount_tao=10)
        bought = event(result, "BasketStakedIn")
        assert (bought["tao"], bought["value"], bought["shares"]) == (10 * TAO, 10 * TAO, 10 * TAO), bought
        position = await self.client.read("basket_position", hotkey_ss58=hot(ALICE), coldkey_ss58=address(CHARLIE))
        assert (position["beta"], position["fund_fraction"], position["value_tao"].rao) == (10.0, 1.0, 10 * TAO)
        ok("basket-bought")

    async def trades_it(self):
        trade = {"hotkey_ss58": hot(ALICE), "origin_netuid": 0, "dest_netuid": NETUID, "amount": 0.5}
        assert await self.refused("swap_basket", **trade) == "BasketTradingDisabled"
        await self.as_root(ADMIN.sudo_set_basket_trading_enabled(enabled=True))
        await self.as_root(ADMIN.sudo_set_basket_daily_turnover_cap(cap=65_535))
        await self.as_root(ADMIN.sudo_set_basket_liquidity_cap(cap=65_535))
        status = await self.client.read("basket_trading_status", hotkey_ss58=hot(ALICE))
        assert status["enabled"] and not status["frozen"] and status["budget_tao"].rao == 10 * TAO, status
        # A network this young has hardly a moving price, so its alpha cannot be bought within 2% of it.
        assert await self.refused("swap_basket", **trade) == "SlippageTooHigh"
        assert await self.refused("swap_basket", CHARLIE, **trade) == "NonAssociatedColdKey"
        # Two legs: the SDK takes a list of one for the list itself.
        legs = 2 * [{"origin_netuid": 0, "dest_netuid": NETUID, "amount": 0.5}]
        assert await self.refused("swap_basket_many", hotkey_ss58=hot(ALICE), legs=legs) == "SlippageTooHigh"
        ok("basket-trading")

    async def shows_it(self):
        read, whose = self.client.read, {"hotkey_ss58": hot(ALICE)}
        assert (await read("validator_basket_nav", **whose)).rao == 10 * TAO
        (cash,) = await read("validator_basket", **whose)
        assert (cash["netuid"], cash["value_tao"].rao) == (0, 10 * TAO), cash
        summary = await read("validator_basket_summary", **whose)
        assert (summary["beta_total"], summary["beta_price_tao"]) == (10.0, 1.0), summary
        assert summary["chain_pricing"]["display_price"] == 1.0, summary
        assert [basket["hotkey"] for basket in await read("root_baskets")] == [hot(ALICE)]
        assert (await read("root_basket_total_nav")).rao == 10 * TAO
        assert (await read("root_basket_owed", coldkey_ss58=address(CHARLIE))).rao == 10 * TAO
        assert len(await read("root_basket_portfolio", coldkey_ss58=address(CHARLIE))) == 1
        ok("basket-reads")

    async def redeems_it(self):
        planned = await self.client.plan(bt.ClaimRootWithHotkey(hotkey_ss58=hot(ALICE)), CHARLIE)
        assert planned.fee.rao > 0
        result = await self.do("claim_root_with_hotkey", CHARLIE, hotkey_ss58=hot(ALICE))
        assert event(result, "BasketClaimed")["tao"] == 10 * TAO
        position = await self.client.read("stake", coldkey_ss58=address(CHARLIE), hotkey_ss58=hot(ALICE), netuid=0)
        assert position.rao == 10 * TAO
        assert (await self.client.read("root_basket_owed", coldkey_ss58=address(CHARLIE))).rao == 0
        ok("basket-claimed")


async def main(endpoint):
    async with connection(endpoint) as client:
        additions = Additions(client, endpoint)
        await additions.begins()
        await additions.locks_a_share_of_the_price()
        await additions.keeps_it()
        await additions.adds_to_it()
        await additions.earns_it_back()
        await additions.registers_for_work()
        await additions.buys_into_a_basket()
        await additions.trades_it()
        await additions.shows_it()
        await additions.redeems_it()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
