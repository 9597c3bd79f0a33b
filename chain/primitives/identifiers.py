"""Names of things, and the integers that count them, as they stand on the wire.

What is never added up (accounts, hashes) is a type of its own; indices and amounts are plain integers whose width is
checked where they are stored or encoded. Amounts are in rao: one TAO, and one alpha, is 10**9 rao.
"""

from typing import Annotated, ClassVar

from chain.codec.markers import Bytes32, Integer, Newtype, TypeName


class AccountId(bytes):
    """The 32 bytes of an account: a public key, or a hash that stands for none."""

    __slots__ = ()
    __scale__: ClassVar[Newtype] = Newtype(Bytes32, "sp_core::crypto::AccountId32", "T::AccountId")

    def __repr__(self) -> str:
        return f"AccountId(0x{self.hex()})"

    def __str__(self) -> str:
        return f"0x{self.hex()}"


class Hash(bytes):
    """A 32-byte hash: of a block, a call, a state, any bytes."""

    __slots__ = ()
    __scale__: ClassVar[Newtype] = Newtype(Bytes32, "primitive_types::H256", "T::Hash")

    def __repr__(self) -> str:
        return f"Hash(0x{self.hex()})"

    def __str__(self) -> str:
        return f"0x{self.hex()}"


BlockNumber = Annotated[int, Integer(32), TypeName("BlockNumberFor<T>")]
Nonce = Annotated[int, Integer(32), TypeName("T::Nonce")]
Moment = Annotated[int, Integer(64), TypeName("T::Moment")]

Balance = Annotated[int, Integer(64), TypeName("BalanceOf<T>")]
TaoBalance = Annotated[int, Integer(64), TypeName("TaoBalance")]
AlphaBalance = Annotated[int, Integer(64), TypeName("AlphaBalance")]

NetUid = Annotated[int, Integer(16), TypeName("NetUid")]
MechId = Annotated[int, Integer(8), TypeName("MechId")]
NetUidStorageIndex = Annotated[int, Integer(16), TypeName("NetUidStorageIndex")]
