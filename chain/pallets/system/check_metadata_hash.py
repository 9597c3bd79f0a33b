"""CheckMetadataHash: a signer may bind a transaction to the metadata that a hardware wallet saw."""

from typing import Annotated, Any

from chain.codec import Bytes32, Struct, TypeName, UnitEnum
from chain.frame.call import Call
from chain.frame.extension import TransactionExtension
from chain.frame.validity import LookupFailed, TransactionRefused
from chain.frame.weight import Weight


class Mode(UnitEnum, path="frame_metadata_hash_extension::Mode"):
    """Whether the signature covers a hash of the metadata."""

    Disabled = 0
    Enabled = 1


class CheckMetadataHash(TransactionExtension):
    """The signature covers no metadata hash: this runtime publishes none."""

    class Extra(Struct, path="frame_metadata_hash_extension::CheckMetadataHash", params={"T": None}):
        """Whether a hash is covered."""

        mode: Annotated[Mode, TypeName("Mode")]

    Implicit = Bytes32 | None

    def weight(self, call: Call) -> Weight:
        """A comparison."""
        return Weight(500_000, 0)

    def implicit(self, extra: Any) -> bytes | None:
        """Nothing when disabled. CannotLookup when enabled: what the signer saw cannot be compared with anything."""
        if extra.mode is Mode.Enabled:
            raise TransactionRefused(
                LookupFailed(), "this runtime publishes no metadata hash; sign with the mode Disabled"
            )
        return None
