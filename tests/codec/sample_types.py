"""Types that the tests of the codec share."""

from typing import Annotated

from chain.codec import U8, U16, U32, U64, U128, Bytes32, Compact, Enum, Newtype, Struct, TypeName, UnitEnum


class Account(bytes):
    __slots__ = ()
    __scale__ = Newtype(Bytes32, path="sp_core::crypto::AccountId32", type_name="T::AccountId")


class Slot(int):
    __slots__ = ()
    __scale__ = Newtype(U64, path="sp_consensus_slots::Slot")


class Label(bytes):
    __slots__ = ()
    __scale__ = Newtype(bytes)


class Colour(UnitEnum, path="sample::Colour"):
    """What it looks like."""

    Red = 0
    Green = 3


class Funds(Struct, path="sample::Funds", params={"Balance": U64}):
    """What an account owns."""

    free: Annotated[U64, TypeName("Balance")] = 0
    reserved: Annotated[U64, TypeName("Balance")] = 0
    flags: U128 = 0


class Info(Struct, path="sample::Info"):
    nonce: U32
    colour: Colour
    data: Funds = Funds()
    notes: list[str] = []


class Pair(Struct, path="sample::Pair", unnamed=True):
    first: U8
    second: U16


class Share(Struct, path="sample::Share", unnamed=True):
    parts: U32


class Reply(Enum, path="sample::Reply"):
    """What comes back."""


class Nothing(Reply, index=0):
    """No answer."""


class Amount(Reply, index=2, unnamed=True):
    value: Compact[U64]


class Move(Reply, index=7, name="move"):
    from_: Account
    to: Account
    amount: U64


class Several(Reply, index=9):
    replies: "list[Reply]"


class Tree(Struct):
    """Contains itself without an enum in between."""

    value: U8
    left: "Tree | None" = None
