"""Networks that contributors paid for and that one of them runs, on a whole chain."""

import pytest

from chain.frame import InvariantBroken, Origin
from chain.genesis import account
from chain.pallets.crowdloan.errors import InvalidCrowdloanId
from chain.pallets.crowdloan.types import funds_account
from chain.pallets.leases.types import SubnetLease, lease_coldkey, lease_hotkey
from chain.pallets.proxy.types import ProxyDefinition, ProxyType
from chain.pallets.subtensor_module.errors import (
    BeneficiaryDoesNotOwnHotkey,
    ExpectedBeneficiaryOrigin,
    InvalidLeaseBeneficiary,
    LeaseCannotEndInThePast,
    LeaseDoesNotExist,
    LeaseHasNoEndBlock,
    LeaseHasNotEnded,
    Overflow,
)
from chain.pallets.subtensor_module.events import (
    SubnetLeaseCreated,
    SubnetLeaseDividendsDistributed,
    SubnetLeaseTerminated,
)
from chain.primitives.address import Id
from chain.primitives.fixed.wire import U64f64
from chain.primitives.hashing import blake2_256
from chain.primitives.identifiers import AccountId
from chain.primitives.perthings import Percent
from tests.local_chain import LocalChain

# LeaseNetuidNotFound has no test: a registration that succeeds has a netuid.

TAO = 10**9
RAISED = 2_000 * TAO
ALICE, BOB, CAROL = (account(name) for name in ("Alice", "Bob", "Charlie"))
COLDKEY, HOTKEY = lease_coldkey(0), lease_hotkey(0)
NETUID = 2


