"""Who wants which bytes kept, and who pays for them."""

from typing import Annotated

from chain.codec import U32, U64, Enum, Struct, TypeName
from chain.primitives.identifiers import AccountId, TaoBalance


class HoldConsideration(
    Struct,
    path="frame_support::traits::tokens::fungible::HoldConsideration",
    params={"A": None, "F": None, "R": None, "D": None, "Fp": None},
    unnamed=True,
):
    """What is on hold for some bytes, in rao."""

    amount: Annotated[U64, TypeName("F::Balance")]


Ticket = tuple[AccountId, HoldConsideration]
Deposit = tuple[AccountId, TaoBalance]


class RequestStatus(
    Enum, path="pallet_preimage::RequestStatus", params={"AccountId": AccountId, "Ticket": HoldConsideration}
):
    """Whether bytes are there, wanted, or both."""


class Unrequested(RequestStatus, index=0):
    """Somebody keeps the bytes there, for a deposit."""

    ticket: Annotated[Ticket, TypeName("(AccountId, Ticket)")]
    len: U32


class Requested(RequestStatus, index=1):
    """The chain wants the bytes, so many times over; they are there if their length is known."""

    maybe_ticket: Annotated[Ticket | None, TypeName("Option<(AccountId, Ticket)>")]
    count: U32
    maybe_len: U32 | None


class OldRequestStatus(Enum, path="pallet_preimage::OldRequestStatus", params={"AccountId": AccountId, "Balance": U64}):
    """The same in a form that older runtimes wrote."""


class OldUnrequested(OldRequestStatus, index=0, name="Unrequested"):
    """Somebody keeps the bytes there, for a deposit."""

    deposit: Annotated[Deposit, TypeName("(AccountId, Balance)")]
    len: U32


class OldRequested(OldRequestStatus, index=1, name="Requested"):
    """The chain wants the bytes."""

    deposit: Annotated[Deposit | None, TypeName("Option<(AccountId, Balance)>")]
    count: U32
    len: U32 | None
