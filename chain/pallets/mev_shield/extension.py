"""CheckShieldedTxValidity: a transaction that carries a shielded one must be readable as that."""

from typing import Any

from chain.codec import Struct
from chain.frame.call import Call
from chain.frame.extension import Transaction, TransactionExtension
from chain.frame.validity import CustomInvalid, TransactionRefused, TransactionSource
from chain.frame.weight import ZERO_WEIGHT, Weight, measured_weight
from chain.primitives.shielded import NotShielded, ShieldedTransaction, parse

FAILED_SHIELDED_PARSING = 23


def shielded_in(call: Call) -> ShieldedTransaction | None:
    """What a call carries if it is `MevShield.submit_encrypted`. NotShielded where parts of it are missing."""
    return parse(call["ciphertext"]) if call.is_any_of("MevShield", "submit_encrypted") else None


class CheckShieldedTxValidity(TransactionExtension):
    """Refuses `MevShield.submit_encrypted` with bytes that hold no shielded transaction (lifecycle 4.6)."""

    class Extra(Struct, path="pallet_shield::extension::CheckShieldedTxValidity", params={"T": None}):
        """Adds nothing to a transaction."""

    def weight(self, call: Call) -> Weight:
        """One read for the calls it looks at."""
        return measured_weight(1_000_000, reads=1) if call.is_any_of("MevShield", "submit_encrypted") else ZERO_WEIGHT

    def validate(self, transaction: Transaction, extra: Any, source: TransactionSource) -> None:
        """Custom(23) where the parts are not there: key hash, length, secret, nonce, text."""
        try:
            shielded_in(transaction.call)
        except NotShielded as error:
            raise TransactionRefused(CustomInvalid(FAILED_SHIELDED_PARSING), str(error)) from error
