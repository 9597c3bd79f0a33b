"""Calls that are stored to be made later: in place where they are short, as a preimage of their hash where not."""

from typing import Annotated, Protocol

from chain.codec import U32, Bound, Enum, Struct, TypeName
from chain.frame.call import Call, RuntimeCall
from chain.primitives.identifiers import Hash

LONGEST_INLINE = 128
"""Bytes of a call that is stored in place."""


class BlakeTwo256(Struct, path="sp_runtime::traits::BlakeTwo256"):
    """The hash function by which stored calls are known."""


class StoredCall(Enum, path="frame_support::traits::preimages::Bounded", params={"T": RuntimeCall, "H": BlakeTwo256}):
    """A call, or where it is found."""


class Legacy(StoredCall, index=0):
    """The call with this hash, of unknown length."""

    hash: Annotated[Hash, TypeName("H::Output")]


class Inline(StoredCall, index=1, unnamed=True):
    """The encoded call itself."""

    encoded: Annotated[bytes, Bound(LONGEST_INLINE), TypeName("BoundedInline")]


class Lookup(StoredCall, index=2):
    """The call with this hash and length, among the preimages."""

    hash: Annotated[Hash, TypeName("H::Output")]
    len: U32


class CallStore(Protocol):
    """Keeps calls until they are made."""

    def store(self, call: Call) -> StoredCall:
        """Keep a call; Preimage's TooBig where it is longer than any call may be."""

    def fetch(self, stored: StoredCall) -> Call:
        """The call again. Unavailable where it is not there, Corruption where it is no call of this runtime."""

    def retain(self, stored: StoredCall) -> None:
        """Keep a stored call for one more purpose, to be forgotten once more."""

    def forget(self, stored: StoredCall) -> None:
        """Keep the call no longer for one purpose; it is gone once there is none."""
