"""What is known of a lease, and the accounts that hold its network."""

from typing import Annotated

from chain.codec import U32, U64, Struct, TypeName, encode
from chain.primitives.hashing import blake2_256
from chain.primitives.identifiers import AccountId, NetUid
from chain.primitives.perthings import Percent


class SubnetLease(
    Struct,
    path="pallet_subtensor::subnets::leasing::SubnetLease",
    params={"AccountId": AccountId, "BlockNumber": U32, "Balance": U64},
):
    """A network that contributors paid for and that the beneficiary runs. `cost` is in rao."""

    beneficiary: Annotated[AccountId, TypeName("AccountId")]
    coldkey: Annotated[AccountId, TypeName("AccountId")]
    hotkey: Annotated[AccountId, TypeName("AccountId")]
    emissions_share: Percent
    """What contributors and the beneficiary get of the owner's cut."""
    end_block: Annotated[U32 | None, TypeName("Option<BlockNumber>")]
    netuid: NetUid
    cost: Annotated[U64, TypeName("Balance")]


def lease_coldkey(lease_id: int) -> AccountId:
    """The account that owns the network of a lease."""
    return _derived("leasing/coldkey", lease_id)


def lease_hotkey(lease_id: int) -> AccountId:
    """The hotkey with which that account owns it."""
    return _derived("leasing/hotkey", lease_id)


def _derived(purpose: str, lease_id: int) -> AccountId:
    return AccountId(blake2_256(encode(str, purpose) + encode(U32, lease_id)))
