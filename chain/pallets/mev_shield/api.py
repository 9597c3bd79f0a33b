"""What the author of a block asks about shielded transactions."""

from chain.codec import Bytes16, DecodeError
from chain.frame.extrinsic_type import OpaqueExtrinsic, WholeExtrinsic, with_length
from chain.frame.pipeline import Pipeline
from chain.frame.runtime_api import RuntimeApi, api_method
from chain.frame.runtime_declaration import RuntimeDeclaration
from chain.frame.validity import TransactionRefused
from chain.pallets.mev_shield.extension import shielded_in
from chain.pallets.mev_shield.pallet import MevShield
from chain.primitives.mlkem import SEED_LENGTH, DecapsulationKey
from chain.primitives.shielded import CannotUnshield, NotShielded, ShieldedTransaction, key_hash_of, unshield


class ShieldApi(RuntimeApi, version=1):
    """Reading shielded transactions."""

    def __init__(self, shield: MevShield, pipeline: Pipeline, declaration: RuntimeDeclaration) -> None:
        self._shield = shield
        self._pipeline = pipeline
        self._declaration = declaration

    @api_method
    def try_decode_shielded_tx(self, uxt: OpaqueExtrinsic) -> ShieldedTransaction | None:
        """The shielded transaction that an extrinsic carries, if it does."""
        try:
            return shielded_in(self._pipeline.decode(with_length(uxt.encoded)).call)
        except (DecodeError, TransactionRefused, NotShielded):
            return None

    @api_method
    def is_shielded_using_current_key(self, key_hash: Bytes16) -> bool:
        """Whether this is the hash of the key of this block's author."""
        current = self._shield.current_key
        return current is not None and key_hash_of(current) == key_hash

    @api_method
    def try_unshield_tx(self, dec_key_bytes: bytes, shielded_tx: ShieldedTransaction) -> OpaqueExtrinsic | None:
        """The extrinsic in a shielded transaction, opened by a key given as its seed of 64 bytes, if it opens."""
        if len(dec_key_bytes) != SEED_LENGTH:
            return None
        try:
            encoded = unshield(shielded_tx, DecapsulationKey(dec_key_bytes))
            self._pipeline.decode(encoded)
        except (CannotUnshield, DecodeError, TransactionRefused):
            return None
        extrinsic: WholeExtrinsic = self._declaration.codec_of(OpaqueExtrinsic).decode(encoded)
        return extrinsic
