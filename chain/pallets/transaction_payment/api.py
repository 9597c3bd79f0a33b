"""What a transaction or a call would cost."""

from chain.codec import U32, U64
from chain.frame.call import RuntimeCall
from chain.frame.extrinsic_type import OpaqueExtrinsic, with_length
from chain.frame.pipeline import Pipeline
from chain.frame.runtime_api import RuntimeApi, api_method
from chain.frame.weight import Weight
from chain.pallets.transaction_payment.fees import length_to_fee, weight_to_fee
from chain.pallets.transaction_payment.pallet import TransactionPayment
from chain.pallets.transaction_payment.types import FeeDetails, RuntimeDispatchInfo


class TransactionPaymentApi(RuntimeApi, version=4):
    """What a transaction would cost; its signature is not looked at."""

    def __init__(self, payment: TransactionPayment, pipeline: Pipeline) -> None:
        self._payment = payment
        self._pipeline = pipeline

    @api_method
    def query_info(self, uxt: OpaqueExtrinsic, len_: U32) -> RuntimeDispatchInfo:
        """Weight, class and fee without a tip, for a transaction of `len` bytes."""
        transaction = self._pipeline.decode(with_length(uxt.encoded))
        info = self._payment.dispatch_info(transaction.info, len_, transaction.extension_weight)
        return info if transaction.signer is not None else free_of_charge(info)

    @api_method
    def query_fee_details(self, uxt: OpaqueExtrinsic, len_: U32) -> FeeDetails:
        """The parts of that fee; none for what nobody signs."""
        transaction = self._pipeline.decode(with_length(uxt.encoded))
        if transaction.signer is None:
            return FeeDetails(None)
        return self._payment.fee_details(transaction.info, len_, transaction.extension_weight)

    @api_method
    def query_weight_to_fee(self, weight: Weight) -> U64:
        """The fee of a weight, in rao."""
        return weight_to_fee(weight)

    @api_method
    def query_length_to_fee(self, length: U32) -> U64:
        """The fee of so many bytes, in rao."""
        return length_to_fee(length)


class TransactionPaymentCallApi(RuntimeApi, version=3):
    """What a call would cost if it were signed."""

    def __init__(self, payment: TransactionPayment, pipeline: Pipeline) -> None:
        self._payment = payment
        self._pipeline = pipeline

    @api_method
    def query_call_info(self, call: RuntimeCall, len_: U32) -> RuntimeDispatchInfo:
        """Weight, class and fee without a tip, in a transaction of `len` bytes."""
        return self._payment.dispatch_info(call.info, len_, self._pipeline.extension_weight(call))

    @api_method
    def query_call_fee_details(self, call: RuntimeCall, len_: U32) -> FeeDetails:
        """The parts of that fee."""
        return self._payment.fee_details(call.info, len_, self._pipeline.extension_weight(call))

    @api_method
    def query_weight_to_fee(self, weight: Weight) -> U64:
        """The fee of a weight, in rao."""
        return weight_to_fee(weight)

    @api_method
    def query_length_to_fee(self, length: U32) -> U64:
        """The fee of so many bytes, in rao."""
        return length_to_fee(length)


def free_of_charge(info: RuntimeDispatchInfo) -> RuntimeDispatchInfo:
    """The same cost without a fee."""
    return RuntimeDispatchInfo(info.weight, info.class_, 0)
