"""Leased networks: a crowdloan pays for a network, its creator runs it, and all share in the owner's cut.

Lifecycle 4.3 and economics 4.10. The network belongs to an account of the lease's own; the creator, called the
beneficiary, acts for it as a proxy. When the lease ends, the beneficiary may take the network over.
"""

from typing import Annotated

from chain.codec import U32, TypeName
from chain.frame import (
    DispatchFailure,
    InvariantBroken,
    OptionalMap,
    Origin,
    Pallet,
    PostDispatchInfo,
    StorageDoubleMap,
    StorageMap,
    StorageValue,
    Weight,
    call,
    measured_weight,
)
from chain.pallets.leases.surroundings import (
    Crowdloans,
    LeaseCurrency,
    LeaseHotkeys,
    LeaseProxies,
    LeaseTakes,
    NetworkMarket,
    OwnedNetworks,
    References,
    StakeTransfers,
)
from chain.pallets.leases.types import SubnetLease, lease_coldkey, lease_hotkey
from chain.pallets.proxy.types import ProxyType
from chain.pallets.subtensor_module.errors import (
    BeneficiaryDoesNotOwnHotkey,
    ExpectedBeneficiaryOrigin,
    InvalidLeaseBeneficiary,
    LeaseCannotEndInThePast,
    LeaseDoesNotExist,
    LeaseHasNoEndBlock,
    LeaseHasNotEnded,
    LeaseNetuidNotFound,
    Overflow,
)
from chain.pallets.subtensor_module.events import (
    SubnetLeaseCreated,
    SubnetLeaseDividendsDistributed,
    SubnetLeaseTerminated,
)
from chain.pallets.subtensor_module.types import LeaseId
from chain.primitives.fixed import U64F64
from chain.primitives.fixed.wire import U64f64
from chain.primitives.hashing import Identity, Twox64Concat
from chain.primitives.identifiers import AccountId, AlphaBalance, NetUid
from chain.primitives.perthings import PERCENT_ONE, Percent

U32_MAX = 2**32 - 1
DISTRIBUTION_INTERVAL = 100
"""Blocks; `LeaseDividendsDistributionInterval`."""

MOST_CONTRIBUTORS = 500
EndBlock = Annotated[U32 | None, TypeName("Option<BlockNumberFor<T>>")]


def _registering_weight(contributors: int) -> Weight:
    return measured_weight(
        309_598_986 + 46_027_026 * contributors, reads=49 + 2 * contributors, writes=53 + 2 * contributors
    )


def _terminating_weight(contributors: int) -> Weight:
    return measured_weight(146_402_779 + 1_566_532 * contributors, reads=4 + contributors, writes=7 + contributors)


