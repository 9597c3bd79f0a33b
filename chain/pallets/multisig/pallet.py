"""Multisig: an account that acts when enough of its signatories approved the same call (lifecycle 4.5).

An operation is known by the account and the hash of its call; whoever begins it reserves a deposit, in rao, until it is
made or cancelled. The last approval must bring the call itself.
"""

from collections.abc import Sequence
from typing import Annotated

from chain.codec import U16, U32, Bytes32, Err, Ok, Result, TypeName, append_compact, encode, replace
from chain.frame import (
    Constant,
    DispatchFailure,
    InvariantBroken,
    OptionalDoubleMap,
    Origin,
    Pallet,
    Pays,
    PostDispatchInfo,
    RuntimeCall,
    Weight,
    call,
    measured_weight,
)
from chain.frame.call import Call
from chain.frame.dispatch_error import DispatchError
from chain.frame.nested_dispatch import CallCodec, ErrorWriter, NestedDispatch, Reserving, weight_used
from chain.pallets.multisig import errors, events
from chain.pallets.multisig.types import MAX_SIGNATORIES, Operation, Timepoint
from chain.pallets.system import System
from chain.primitives.hashing import Blake2_128Concat, Twox64Concat, blake2_256
from chain.primitives.identifiers import AccountId, TaoBalance

ACCOUNT_PREFIX = b"modlpy/utilisuba"

Signatories = Annotated[list[AccountId], TypeName("Vec<T::AccountId>")]
BoxedCall = Annotated[RuntimeCall, TypeName("Box<<T as Config>::RuntimeCall>")]
MaybeTimepoint = Annotated[Timepoint | None, TypeName("Option<Timepoint<BlockNumberFor<T>>>")]

# The Substrate pallet measures its calls by signatories and by bytes of the call; the bytes cost a thousandth of that.
SINGLE_WEIGHT = measured_weight(30_000_000)


def _create_weight(others: int) -> Weight:
    return measured_weight(43_000_000 + 128_000 * others, reads=1, writes=1)


def _approve_weight(others: int) -> Weight:
    return measured_weight(28_000_000 + 113_000 * others, reads=1, writes=1)


def _complete_weight(others: int) -> Weight:
    return measured_weight(49_000_000 + 143_000 * others, reads=2, writes=2)


def _own_weight(others: int) -> Weight:
    return measured_weight(40_000_000 + 135_000 * others, reads=1, writes=1)


def multisig_account(signatories: Sequence[AccountId], threshold: int) -> AccountId:
    """The account of these signatories, in ascending order, with so many approvals needed."""
    listed = bytearray(ACCOUNT_PREFIX)
    append_compact(len(signatories), listed)
    return AccountId(blake2_256(bytes(listed) + b"".join(signatories) + encode(U16, threshold)))


