"""MevShield: the key under which transactions may be sent encrypted, so that nobody can run in front of them.

The node announces no key, so the shield is off: clients find `NextKey` unset and send in the clear, or say that they
cannot where they insist on it (lifecycle 4.6).
"""

from typing import Annotated

from chain.codec import U32, Bound, TypeName
from chain.frame.error import ModuleError
from chain.frame.pallet import Pallet
from chain.frame.storage import OptionalValue

LONGEST_KEY_BYTES = 2_048

EncryptionKey = Annotated[bytes, Bound(LONGEST_KEY_BYTES), TypeName("ShieldEncKey")]
"""A public key of ML-KEM-768."""


class BadEncKeyLen(ModuleError, index=0):
    """The announced key does not have the length of an ML-KEM-768 key."""


class Unreachable(ModuleError, index=1):
    """The block has no author to announce a key for."""


class TooManyPendingExtrinsics(ModuleError, index=2):
    """No more encrypted calls can be stored; wait until some are done."""


class WeightExceedsAbsoluteMax(ModuleError, index=3):
    """The weight is more than stored calls may ever use in a block; set a smaller one."""


class MevShield(Pallet, rust_path="pallet_shield::pallet"):
    """The keys of the authors, which are unset as long as no author announces one."""

    errors = (BadEncKeyLen, Unreachable, TooManyPendingExtrinsics, WeightExceedsAbsoluteMax)

    current_key = OptionalValue[EncryptionKey](doc="The key of this block's author.")
    pending_key = OptionalValue[EncryptionKey](doc="The key of the next block's author.")
    next_key = OptionalValue[EncryptionKey](doc="The key to encrypt with now: that of the author after the next.")
    pending_key_expires_at = OptionalValue[U32](doc="The block in which the pending key is no longer taken.")
    next_key_expires_at = OptionalValue[U32](doc="The block in which the next key is no longer taken.")
