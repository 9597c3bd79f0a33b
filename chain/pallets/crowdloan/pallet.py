"""Crowdloans: several accounts raise money for a target account, or for a call that its creator then makes.

Lifecycle 4.2. The money lies in an account of the crowdloan's own; amounts are in rao. Contributors may take theirs
back at any time before the crowdloan is finalised.
"""

from collections.abc import Iterator
from typing import Annotated, Protocol

from chain.codec import U32, U64, Bound, Compact, TypeName, replace
from chain.frame import (
    Constant,
    Corruption,
    DispatchFailure,
    InvariantBroken,
    OptionalDoubleMap,
    OptionalMap,
    OptionalValue,
    Origin,
    Pallet,
    PostDispatchInfo,
    RuntimeCall,
    StorageMap,
    StorageValue,
    Unavailable,
    Weight,
    call,
    measured_weight,
)
from chain.frame.call import Call
from chain.frame.nested_dispatch import NestedDispatch
from chain.frame.stored_call import CallStore
from chain.pallets.crowdloan import errors, events
from chain.pallets.crowdloan.types import PALLET_ID, CrowdloanId, CrowdloanInfo, funds_account
from chain.pallets.subtensor_module.types import PalletId
from chain.pallets.system import System
from chain.primitives.hashing import Identity, Twox64Concat
from chain.primitives.identifiers import AccountId, TaoBalance

U32_MAX = 2**32 - 1
REFUNDS_PER_CALL = 50
MAX_CONTRIBUTORS = 500

CompactId = Annotated[Compact[U32], TypeName("CrowdloanId")]
Amount = Annotated[Compact[U64], TypeName("BalanceOf<T>")]
EndBlock = Annotated[Compact[U32], TypeName("BlockNumberFor<T>")]
MaybeCall = Annotated[RuntimeCall | None, TypeName("Option<Box<<T as Config>::RuntimeCall>>")]
MaybeAccount = Annotated[AccountId | None, TypeName("Option<T::AccountId>")]
MaybeAmount = Annotated[U64 | None, TypeName("Option<BalanceOf<T>>")]

CREATE_WEIGHT = measured_weight(59_829_000, reads=3, writes=5)


class Currency(Protocol):
    """What crowdloans are paid in."""

    def free_balance(self, who: AccountId) -> int:
        """What an account can dispose of."""
        ...

    def transfer(self, source: AccountId, dest: AccountId, amount: int) -> None:
        """Move an amount; the source may end by it."""
        ...


def _refund_weight(contributors: int) -> Weight:
    return measured_weight(110_703_000 + 39_503_253 * contributors, reads=2 + 2 * contributors, writes=2 * contributors)


