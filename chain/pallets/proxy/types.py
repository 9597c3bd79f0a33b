"""What a proxy may do, who is a proxy of whom, and what proxies announced."""

from typing import Annotated

from chain.codec import U32, Struct, TypeName, UnitEnum
from chain.primitives.identifiers import AccountId, Hash

BlockNumber = Annotated[U32, TypeName("BlockNumber")]


class ProxyType(UnitEnum, path="subtensor_runtime_common::proxy::ProxyType", type_name="T::ProxyType"):
    """The set of calls a proxy may make; `chain.pallets.proxy.filters` says which they are."""

    Any = 0
    Owner = 1
    NonCritical = 2
    NonTransfer = 3
    Senate = 4
    NonFungible = 5
    Triumvirate = 6
    Governance = 7
    Staking = 8
    Registration = 9
    Transfer = 10
    SmallTransfer = 11
    RootWeights = 12
    ChildKeys = 13
    SudoUncheckedSetCode = 14
    SwapHotkey = 15
    SubnetLeaseBeneficiary = 16
    RootClaim = 17
    BasketTrading = 18


class ProxyDefinition(
    Struct,
    path="pallet_subtensor_proxy::ProxyDefinition",
    params={"AccountId": AccountId, "ProxyType": ProxyType, "BlockNumber": U32},
):
    """One account that may act for another."""

    delegate: Annotated[AccountId, TypeName("AccountId")]
    proxy_type: Annotated[ProxyType, TypeName("ProxyType")]
    delay: BlockNumber
    """Blocks for which a call has to be announced before it is made."""


class Announcement(
    Struct,
    path="pallet_subtensor_proxy::Announcement",
    params={"AccountId": AccountId, "Hash": Hash, "BlockNumber": U32},
):
    """A call that a proxy is going to make, by its hash, since a block."""

    real: Annotated[AccountId, TypeName("AccountId")]
    call_hash: Annotated[Hash, TypeName("Hash")]
    height: BlockNumber


class DepositKind(UnitEnum, path="pallet_subtensor_proxy::DepositKind"):
    """What a deposit was taken for."""

    Proxies = 0
    Announcements = 1
