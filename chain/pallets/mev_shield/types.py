"""What the shield keeps."""

from typing import Annotated

from chain.codec import Bound, Struct, TypeName
from chain.primitives.identifiers import AccountId, BlockNumber

LONGEST_KEY_BYTES = 2_048
LONGEST_CIPHERTEXT_BYTES = 8_192

EncryptionKey = Annotated[bytes, Bound(LONGEST_KEY_BYTES), TypeName("ShieldEncKey")]
"""A public key of ML-KEM-768."""

Ciphertext = Annotated[bytes, Bound(LONGEST_CIPHERTEXT_BYTES), TypeName("BoundedVec<u8, ConstU32<8192>>")]
"""A shielded transaction, as `chain.primitives.shielded` lays it out."""

EncryptedCall = Annotated[bytes, Bound(LONGEST_CIPHERTEXT_BYTES), TypeName("BoundedVec<u8, MaxEncryptedCallSize>")]
"""A call that nobody can read, stored for a later block."""


class PendingExtrinsic(Struct, path="pallet_shield::pallet::PendingExtrinsic", params={"T": None}):
    """An encrypted call that waits, and since which block."""

    who: AccountId
    encrypted_call: EncryptedCall
    submitted_at: BlockNumber
