"""bittensor 11.3.0 on a fresh localnet: accounts that act for others or together, and what several pay for.

Usage: python sdk11_accounts.py ws://127.0.0.1:9944, with the SDK's own interpreter. Prints `ok NAME` for each thing
shown and ends with a traceback at the first that is not so.
"""

import asyncio
import sys
from types import SimpleNamespace

import bittensor as bt
from bittensor.keyfiles import Keypair

TAO = 1_000_000_000
DELAY_BLOCKS = 3
NETUID = 2


def wallet(name):
    coldkey, hotkey = Keypair.create_from_uri(f"//{name}"), Keypair.create_from_uri(f"//{name}//hot")
    return SimpleNamespace(coldkey=coldkey, coldkeypub=coldkey, hotkey=hotkey)


ALICE, BOB, CHARLIE = wallet("Alice"), wallet("Bob"), wallet("Charlie")
DAVE = Keypair.create_from_uri("//Dave").ss58_address


def address(who):
    return who.coldkey.ss58_address


def ok(name):
    print("ok", name, flush=True)


class Accounts:
    """One client and what it shows."""

    def __init__(self, client):
        self.client = client

    async def do(self, op, who=ALICE, **arguments):
        options = {"proxy_for": arguments.pop("proxy_for")} if "proxy_for" in arguments else {}
        result = await self.client.execute_tool(op, arguments, who, **options)
        assert result.success, (op, result.message)
        return result

    async def refused(self, op, who=ALICE, **arguments):
        result = await self.client.execute_tool(op, arguments, who)
        assert not result.success, f"{op} was expected to fail"
        return result.error.name

    async def free(self, account):
        return (await self.client.balances.get(account)).rao

    def paying(self, tao):
        return {"op": "transfer", "dest_ss58": DAVE, "amount_tao": tao}

    # proxies

    async def acts_for_another(self):
        await self.do("add_proxy", delegate_ss58=address(BOB), proxy_type="Transfer")
        listed = await self.client.read("proxies", coldkey_ss58=address(ALICE))
        assert listed["proxies"] == [{"delegate": address(BOB), "proxy_type": "Transfer", "delay": 0}], listed
        assert listed["deposit"].rao == 93_000_000
        before = await self.free(DAVE)
        await self.do("transfer", who=BOB, dest_ss58=DAVE, amount_tao=1, proxy_for=address(ALICE))
        assert await self.free(DAVE) - before == TAO
        founding = {"hotkey_ss58": BOB.hotkey.ss58_address}
        beyond = await self.client.execute_tool("register_subnet", founding, BOB, proxy_for=address(ALICE))
        assert not beyond.success and "CallFiltered" in str(beyond.error.name) + str(beyond.message), beyond
        ok("proxy")
        assert await self.refused("add_proxy", delegate_ss58=address(BOB), proxy_type="Transfer") == "Duplicate"
        await self.do("remove_proxy", delegate_ss58=address(BOB), proxy_type="Transfer")
        await self.do("add_proxy", delegate_ss58=address(BOB), proxy_type="Any")
        await self.do("remove_proxies")
        assert (await self.client.read("proxies", coldkey_ss58=address(ALICE)))["proxies"] == []
        ok("proxies-removed")

    async def answers_for_proxy_types(self):
        types = await self.client.runtime(bt.runtime_api.ProxyFilterRuntimeApi.get_proxy_types, [])
        assert [one["name"] for one in types][:2] == ["Any", "Owner"] and len(types) == 19, types
        (small,) = await self.client.runtime(bt.runtime_api.ProxyFilterRuntimeApi.get_proxy_filters, [[11]])
        assert small["name"] == "SmallTransfer" and "Allow" in small["filter_mode"], small
        ok("proxy-filters")

    async def announces(self):
        await self.do("add_proxy", delegate_ss58=address(BOB), proxy_type="Any", delay=DELAY_BLOCKS)
        intent = bt.Transfer(dest_ss58=DAVE, amount_tao=1)
        plan = await self.client.compose(bt.calls.Balances.transfer_keep_alive(dest=DAVE, value=TAO))
        announcing = bt.calls.Proxy.announce(real=address(ALICE), call_hash="0x" + plan.call_hash.hex())
        result = await self.client.submit_call(announcing, BOB)
        assert result.success, result.message
        due = await self.client.block() + DELAY_BLOCKS + 1
        while await self.client.block() < due:
            await asyncio.sleep(0.1)
        before = await self.free(DAVE)
        made = {"inner_op": "transfer", "inner_args": {"dest_ss58": intent.dest_ss58, "amount_tao": 1}}
        await self.do(
            "execute_proxy_announced",
            who=CHARLIE,
            delegate_ss58=address(BOB),
            real_ss58=address(ALICE),
            **made,
        )
        assert await self.free(DAVE) - before == TAO
        await self.do("remove_proxies")
        ok("proxy-announced")

    async def makes_a_pure_account(self):
        result = await self.do("create_pure_proxy", proxy_type="Any")
        pure = attribute(result, "PureCreated", "pure")
        await self.do("transfer", dest_ss58=pure, amount_tao=5)
        await self.do("transfer", dest_ss58=DAVE, amount_tao=1, proxy_for=pure)
        assert await self.free(pure) == 4 * TAO
        ok("pure-account")

    # multisig

    async def acts_together(self):
        three = [address(who) for who in (ALICE, BOB, CHARLIE)]
        account = (await self.client.multisig(three, 2)).address
        await self.do("transfer", dest_ss58=account, amount_tao=20)

        def terms(who):
            others = [one for one in three if one != address(who)]
            return {"threshold": 2, "other_signatories": others, "call": self.paying(2)}

        opened = await self.do("multisig_approve", **terms(ALICE))
        call_hash = attribute(opened, "NewMultisig", "call_hash")
        pending = await self.client.read("multisig", account_ss58=account, call_hash=call_hash)
        assert pending["depositor"] == address(ALICE) and pending["deposit"].rao == 196_000_000, pending
        early = await self.refused("multisig_execute", who=BOB, **terms(BOB))
        assert early == "NoTimepoint", early
        before = await self.free(DAVE)
        await self.do("multisig_execute", who=BOB, timepoint=pending["timepoint"], **terms(BOB))
        assert await self.free(DAVE) - before == 2 * TAO
        assert await self.client.read("multisig", account_ss58=account, call_hash=call_hash) is None
        ok("multisig")
        opened = await self.do("multisig_execute", **terms(ALICE))
        call_hash = attribute(opened, "NewMultisig", "call_hash")
        pending = await self.client.read("multisig", account_ss58=account, call_hash=call_hash)
        assert (
            await self.refused("multisig_cancel", who=BOB, timepoint=pending["timepoint"], **terms(BOB)) == "NotOwner"
        )
        await self.do("multisig_cancel", timepoint=pending["timepoint"], **terms(ALICE))
        ok("multisig-cancelled")
        single = (await self.client.multisig(three[:2], 1)).address
        await self.do("transfer", dest_ss58=single, amount_tao=5)
        await self.do("multisig_threshold_1", who=BOB, other_signatories=[address(ALICE)], call=self.paying(1))
        assert await self.free(single) == 4 * TAO
        ok("multisig-of-one")

    # what several pay for

    async def raises_money(self):
        end = await self.client.block() + 1_000
        terms = {"deposit_tao": 10, "min_contribution_tao": 1, "cap_tao": 14, "end": end, "target_ss58": DAVE}
        await self.do("create_crowdloan", **terms)
        await self.do("contribute_crowdloan", who=BOB, crowdloan_id=0, amount_tao=2)
        await self.do("withdraw_crowdloan", who=BOB, crowdloan_id=0)
        await self.do("update_crowdloan_cap", crowdloan_id=0, new_cap_tao=15)
        await self.do("update_crowdloan_end", crowdloan_id=0, new_end=end + 5)
        await self.do("update_crowdloan_min_contribution", crowdloan_id=0, new_min_contribution_tao=2)
        await self.do("set_crowdloan_max_contribution", crowdloan_id=0, new_max_contribution_tao=12)
        assert await self.refused("finalize_crowdloan", crowdloan_id=0) == "CapNotRaised"
        await self.do("contribute_crowdloan", who=CHARLIE, crowdloan_id=0, amount_tao=30)
        loan = await self.client.read("crowdloan", crowdloan_id=0)
        assert (loan["raised"].rao, loan["creator"], loan["target_address"]) == (15 * TAO, address(ALICE), DAVE), loan
        before = await self.free(DAVE)
        await self.do("finalize_crowdloan", crowdloan_id=0)
        assert await self.free(DAVE) - before == 15 * TAO
        await self.do("create_crowdloan", **terms)
        await self.do("contribute_crowdloan", who=BOB, crowdloan_id=1, amount_tao=2)
        await self.do("refund_crowdloan", crowdloan_id=1)
        rows = await self.client.read("crowdloan_contributors", crowdloan_id=1)
        assert rows == [{"contributor": address(ALICE), "amount_tao": 10.0}], rows
        await self.do("dissolve_crowdloan", crowdloan_id=1)
        assert [loan["id"] for loan in await self.client.read("crowdloans")] == [0]
        ok("crowdloan")

    async def leases_a_network(self):
        end = await self.client.block() + 200
        leasing = {"op": "register_leased_network", "emissions_share": 40, "end_block": end}
        terms = {"deposit_tao": 1_000, "min_contribution_tao": 1, "cap_tao": 2_000, "end": end, "call": leasing}
        await self.do("create_crowdloan", **terms)
        await self.do("contribute_crowdloan", who=BOB, crowdloan_id=2, amount_tao=1_000)
        await self.do("finalize_crowdloan", crowdloan_id=2)
        lease = await self.client.read("lease", lease_id=0)
        assert lease["beneficiary"] == address(ALICE) and lease["netuid"] == NETUID, lease
        assert len(await self.client.read("leases")) == 1
        await self.do("start_call", netuid=NETUID, proxy_for=lease["coldkey"])
        assert await self.refused("terminate_lease", lease_id=0) == "LeaseHasNotEnded"
        ok("lease")


def attribute(result, event_id, name):
    """What an event of a result says."""
    for event in result.events:
        if event["event_id"] == event_id:
            return event["attributes"][name]
    raise AssertionError(f"no {event_id} in {result.events}")


async def main():
    async with bt.Client(sys.argv[1], fallback_endpoints=[], archive_endpoints=[]) as client:
        accounts = Accounts(client)
        await accounts.acts_for_another()
        await accounts.answers_for_proxy_types()
        await accounts.announces()
        await accounts.makes_a_pure_account()
        await accounts.acts_together()
        await accounts.raises_money()
        await accounts.leases_a_network()


if __name__ == "__main__":
    asyncio.run(main())
