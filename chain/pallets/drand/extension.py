"""DrandPriority: transactions that bring a pulse of the beacon go first."""

from typing import Any

from chain.codec import Struct
from chain.frame.extension import Transaction, TransactionExtension
from chain.frame.validity import TransactionSource, ValidTransaction

PULSE_PRIORITY = 10_000


class DrandPriority(TransactionExtension):
    """Adds 10,000 to the priority of `Drand.write_pulse`."""

    class Extra(Struct, path="pallet_drand::drand_priority::DrandPriority", params={"T": None}):
        """Adds nothing to a transaction."""

    def validate(self, transaction: Transaction, extra: Any, source: TransactionSource) -> ValidTransaction | None:
        """Raise the priority of a pulse."""
        is_pulse = transaction.call.is_any_of("Drand", "write_pulse")
        return ValidTransaction(priority=PULSE_PRIORITY) if is_pulse else None
