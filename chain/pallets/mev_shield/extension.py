"""CheckShieldedTxValidity: a transaction that carries an encrypted one must be readable as that."""

from typing import Any

from chain.codec import Struct
from chain.frame.call import Call
from chain.frame.extension import Transaction, TransactionExtension
from chain.frame.validity import CustomInvalid, TransactionRefused, TransactionSource
from chain.frame.weight import ZERO_WEIGHT, Weight, measured_weight

FAILED_SHIELDED_PARSING = 23
KEY_HASH_LENGTH = 16
LENGTH_BYTES = 2
NONCE_LENGTH = 24


class CheckShieldedTxValidity(TransactionExtension):
    """Refuses `MevShield.submit_encrypted` with bytes that hold no ciphertext (section 4.6)."""

    class Extra(Struct, path="pallet_shield::extension::CheckShieldedTxValidity", params={"T": None}):
        """Adds nothing to a transaction."""

    def weight(self, call: Call) -> Weight:
        """One read for the calls it looks at."""
        return measured_weight(1_000_000, reads=1) if call.is_any_of("MevShield", "submit_encrypted") else ZERO_WEIGHT

    def validate(self, transaction: Transaction, extra: Any, source: TransactionSource) -> None:
        """Custom(23) where the parts of the ciphertext are not there: key hash, length, key, nonce, text."""
        if not transaction.call.is_any_of("MevShield", "submit_encrypted"):
            return
        ciphertext: bytes = transaction.call["ciphertext"]
        start = KEY_HASH_LENGTH + LENGTH_BYTES
        key_length = int.from_bytes(ciphertext[KEY_HASH_LENGTH:start], "little")
        if len(ciphertext) <= start + key_length + NONCE_LENGTH:
            raise TransactionRefused(CustomInvalid(FAILED_SHIELDED_PARSING), "the ciphertext is too short")