class Crowdloan(Pallet, rust_path="pallet_crowdloan::pallet"):
    """Money raised by several accounts for one purpose."""

    events = (
        events.Created,
        events.Contributed,
        events.Withdrew,
        events.PartiallyRefunded,
        events.AllRefunded,
        events.Finalized,
        events.Dissolved,
        events.MinContributionUpdated,
        events.EndUpdated,
        events.CapUpdated,
        events.MaxContributionUpdated,
    )
    errors = (
        errors.DepositTooLow,
        errors.CapTooLow,
        errors.MinimumContributionTooLow,
        errors.CannotEndInPast,
        errors.BlockDurationTooShort,
        errors.BlockDurationTooLong,
        errors.InsufficientBalance,
        errors.Overflow,
        errors.InvalidCrowdloanId,
        errors.CapRaised,
        errors.ContributionPeriodEnded,
        errors.ContributionTooLow,
        errors.InvalidOrigin,
        errors.AlreadyFinalized,
        errors.AlreadyFinalizing,
        errors.ContributionPeriodNotEnded,
        errors.NoContribution,
        errors.CapNotRaised,
        errors.Underflow,
        errors.CallUnavailable,
        errors.NotReadyToDissolve,
        errors.DepositCannotBeWithdrawn,
        errors.MaxContributorsReached,
        errors.InvalidFinalizationConfig,
        errors.MaxContributionReached,
        errors.MaximumContributionTooLow,
        errors.MinimumContributionTooHigh,
        errors.FundsNotSettled,
    )

    pallet_id = Constant[PalletId](doc="What the accounts of crowdloans are derived from.", default=PalletId(PALLET_ID))
    minimum_deposit = Constant[TaoBalance](doc="The least a creator puts in, in rao.", default=10_000_000_000)
    absolute_minimum_contribution = Constant[TaoBalance](
        doc="The least that any crowdloan takes as a contribution, in rao.", default=100_000_000
    )
    minimum_block_duration = Constant[U32](
        doc="The fewest blocks a crowdloan lasts.", default=lambda pallet: 50 if pallet.fast else 50_400
    )
    maximum_block_duration = Constant[U32](
        doc="The most blocks a crowdloan lasts.", default=lambda pallet: 20_000 if pallet.fast else 432_000
    )
    refund_contributors_limit = Constant[U32](doc="The most refunds made by one call.", default=REFUNDS_PER_CALL)
    max_contributors = Constant[U32](doc="The most contributors of a crowdloan.", default=MAX_CONTRIBUTORS)

    crowdloans = OptionalMap[CrowdloanId, CrowdloanInfo](hasher=Twox64Concat, doc="All crowdloans, by number.")
    next_crowdloan_id = StorageValue[CrowdloanId](default=0, doc="The number of the next crowdloan.")
    contributions = OptionalDoubleMap[CrowdloanId, AccountId, TaoBalance](
        hashers=(Twox64Concat, Identity), doc="What each account contributed to each crowdloan, in rao."
    )
    max_contributions = OptionalMap[CrowdloanId, TaoBalance](
        hasher=Twox64Concat, doc="The most that one account may contribute to a crowdloan, in rao."
    )
    current_crowdloan_id = OptionalValue[CrowdloanId](doc="The crowdloan whose call is being made.")
    has_migration_run = StorageMap[Annotated[bytes, Bound(128)], bool](
        hasher=Identity, default=False, doc="Changes of the storage that were made."
    )

    def __init__(self, system: System, *, currency: Currency, fast: bool) -> None:
        super().__init__(system)
        self.fast = fast
        self._accounts = system.accounts
        self._currency = currency

    def connect(self, *, calls: NestedDispatch, store: CallStore) -> None:
        """Learn how to make calls and where to keep them."""
        self._calls = calls
        self._store = store

    # calls

    @call(
        index=0,
        weight=lambda deposit, min_contribution, cap, end, call, target_address: (
            CREATE_WEIGHT if call is None else CREATE_WEIGHT + call.info.weight
        ),
    )
    def create(
        self,
        origin: Origin,
        deposit: Amount,
        min_contribution: Amount,
        cap: Amount,
        end: EndBlock,
        call: MaybeCall,
        target_address: MaybeAccount,
    ) -> None:
        """Begin to raise money up to a cap until a block, for a target account or for a call the creator will make.

        The deposit is the creator's first contribution. Give either the call or the target.
        """
        creator = origin.ensure_signed()
        if deposit < self.minimum_deposit:
            raise errors.DepositTooLow
        if cap <= deposit:
            raise errors.CapTooLow
        if min_contribution < self.absolute_minimum_contribution:
            raise errors.MinimumContributionTooLow
        if (call is None) is (target_address is None):
            raise errors.InvalidFinalizationConfig
        self._ensure_end(end)
        if self._currency.free_balance(creator) < deposit:
            raise errors.InsufficientBalance
        crowdloan_id = self.next_crowdloan_id
        if crowdloan_id == U32_MAX:
            raise errors.Overflow
        self.next_crowdloan_id = crowdloan_id + 1
        account = funds_account(crowdloan_id)
        # The account stays while the crowdloan does, even with nothing in it.
        self._accounts.add_provider(account)
        self.crowdloans[crowdloan_id] = CrowdloanInfo(
            creator=creator,
            deposit=deposit,
            min_contribution=min_contribution,
            end=end,
            cap=cap,
            funds_account=account,
            raised=deposit,
            target_address=target_address,
            call=None if call is None else self._store.store(call),
            finalized=False,
            contributors_count=1,
        )
        self._currency.transfer(creator, account, deposit)
        self.contributions[crowdloan_id, creator] = deposit
        self.deposit_event(events.Created(crowdloan_id, creator, end, cap))

    @call(index=1, weight=measured_weight(66_609_000, reads=5, writes=4))
    def contribute(self, origin: Origin, crowdloan_id: CompactId, amount: Amount) -> None:
        """Put money in; what is more than the crowdloan still needs, or takes of one account, is not taken."""
        who = origin.ensure_signed()
        info = self._existing(crowdloan_id)
        if self.system.block_number >= info.end:
            raise errors.ContributionPeriodEnded
        if info.raised >= info.cap:
            raise errors.CapRaised
        if amount < info.min_contribution:
            raise errors.ContributionTooLow
        if info.contributors_count >= self.max_contributors:
            raise errors.MaxContributorsReached
        amount = min(amount, info.cap - info.raised)
        before = self.contributions[crowdloan_id, who]
        most = self.max_contributions[crowdloan_id]
        if most is not None:
            left = most - (before or 0)
            if left <= 0:
                raise errors.MaxContributionReached
            amount = min(amount, left)
        if self._currency.free_balance(who) < amount:
            raise errors.InsufficientBalance
        self._currency.transfer(who, info.funds_account, amount)
        self.contributions[crowdloan_id, who] = (before or 0) + amount
        self.crowdloans[crowdloan_id] = replace(
            info,
            raised=info.raised + amount,
            contributors_count=info.contributors_count + (before is None),
        )
        self.deposit_event(events.Contributed(crowdloan_id, who, amount))

    @call(index=2, weight=measured_weight(60_259_000, reads=4, writes=4))
    def withdraw(self, origin: Origin, crowdloan_id: CompactId) -> None:
        """Take one's contribution back; the creator takes back what is above the deposit."""
        who = origin.ensure_signed()
        info = self._unfinished(crowdloan_id)
        amount = self.contributions[crowdloan_id, who] or 0
        if amount == 0:
            raise errors.NoContribution
        leaves = 1
        if who == info.creator:
            amount -= info.deposit
            if amount <= 0:
                raise errors.DepositCannotBeWithdrawn
            self.contributions[crowdloan_id, who] = info.deposit
            leaves = 0
        else:
            del self.contributions[crowdloan_id, who]
        self._currency.transfer(info.funds_account, who, amount)
        self.crowdloans[crowdloan_id] = replace(
            info, raised=info.raised - amount, contributors_count=info.contributors_count - leaves
        )
        self.deposit_event(events.Withdrew(crowdloan_id, who, amount))

    @call(index=3, weight=measured_weight(31_507_000, reads=4, writes=2))
    def finalize(self, origin: Origin, crowdloan_id: CompactId) -> None:
        """Pay out what was raised in full, or make the call; for the creator, at any time.

        While the call is made, `CurrentCrowdloanId` tells it which crowdloan pays.
        """
        who = origin.ensure_signed()
        info = self._existing(crowdloan_id)
        if who != info.creator:
            raise errors.InvalidOrigin
        if info.raised != info.cap:
            raise errors.CapNotRaised
        if info.finalized:
            raise errors.AlreadyFinalized
        if self.current_crowdloan_id is not None:
            raise errors.AlreadyFinalizing
        if info.call is not None and info.target_address is None:
            self.current_crowdloan_id = crowdloan_id
            try:
                made = self._store.fetch(info.call)
            except (Unavailable, Corruption):
                raise errors.CallUnavailable from None
            self._make(made, who)
            del self.current_crowdloan_id
        elif info.target_address is not None and info.call is None:
            self._currency.transfer(info.funds_account, info.target_address, info.raised)
        else:
            raise errors.InvalidFinalizationConfig
        self.crowdloans[crowdloan_id] = replace(info, finalized=True)
        self.deposit_event(events.Finalized(crowdloan_id))

    @call(index=4, weight=_refund_weight(REFUNDS_PER_CALL))
    def refund(self, origin: Origin, crowdloan_id: CompactId) -> PostDispatchInfo:
        """Give others than the creator their contributions back, up to fifty of them a call; for the creator."""
        info = self._of_creator(origin, crowdloan_id)
        refunded = 0
        raised = info.raised
        # The list is made before it is shortened.
        for who, amount in list(self.contributors(crowdloan_id)):
            if who == info.creator:
                continue
            if refunded == self.refund_contributors_limit:
                self._write_refunds(crowdloan_id, info, raised, refunded)
                self.deposit_event(events.PartiallyRefunded(crowdloan_id))
                return PostDispatchInfo(_refund_weight(refunded))
            self._currency.transfer(info.funds_account, who, amount)
            del self.contributions[crowdloan_id, who]
            raised -= amount
            refunded += 1
        self._write_refunds(crowdloan_id, info, raised, refunded)
        self.deposit_event(events.AllRefunded(crowdloan_id))
        return PostDispatchInfo(_refund_weight(refunded))

    @call(index=5, weight=measured_weight(66_939_000, reads=4, writes=5))
    def dissolve(self, origin: Origin, crowdloan_id: CompactId) -> None:
        """End a crowdloan in which only the creator's contribution is left, and give that back; for the creator."""
        info = self._of_creator(origin, crowdloan_id)
        contribution = self.contributions[crowdloan_id, info.creator]
        if contribution is None:
            raise errors.NoContribution
        if contribution != info.raised:
            raise errors.NotReadyToDissolve
        self._currency.transfer(info.funds_account, info.creator, contribution)
        del self.contributions[crowdloan_id, info.creator]
        if info.call is not None:
            self._store.forget(info.call)
        self._accounts.remove_provider(info.funds_account)
        del self.crowdloans[crowdloan_id]
        del self.max_contributions[crowdloan_id]
        self.deposit_event(events.Dissolved(crowdloan_id))

    @call(index=6, weight=measured_weight(13_259_000, reads=2, writes=1))
    def update_min_contribution(self, origin: Origin, crowdloan_id: CompactId, new_min_contribution: Amount) -> None:
        """Set the smallest contribution; for the creator."""
        info = self._of_creator(origin, crowdloan_id)
        if new_min_contribution < self.absolute_minimum_contribution:
            raise errors.MinimumContributionTooLow
        most = self.max_contributions[crowdloan_id]
        if most is not None and new_min_contribution > most:
            raise errors.MinimumContributionTooHigh
        self.crowdloans[crowdloan_id] = replace(info, min_contribution=new_min_contribution)
        self.deposit_event(events.MinContributionUpdated(crowdloan_id, new_min_contribution))

    @call(index=7, weight=measured_weight(12_048_000, reads=1, writes=1))
    def update_end(self, origin: Origin, crowdloan_id: CompactId, new_end: EndBlock) -> None:
        """Set the block from which nobody can contribute, counted from now as at the beginning; for the creator."""
        info = self._of_creator(origin, crowdloan_id)
        self._ensure_end(new_end)
        self.crowdloans[crowdloan_id] = replace(info, end=new_end)
        self.deposit_event(events.EndUpdated(crowdloan_id, new_end))

    @call(index=8, weight=measured_weight(11_357_000, reads=1, writes=1))
    def update_cap(self, origin: Origin, crowdloan_id: CompactId, new_cap: Amount) -> None:
        """Set how much is to be raised, at least what is raised already; for the creator."""
        info = self._of_creator(origin, crowdloan_id)
        if new_cap < info.raised:
            raise errors.CapTooLow
        self.crowdloans[crowdloan_id] = replace(info, cap=new_cap)
        self.deposit_event(events.CapUpdated(crowdloan_id, new_cap))

    @call(index=9, weight=measured_weight(16_024_000, reads=2, writes=1))
    def set_max_contribution(self, origin: Origin, crowdloan_id: CompactId, new_max_contribution: MaybeAmount) -> None:
        """Set the most that one account may contribute in all, or set it free; for the creator."""
        info = self._of_creator(origin, crowdloan_id)
        if new_max_contribution is not None:
            own = self.contributions[crowdloan_id, info.creator] or 0
            if new_max_contribution < max(info.min_contribution, own):
                raise errors.MaximumContributionTooLow
        self.max_contributions[crowdloan_id] = new_max_contribution
        self.deposit_event(events.MaxContributionUpdated(crowdloan_id, new_max_contribution))

    # for other pallets

    def being_finalized(self) -> tuple[int, CrowdloanInfo]:
        """The crowdloan whose call is being made. InvalidCrowdloanId where none is."""
        current = self.current_crowdloan_id
        if current is None:
            raise errors.InvalidCrowdloanId
        return current, self._existing(current)

    def contributors(self, crowdloan_id: int) -> Iterator[tuple[AccountId, int]]:
        """Who contributed how many rao, in the order of accounts."""
        return self.contributions.items(crowdloan_id)

    # inner

    def _existing(self, crowdloan_id: int) -> CrowdloanInfo:
        info = self.crowdloans[crowdloan_id]
        if info is None:
            raise errors.InvalidCrowdloanId
        return info

    def _unfinished(self, crowdloan_id: int) -> CrowdloanInfo:
        info = self._existing(crowdloan_id)
        if info.finalized:
            raise errors.AlreadyFinalized
        return info

    def _of_creator(self, origin: Origin, crowdloan_id: int) -> CrowdloanInfo:
        who = origin.ensure_signed()
        info = self._unfinished(crowdloan_id)
        if who != info.creator:
            raise errors.InvalidOrigin
        return info

    def _ensure_end(self, end: int) -> None:
        duration = end - self.system.block_number
        if duration <= 0:
            raise errors.CannotEndInPast
        if duration < self.minimum_block_duration:
            raise errors.BlockDurationTooShort
        if duration > self.maximum_block_duration:
            raise errors.BlockDurationTooLong

    def _make(self, made: Call, creator: AccountId) -> None:
        try:
            self._calls.dispatch(made, Origin.signed(creator))
        except DispatchFailure as failure:
            # What the call would have cost says nothing about what finalising costs.
            failure.actual_weight = failure.pays = None
            raise

    def _write_refunds(self, crowdloan_id: int, info: CrowdloanInfo, raised: int, refunded: int) -> None:
        self.crowdloans[crowdloan_id] = replace(
            info, raised=raised, contributors_count=info.contributors_count - refunded
        )

    def check_invariants(self) -> None:
        """What is raised is the sum of contributions, and lies in the crowdloan's account until it is finalised."""
        for crowdloan_id, info in self.crowdloans.items():
            amounts = [amount for _, amount in self.contributors(crowdloan_id)]
            if sum(amounts) != info.raised or len(amounts) != info.contributors_count:
                raise InvariantBroken(
                    f"crowdloan {crowdloan_id} says that {info.contributors_count} accounts raised {info.raised} rao, "
                    f"but {len(amounts)} contributions make {sum(amounts)}"
                )
            held = self._currency.free_balance(info.funds_account)
            if not info.finalized and held < info.raised:
                raise InvariantBroken(f"crowdloan {crowdloan_id} raised {info.raised} rao and holds {held}")
