"""What is stored of a call that waits for approvals."""

from typing import Annotated

from chain.codec import U32, U64, Bound, Bytes32, Struct, TypeName
from chain.primitives.identifiers import AccountId

MAX_SIGNATORIES = 100

CallHash = Annotated[Bytes32, TypeName("CallHash")]


class Timepoint(
    Struct, path="pallet_multisig::Timepoint", params={"BlockNumber": U32}, type_name="Timepoint<BlockNumberFor<T>>"
):
    """The block and the position in it of the transaction that began an operation, which tells it from later ones."""

    height: Annotated[U32, TypeName("BlockNumber")]
    index: U32


class Operation(
    Struct,
    path="pallet_multisig::Multisig",
    params={"BlockNumber": U32, "Balance": U64, "AccountId": AccountId, "MaxApprovals": None},
):
    """A call that waits for approvals; the call itself is known by its hash alone."""

    when: Annotated[Timepoint, TypeName("Timepoint<BlockNumber>")]
    deposit: Annotated[U64, TypeName("Balance")]
    depositor: Annotated[AccountId, TypeName("AccountId")]
    approvals: Annotated[list[AccountId], Bound(MAX_SIGNATORIES), TypeName("BoundedVec<AccountId, MaxApprovals>")]
    """Who approved so far, in order of accounts."""