class Leases(Pallet, wire="SubtensorModule"):
    """Networks that contributors paid for and that one of them runs."""

    errors = (
        BeneficiaryDoesNotOwnHotkey,
        ExpectedBeneficiaryOrigin,
        InvalidLeaseBeneficiary,
        LeaseCannotEndInThePast,
        LeaseDoesNotExist,
        LeaseHasNoEndBlock,
        LeaseHasNotEnded,
        LeaseNetuidNotFound,
        Overflow,
    )
    events = (SubnetLeaseCreated, SubnetLeaseTerminated, SubnetLeaseDividendsDistributed)

    subnet_leases = OptionalMap[LeaseId, SubnetLease](hasher=Twox64Concat, doc="All leases, by number.")
    subnet_lease_shares = StorageDoubleMap[LeaseId, AccountId, U64f64](
        hashers=(Twox64Concat, Identity),
        default=U64f64(0),
        doc="The share of each contributor in a lease; the beneficiary has what is left.",
    )
    subnet_uid_to_lease_id = OptionalMap[NetUid, LeaseId](hasher=Twox64Concat, doc="The lease of a network.")
    next_subnet_lease_id = StorageValue[LeaseId](default=0, doc="The number of the next lease.")
    accumulated_lease_dividends = StorageMap[LeaseId, AlphaBalance](
        hasher=Twox64Concat, default=0, doc="Alpha that waits to be shared out, in rao."
    )

    def connect(
        self,
        *,
        crowdloans: Crowdloans,
        proxies: LeaseProxies,
        currency: LeaseCurrency,
        references: References,
        market: NetworkMarket,
        networks: OwnedNetworks,
        hotkeys: LeaseHotkeys,
        takes: LeaseTakes,
        stakes: StakeTransfers,
    ) -> None:
        """Hand over what leases depend on."""
        self._crowdloans = crowdloans
        self._proxies = proxies
        self._currency = currency
        self._references = references
        self._market = market
        self._networks = networks
        self._hotkeys = hotkeys
        self._takes = takes
        self._stakes = stakes

    # calls

    @call(index=110, weight=_registering_weight(MOST_CONTRIBUTORS))
    def register_leased_network(
        self, origin: Origin, emissions_share: Percent, end_block: EndBlock
    ) -> PostDispatchInfo:
        """Register a network with what a crowdloan raised; only as the call of that crowdloan.

        Contributors get their parts of `emissions_share` of the owner's cut, and at once of what the network did not
        cost. Without an end block the lease lasts for ever.
        """
        who = origin.ensure_signed()
        crowdloan_id, crowdloan = self._crowdloans.being_finalized()
        if who != crowdloan.creator:
            raise InvalidLeaseBeneficiary
        if end_block is not None and end_block <= self.system.block_number:
            raise LeaseCannotEndInThePast
        lease_id = self._take_id()
        coldkey, hotkey = lease_coldkey(lease_id), lease_hotkey(lease_id)
        self._references.add_provider(coldkey)
        self._references.add_provider(hotkey)
        self._currency.transfer(crowdloan.funds_account, coldkey, crowdloan.raised)
        netuid = self._market.register(coldkey, hotkey)
        self._proxies.add_delegate(coldkey, who, ProxyType.SubnetLeaseBeneficiary, 0)
        left = self._currency.free_balance(coldkey)
        share = Percent(min(emissions_share.parts, PERCENT_ONE))
        cost = max(crowdloan.raised - left, 0)
        self.subnet_leases[lease_id] = SubnetLease(who, coldkey, hotkey, share, end_block, netuid, cost)
        self.subnet_uid_to_lease_id[netuid] = lease_id
        self._takes.keep_nothing(hotkey)
        self._share_out(lease_id, crowdloan_id, crowdloan.raised, left)
        self.deposit_event(SubnetLeaseCreated(who, lease_id, netuid, end_block))
        return PostDispatchInfo(_registering_weight(crowdloan.contributors_count))

    @call(index=111, weight=_terminating_weight(MOST_CONTRIBUTORS))
    def terminate_lease(self, origin: Origin, lease_id: LeaseId, hotkey: AccountId) -> PostDispatchInfo:
        """Take the network of a lease over that has ended, with one of the beneficiary's own hotkeys."""
        who = origin.ensure_signed()
        lease = self.subnet_leases[lease_id]
        if lease is None:
            raise LeaseDoesNotExist
        if lease.beneficiary != who:
            raise ExpectedBeneficiaryOrigin
        if lease.end_block is None:
            raise LeaseHasNoEndBlock
        if self.system.block_number < lease.end_block:
            raise LeaseHasNotEnded
        if not self._hotkeys.owns(who, hotkey):
            raise BeneficiaryDoesNotOwnHotkey
        self._networks.set_owner(lease.netuid, who)
        self._networks.set_owner_hotkey(lease.netuid, hotkey)
        contributors = self._forget(lease_id)
        self._proxies.remove_delegate(lease.coldkey, who, ProxyType.SubnetLeaseBeneficiary, 0)
        # After the deposit is free again: it needs the account.
        self._references.remove_provider(lease.coldkey)
        self._references.remove_provider(lease.hotkey)
        self.deposit_event(SubnetLeaseTerminated(who, lease.netuid))
        return PostDispatchInfo(_terminating_weight(contributors))

    # for other parts

    def distribute(self, netuid: int, owner_cut: int) -> None:
        """Set a part of the owner's cut aside, and share out what was set aside in every hundredth block.

        The cut is rao of alpha and was just staked for the lease. What cannot be shared out now, because a part of it
        would be too little to move, waits for the next time.
        """
        lease_id = self.subnet_uid_to_lease_id[netuid]
        lease = None if lease_id is None else self.subnet_leases[lease_id]
        if lease_id is None or lease is None:
            return
        now = self.system.block_number
        if lease.end_block is not None and lease.end_block <= now:
            return
        cut = -(-lease.emissions_share.parts * owner_cut // PERCENT_ONE)
        total = self.accumulated_lease_dividends[lease_id] + cut
        if now % DISTRIBUTION_INTERVAL or not self._pay_out(lease_id, lease, total):
            self.accumulated_lease_dividends[lease_id] = total
        else:
            del self.accumulated_lease_dividends[lease_id]

    def remove_subnet(self, netuid: int) -> None:
        """Forget the lease of a network that is taken down."""
        lease_id = self.subnet_uid_to_lease_id.take(netuid)
        if lease_id is not None:
            self._forget(lease_id)

    # inner

    def _take_id(self) -> int:
        lease_id = self.next_subnet_lease_id
        if lease_id == U32_MAX:
            raise Overflow
        self.next_subnet_lease_id = lease_id + 1
        return lease_id

    def _share_out(self, lease_id: int, crowdloan_id: int, raised: int, left: int) -> None:
        """Note what every contributor has a share of, and return what is left of the money by these shares."""
        lease = self.subnet_leases[lease_id]
        assert lease is not None
        returned = 0
        for contributor, amount in self._crowdloans.contributors(crowdloan_id):
            if contributor == lease.beneficiary:
                continue
            share = U64F64.safe_div(amount << 64, raised << 64)
            self.subnet_lease_shares[lease_id, contributor] = U64f64(share)
            refund = share * left >> 64
            self._currency.transfer(lease.coldkey, contributor, refund)
            returned += refund
        self._currency.transfer(lease.coldkey, lease.beneficiary, left - returned)

    def _pay_out(self, lease_id: int, lease: SubnetLease, total: int) -> bool:
        """Share alpha out; whether that could be done."""
        try:
            with self.state.layer():
                left = total
                for contributor, share in list(self.subnet_lease_shares.items(lease_id)):
                    # Rounded up, in favour of those who only gave money.
                    alpha = -(-share.bits * total >> 64)
                    self._pay(lease_id, lease, contributor, alpha)
                    left -= alpha
                self._pay(lease_id, lease, lease.beneficiary, max(left, 0))
        except DispatchFailure:
            return False
        return True

    def _pay(self, lease_id: int, lease: SubnetLease, receiver: AccountId, alpha: int) -> None:
        self._stakes.transfer_within_subnet(
            (lease.hotkey, lease.coldkey), (lease.hotkey, receiver), lease.netuid, alpha
        )
        self.deposit_event(SubnetLeaseDividendsDistributed(lease_id, receiver, alpha))

    def _forget(self, lease_id: int) -> int:
        """Remove a lease with its shares; how many shares there were."""
        del self.subnet_leases[lease_id]
        del self.accumulated_lease_dividends[lease_id]
        return self.subnet_lease_shares.clear(lease_id)

    def check_invariants(self) -> None:
        """Nobody has a share in a lease that does not exist, and all shares of a lease are less than the whole."""
        totals: dict[int, int] = {}
        for (lease_id, _), share in self.subnet_lease_shares.items():
            totals[lease_id] = totals.get(lease_id, 0) + share.bits
        for lease_id, total in totals.items():
            if lease_id not in self.subnet_leases or total > 1 << 64:
                raise InvariantBroken(f"lease {lease_id} does not exist, or its shares come to {total} of {1 << 64}")
