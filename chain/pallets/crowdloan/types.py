"""What is known of a crowdloan, and where its money is kept."""

from typing import Annotated

from chain.codec import U32, U64, Struct, TypeName, encode
from chain.frame.stored_call import StoredCall
from chain.primitives.identifiers import AccountId

PALLET_ID = b"bt/cloan"

CrowdloanId = Annotated[U32, TypeName("CrowdloanId")]


class CrowdloanInfo(
    Struct,
    path="pallet_crowdloan::CrowdloanInfo",
    params={"AccountId": AccountId, "Balance": U64, "BlockNumber": U32, "Call": StoredCall},
):
    """A crowdloan. Amounts are in rao."""

    creator: Annotated[AccountId, TypeName("AccountId")]
    deposit: Annotated[U64, TypeName("Balance")]
    """The creator's first contribution, which stays until the end."""
    min_contribution: Annotated[U64, TypeName("Balance")]
    end: Annotated[U32, TypeName("BlockNumber")]
    """From this block on nobody can contribute."""
    cap: Annotated[U64, TypeName("Balance")]
    funds_account: Annotated[AccountId, TypeName("AccountId")]
    raised: Annotated[U64, TypeName("Balance")]
    target_address: Annotated[AccountId | None, TypeName("Option<AccountId>")]
    call: Annotated[StoredCall | None, TypeName("Option<Call>")]
    finalized: bool
    contributors_count: U32


def funds_account(crowdloan_id: int) -> AccountId:
    """The account that holds what a crowdloan raised."""
    return AccountId((b"modl" + PALLET_ID + encode(U32, crowdloan_id)).ljust(32, b"\0"))
