"""What clients are told about delegates."""

from chain.codec import U64, Compact, Struct
from chain.pallets.subtensor_module.types import PerU16
from chain.primitives.identifiers import AccountId, NetUid


class DelegateInfo(Struct, path="pallet_subtensor::rpc_info::delegate_info::DelegateInfo"):
    """A delegate: its take, its nominators, where it is registered and what it returns."""

    delegate_ss58: AccountId
    take: Compact[PerU16]
    nominators: list[tuple[AccountId, list[tuple[Compact[NetUid], Compact[U64]]]]]
    owner_ss58: AccountId
    registrations: list[Compact[NetUid]]
    validator_permits: list[Compact[NetUid]]
    return_per_1000: Compact[U64]
    total_daily_return: Compact[U64]