class Multisig(Pallet, rust_path="pallet_multisig::pallet"):
    """Accounts that several signatories act for together."""

    events = (
        events.NewMultisig,
        events.MultisigApproval,
        events.MultisigExecuted,
        events.MultisigCancelled,
        events.DepositPoked,
    )
    errors = (
        errors.MinimumThreshold,
        errors.AlreadyApproved,
        errors.NoApprovalsNeeded,
        errors.TooFewSignatories,
        errors.TooManySignatories,
        errors.SignatoriesOutOfOrder,
        errors.SenderInSignatories,
        errors.NotFound,
        errors.NotOwner,
        errors.NoTimepoint,
        errors.WrongTimepoint,
        errors.UnexpectedTimepoint,
        errors.MaxWeightTooLow,
        errors.AlreadyStored,
    )

    deposit_base = Constant[TaoBalance](doc="Reserved for an operation, in rao.", default=132_000_000)
    deposit_factor = Constant[TaoBalance](doc="Reserved for each approval that is needed, in rao.", default=32_000_000)
    max_signatories = Constant[U32](doc="The most signatories an account may have.", default=MAX_SIGNATORIES)

    multisigs = OptionalDoubleMap[AccountId, Bytes32, Operation](
        hashers=(Twox64Concat, Blake2_128Concat), doc="Operations that wait for approvals, by account and call hash."
    )

    def __init__(self, system: System, *, currency: Reserving) -> None:
        super().__init__(system)
        self._extrinsics = system
        self._currency = currency

    def connect(self, *, calls: NestedDispatch, errors: ErrorWriter, codec: CallCodec) -> None:
        """Learn how to make calls, how to write down their failures and how to encode them."""
        self._calls = calls
        self._error_writer = errors
        self._codec = codec

    # calls

    @call(
        index=0,
        weight=lambda other_signatories, call: SINGLE_WEIGHT + call.info.weight,
        dispatch_class=lambda other_signatories, call: call.info.dispatch_class,
    )
    def as_multi_threshold_1(self, origin: Origin, other_signatories: Signatories, call: BoxedCall) -> PostDispatchInfo:
        """Make a call at once from the account of which any one signatory may dispose."""
        account = self._account(origin.ensure_signed(), other_signatories, 1)
        try:
            outcome = self._calls.dispatch(call, Origin.signed(account))
        except DispatchFailure as failure:
            failure.actual_weight = SINGLE_WEIGHT + weight_used(call, failure)
            raise
        return PostDispatchInfo(SINGLE_WEIGHT + weight_used(call, outcome))

    @call(
        index=1,
        weight=lambda threshold, other_signatories, maybe_timepoint, call, max_weight: (
            _complete_weight(len(other_signatories)) + max_weight
        ),
    )
    def as_multi(
        self,
        origin: Origin,
        threshold: U16,
        other_signatories: Signatories,
        maybe_timepoint: MaybeTimepoint,
        call: BoxedCall,
        max_weight: Weight,
    ) -> PostDispatchInfo:
        """Approve a call; the approval that is the last one needed makes it.

        The first approval has no timepoint, every later one that of the first. `max_weight` is what the call may weigh.
        """
        who = origin.ensure_signed()
        call_hash = blake2_256(self._codec.encode_call(call))
        return self._operate(who, threshold, other_signatories, maybe_timepoint, call_hash, call, max_weight)

    @call(
        index=2,
        weight=lambda threshold, other_signatories, maybe_timepoint, call_hash, max_weight: (
            _own_weight(len(other_signatories)) + max_weight
        ),
    )
    def approve_as_multi(
        self,
        origin: Origin,
        threshold: U16,
        other_signatories: Signatories,
        maybe_timepoint: MaybeTimepoint,
        call_hash: Bytes32,
        max_weight: Weight,
    ) -> PostDispatchInfo:
        """Approve a call by its hash; this never makes it, so the last approval has to be `as_multi`."""
        who = origin.ensure_signed()
        return self._operate(who, threshold, other_signatories, maybe_timepoint, call_hash, None, max_weight)

    @call(
        index=3,
        weight=lambda threshold, other_signatories, timepoint, call_hash: _own_weight(len(other_signatories)),
    )
    def cancel_as_multi(
        self,
        origin: Origin,
        threshold: U16,
        other_signatories: Signatories,
        timepoint: Timepoint,
        call_hash: Bytes32,
    ) -> None:
        """End an operation that the signer began; the deposit returns."""
        who = origin.ensure_signed()
        account = self._account_of_several(who, threshold, other_signatories)
        operation = self.multisigs[account, call_hash]
        if operation is None:
            raise errors.NotFound
        if operation.when != timepoint:
            raise errors.WrongTimepoint
        if operation.depositor != who:
            raise errors.NotOwner
        self._currency.unreserve(who, operation.deposit)
        del self.multisigs[account, call_hash]
        self.deposit_event(events.MultisigCancelled(who, timepoint, account, call_hash))

    @call(index=4, weight=lambda threshold, other_signatories, call_hash: _own_weight(len(other_signatories)))
    def poke_deposit(
        self, origin: Origin, threshold: U16, other_signatories: Signatories, call_hash: Bytes32
    ) -> PostDispatchInfo:
        """Bring an operation's deposit to what it would be today; free of charge where that changes it."""
        who = origin.ensure_signed()
        account = self._account_of_several(who, threshold, other_signatories)
        operation = self.multisigs[account, call_hash]
        if operation is None:
            raise errors.NotFound
        if operation.depositor != who:
            raise errors.NotOwner
        held, wanted = operation.deposit, self._deposit(threshold)
        if held == wanted:
            return PostDispatchInfo(pays=Pays.Yes)
        if wanted > held:
            self._currency.reserve(who, wanted - held)
        else:
            self._currency.unreserve(who, held - wanted)
        self.multisigs[account, call_hash] = replace(operation, deposit=wanted)
        self.deposit_event(events.DepositPoked(who, call_hash, held, wanted))
        return PostDispatchInfo(pays=Pays.No)

    # inner

    def _operate(
        self,
        who: AccountId,
        threshold: int,
        others: list[AccountId],
        timepoint: Timepoint | None,
        call_hash: bytes,
        made: Call | None,
        max_weight: Weight,
    ) -> PostDispatchInfo:
        account = self._account_of_several(who, threshold, others)
        operation = self.multisigs[account, call_hash]
        if operation is None:
            if timepoint is not None:
                raise errors.UnexpectedTimepoint
            self._begin(who, threshold, account, call_hash)
            return PostDispatchInfo(_create_weight(len(others)))
        if timepoint is None:
            raise errors.NoTimepoint
        if timepoint != operation.when:
            raise errors.WrongTimepoint
        approves = who not in operation.approvals and len(operation.approvals) < threshold
        if made is not None and len(operation.approvals) + approves >= threshold:
            if made.info.weight.exceeds(max_weight):
                raise errors.MaxWeightTooLow
            outcome = self._complete(who, account, call_hash, operation, made)
            # A call that does not tell what it used has used what was allowed.
            used = outcome.actual_weight
            return PostDispatchInfo(None if used is None else _complete_weight(len(others)) + used)
        if not approves:
            raise errors.AlreadyApproved
        approvals = sorted([*operation.approvals, who])
        self.multisigs[account, call_hash] = replace(operation, approvals=approvals)
        self.deposit_event(events.MultisigApproval(who, operation.when, account, call_hash))
        return PostDispatchInfo(_approve_weight(len(others)))

    def _begin(self, who: AccountId, threshold: int, account: AccountId, call_hash: bytes) -> None:
        deposit = self._deposit(threshold)
        self._currency.reserve(who, deposit)
        now = Timepoint(self.system.block_number, self._extrinsics.extrinsic_index)
        self.multisigs[account, call_hash] = Operation(now, deposit, who, [who])
        self.deposit_event(events.NewMultisig(who, account, call_hash))

    def _complete(
        self, who: AccountId, account: AccountId, call_hash: bytes, operation: Operation, made: Call
    ) -> PostDispatchInfo | DispatchFailure:
        # The operation is forgotten first, so that the call cannot make itself again.
        del self.multisigs[account, call_hash]
        self._currency.unreserve(operation.depositor, operation.deposit)
        outcome: PostDispatchInfo | DispatchFailure
        result: Result[None, DispatchError] = Ok(None)
        try:
            outcome = self._calls.dispatch(made, Origin.signed(account))
        except DispatchFailure as failure:
            outcome = failure
            result = Err(self._error_writer.dispatch_error(failure))
        self.deposit_event(events.MultisigExecuted(who, operation.when, account, call_hash, result))
        return outcome

    def _deposit(self, threshold: int) -> int:
        return self.deposit_base + self.deposit_factor * threshold

    def _account_of_several(self, who: AccountId, threshold: int, others: list[AccountId]) -> AccountId:
        if threshold < 2:
            raise errors.MinimumThreshold
        return self._account(who, others, threshold)

    def _account(self, who: AccountId, others: list[AccountId], threshold: int) -> AccountId:
        if not others:
            raise errors.TooFewSignatories
        if len(others) >= self.max_signatories:
            raise errors.TooManySignatories
        last = None
        for other in others:
            if last is not None and other <= last:
                raise errors.SignatoriesOutOfOrder
            if other == who:
                raise errors.SenderInSignatories
            last = other
        return multisig_account(sorted([*others, who]), threshold)

    def check_invariants(self) -> None:
        """Approvals are in order and begin with the depositor's, and all deposits are reserved by who paid them."""
        deposits: dict[AccountId, int] = {}
        for (account, _), operation in self.multisigs.items():
            approvals = operation.approvals
            if operation.depositor not in approvals or approvals != sorted(set(approvals)):
                raise InvariantBroken(
                    f"0x{account.hex()} has approvals of {approvals}, depositor {operation.depositor}"
                )
            deposits[operation.depositor] = deposits.get(operation.depositor, 0) + operation.deposit
        for who, deposit in deposits.items():
            reserved = self._extrinsics.accounts.get(who).data.reserved
            if deposit > reserved:
                raise InvariantBroken(f"0x{who.hex()} deposited {deposit} rao and has only {reserved} reserved")
