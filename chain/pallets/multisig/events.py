"""Events of the multisig pallet. Amounts are in rao."""

from typing import Annotated

from chain.codec import Result, TypeName
from chain.frame.dispatch_error import DispatchError
from chain.frame.event import Event
from chain.pallets.multisig.types import CallHash, Timepoint
from chain.primitives.identifiers import AccountId, Balance


class NewMultisig(Event, index=0):
    """A signatory began an operation."""

    approving: AccountId
    multisig: AccountId
    call_hash: CallHash


class MultisigApproval(Event, index=1):
    """A signatory approved an operation that waits for more approvals."""

    approving: AccountId
    timepoint: Timepoint
    multisig: AccountId
    call_hash: CallHash


class MultisigExecuted(Event, index=2):
    """The last approval came and the call was made, with this result."""

    approving: AccountId
    timepoint: Timepoint
    multisig: AccountId
    call_hash: CallHash
    result: Annotated[Result[None, DispatchError], TypeName("DispatchResult")]


class MultisigCancelled(Event, index=3):
    """The signatory who began an operation ended it, and has the deposit back."""

    cancelling: AccountId
    timepoint: Timepoint
    multisig: AccountId
    call_hash: CallHash


class DepositPoked(Event, index=4):
    """The deposit of an operation was brought to what it would be today."""

    who: AccountId
    call_hash: CallHash
    old_deposit: Balance
    new_deposit: Balance
