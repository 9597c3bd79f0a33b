"""The transaction payment pallet: fees, and the extension that takes them."""

from chain.pallets.transaction_payment.extension import ChargeTransactionPayment
from chain.pallets.transaction_payment.pallet import TransactionPayment

__all__ = ["ChargeTransactionPayment", "TransactionPayment"]