class LeaseChain:
    def __init__(self):
        self.runtime = LocalChain().begin()
        self.leases = self.runtime.subtensor.leases
        self.stakes = self.runtime.subtensor.stakes

    def do(self, who, pallet, name, **arguments):
        call = self.runtime.declaration.calls.make(pallet, name, arguments)
        return self.runtime.dispatcher.dispatch(call, Origin.signed(who))

    def events(self, kind):
        return [event for event in self.runtime.system.recorded_events() if isinstance(event, kind)]

    def raise_money(self, end_block=None, share=30, call=None):
        """A crowdloan for a lease: half of it from Alice, a quarter each from Bob and Carol."""
        call = call or self.runtime.declaration.calls.make(
            "SubtensorModule", "register_leased_network", {"emissions_share": Percent(share), "end_block": end_block}
        )
        self.do(
            ALICE,
            "Crowdloan",
            "create",
            deposit=RAISED // 2,
            min_contribution=TAO,
            cap=RAISED,
            end=self.runtime.system.number + 100,
            call=call,
            target_address=None,
        )
        for who in (BOB, CAROL):
            self.do(who, "Crowdloan", "contribute", crowdloan_id=0, amount=RAISED // 4)

    def lease(self, **terms):
        self.raise_money(**terms)
        self.do(ALICE, "Crowdloan", "finalize", crowdloan_id=0)
        return self.leases.subnet_leases[0]

    def free(self, who):
        return self.runtime.balances.free_balance(who)

    def earn(self, cut, block):
        """The lease gets an owner's cut in a block, as an epoch pays it."""
        self.runtime.system.number = block
        self.stakes.increase(HOTKEY, COLDKEY, NETUID, cut)
        self.runtime.subtensor.pools.mint_alpha_out(NETUID, cut)
        self.leases.distribute(NETUID, cut)

    def stake_of(self, who):
        return self.stakes.stake_of(HOTKEY, who, NETUID)


@pytest.fixture
def chain():
    made = LeaseChain()
    yield made
    made.runtime.check_invariants()


def test_the_accounts_of_a_lease_are_those_of_the_reference_chain():
    assert lease_coldkey(3) == AccountId(blake2_256(b"\x3cleasing/coldkey" + b"\x03\x00\x00\x00"))
    assert lease_hotkey(3) == AccountId(blake2_256(b"\x38leasing/hotkey" + b"\x03\x00\x00\x00"))


def test_a_crowdloan_registers_a_network_for_its_lease(chain):
    before = {who: chain.free(who) for who in (ALICE, BOB, CAROL)}
    lease = chain.lease(end_block=500)
    cost = lease.cost
    assert lease == SubnetLease(ALICE, COLDKEY, HOTKEY, Percent(30), 500, NETUID, cost)
    assert chain.events(SubnetLeaseCreated) == [SubnetLeaseCreated(ALICE, 0, NETUID, 500)]
    networks, takes = chain.runtime.subtensor.networks, chain.runtime.subtensor.takes
    assert (networks.owner_of(NETUID), networks.owner_hotkey_of(NETUID)) == (COLDKEY, HOTKEY)
    assert chain.leases.subnet_uid_to_lease_id[NETUID] == 0 and chain.leases.next_subnet_lease_id == 1
    assert takes.take_of(HOTKEY) == 0 and takes.is_delegate(HOTKEY)
    assert chain.runtime.proxy.proxies[COLDKEY][0] == [ProxyDefinition(ALICE, ProxyType.SubnetLeaseBeneficiary, 0)]
    quarter = U64f64(1 << 62)
    assert dict(chain.leases.subnet_lease_shares.items(0)) == {BOB: quarter, CAROL: quarter}
    left = RAISED - cost
    assert left > 0 and chain.free(COLDKEY) == 0 and chain.free(funds_account(0)) == 0
    paid = {who: before[who] - chain.free(who) for who in (ALICE, BOB, CAROL)}
    assert paid[BOB] == paid[CAROL] == RAISED // 4 - left // 4
    assert sum(paid.values()) == cost


def test_the_cost_counts_the_deposit_for_the_proxy(chain):
    price = chain.runtime.subtensor.network_registration.lock_cost()
    assert chain.lease().cost == price + 93_000_000


def test_only_a_crowdloan_leases_a_network(chain):
    with pytest.raises(InvalidCrowdloanId):
        chain.do(ALICE, "SubtensorModule", "register_leased_network", emissions_share=Percent(30), end_block=None)


def test_only_the_creator_of_the_crowdloan_leases_with_it(chain):
    make = chain.runtime.declaration.calls.make
    leasing = make("SubtensorModule", "register_leased_network", {"emissions_share": Percent(1), "end_block": None})
    chain.do(BOB, "Proxy", "add_proxy", delegate=Id(ALICE), proxy_type=ProxyType.Any, delay=0)
    as_bob = make("Proxy", "proxy", {"real": Id(BOB), "force_proxy_type": None, "call": leasing})
    chain.raise_money(call=as_bob)
    chain.do(ALICE, "Crowdloan", "finalize", crowdloan_id=0)
    failed = chain.runtime.proxy.last_call_result[BOB]
    assert failed.value == chain.runtime.declaration.dispatch_error(InvalidLeaseBeneficiary())


def test_a_lease_ends_later_than_it_begins(chain):
    chain.raise_money(end_block=chain.runtime.system.number)
    with pytest.raises(LeaseCannotEndInThePast):
        chain.do(ALICE, "Crowdloan", "finalize", crowdloan_id=0)


def test_leases_are_not_without_number(chain):
    chain.leases.next_subnet_lease_id = 2**32 - 1
    chain.raise_money()
    with pytest.raises(Overflow):
        chain.do(ALICE, "Crowdloan", "finalize", crowdloan_id=0)


def test_the_beneficiary_runs_the_network_and_cannot_sell_it(chain):
    chain.lease()
    make = chain.runtime.declaration.calls.make
    start = make("SubtensorModule", "start_call", {"netuid": NETUID})
    transfer = make("Balances", "transfer_allow_death", {"dest": Id(BOB), "value": 1})
    chain.runtime.system.number += 10
    for call, succeeds in ((start, True), (transfer, False)):
        chain.do(ALICE, "Proxy", "proxy", real=Id(COLDKEY), force_proxy_type=None, call=call)
        assert (chain.runtime.proxy.last_call_result[COLDKEY].__class__.__name__ == "Ok") is succeeds


def test_dividends_are_set_aside_and_shared_out_every_hundred_blocks(chain):
    chain.lease(share=30)
    chain.earn(10 * TAO, block=150)
    assert chain.leases.accumulated_lease_dividends[0] == 3 * TAO and chain.stake_of(BOB) == 0
    chain.earn(10 * TAO, block=200)
    assert chain.leases.accumulated_lease_dividends[0] == 0
    assert chain.stake_of(BOB) == chain.stake_of(CAROL) == 1_500_000_000
    assert chain.stake_of(ALICE) == 3 * TAO
    shared = chain.events(SubnetLeaseDividendsDistributed)
    assert shared[-1] == SubnetLeaseDividendsDistributed(0, ALICE, 3 * TAO)
    assert {(event.contributor, event.alpha) for event in shared[:-1]} == {(BOB, 1_500_000_000), (CAROL, 1_500_000_000)}


def test_a_part_of_the_cut_is_rounded_up(chain):
    chain.lease(share=30)
    chain.earn(101, block=150)
    assert chain.leases.accumulated_lease_dividends[0] == 31


def test_what_is_too_little_to_move_waits(chain):
    chain.lease(share=30)
    chain.earn(1_000, block=200)
    assert chain.leases.accumulated_lease_dividends[0] == 300
    assert chain.events(SubnetLeaseDividendsDistributed) == [] and chain.stake_of(BOB) == 0


def test_no_dividends_after_the_end_nor_without_a_lease(chain):
    chain.lease(end_block=200)
    chain.earn(10 * TAO, block=200)
    assert chain.leases.accumulated_lease_dividends[0] == 0 and chain.stake_of(BOB) == 0
    chain.leases.distribute(1, 10 * TAO)


def test_the_beneficiary_takes_the_network_over_when_the_lease_has_ended(chain):
    chain.lease(end_block=200)
    chain.runtime.subtensor.accounts.create_if_missing(ALICE, BOB)
    chain.earn(TAO, block=150)

    def terminate(who=ALICE, lease_id=0, hotkey=BOB):
        chain.do(who, "SubtensorModule", "terminate_lease", lease_id=lease_id, hotkey=hotkey)

    with pytest.raises(LeaseDoesNotExist):
        terminate(lease_id=1)
    with pytest.raises(ExpectedBeneficiaryOrigin):
        terminate(who=CAROL)
    with pytest.raises(LeaseHasNotEnded):
        terminate()
    chain.runtime.system.number = 200
    with pytest.raises(BeneficiaryDoesNotOwnHotkey):
        terminate(hotkey=CAROL)
    terminate()
    networks = chain.runtime.subtensor.networks
    assert (networks.owner_of(NETUID), networks.owner_hotkey_of(NETUID)) == (ALICE, BOB)
    assert chain.events(SubnetLeaseTerminated) == [SubnetLeaseTerminated(ALICE, NETUID)]
    assert chain.leases.subnet_leases[0] is None and list(chain.leases.subnet_lease_shares) == []
    assert 0 not in chain.leases.accumulated_lease_dividends and COLDKEY not in chain.runtime.proxy.proxies
    assert chain.leases.subnet_uid_to_lease_id[NETUID] == 0


def test_a_lease_without_an_end_does_not_end(chain):
    chain.lease()
    with pytest.raises(LeaseHasNoEndBlock):
        chain.do(ALICE, "SubtensorModule", "terminate_lease", lease_id=0, hotkey=BOB)


def test_a_lease_goes_with_its_network(chain):
    chain.lease()
    chain.earn(TAO, block=150)
    call = chain.runtime.declaration.calls.make("SubtensorModule", "root_dissolve_network", {"netuid": NETUID})
    chain.runtime.dispatcher.dispatch(call, Origin.root())
    assert chain.leases.subnet_leases[0] is None and chain.leases.subnet_uid_to_lease_id[NETUID] is None
    assert list(chain.leases.subnet_lease_shares) == [] and 0 not in chain.leases.accumulated_lease_dividends


def test_a_share_in_nothing_is_a_fault(chain):
    chain.leases.subnet_lease_shares[7, BOB] = U64f64(1)
    with pytest.raises(InvariantBroken):
        chain.leases.check_invariants()
    del chain.leases.subnet_lease_shares[7, BOB]
