"""`MultiAddress`: the ways in which a call may name an account."""

from typing import Annotated

from chain.codec import Bytes20, Bytes32, Compact, Enum, TypeName
from chain.primitives.identifiers import AccountId


class MultiAddress(
    Enum,
    path="sp_runtime::multiaddress::MultiAddress",
    params={"AccountId": AccountId, "AccountIndex": None},
    type_name="AccountIdLookupOf<T>",
):
    """An account, or something that a runtime may look one up by. Runtimes here look up `Id` alone."""


class Id(MultiAddress, index=0, unnamed=True):
    """The account itself."""

    account: Annotated[AccountId, TypeName("AccountId")]


class Index(MultiAddress, index=1, unnamed=True):
    """An account's index in a registry of accounts."""

    index: Annotated[Compact[None], TypeName("AccountIndex")]


class Raw(MultiAddress, index=2, unnamed=True):
    """Any bytes."""

    data: bytes


class Address32(MultiAddress, index=3, unnamed=True):
    """32 bytes that are no account."""

    data: Bytes32


class Address20(MultiAddress, index=4, unnamed=True):
    """20 bytes, for example an Ethereum address."""

    data: Bytes20
