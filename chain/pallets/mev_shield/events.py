"""Events of the shield. Those of calls that were decrypted are declared for clients: see the pallet."""

from typing import Annotated

from chain.codec import U32, U64, TypeName
from chain.frame.dispatch_error import DispatchError
from chain.frame.event import Event
from chain.primitives.identifiers import AccountId, Hash


class EncryptedSubmitted(Event, index=0):
    """A shielded transaction is in the block; `id` is the hash of who sent it and its bytes."""

    id: Annotated[Hash, TypeName("T::Hash")]
    who: AccountId


class ExtrinsicStored(Event, index=1):
    """An encrypted call was stored under a number."""

    index_: U32
    who: AccountId


class ExtrinsicDecodeFailed(Event, index=2):
    """A stored call could not be decrypted, and is gone."""

    index_: U32


class ExtrinsicDispatchFailed(Event, index=3):
    """A stored call was decrypted and made, and failed."""

    index_: U32
    error: Annotated[DispatchError, TypeName("DispatchError")]


class ExtrinsicDispatched(Event, index=4):
    """A stored call was decrypted and made."""

    index_: U32


class ExtrinsicExpired(Event, index=5):
    """A stored call waited for longer than it may, and is gone."""

    index_: U32


class ExtrinsicPostponed(Event, index=6):
    """A stored call found no room in the block and waits for the next."""

    index_: U32


class MaxPendingExtrinsicsNumberSet(Event, index=7):
    """So many encrypted calls may be stored at once."""

    value: U32


class OnInitializeWeightSet(Event, index=8):
    """Stored calls may use so much weight at the beginning of a block."""

    value: U64


class ExtrinsicLifetimeSet(Event, index=9):
    """A stored call may wait for so many blocks."""

    value: U32


class MaxExtrinsicWeightSet(Event, index=10):
    """One stored call may have so much weight."""

    value: U64


class ExtrinsicWeightExceeded(Event, index=11):
    """A stored call was heavier than one may be, and is gone."""

    index_: U32
